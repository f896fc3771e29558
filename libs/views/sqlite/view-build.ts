import { rmSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import type { TableShape } from '../bitemporal.js';
import { positionNumber, positionText } from '../bitemporal.js';
import { Projector, type ProjectionFailure } from '../projector.js';
import type { Projection } from '../view-definition.js';
import { beginBuild, foldedRowsCommit, type BuildPart, type BuildState } from './build-state.js';
import { journalBatches } from './journal-build.js';
import type { BuildProgress } from './projector-protocol.js';
import { foldRowsInThread, type RowFoldSetup } from './row-fold-thread.js';
import { CannotFold, foldRows } from './row-fold.js';
import { HEAD_SQL, headOf, SqliteViewWriter, type HeadRow } from './sqlite-view-writer.js';
import { finishBuild, openViewFile } from './view-file.js';

/** Events per transaction: enough that committing costs little, few enough that what they leave behind dies young. */
const BUILD_BATCH_EVENTS = 1_000;
/** Below, starting a second thread takes longer than it saves. */
const THREADED_EVENTS = 20_000;
/** Threads that fold, beside the one that writes. */
const PARTS = 2;
const PROGRESS_MS = 250;

export interface ViewBuild {
  readonly store: EventStore & Pick<SqliteReader, 'readByStream' | 'systemPositions' | 'cutStreams'>;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly onProgress: (progress: BuildProgress) => void;
  readonly progressMs?: number;
  readonly batchEvents?: number;
  /** What a thread needs that folds the rows of a long log beside the journal; without it everything is done in this one. */
  readonly thread?: Pick<RowFoldSetup, 'folder' | 'projectionsUrl'>;
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
  const { store, projections, shapes, onProgress } = options;
  const { connection, failure } = await buildTo(file, db, positionNumber(await store.head()), options);
  // What was recorded meanwhile. A failing event does not keep what came before it from being read: the live projector meets it again, and says so.
  if (!failure) await new Projector({ store, projections, writer: new SqliteViewWriter(connection, shapes) }).catchUp();
  const done = positionNumber(headOf(connection.prepare(HEAD_SQL).get() as HeadRow).position);
  finishBuild(connection, shapes, () => onProgress({ done, total: done, perSecond: 0, step: 'indexes' }));
  return connection;
}

/**
 * Fills the tables up to a position: the journal in the order of the log, the rows stream by stream, both at once.
 * @returns the failure of the earliest event that no table can take; then everything before it is there and nothing after it
 */
export async function buildTo(
  file: string,
  db: Connection,
  upTo: number,
  options: ViewBuild,
): Promise<{ connection: Connection; failure?: ProjectionFailure }> {
  const failure = await fill(db, beginBuild(db, upTo, options.store.cutStreams(PARTS)), options);
  if (!failure) return { connection: db };
  // Rows of what came after it may be there by now.
  db.close();
  removeViewFile(file);
  const connection = openViewFile(file, options.shapes).db;
  const before = positionNumber(failure.position) - 1;
  if (before > 0) await fill(connection, beginBuild(connection, before), options);
  return { connection, failure };
}

async function fill(db: Connection, state: BuildState, options: ViewBuild): Promise<ProjectionFailure | undefined> {
  const report = new ProgressReport(options, state);
  const { target, parts } = state;
  const passes = await Promise.allSettled([
    fillJournal(db, state, report, options),
    ...parts.map((part) => fillPart(db, { target, part }, report, options)),
  ]);
  const reasons = passes.flatMap((pass) => (pass.status === 'rejected' ? [pass.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof CannotFold));
  if (other !== undefined) throw other;
  if (reasons.length === 0) assertComplete(db, target);
  const failures = reasons.map((reason) => (reason as CannotFold).failure);
  return failures.sort((a, b) => positionNumber(a.position) - positionNumber(b.position))[0];
}

/** The rows are read through an index of the log: one that hides an event must not leave its rows out in silence. */
function assertComplete(db: Connection, target: number): void {
  const folded = db.prepare('SELECT sum(events) FROM build_part').pluck().get() as number;
  if (folded !== target)
    throw new Error(`the log has ${target} events, but by stream it gives ${folded}: its index is damaged; see convenant verify`);
}

async function fillJournal(
  db: Connection,
  { target }: BuildState,
  report: ProgressReport,
  { store, projections, shapes, batchEvents = BUILD_BATCH_EVENTS }: ViewBuild,
): Promise<void> {
  const writer = new SqliteViewWriter(db, shapes);
  for await (const batch of journalBatches({ store, projections, from: writer.head(), upTo: positionText(target), batchEvents })) {
    writer.apply(batch, false);
    report.add(batch.events);
    await breath();
  }
}

async function fillPart(
  db: Connection,
  { target, part }: { readonly target: number; readonly part: BuildPart },
  report: ProgressReport,
  options: ViewBuild,
): Promise<void> {
  const { store, projections, shapes, thread, batchEvents = BUILD_BATCH_EVENTS } = options;
  const write = foldedRowsCommit(db, shapes);
  const place = { after: part.done, until: part.until, upTo: positionText(target), batchEvents };
  const batches =
    thread && target >= THREADED_EVENTS ? foldRowsInThread({ ...thread, ...place }) : foldRows({ store, projections, ...place });
  for await (const rows of batches) {
    write(part, rows);
    report.add(rows.events);
    await breath();
  }
}

/** Lets the other pass, and messages, in between. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** How far a build is, told at most a few times a second. */
class ProgressReport {
  private readonly began = performance.now();
  private readonly first: number;
  private readonly total: number;
  private both: number;
  private told = 0;

  constructor(
    private readonly options: Pick<ViewBuild, 'onProgress' | 'progressMs'>,
    { target, journalled, parts }: BuildState,
  ) {
    this.total = target;
    this.both = parts.reduce((sum, { events }) => sum + events, journalled);
    this.first = this.done;
    this.tell('events');
  }

  /** An event is done when it is in the journal and in the rows. */
  private get done(): number {
    return Math.floor(this.both / 2);
  }

  add(events: number): void {
    this.both += events;
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
