import { rmSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import type { TableShape } from '../bitemporal.js';
import { positionNumber, positionText } from '../bitemporal.js';
import { Projector } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { WriterLost } from '../view-batch.js';
import type { Projection } from '../view-definition.js';
import type { BuildProgress } from './projector-protocol.js';
import { SqliteFoldShelf } from './fold-shelf.js';
import { PipelinedWriter } from './pipelined-writer.js';
import { HEAD_SQL, headOf, SqliteViewWriter, type HeadRow } from './sqlite-view-writer.js';
import { finishBuild, openViewFile } from './view-file.js';

/** Larger transactions than live: nobody waits for a single event, and rows that come and go within one are written once. */
const BUILD_BATCH_EVENTS = 10_000;
/** Below, starting a second thread takes longer than it saves. */
const PIPELINED_EVENTS = 20_000;
const PROGRESS_MS = 250;

export interface ViewBuild {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly onProgress: (progress: BuildProgress) => void;
  readonly progressMs?: number;
  readonly batchEvents?: number;
  /** From this many events on, the bulk is written by a thread of its own. */
  readonly pipelinedEvents?: number;
}

export function removeViewFile(file: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(file + part, { force: true });
}

/** Opens a views database that goes with this log; one that was made from another log is begun anew. */
export async function openMatching(
  file: string,
  shapes: readonly TableShape[],
  store: EventStore,
): Promise<{ db: Connection; built: boolean }> {
  const opened = openViewFile(file, shapes);
  if (await goesWith(opened.db, store)) return opened;
  opened.db.close();
  removeViewFile(file);
  return openViewFile(file, shapes);
}

/**
 * Projects the whole log as it is by now, then adds the indexes. What was there already is not done again.
 * @returns the connection that may be read beside from now on
 */
export async function build(file: string, db: Connection, options: ViewBuild): Promise<Connection> {
  const { store, projections, shapes, batchEvents = BUILD_BATCH_EVENTS } = options;
  const report = new ProgressReport(options, headIn(db), positionNumber(await store.head()));
  let connection = db;
  if (report.total - report.done >= (options.pipelinedEvents ?? PIPELINED_EVENTS)) {
    connection.close();
    await buildPipelined(file, report, options);
    connection = openViewFile(file, shapes).db;
  }
  const writer = new SqliteViewWriter(connection, shapes);
  const onHead = (head: ProjectedHead) => report.reach(head);
  // A failing event does not keep what came before it from being read: the live projector meets it again, and says so.
  await new Projector({ store, projections, writer, batchEvents, onHead }).catchUp();
  finishBuild(connection, shapes, () => report.tell('indexes'));
  return connection;
}

/** The bulk, computed in this thread and written in another. Wherever it stops, the rest is done step by step afterwards. */
async function buildPipelined(
  file: string,
  report: ProgressReport,
  { store, projections, shapes, batchEvents = BUILD_BATCH_EVENTS }: ViewBuild,
): Promise<void> {
  const writer = new PipelinedWriter({ file, shapes }, report.head);
  const shelf = new SqliteFoldShelf();
  const onHead = () => report.reach(writer.written);
  const projector = new Projector({ store, projections, writer, shelf, batchEvents, onHead });
  try {
    await projector.catchUp();
    await writer.finish();
  } catch (error) {
    await writer.finish().catch(() => undefined);
    if (!(error instanceof WriterLost)) throw error;
  } finally {
    shelf.close();
  }
}

/** How far a build is, told at most a few times a second. */
class ProgressReport {
  private readonly began = performance.now();
  private readonly first: number;
  private told = 0;

  constructor(
    private readonly options: Pick<ViewBuild, 'onProgress' | 'progressMs'>,
    public head: ProjectedHead,
    readonly total: number,
  ) {
    this.first = this.done;
    this.tell('events');
  }

  get done(): number {
    return positionNumber(this.head.position);
  }

  reach(head: ProjectedHead): void {
    this.head = head;
    if (performance.now() - this.told >= (this.options.progressMs ?? PROGRESS_MS)) this.tell('events');
  }

  tell(step: BuildProgress['step']): void {
    this.told = performance.now();
    const seconds = Math.max((this.told - this.began) / 1_000, 0.001);
    this.options.onProgress({
      done: this.done,
      total: Math.max(this.total, this.done),
      perSecond: Math.round((this.done - this.first) / seconds),
      step,
    });
  }
}

function headIn(db: Connection): ProjectedHead {
  return headOf(db.prepare(HEAD_SQL).get() as HeadRow);
}

/** Whether the last journalled event stands where the views say it does. */
async function goesWith(db: Connection, store: EventStore): Promise<boolean> {
  const { position: reached } = db.prepare('SELECT position FROM projected').get() as { position: number };
  if (reached > positionNumber(await store.head())) return false;
  const last = db.prepare('SELECT position, id FROM journal ORDER BY seq DESC LIMIT 1').get() as
    { position: number; id: string } | undefined;
  if (!last) return true;
  const [stored] = await store.readAll(positionText(last.position - 1), 1);
  return stored?.id === last.id && stored.position === (positionText(last.position) as StorePosition);
}
