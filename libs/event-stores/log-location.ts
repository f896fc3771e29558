import type { EventStore } from '../ledger/event-store.js';
import type { EventStoreDbOptions } from './eventstoredb/eventstoredb-event-store.js';
import { CommitCount } from './sqlite/commit-count.js';
import { openSqliteReader } from './sqlite/sqlite-reader.js';

/** Where a log is, as plain values that another thread can be given. */
export type LogLocation = SqliteLog | EventStoreDbLog;

interface SqliteLog {
  readonly kind: 'sqlite';
  readonly folder: string;
  /** Moves with every commit (a CommitCount); without it a follower looks from time to time. */
  readonly commits?: SharedArrayBuffer | undefined;
}

interface EventStoreDbLog extends EventStoreDbOptions {
  readonly kind: 'eventstoredb';
}

/** A log as whoever follows it sees it. */
export interface FollowedLog {
  readonly store: EventStore;
  /** How much was heard so far, for `changed`. */
  heard(): number;
  /** Resolves when more was heard than `seen`, or the time is up. */
  changed(seen: number, timeoutMs: number): Promise<void>;
  /** Wakes whoever waits in `changed`. */
  wake(): void;
}

export async function openFollowedLog(location: LogLocation): Promise<FollowedLog> {
  return location.kind === 'sqlite' ? followSqlite(location) : followEventStoreDb(location);
}

async function followSqlite({ folder, commits: shared }: SqliteLog): Promise<FollowedLog> {
  const commits = new CommitCount(shared);
  return {
    store: await openSqliteReader({ folder, pollMs: 0 }),
    heard: () => commits.now,
    changed: (seen, timeoutMs) => commits.moved(seen, timeoutMs),
    // Nothing was committed; whoever follows is the one that waits.
    wake: () => commits.raise(),
  };
}

async function followEventStoreDb({ kind: _, ...options }: EventStoreDbLog): Promise<FollowedLog> {
  const { openEventStoreDb } = await import('./eventstoredb/eventstoredb-event-store.js');
  const store = await openEventStoreDb(options);
  const { commits } = store;
  const never = new AbortController().signal;
  return {
    store,
    heard: () => commits.count,
    changed: (seen, timeoutMs) => commits.moreThan(seen, never, timeoutMs),
    wake: () => commits.raise(),
  };
}
