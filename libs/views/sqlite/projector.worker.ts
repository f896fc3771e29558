import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { breath } from '../breath.js';
import { openFollowedLog } from '../../event-stores/log-location.js';
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
const { log: location, file, projectionsUrl } = workerData as ProjectorSetup;
let stopped = false;

const report = (message: ProjectorReport) => port.postMessage(message);

const { projections } = (await import(projectionsUrl)) as { projections: readonly Projection[] };
const log = await openFollowedLog(location);
const { store } = log;
port.on('message', (_: ProjectorRequest) => {
  stopped = true;
  log.wake();
});
const shapes = tableShapes(projections);
const opened = await openMatching(file, shapes, store);
const threads = location.kind === 'sqlite' ? { folder: location.folder, projectionsUrl } : undefined;
const onProgress = (progress: BuildProgress) => report({ kind: 'progress', progress });
const db = opened.built ? opened.db : await build(file, opened.db, { store, projections, shapes, onProgress, threads });

const writer = new SqliteViewWriter(db, shapes);
const projector = new Projector({ store, projections, writer, onHead: (head) => report({ kind: 'head', head }) });
report({ kind: 'ready', head: writer.head() });
await follow();
db.close();
await store.close();
port.close();

async function follow(): Promise<void> {
  let waiting = false;
  while (!stopped) {
    const seen = log.heard();
    try {
      while (!stopped && (await projector.step()) > 0) await breath();
      if (waiting) report({ kind: 'head', head: writer.head() });
      waiting = false;
    } catch (error) {
      if (!(error instanceof Fault && error.category === 'UNAVAILABLE')) throw error;
      waiting = true;
      report({ kind: 'waiting', reason: error.message });
    }
    if (projector.failure) {
      report({ kind: 'failed', failure: projector.failure });
      // There is nothing more to do than to be told to stop.
      while (!stopped) await log.changed(log.heard(), VIEW_LIMITS.pollMs);
    } else if (!stopped) await log.changed(seen, VIEW_LIMITS.pollMs);
  }
}
