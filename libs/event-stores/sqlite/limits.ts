/** Bounds of the embedded store. */
export const SQLITE_LIMITS = {
  /** Appends that may wait for the writer; one more is refused as UNAVAILABLE. */
  queuedAppends: 4_096,
  /** How long such a refused client should wait: the queue drains in about this time. */
  queueRetryAfterMs: 250,
  /** Appends that share one transaction. */
  batchAppends: 256,
  /** Pages in the write-ahead log before it is copied into the file (4 KiB each): fewer means more copying, more a slower start. */
  checkpointPages: 4_000,
  /** How long the writer waits for another process that holds the file for a moment. */
  busyTimeoutMs: 1_000,
  /** How often a subscription looks for commits of another process. */
  pollMs: 250,
  /** Events at the end of the log that are checked when it is opened. */
  checkedTail: 256,
} as const;
