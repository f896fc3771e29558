import { StoreUnavailable } from '../../ledger/errors.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { AppendRequest, AppendResult, EventStore, FeedItem, StorePosition, StoredEvent } from '../../ledger/event-store.js';
import { assertAppendable, conflictOf, judge } from '../append-rules.js';
import type { StreamLookup } from '../append-rules.js';
import { CommitSignal } from '../commit-signal.js';
import { assertWithin, numberOf, positionOf } from '../contiguous-position.js';
import { follow } from '../feed.js';

/** The port in memory: for tests, and the shortest statement of what a store does. */
export class MemoryEventStore implements EventStore {
  readonly capabilities = { contiguousPositions: true, durable: false, sharedWriters: false, uniqueEventIds: true };
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly ids = new Set<string>();
  private readonly commits = new CommitSignal();
  private readonly lookup: StreamLookup = {
    headOf: (stream) => this.eventsOf(stream).at(-1)?.revision ?? NO_STREAM,
    idsIn: (stream, from, count) =>
      this.eventsOf(stream)
        .slice(from, from + count)
        .map((event) => event.id),
    holds: (id) => this.ids.has(id),
  };

  async append(request: AppendRequest): Promise<AppendResult> {
    this.assertOpen();
    assertAppendable(request);
    const judgement = judge(request, this.lookup);
    if (judgement.kind === 'conflict') throw conflictOf(request, judgement);
    if (judgement.kind === 'write') this.write(request);
    const revision = request.expected + request.events.length;
    const last = this.eventsOf(request.stream)[revision]!;
    return { revision, position: last.position, deduplicated: judgement.kind === 'found' };
  }

  async readStream(stream: string, fromRevision = 0, limit?: number): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    return this.eventsOf(stream).slice(fromRevision, limit === undefined ? undefined : fromRevision + limit);
  }

  async readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    this.assertOpen();
    const start = numberOf(after);
    assertWithin(start, this.log.length);
    return this.log.slice(start, start + limit);
  }

  subscribe(after: StorePosition, signal: AbortSignal): AsyncIterable<FeedItem> {
    const source = { readAll: this.readAll.bind(this), commits: this.commits };
    return follow(source, after, signal);
  }

  async head(): Promise<StorePosition> {
    this.assertOpen();
    return positionOf(this.log.length);
  }

  async last(): Promise<StoredEvent | undefined> {
    this.assertOpen();
    return this.log.at(-1);
  }

  async close(): Promise<void> {
    this.commits.end();
  }

  private eventsOf(stream: string): readonly StoredEvent[] {
    return this.streams.get(stream) ?? [];
  }

  private write({ stream, kind, expected, events }: AppendRequest): void {
    const stored = events.map(({ id, type, json }, i): StoredEvent => {
      return Object.freeze({ position: positionOf(this.log.length + i + 1), stream, revision: expected + i + 1, kind, id, type, json });
    });
    this.log.push(...stored);
    const existing = this.streams.get(stream);
    if (existing === undefined) this.streams.set(stream, stored);
    else existing.push(...stored);
    for (const { id } of stored) this.ids.add(id);
    this.commits.raise();
  }

  private assertOpen(): void {
    if (this.commits.ended) throw new StoreUnavailable('The store is closed.');
  }
}
