import type { Database as Connection, Statement } from 'better-sqlite3';
import { StoreUnavailable } from '../../ledger/errors.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { AppendResult, EventStore, FeedItem, StorePosition, StoredEvent } from '../../ledger/event-store.js';
import { CommitSignal } from '../commit-signal.js';
import { assertWithin, numberOf, positionOf } from '../contiguous-position.js';
import { follow } from '../feed.js';
import { DamagedLog, readFault } from './damaged-log.js';
import { assertContiguous, EVENT_COLUMNS, eventRow, storedEvent } from './event-row.js';
import type { EventColumns, EventRow } from './event-row.js';
import { SQLITE_LIMITS } from './limits.js';
import { logPath, openLogForReading } from './log-file.js';

export interface SqliteReaderOptions {
  readonly folder: string;
  /** How often a subscription looks for commits of another process; 0 leaves it to `wake`. */
  readonly pollMs?: number;
}

/** What stands at the end of a stream, by both accounts of it. */
interface StreamEnd {
  readonly last: number | null;
  /** 1 when there are events at or after the revision that was asked about. */
  readonly more: 0 | 1;
}

/** An event by its place in its stream. */
export interface StreamPlace {
  readonly stream: string;
  readonly revision: number;
}

/**
 * Reads on the calling thread: a prepared statement answers in microseconds, less than a message to a worker takes.
 * Every row is checked against its checksum and every run of rows for holes.
 */
export class SqliteReader implements EventStore {
  readonly capabilities = { contiguousPositions: true, durable: true, sharedWriters: false, uniqueEventIds: true };
  private readonly commits = new CommitSignal();
  private readonly endOf: Statement<[string, string, number], StreamEnd>;
  private readonly ofStream: Statement<[string, number, number], EventRow>;
  private readonly ofAll: Statement<[number, number], EventRow>;
  private readonly byStream: Statement<[string, number, string, number, number], EventColumns>;
  private readonly streamCount: Statement<[], number>;
  private readonly streamNumber: Statement<[number], string>;
  private readonly ofSystem: Statement<[number], number>;
  private readonly lastOf: Statement<[], number>;
  private readonly given: Statement<[], number>;

  constructor(
    private readonly db: Connection,
    private readonly path: string,
    private readonly pollMs: number,
  ) {
    this.endOf = db.prepare(
      `SELECT (SELECT revision FROM streams WHERE stream = ?) AS last, EXISTS (SELECT 1 FROM events WHERE stream = ? AND revision >= ?) AS more`,
    );
    this.ofStream = db.prepare('SELECT * FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?');
    this.ofAll = db.prepare('SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?');
    this.byStream = db
      .prepare<[string, number, string, number, number], EventColumns>(
        `SELECT ${EVENT_COLUMNS.join(', ')} FROM events
          WHERE (stream, revision) > (?, ?) AND stream <= ? AND position <= ? ORDER BY stream, revision LIMIT ?`,
      )
      .raw();
    this.ofSystem = db
      .prepare<[number], number>("SELECT position FROM events WHERE kind = 'system' AND position <= ? ORDER BY position")
      .pluck();
    this.streamCount = db.prepare<[], number>('SELECT count(*) FROM streams').pluck();
    this.streamNumber = db.prepare<[number], string>('SELECT stream FROM streams ORDER BY stream LIMIT 1 OFFSET ?').pluck();
    this.lastOf = db.prepare<[], number>('SELECT ifnull(max(position), 0) FROM events').pluck();
    this.given = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'events'").pluck();
  }

  async append(): Promise<AppendResult> {
    throw new Error('This store was opened for reading only: record through the server that writes it.');
  }

  async readStream(stream: string, fromRevision = 0, limit = -1): Promise<readonly StoredEvent[]> {
    // The length first: a commit in between can only add to what is read after it. Mostly there is nothing, which is one question.
    const { last, more } = this.ask(() => this.endOf.get(stream, stream, fromRevision)!);
    const rows = more === 1 ? this.ask(() => this.ofStream.all(stream, fromRevision, limit)) : [];
    assertContiguous(rows, 'revision', fromRevision, this.path);
    const next = fromRevision + rows.length;
    if (rows.length !== limit && next <= (last ?? NO_STREAM)) throw new DamagedLog(this.path, `revision ${next} of a stream is missing`);
    return rows.map((row) => storedEvent(row, this.path));
  }

