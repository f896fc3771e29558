import { mkdirSync } from 'node:fs';
import type { AppendRequest, AppendResult, EventStore, FeedItem, StorePosition, StoredEvent } from '../../ledger/event-store.js';
import { assertAppendable } from '../append-rules.js';
import type { LogLocation } from '../log-location.js';
import { AppendQueue } from './append-queue.js';
import { CommitCount } from './commit-count.js';
import { createLogIfAbsent, logPath } from './log-file.js';
import { OwnAppends } from './own-appends.js';
import { openSqliteReader } from './sqlite-reader.js';
import type { SqliteReader } from './sqlite-reader.js';
import { takeWriterLock } from './writer-lock.js';
import type { WriterLock } from './writer-lock.js';
import { startWriterThread } from './writer-thread.js';

export interface SqliteStoreStats {
  /** Appends written since the store was opened, repeats not counted. */
  readonly appends: number;
  /** Transactions they took: one sync each. */
  readonly commits: number;
  /** `PRAGMA synchronous` of the writing connection; 2 is FULL. */
  readonly synchronous: number;
}

/** The embedded store: one SQLite file, one writer thread, reads on the calling thread. */
export class SqliteEventStore implements EventStore {
  readonly capabilities;
  private readonly own = new OwnAppends();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly reader: SqliteReader,
    private readonly queue: AppendQueue,
    private readonly lock: WriterLock,
    /** Moves with every commit, e.g. to wake a projector that reads in another thread. */
    private readonly commits: CommitCount,
  ) {
    this.capabilities = reader.capabilities;
  }

  /** For whoever follows the log in another thread. */
  get location(): LogLocation {
    return { kind: 'sqlite', folder: this.folder, commits: this.commits.shared };
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    assertAppendable(request);
    return this.own.follow(request, this.queue.submit(request));
  }

  async readStream(stream: string, fromRevision = 0, limit?: number): Promise<readonly StoredEvent[]> {
    const known = this.own.from(stream, fromRevision, limit);
    if (known) return known;
    return this.reader.readStream(stream, fromRevision, limit);
  }

  readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    return this.reader.readAll(after, limit);
  }

  subscribe(after: StorePosition, signal: AbortSignal): AsyncIterable<FeedItem> {
    return this.reader.subscribe(after, signal);
  }

  head(): Promise<StorePosition> {
    return this.reader.head();
  }

  last(): Promise<StoredEvent | undefined> {
    return this.reader.last();
  }

  stats(): SqliteStoreStats {
    const { appends, commits, synchronous } = this.queue;
    return { appends, commits, synchronous };
  }

  /** Finishes the appends under way; subscriptions end. The writer is the last to go, so that it leaves one whole file. */
  async close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    try {
      await this.queue.drain();
      this.own.clear();
      await this.reader.close();
      await this.queue.stop();
    } finally {
      this.lock.release();
    }
  }
}

/** Opens or creates the log in `folder`. @throws WriterLockHeld when another process writes it */
export async function openSqliteEventStore({ folder }: { folder: string }): Promise<SqliteEventStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeWriterLock(folder);
  let reader: SqliteReader | undefined;
  try {
    createLogIfAbsent(folder);
    // This process holds the writer lock, so that there is no other process to look for.
    const opened = (reader = await openSqliteReader({ folder, pollMs: 0 }));
    const commits = new CommitCount();
    const queue = new AppendQueue({
      path: logPath(folder),
      start: () => startWriterThread(folder, commits),
      onCommit: () => opened.wake(),
    });
    await queue.start();
    return new SqliteEventStore(folder, opened, queue, lock, commits);
  } catch (error) {
    await reader?.close();
    lock.release();
    throw error;
  }
}
