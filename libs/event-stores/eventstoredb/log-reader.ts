import { StoreUnavailable } from '../../ledger/errors.js';
import { BEGINNING } from '../../ledger/event-store.js';
import type { StorePosition, StoredEvent } from '../../ledger/event-store.js';
import { assertOpen, readWhole } from './calls.js';
import type { ReadAnswer } from './calls.js';
import type { Connection, ReadRequest } from './client.js';
import { DamagedStream } from './grpc-faults.js';
import type { EventStoreDbLimits } from './limits.js';
import { persist } from './persistence.js';
import { allBackward, allForward, streamForward } from './read-requests.js';
import type { RecordedEvent } from './read-requests.js';
import { assertNoRetention } from './retention.js';
import { commitOf, positionOf, storedEvent } from './stored-event.js';
import type { StreamNames } from './stream-names.js';

/** Events `head` reads on from the last one it knows, before it rather looks from the end. */
const HEAD_PAGE = 100;

/** A stretch of the log in which nothing of ours stands, so that it need not be searched again. */
interface EmptyStretch {
  readonly after: bigint;
  readonly upTo: bigint;
}

export interface ReaderOptions {
  readonly connection: Connection;
  readonly names: StreamNames;
  readonly limits: EventStoreDbLimits;
  /** Aborts when the store is closed. */
  readonly closed: AbortSignal;
  /** Is told of what is damaged in the log, so that reading goes on behind it; without it reading ends there. */
  readonly onDamage?: ((damage: DamagedStream) => void) | undefined;
}

/** Reads from the leader: streams by name, the log by a read that the server filters by our prefix. */
export class LogReader {
  private scanMs: number;
  private latest = 0n;
  private stretch: EmptyStretch | undefined;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private missing: { readonly after: bigint; readonly since: number } | undefined;

  constructor(private readonly options: ReaderOptions) {
    this.scanMs = options.limits.scanMs;
  }

  async readStream(stream: string, from: number, limit = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
    if (limit <= 0) return [];
    const { names, limits, closed } = this.options;
    const name = names.stored(stream);
    const answer = await persist(limits, closed, () => this.ask(streamForward(name, from, limit), name, limits.callMs));
    answer.events.forEach(({ revision }, i) => {
      if (revision !== BigInt(from + i)) throw new DamagedStream(name, `revision ${from + i} is missing (${revision} comes in its place)`);
    });
    const { length } = answer.events;
    const { lastRevision } = answer;
    if (length < limit && lastRevision !== undefined && lastRevision >= from + length) {
      throw new DamagedStream(name, `revision ${from + length} is missing, though the stream goes up to ${lastRevision}`);
    }
    return answer.events.map((event) => this.accept(event));
  }

