/** The ledger's one source of time. */
export interface Clock {
  /** Instant in UTC with milliseconds, e.g. `2025-01-13T09:00:00.000Z`. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };
