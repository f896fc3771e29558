/** What the adapter waits for and holds at most. */
export interface EventStoreDbLimits {
  /** One call, from asking for a connection to the last byte of the answer. */
  readonly callMs: number;
  /** How long an append or a read is tried again before it fails with StoreUnavailable. */
  readonly retryMs: number;
  /** One read of the whole log. It doubles after each that ran out of it, as events of other systems may have to be passed over. */
  readonly scanMs: number;
  readonly longestScanMs: number;
  /** How long a log that ends before what was read of it already may be that of a new leader, which still builds its index. */
  readonly lagMs: number;
  /** Back-off between attempts: the first, doubled up to the last. */
  readonly firstBackoffMs: number;
  readonly lastBackoffMs: number;
  /** A wake-up subscription that says nothing for this long is replaced. */
  readonly silenceMs: number;
  /** Subscriptions also look this often, should nothing wake them. */
  readonly pollMs: number;
  /** How often an idle reader measures how far events of other systems reach. */
  readonly measureMs: number;
  /** Appends under way at once, in number and in bytes, before StoreUnavailable. */
  readonly appendsUnderWay: number;
  readonly bytesUnderWay: number;
}

export const EVENTSTOREDB_LIMITS: EventStoreDbLimits = {
  callMs: 5_000,
  retryMs: 8_000,
  scanMs: 10_000,
  longestScanMs: 600_000,
  lagMs: 5_000,
  firstBackoffMs: 50,
  lastBackoffMs: 5_000,
  silenceMs: 30_000,
  pollMs: 1_000,
  measureMs: 10_000,
  appendsUnderWay: 2_000,
  bytesUnderWay: 64 * 1024 * 1024,
};