  async readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    const { limits, closed } = this.options;
    return persist(limits, closed, () => this.tryReadAll(after, limit));
  }

  /** One attempt, for whoever has an own way to wait. */
  async tryReadAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]> {
    assertOpen(this.options.closed);
    const start = commitOf(after);
    return limit <= 0 ? [] : this.page(start, limit);
  }

  /** Position of the last event of ours: a few steps on from the last one known, or else a search from the end. */
  async head(): Promise<StorePosition> {
    assertOpen(this.options.closed);
    if (this.latest > 0n) {
      const known = positionOf(this.latest);
      const later = await this.readAll(known, HEAD_PAGE);
      if (later.length < HEAD_PAGE) return later.at(-1)?.position ?? known;
    }
    return (await this.last())?.position ?? BEGINNING;
  }

  /** Searched from the end. */
  async last(): Promise<StoredEvent | undefined> {
    const { names, limits, closed } = this.options;
    assertOpen(closed);
    const [last] = (await persist(limits, closed, () => this.scan(allBackward([names.own], 1)))).events;
    return last && this.accept(last);
  }

  /** An append of this process: the head need not be searched before it. */
  appended(position: StorePosition): void {
    this.sawPosition(BigInt(position));
  }

  /** After an interruption the server may have another log, of which nothing was searched. */
  forgetSearched(): void {
    this.stretch = undefined;
  }

  private async page(after: bigint | undefined, limit: number): Promise<readonly StoredEvent[]> {
    const found = await this.ownAfter(after, limit);
    if (found.length > 0 || !this.mayMeasure()) return found;
    // How far the log goes is asked first: what is searched after that is searched at least up to there, if it is by the same node.
    const [end] = (await this.scan(allBackward([], 1))).events;
    const { route } = this.options.connection;
    // A log that ends before what was searched already is another one, or an older copy.
    if (this.stretch !== undefined && (end?.position ?? 0n) < this.stretch.upTo) this.forgetSearched();
    const again = await this.ownAfter(after, limit);
    if (again.length === 0 && end !== undefined && route === this.options.connection.route)
      this.stretch = { after: after ?? 0n, upTo: end.position };
    return again;
  }

  private mayMeasure(): boolean {
    const now = performance.now();
    if (now - this.measuredAt < this.options.limits.measureMs) return false;
    this.measuredAt = now;
    return true;
  }

  /** Pages until there are enough or the server has no more. */
  private async ownAfter(after: bigint | undefined, limit: number): Promise<readonly StoredEvent[]> {
    const { names } = this.options;
    const own: StoredEvent[] = [];
    let last = after;
    while (own.length < limit) {
      const skipped = this.stretch?.after === (last ?? 0n) ? this.stretch.upTo : undefined;
      // The read begins with the event it comes after: that it is there proves that the position is this log's.
      const asked = limit - own.length + 1;
      const { events } = await this.scan(allForward([names.own, names.metadata], skipped ?? last, asked));
      if (skipped === undefined && last !== undefined && last === after) this.assertAnchored(last, events);
      for (const event of events) {
        if (event.position <= (last ?? 0n)) continue;
        const accepted = await this.acceptable(event, own.length > 0);
        if (accepted === 'stop') return own;
        last = event.position;
        if (accepted) own.push(accepted);
        if (own.length === limit) return own;
      }
      if (events.length < asked) break;
    }
    return own;
  }

  /** Everything before what cannot be read is given first. */
  private async acceptable(event: RecordedEvent, some: boolean): Promise<StoredEvent | 'stop' | undefined> {
    const { names, connection, limits, onDamage } = this.options;
    try {
      if (event.stream.startsWith(names.own)) return this.accept(event);
      await assertNoRetention(connection, event.stream, limits);
      return undefined;
    } catch (error) {
      if (onDamage && error instanceof DamagedStream) {
        onDamage(error);
        return undefined;
      }
      if (some) return 'stop';
      throw error;
    }
  }

  /** A log that goes on without that event is another one. One that ends before it may be a new leader's, that catches up with what was there. */
  private assertAnchored(after: bigint, [first]: readonly RecordedEvent[]): void {
    if (first?.position === after) {
      this.missing = undefined;
      return;
    }
    const now = performance.now();
    if (this.missing?.after !== after) this.missing = { after, since: now };
    if (first === undefined && now - this.missing.since < this.options.limits.lagMs) {
      throw new StoreUnavailable(`EventStoreDB does not show the event at position ${after} yet.`);
    }
    throw new RangeError(`No event of ours stands at position ${after}: was an older copy put back?`);
  }

  private accept(event: RecordedEvent): StoredEvent {
    const stored = storedEvent(event, this.options.names);
    this.sawPosition(event.position);
    return stored;
  }

  private sawPosition(position: bigint): void {
    if (position > this.latest) this.latest = position;
  }

  /** Events of others between two of ours can be many more than one deadline allows to pass over: the next attempt gets twice the time. */
  private async scan(request: ReadRequest): Promise<ReadAnswer> {
    const { limits } = this.options;
    const started = performance.now();
    try {
      const answer = await this.ask(request, '$all', this.scanMs);
      this.scanMs = limits.scanMs;
      return answer;
    } catch (error) {
      const ranOut = error instanceof StoreUnavailable && performance.now() - started >= this.scanMs;
      if (ranOut) this.scanMs = Math.min(limits.longestScanMs, this.scanMs * 2);
      throw error;
    }
  }

  private ask(request: ReadRequest, stream: string, deadlineMs: number): Promise<ReadAnswer> {
    const { connection, limits, closed } = this.options;
    assertOpen(closed);
    return readWhole(connection, request, stream, { deadlineMs, connectMs: limits.callMs });
  }
}
