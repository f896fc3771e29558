import type { EventStore } from '../ledger/event-store.js';
import { CommitCount } from './sqlite/commit-count.js';
import { openSqliteReader } from './sqlite/sqlite-reader.js';

/** Where a log is, as plain values that another thread can be given. */
export type LogLocation = {
  readonly kind: 'sqlite';
  readonly folder: string;
  /** Moves with every commit (a CommitCount); without it a follower looks from time to time. */
  readonly commits?: SharedArrayBuffer | undefined;
};

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
  const { folder, commits: shared } = location;
  const commits = new CommitCount(shared);
  return {
    store: await openSqliteReader({ folder, pollMs: 0 }),
    heard: () => commits.now,
    changed: (seen, timeoutMs) => commits.moved(seen, timeoutMs),
    // Nothing was committed; whoever follows is the one that waits.
    wake: () => commits.raise(),
  };
}
