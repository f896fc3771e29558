import type { AppendRequest, AppendResult, StoredEvent } from '../../ledger/event-store.js';
import { numberOf, positionOf } from '../contiguous-position.js';
import { RecentMap } from '../../ledger/recent-map.js';

const KNOWN_ENDS = 10_000;
const KEPT_TAILS = 256;

/**
 * What this process appended last to each stream. It is the only writer, so that nothing can have come after: whoever reads forward
 * from there, or back what was just written, as every command does, need not ask the file.
 */
export class OwnAppends {
  private readonly ends = new RecentMap<number>(KNOWN_ENDS);
  private readonly tails = new RecentMap<readonly StoredEvent[]>(KEPT_TAILS);

  /** What the stream holds from a revision on, if that is known without reading. */
  from(stream: string, revision: number, limit = Number.POSITIVE_INFINITY): readonly StoredEvent[] | undefined {
    if (this.ends.get(stream) === revision - 1) return [];
    const tail = this.tails.get(stream);
    return tail?.[0]?.revision === revision && (limit < 0 || tail.length <= limit) ? tail : undefined;
  }

  /** Keeps up with an append. One that failed may be in the log all the same, and a repeat says nothing about the end. */
  async follow(request: AppendRequest, append: Promise<AppendResult>): Promise<AppendResult> {
    try {
      const result = await append;
      if (result.deduplicated) this.forget(request.stream);
      else this.remember(request, result);
      return result;
    } catch (error) {
      this.forget(request.stream);
      throw error;
    }
  }

  clear(): void {
    this.ends.clear();
    this.tails.clear();
  }

  private forget(stream: string): void {
    this.ends.delete(stream);
    this.tails.delete(stream);
  }

  private remember({ stream, kind, expected, events }: AppendRequest, { revision, position }: AppendResult): void {
    const first = numberOf(position) - events.length + 1;
    const tail = events.map(({ id, type, json }, i) => ({
      position: positionOf(first + i),
      stream,
      revision: expected + 1 + i,
      kind,
      id,
      type,
      json,
    }));
    this.ends.set(stream, revision);
    this.tails.set(stream, tail);
  }
}
