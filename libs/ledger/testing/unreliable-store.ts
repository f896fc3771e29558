import { freshStore } from '../../event-stores/contract/each-store.js';
import { ConflictError, StoreUnavailable } from '../errors.js';
import type { AppendRequest, AppendResult, EventStore, StorePosition, StoredEvent } from '../event-store.js';

/** What happens to one append: lost on its way, stored without an answer, or under way until `land` is called. */
export type Mishap = 'lost' | 'unanswered' | 'late' | undefined;

/** A store of which the caller cannot always tell what it did. */
export class UnreliableStore implements EventStore {
  readonly capabilities: EventStore['capabilities'];
  /** Every append that was asked for, in order. */
  readonly asked: AppendRequest[] = [];
  /** Streams that were read, in order. */
  readonly reads: string[] = [];
  mishap: (request: AppendRequest) => Mishap = () => undefined;
  /** Runs before an append reaches the store, e.g. to let another writer be first. */
  before: (request: AppendRequest) => Promise<void> | void = () => undefined;
  private readonly underWay: AppendRequest[] = [];

  constructor(
    private readonly behaviour: { readonly sharedWriters?: boolean; readonly slow?: boolean; readonly answersKnownIds?: boolean } = {},
    /** What is really stored. */
    readonly inner: EventStore = freshStore(),
  ) {
    this.capabilities = { ...inner.capabilities, sharedWriters: behaviour.sharedWriters ?? inner.capabilities.sharedWriters };
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    this.asked.push(request);
    await this.before(request);
    await this.pause();
    const mishap = this.mishap(request);
    if (mishap === 'late') this.underWay.push(request);
    if (mishap === 'lost' || mishap === 'late') throw new StoreUnavailable('the connection broke');
    const result = await this.write(request);
    if (mishap === 'unanswered') throw new StoreUnavailable('the connection broke');
    return result;
  }

  /** The appends that were under way arrive; how each ended. */
  async land(): Promise<('stored' | 'conflict')[]> {
    const ends: ('stored' | 'conflict')[] = [];
    for (const request of this.underWay.splice(0)) {
      ends.push(
        await this.inner.append(request).then(
          () => 'stored' as const,
          (error: unknown) => {
            if (error instanceof ConflictError) return 'conflict' as const;
            throw error;
          },
        ),
      );
    }
    return ends;
  }

  async readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly StoredEvent[]> {
    this.reads.push(stream);
    await this.pause();
    return this.inner.readStream(stream, fromRevision, limit);
  }

  readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    return this.inner.readAll(after, limit);
  }

  subscribe(after: StorePosition, signal: AbortSignal): ReturnType<EventStore['subscribe']> {
    return this.inner.subscribe(after, signal);
  }

  last(): Promise<StoredEvent | undefined> {
    return this.inner.last();
  }

  head(): Promise<StorePosition> {
    return this.inner.head();
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** As some stores do: success for event ids that are there already, whatever their content, and nothing about that. */
  private async write(request: AppendRequest): Promise<AppendResult> {
    const result = await this.inner.append(request);
    return this.behaviour.answersKnownIds ? { ...result, deduplicated: false } : result;
  }

  /** Lets others go first a changing number of times, so that writers interleave in many ways. */
  private async pause(): Promise<void> {
    if (!this.behaviour.slow) return;
    for (let turns = (this.asked.length * 7 + this.reads.length * 3) % 5; turns > 0; turns -= 1) await Promise.resolve();
  }
}
