import type { FeedItem, StorePosition, StoredEvent } from '../ledger/event-store.js';
import type { CommitSignal } from './commit-signal.js';

/** Events a subscription reads at once. */
const FEED_BATCH = 256;

export interface FeedSource {
  readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]>;
  readonly commits: CommitSignal;
  /** Also look this often, for commits of another process. */
  readonly pollMs?: number | undefined;
}

/** Reads by cursor, waits for a commit, reads on: nothing is pushed, so there is no buffer that could overflow or skip. */
export async function* follow(source: FeedSource, after: StorePosition, signal: AbortSignal): AsyncGenerator<FeedItem, void, void> {
  let position = after;
  let announced = false;
  while (!signal.aborted && !source.commits.ended) {
    const seen = source.commits.count;
    const events = await source.readAll(position, FEED_BATCH);
    const last = events.at(-1);
    if (last !== undefined) {
      position = last.position;
      announced = false;
      yield { kind: 'batch', events };
    }
    if (events.length === FEED_BATCH) continue;
    if (!announced) {
      announced = true;
      yield { kind: 'caughtUp', position };
    }
    await source.commits.moreThan(seen, signal, source.pollMs);
  }
}
