import { rmSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { breath } from '../breath.js';
import type { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import type { TableShape } from '../bitemporal.js';
import { positionNumber, positionText } from '../bitemporal.js';
import { Projector, type ProjectionFailure } from '../projector.js';
import type { Projection } from '../view-definition.js';
import { beginBuild, closeFill, PartWriter, stretchOf, type BuildState } from './build-state.js';
import type { BuildProgress } from './projector-protocol.js';
import { THREADED_EVENTS, type FoldedLog } from '../by-stream/row-fold-thread.js';
import { cannotFold, foldRows } from '../by-stream/row-fold.js';
import { fillInThreads } from './fill-threads.js';
import { HEAD_SQL, headOf, SqliteViewWriter, type HeadRow } from './sqlite-view-writer.js';
import { createIndexes } from './view-ddl.js';
import { finishBuild, openViewFile } from './view-file.js';

/** Events folded and written in one transaction, where one thread does both. */
const FILL_EVENTS = 500;
/** Parts the streams of a log are cut into: enough that no thread is long alone with the last. */
const PARTS = 64;
/** Events projected in one transaction, where the log comes in its own order. */
const IN_ORDER_EVENTS = 1_000;
const PROGRESS_MS = 250;

/** A log that can also be read stream by stream. */
export type LogByStream = EventStore & Pick<SqliteReader, 'readByStream' | 'systemPositions' | 'cutStreams'>;

export interface ViewBuild<Log extends EventStore = LogByStream> {
  readonly store: Log;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly onProgress: (progress: BuildProgress) => void;
  readonly progressMs?: number;
  readonly batchEvents?: number;
  /** What threads need that build from a long log; without it everything is done in this one. */
  readonly threads?: FoldedLog | undefined;
  /** Events below which they are not worth their start. */
  readonly threadedEvents?: number;
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
export async function build(file: string, db: Connection, options: ViewBuild<EventStore>): Promise<Connection> {
  return isByStream(options) ? buildByStream(file, db, options) : buildInOrder(db, options);
}

/**
 * Projects the log up to a position into an empty database, however it can be read. Nothing is indexed for readers, and nothing is made durable.
 * @returns the failure of the first event that no table can take; everything before it is there
 */
export async function projectUpTo(
  file: string,
  db: Connection,
  upTo: StorePosition,
  options: ViewBuild<EventStore>,
): Promise<{ connection: Connection; failure?: ProjectionFailure }> {
  if (isByStream(options)) return buildTo(file, db, positionNumber(upTo), options);
  const { shapes } = options;
  for (const sql of createIndexes(shapes)) db.exec(sql);
  const { failure } = await projectInOrder(new SqliteViewWriter(db, shapes), options, upTo);
  return { connection: db, ...(failure ? { failure } : {}) };
}

function isByStream(options: ViewBuild<EventStore>): options is ViewBuild {
  return 'readByStream' in options.store;
}

/**
 * Of a log that comes in its own order only: as the projector follows it later, so that what was there when a process died is not done again.
 * Its indexes come first, as the projector asks them whether an event is missing.
 */
async function buildInOrder(db: Connection, options: ViewBuild<EventStore>): Promise<Connection> {
  const { shapes, onProgress } = options;
  for (const sql of createIndexes(shapes)) db.exec(sql);
  const writer = new SqliteViewWriter(db, shapes);
  await projectInOrder(writer, options);
  finishBuild(db, shapes, () => onProgress({ done: writer.head().seq, total: writer.head().seq, perSecond: 0, step: 'indexes' }));
  return db;
}

async function projectInOrder(writer: SqliteViewWriter, options: ViewBuild<EventStore>, upTo?: StorePosition): Promise<Projector> {
  const { store, projections } = options;
  const projector = new Projector({ store, projections, writer, batchEvents: IN_ORDER_EVENTS });
  const first = writer.head().seq;
  const report = new ProgressReport(options, first, first);
  while ((await projector.step(upTo)) > 0) {
    report.reach(writer.head().seq);
    await breath();
  }
  return projector;
}

async function buildByStream(file: string, db: Connection, options: ViewBuild): Promise<Connection> {
  const { store, projections, shapes, onProgress } = options;
  const { connection, failure } = await buildTo(file, db, positionNumber(await store.head()), options);
  // What was recorded meanwhile. A failing event does not keep what came before it from being read: the live projector meets it again, and says so.
  if (!failure) await new Projector({ store, projections, writer: new SqliteViewWriter(connection, shapes) }).catchUp();
  const done = positionNumber(headOf(connection.prepare(HEAD_SQL).get() as HeadRow).position);
  finishBuild(connection, shapes, () => onProgress({ done, total: done, perSecond: 0, step: 'indexes' }));
  return connection;
}

/**
 * Fills the tables up to a position, stream by stream.
 * @returns the failure of the earliest event that no table can take; then everything before it is there and nothing after it
 */
export async function buildTo(
  file: string,
  db: Connection,
  upTo: number,
  options: ViewBuild,
): Promise<{ connection: Connection; failure?: ProjectionFailure }> {
  const failure = await fill(file, db, beginBuild(db, upTo, options.store.cutStreams(PARTS)), options);
  if (!failure) return { connection: db };
  // Rows of what came after it may be there by now.
  db.close();
  removeViewFile(file);
  const connection = openViewFile(file, options.shapes).db;
  const before = positionNumber(failure.position) - 1;
  if (before > 0) await fill(file, connection, beginBuild(connection, before), options);
  return { connection, failure };
}

async function fill(file: string, db: Connection, state: BuildState, options: ViewBuild): Promise<ProjectionFailure | undefined> {
  const { store, threads, threadedEvents = THREADED_EVENTS } = options;
  const { parts, target } = state;
  let written = parts.reduce((sum, { events }) => sum + events, 0);
  const report = new ProgressReport(options, target, written);
  const onWritten = (events: number) => report.reach((written += events));
  const system = store.systemPositions(positionText(target));
  const failures =
    threads && target >= threadedEvents
      ? await fillInThreads({ ...threads, file, state, system }, onWritten)
      : await fillHere(db, state, { ...options, system, onWritten });
  if (failures.length === 0) closeFill(db, state);
  return [...failures].sort((a, b) => positionNumber(a.position) - positionNumber(b.position))[0];
}

interface FillHere extends ViewBuild {
  readonly system: Float64Array;
  readonly onWritten: (events: number) => void;
}

async function fillHere(
  db: Connection,
  { parts, target }: BuildState,
  { store, projections, shapes, batchEvents = FILL_EVENTS, system, onWritten }: FillHere,
): Promise<ProjectionFailure[]> {
  const writer = new PartWriter(db, shapes);
  const failures: ProjectionFailure[] = [];
  const isEnough = (events: number) => events >= batchEvents;
  for (const part of parts) {
    try {
      for (const rows of foldRows({ store, projections, ...stretchOf(part, target), system, isEnough })) {
        writer.write(part, rows);
        onWritten(rows.events);
        await breath();
      }
    } catch (error) {
      failures.push(cannotFold(error));
    }
  }
  return failures;
}

/** How far a build is, told at most a few times a second. */
class ProgressReport {
  private readonly began = performance.now();
  private told = 0;

  constructor(
    private readonly options: Pick<ViewBuild, 'onProgress' | 'progressMs'>,
    private readonly total: number,
    private readonly first: number,
  ) {
    this.tell(first);
  }

  reach(done: number): void {
    if (performance.now() - this.told >= (this.options.progressMs ?? PROGRESS_MS)) this.tell(done);
  }

  private tell(done: number): void {
    this.told = performance.now();
    const seconds = Math.max((this.told - this.began) / 1_000, 0.001);
    const perSecond = Math.round((done - this.first) / seconds);
    this.options.onProgress({ done, total: Math.max(this.total, done), perSecond, step: 'events' });
  }
}

/** Whether the last journalled event stands where the views say it does. */
async function goesWith(db: Connection, store: EventStore): Promise<boolean> {
  const reached = db.prepare('SELECT max(position, target) FROM projected').pluck().get() as number;
  if (reached > positionNumber(await store.head())) return false;
  const last = db.prepare('SELECT position, id, stream, revision FROM journal ORDER BY seq DESC LIMIT 1').get() as
    { position: number; id: string; stream: string; revision: number } | undefined;
  if (!last) return true;
  const [stored] = await store.readStream(last.stream, last.revision, 1);
  return stored?.id === last.id && stored.position === positionText(last.position);
}
