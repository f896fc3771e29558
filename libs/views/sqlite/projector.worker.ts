import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { Fault } from '../../ledger/errors.js';
import { tableShapes } from '../bitemporal.js';
import { Projector } from '../projector.js';
import type { Projection } from '../view-definition.js';
import { VIEW_LIMITS } from '../view-limits.js';
import type { BuildProgress, ProjectorReport, ProjectorRequest, ProjectorSetup } from './projector-protocol.js';
import { SqliteViewWriter } from './sqlite-view-writer.js';
import { build, openMatching } from './view-build.js';

/** The one writer of a views database: builds it when it is new, then follows the log. */
const port = parentPort as MessagePort;
const { folder, file, projectionsUrl } = workerData as ProjectorSetup;
let stopped = false;
let woken = false;
let resume: (() => void) | undefined;

port.on('message', ({ kind }: ProjectorRequest) => {
  if (kind === 'stop') stopped = true;
  woken = true;
  resume?.();
});

const report = (message: ProjectorReport) => port.postMessage(message);

const { projections } = (await import(projectionsUrl)) as { projections: readonly Projection[] };
const store = await openSqliteReader({ folder, pollMs: 0 });
const shapes = tableShapes(projections);
const opened = await openMatching(file, shapes, store);
const onProgress = (progress: BuildProgress) => report({ kind: 'progress', progress });
const db = opened.built
  ? opened.db
  : await build(file, opened.db, { store, projections, shapes, onProgress, thread: { folder, projectionsUrl } });

const writer = new SqliteViewWriter(db, shapes);
const projector = new Projector({ store, projections, writer, onHead: (head) => report({ kind: 'head', head }) });
report({ kind: 'ready', head: writer.head() });
await follow();
db.close();
await store.close();
port.close();

async function follow(): Promise<void> {
  while (!stopped) {
    woken = false;
    try {
      while (!stopped && (await projector.step()) > 0) await breath();
    } catch (error) {
      if (!(error instanceof Fault && error.category === 'UNAVAILABLE')) throw error;
      report({ kind: 'waiting', reason: error.message });
    }
    if (projector.failure) report({ kind: 'failed', failure: projector.failure });
    await news(projector.failure !== undefined);
  }
}

/** Lets messages in between two batches. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Until somebody says there is something new, or it is time to look anyway; after a failure only until it is told to stop. */
async function news(failed: boolean): Promise<void> {
  if (woken && !failed) return;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    resume = () => {
      if (stopped || !failed) resolve();
    };
    if (!failed) timer = setTimeout(resolve, VIEW_LIMITS.pollMs);
    if (stopped) resolve();
  });
  clearTimeout(timer);
  resume = undefined;
}
