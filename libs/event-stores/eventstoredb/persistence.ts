import { StoreUnavailable } from '../../ledger/errors.js';
import { Backoff } from './backoff.js';
import type { EventStoreDbLimits } from './limits.js';

/** Tries again while the store is away, for a bounded time: what is tried must be harmless to repeat. */
export async function persist<T>(limits: EventStoreDbLimits, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  const backoff = new Backoff(limits);
  const until = performance.now() + limits.retryMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || signal.aborted || performance.now() >= until) throw error;
    }
    await backoff.wait(signal);
    if (signal.aborted) throw new StoreUnavailable('The store is closed.');
  }
}

/** Rejects as soon as the signal aborts, whatever becomes of the work. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new StoreUnavailable('The store is closed.'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort!);
  }
}

/** The package's own search for a leader knows no deadline of ours. */
export async function within<T>(ms: number, doing: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(`EventStoreDB did not answer to ${doing} within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
