/**
 * The event-store port. It knows streams, revisions and bytes; nothing of the domain. Every adapter passes
 * `libs/event-stores/contract`.
 */

/** Where a store has an event; opaque and comparable only by the store itself. */
export type StorePosition = string & { readonly brand: 'StorePosition' };

/** Before the first event: what `readAll` and `subscribe` start from. */
export const BEGINNING = '' as StorePosition;

/** `expected` of an append that creates the stream; the revision of the first event is 0. */
export const NO_STREAM = -1;

/** Ledger streams are leaves and trigger things; system streams (claims, progress) do neither. */
export type StreamKind = 'ledger' | 'system';

/** One event as it is stored: `json` is the canonical text and comes back byte for byte. */
export interface StorableEvent {
  readonly id: string;
  readonly type: string;
  readonly json: string;
}

export interface StoredEvent extends StorableEvent {
  readonly position: StorePosition;
  readonly stream: string;
  readonly revision: number;
  readonly kind: StreamKind;
}

export interface AppendRequest {
  readonly stream: string;
  readonly kind: StreamKind;
  /** The exact revision the stream must have, or NO_STREAM. */
  readonly expected: number;
  readonly events: readonly StorableEvent[];
}

export interface AppendResult {
  /** Revision of the last event of this append. */
  readonly revision: number;
  /** Position of the last event of this append. */
  readonly position: StorePosition;
  /** True when exactly these event ids were found in the stream already, and nothing was written. */
  readonly deduplicated: boolean;
}

export type FeedItem =
  { readonly kind: 'batch'; readonly events: readonly StoredEvent[] } | { readonly kind: 'caughtUp'; readonly position: StorePosition };

export interface StoreCapabilities {
  /** Positions are 1, 2, 3 …, so that a hole shows a lost event. */
  readonly contiguousPositions: boolean;
  /** Events outlive the process. */
  readonly durable: boolean;
  /** Other processes may append to the same store. */
  readonly sharedWriters: boolean;
  /** An event id is stored once, whatever the stream; without it, once at a revision: at a later one, or in another stream, it is taken again. */
  readonly uniqueEventIds: boolean;
}

export interface EventStore {
  readonly capabilities: StoreCapabilities;

  /**
   * All or nothing, in order, durable before it resolves.
   * @throws ConflictError when the stream is not at `expected` and the same events are not there either
   * @throws StoreUnavailable when the outcome is unknown or the store is away: retry the same request
   * @throws Fault LIMIT_EXCEEDED beyond `LIMITS`
   */
  append(request: AppendRequest): Promise<AppendResult>;

  /** Events of one stream with revision >= `fromRevision`, in order; empty when there are none. */
  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly StoredEvent[]>;

  /** Events of all streams after a position, in position order. */
  readAll(after: StorePosition, limit: number): Promise<readonly StoredEvent[]>;

  /**
   * Everything after a position, then live, without gap or duplicate, until the signal aborts. `caughtUp` is yielded
   * each time the reader reaches the head. A consumer that is slow is not buffered for: the next read waits for it.
   */
  subscribe(after: StorePosition, signal: AbortSignal): AsyncIterable<FeedItem>;

  /** Position of the last event, or BEGINNING. */
  head(): Promise<StorePosition>;

  /** The last event; undefined while there is none. */
  last(): Promise<StoredEvent | undefined>;

  close(): Promise<void>;
}
