/** Limits every store and every client meets alike. The contract suite tests each of them and one over. */
export const LIMITS = {
  /** Bytes of one stored event's canonical JSON (UTF-8). */
  eventBytes: 64 * 1024,
  /** Events in one append. */
  appendEvents: 100,
  /** Bytes of one append's events together. */
  appendBytes: 512 * 1024,
  /** Bytes of one text field (UTF-8). */
  textBytes: 16 * 1024,
  /** Items in one input list. */
  listItems: 200,
  /** Rows in one page. */
  pageSize: 100,
  /** How often a command is decided again after a concurrent change, before CONFLICT. */
  decideAttempts: 10,
  /** Commands that wait for their turn on one stream, before UNAVAILABLE. */
  queuedPerStream: 1_000,
  /** Streams, and lookups, a decider may need for one decision (a mandate chain with its posts and parties). */
  neededStreams: 64,
  /** How long a mutation's subject and `atLeast` wait for the projection. */
  projectionWaitMs: 5_000,
} as const;