  async readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    const start = numberOf(after);
    const rows = this.ask(() => this.ofAll.all(start, limit));
    if (rows.length === 0) assertWithin(start, this.lastPosition());
    assertContiguous(rows, 'position', start + 1, this.path);
    return rows.map((row) => storedEvent(row, this.path));
  }

  /** The log stream by stream, each in order: for whoever folds all of it and needs no stream twice. */
  readByStream(after: StreamPlace, until: string, upTo: StorePosition, limit: number): readonly StoredEvent[] {
    const rows = this.ask(() => this.byStream.all(after.stream, after.revision, until, numberOf(upTo), limit)).map(eventRow);
    let last = after;
    for (const row of rows) {
      const next = row.stream === last.stream ? last.revision + 1 : 0;
      if (row.revision !== next)
        throw new DamagedLog(this.path, `revision ${next} of a stream is missing (${row.revision} comes in its place)`);
      last = row;
    }
    return rows.map((row) => storedEvent(row, this.path));
  }

  /** Streams that cut the list of all of them into so many parts of about the same length. */
  cutStreams(parts: number): string[] {
    const all = this.ask(() => this.streamCount.get()!);
    if (all < parts) return [];
    return Array.from({ length: parts - 1 }, (_, cut) => this.ask(() => this.streamNumber.get(Math.floor((all * (cut + 1)) / parts))!));
  }

  /** Where the kernel's own notes stand: all other positions are numbered through by the journal. */
  systemPositions(upTo: StorePosition): Float64Array {
    return Float64Array.from(this.ask(() => this.ofSystem.all(numberOf(upTo))));
  }

  subscribe(after: StorePosition, signal: AbortSignal): AsyncIterable<FeedItem> {
    const source = { readAll: this.readAll.bind(this), commits: this.commits, pollMs: this.pollMs === 0 ? undefined : this.pollMs };
    return follow(source, after, signal);
  }

  async head(): Promise<StorePosition> {
    return positionOf(this.lastPosition());
  }

  async last(): Promise<StoredEvent | undefined> {
    const position = this.lastPosition();
    const [last] = position === 0 ? [] : await this.readAll(positionOf(position - 1), 1);
    return last;
  }

  async close(): Promise<void> {
    this.commits.end();
    this.db.close();
  }

  /** Something was committed: subscriptions look at once. */
  wake(): void {
    this.commits.raise();
  }

  /** Reads the end of the log once, as that is where a torn copy shows. */
  async checkTail(): Promise<void> {
    const given = this.ask(() => this.given.get()) ?? 0;
    const last = this.lastPosition();
    if (last < given) throw new DamagedLog(this.path, `it ends at position ${last} instead of ${given}`);
    const start = Math.max(0, last - SQLITE_LIMITS.checkedTail);
    await this.readAll(positionOf(start), SQLITE_LIMITS.checkedTail);
  }

  private lastPosition(): number {
    return this.ask(() => this.lastOf.get()!);
  }

  private ask<T>(query: () => T): T {
    if (!this.db.open) throw new StoreUnavailable('The store is closed.');
    try {
      return query();
    } catch (error) {
      throw readFault(error, this.path);
    }
  }
}

/** Reads beside a running server, or without one. Subscriptions see commits of other processes by looking. */
export async function openSqliteReader({ folder, pollMs = SQLITE_LIMITS.pollMs }: SqliteReaderOptions): Promise<SqliteReader> {
  const path = logPath(folder);
  const db = openLogForReading(folder);
  try {
    const reader = new SqliteReader(db, path, pollMs);
    await reader.checkTail();
    return reader;
  } catch (error) {
    db.close();
    throw readFault(error, path);
  }
}

/** For whoever looks for damage: its end is not read at once, so that what is wrong there is found where it is. */
export function inspectSqliteLog(folder: string): SqliteReader {
  return new SqliteReader(openLogForReading(folder), logPath(folder), 0);
}
