import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { StoreUnavailable } from '../../ledger/errors.js';
import { positionNumber, positionText, type TableShape } from '../bitemporal.js';
import { CannotFold, type RowFold } from '../by-stream/row-fold.js';
import { foldRowsInThread, FOLDING_THREADS, THREADED_EVENTS, type FoldedLog } from '../by-stream/row-fold-thread.js';
import type { ProjectedHead } from '../read-models.js';
import { tableNames } from './postgres-ddl.js';
import type { PostgresPool, TransactionClient } from './postgres-pool.js';
import { bulk, headOfRow, holdFence, type HeadRow, type WriterPlace } from './postgres-view-writer.js';
import { long } from './view-schema.js';

/** What whole streams give, table by table, as COPY takes it. */
export interface FoldedCopies {
  /** The last stream in it. */
  readonly stream: string;
  readonly events: number;
  readonly copies: readonly { readonly statement: string; readonly text: Uint8Array<ArrayBuffer> }[];
}

export interface StreamFillOptions {
  readonly pool: PostgresPool;
  readonly place: WriterPlace;
  readonly shapes: readonly TableShape[];
  readonly log: FoldedLog;
  /** Events below which it is not worth its threads. */
  readonly leastEvents?: number | undefined;
  /** Events written in one transaction. */
  readonly writeEvents?: number | undefined;
  /** Asked between batches: whether to go on. */
  readonly goesOn: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** Events folded at once: enough that sending them is nothing beside computing them. */
const FOLD_EVENTS = 400;
const WRITE_EVENTS = 4_000;
/** Comes after every stream. */
const LAST_STREAM = '\u{10ffff}';

/**
 * Fills the empty tables of a schema stream by stream, with rows that are never touched again: several threads fold, one connection writes.
 * It leaves nothing half: the head is moved at the end, and whoever begins again empties the tables first.
 * @returns the new head; undefined when the log is short, when it was told to stop, or when an event cannot be taken, which the projector then
 * meets in its place
 */
export async function fillByStream(options: StreamFillOptions): Promise<ProjectedHead | undefined> {
  const { pool, place, goesOn, leastEvents = THREADED_EVENTS } = options;
  const { target, cuts, system } = await planned(options.log);
  if (target < leastEvents) return undefined;
  await empty(options);
  const sink = new CopySink(options, target);
  const parts = [...cuts, LAST_STREAM].map((until, part) => ({ after: cuts[part - 1] ?? '', until }));
  const passes = await Promise.allSettled(parts.map((part) => fillPart(options, { ...part, upTo: positionText(target), system }, sink)));
  const reasons = passes.flatMap((pass) => (pass.status === 'rejected' ? [pass.reason as unknown] : []));
  const fault = reasons.find((reason) => !(reason instanceof CannotFold));
  if (fault !== undefined) throw fault;
  if (reasons.length > 0) await empty(options);
  if (reasons.length > 0 || !goesOn()) return undefined;
  const filled = await sink.end();
  return pool.transaction(long(place.schema), (client) => moveHead(client, place, { target, filled }));
}

interface FillPlan {
  readonly target: number;
  /** At which streams the log is cut into parts of about the same length. */
  readonly cuts: readonly string[];
  /** Where the kernel's own notes stand. */
  readonly system: Float64Array;
}

async function planned({ folder }: FoldedLog): Promise<FillPlan> {
  const reader = await openSqliteReader({ folder, pollMs: 0 });
  try {
    const head = await reader.head();
    return { target: positionNumber(head), cuts: reader.cutStreams(FOLDING_THREADS), system: reader.systemPositions(head) };
  } finally {
    await reader.close();
  }
}

/** Of whatever was begun and not finished. */
async function empty({ pool, place, shapes }: StreamFillOptions): Promise<void> {
  const names = tableNames(shapes).map((name) => `"${name}"`);
  await pool.transaction(long(place.schema), async (client) => {
    await holdFence(client, place);
    await client.query(`truncate ${names.join(', ')}`);
    await client.query('update projected set filled = 0');
  });
}

async function fillPart(
  { log, goesOn }: StreamFillOptions,
  stretch: Pick<RowFold, 'after' | 'until' | 'upTo' | 'system'>,
  sink: CopySink,
): Promise<void> {
  const setup = { ...log, ...stretch, batchEvents: FOLD_EVENTS };
  for await (const rows of foldRowsInThread<FoldedCopies>(setup, new URL('./copy-fold.worker.js', import.meta.url))) {
    if (!goesOn()) return;
    await sink.add(rows);
  }
}

/** Gathers what the threads send and writes it, one transaction at a time, while more arrives. */
class CopySink {
  private gathered = new Map<string, Uint8Array[]>();
  private events = 0;
  private written = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: StreamFillOptions,
    private readonly total: number,
  ) {}

  async add({ events, copies }: FoldedCopies): Promise<void> {
    this.events += events;
    for (const { statement, text } of copies) {
      const texts = this.gathered.get(statement);
      if (texts) texts.push(text);
      else this.gathered.set(statement, [text]);
    }
    const { writeEvents = WRITE_EVENTS } = this.options;
    while (this.events >= writeEvents) {
      const before = this.writing;
      await before;
      // Another part may have begun to write what was gathered.
      if (before === this.writing && this.events >= writeEvents) this.flush();
    }
  }

  /** @throws Error when an event is missing: one that an index of the log hides must not be left out in silence */
  async end(): Promise<number> {
    await this.writing;
    this.flush();
    await this.writing;
    if (this.written === this.total) return this.written;
    throw new Error(`the log has ${this.total} events, but by stream it gives ${this.written}: its index is damaged; see convenant verify`);
  }

  private flush(): void {
    const [gathered, events] = [this.gathered, this.events];
    [this.gathered, this.events] = [new Map(), 0];
    this.writing = this.write(gathered, events);
    // It is awaited with the next batch, and may fail before that.
    this.writing.catch(() => undefined);
  }

  private async write(gathered: ReadonlyMap<string, readonly Uint8Array[]>, events: number): Promise<void> {
    const { pool, place, onProgress } = this.options;
    await pool.transaction(bulk(place.schema), async (client) => {
      await holdFence(client, place);
      await reachFrom(client, this.written, this.written + events);
      for (const [statement, texts] of gathered) await client.copy(statement, texts);
    });
    this.written += events;
    onProgress(this.written, this.total);
  }
}

/** A server that crashes may lose the last batches, although it said that they were there, and be back before the next. @throws StoreUnavailable */
async function reachFrom(client: TransactionClient, before: number, filled: number): Promise<void> {
  const { rowCount } = await client.query('update projected set filled = $1 where filled = $2', [filled, before]);
  if (rowCount !== 1) throw new StoreUnavailable('the server lost a part of what was filled: it is begun again');
}

/** What only the order of the log gives: when the ledger knew what it did, and how far everything goes. */
async function moveHead(
  client: TransactionClient,
  place: WriterPlace,
  { target, filled }: { target: number; filled: number },
): Promise<ProjectedHead> {
  await holdFence(client, place);
  await reachFrom(client, filled, 0);
  await client.query(`update journal as j set known_time = running.known
    from (select seq, max(known_time) over (order by seq) as known from journal) as running
    where running.seq = j.seq and running.known > j.known_time`);
  const { rows } = await client.query(
    `update projected set position = $1, seq = (select coalesce(max(seq), 0) from journal),
      known_time = (select max(known_time) from journal) returning seq, position, known_time`,
    [target],
  );
  return headOfRow(rows[0] as HeadRow);
}
