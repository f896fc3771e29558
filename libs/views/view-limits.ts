import { LIMITS } from '../ledger/limits.js';

/** Bounds of reading. */
export const VIEW_LIMITS = {
  /** Rows in one page: one more than a client may ask, which tells whether there is a next page. */
  pageRows: LIMITS.pageSize + 1,
  /** Rows that `rows` may give. */
  rows: 10_000,
  /** Journal entries in one answer. */
  journalEntries: 1_000,
  /** Events that one `streams` may read. */
  streamEvents: 20_000,
  /** States of streams that are remembered to answer such questions, each as it was after one of its events. */
  rememberedStates: 100_000,
  /** Events of a stream of which all states are remembered; a longer one is read and folded each time. */
  rememberedEvents: 50,
  /** Open snapshots in one reading thread, each with its own connection. */
  snapshots: 64,
  /** Snapshots that may wait for one of those; one more is refused as UNAVAILABLE. */
  waitingSnapshots: 1_000,
  /** How long a snapshot may stay open: an old one keeps the write-ahead log from being cleared. */
  snapshotMs: 15_000,
  /** How long one query may take before its thread is given up. */
  queryMs: 10_000,
  /** How long a refused client should wait. */
  retryAfterMs: 500,
  /** How often the projector looks for news that nobody told it of. */
  pollMs: 1_000,
} as const;
