import { setMaxListeners } from 'node:events';
import { StoreUnavailable } from '../../ledger/errors.js';
import { BEGINNING } from '../../ledger/event-store.js';
import type { AppendRequest, AppendResult, EventStore, FeedItem, StorePosition, StoredEvent } from '../../ledger/event-store.js';
import { CommitSignal } from '../commit-signal.js';
import { follow } from '../feed.js';
import { Appender } from './appender.js';
import { Backoff } from './backoff.js';
import { assertOpen } from './calls.js';
import { Connection } from './client.js';
import type { ConnectionOptions } from './client.js';
import { EVENTSTOREDB_LIMITS } from './limits.js';
import type { EventStoreDbLimits } from './limits.js';
import { LogReader } from './log-reader.js';
import type { ReaderOptions } from './log-reader.js';
import { unlessAborted } from './persistence.js';
import { RecentAppends } from './recent-appends.js';
import { StreamNames } from './stream-names.js';
import { WakeUp } from './wake-up.js';

export interface EventStoreDbOptions extends ConnectionOptions {
  /** Streams are called `<prefix>.<stream>`; everything else in the same cluster is somebody else's. */
  readonly prefix?: string;
  readonly limits?: Partial<EventStoreDbLimits>;
}

export interface EventStoreDbStats {
  /** How often the wake-up subscription was opened; more than once after each interruption. */
  readonly wakeUps: number;
  /** Reads of subscriptions that found the store away. */
  readonly outages: number;
  /** What the last of them said, until one succeeds. */
  readonly outage: string | undefined;
}

/** A cluster as the log: many nodes write, each at the revision it has read. */
export class EventStoreDbEventStore implements EventStore {
  readonly capabilities = { contiguousPositions: false, durable: true, sharedWriters: true, uniqueEventIds: false };
  /** Raised when there may be something new, here or at another node. */
  readonly commits = new CommitSignal();
  private readonly closed = new AbortController();
  private readonly options: ReaderOptions;
  private readonly reader: LogReader;
  private readonly appender: Appender;
  private readonly wakeUp: WakeUp;
  private readonly recent = new RecentAppends();
  private closing: Promise<void> | undefined;
  private outages = 0;
  private outage: string | undefined;

  constructor(
    private readonly connection: Connection,
    prefix: string,
    limits: EventStoreDbLimits,
    onDamage?: ReaderOptions['onDamage'],
  ) {
    // Everything that waits listens to it.
    setMaxListeners(0, this.closed.signal);
    this.options = { connection, names: new StreamNames(prefix), limits, closed: this.closed.signal, onDamage };
    this.reader = new LogReader(this.options);
    this.appender = new Appender(this.options, this.reader);
    this.wakeUp = new WakeUp(this.options, { news: () => this.commits.raise(), confirmed: () => this.reader.forgetSearched() });
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.closing) throw new StoreUnavailable('The store is closed.');
    const result = await this.appender.append(request);
    this.recent.note(request, result);
    if (!result.deduplicated) this.commits.raise();
    return result;
  }

  async readStream(stream: string, fromRevision = 0, limit?: number): Promise<readonly StoredEvent[]> {
    assertOpen(this.closed.signal);
    return this.recent.find(stream, fromRevision, limit) ?? this.reader.readStream(stream, fromRevision, limit);
  }

  readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    return this.reader.readAll(after, limit);
  }

  /** Goes on by itself after an outage, from the last event that was taken. */
  async *subscribe(after: StorePosition, signal: AbortSignal): AsyncGenerator<FeedItem, void, void> {
    const { limits, closed } = this.options;
    const ended = AbortSignal.any([signal, closed]);
    const readAll = (position: StorePosition, limit: number) => this.readPersistently(position, limit, ended);
    try {
      yield* follow({ readAll, commits: this.commits, pollMs: limits.pollMs }, after, signal);
    } catch (error) {
      if (!ended.aborted) throw error;
    }
  }

  head(): Promise<StorePosition> {
    return this.reader.head();
  }

  last(): Promise<StoredEvent | undefined> {
    return this.reader.last();
  }

  stats(): EventStoreDbStats {
    return { wakeUps: this.wakeUp.opened, outages: this.outages, outage: this.outage };
  }

  /** Finishes the appends under way; subscriptions end, and so does the connection. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    await this.appender.settled();
    this.closed.abort();
    this.commits.end();
    await this.connection.close();
    await this.wakeUp.ended();
  }

  private async readPersistently(position: StorePosition, limit: number, ended: AbortSignal): Promise<readonly StoredEvent[]> {
    const backoff = new Backoff(this.options.limits);
    for (;;) {
      try {
        const events = await unlessAborted(ended, this.reader.tryReadAll(position, limit));
        this.outage = undefined;
        return events;
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || ended.aborted) throw error;
        this.outages += 1;
        this.outage = error.message;
      }
      await backoff.wait(ended);
    }
  }
}

/** Connects for whoever looks for damage: it is told of each, also at the very beginning, and what lies behind is read all the same. */
export function inspectEventStoreDb(options: EventStoreDbOptions, onDamage: ReaderOptions['onDamage']): EventStoreDbEventStore {
  const { prefix = 'convenant', limits, ...connection } = options;
  return new EventStoreDbEventStore(new Connection(connection), prefix, { ...EVENTSTOREDB_LIMITS, ...limits }, onDamage);
}

/**
 * Connects and reads once, so that a wrong address or password shows at the start.
 * @throws StoreUnavailable when no leader answers yet
 * @throws StoreAccessDenied when user or rights are wrong
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
  const store = inspectEventStoreDb(options, undefined);
  try {
    await store.readAll(BEGINNING, 1);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
