import { EXIT } from './exit-codes.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const cleanups = new Set<() => Promise<void>>();

/** Has this done before an interrupted process ends; answers how to forget it. */
export function beforeInterruption(cleanup: () => Promise<void>): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Ends in order on the first signal, at once on the second. */
export function endOnSignals(): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      process.stderr.write('\nconvenant: interrupted; what was recorded stays, and the same command again completes it.\n');
      void Promise.allSettled([...cleanups].map((cleanup) => cleanup())).then(() => process.exit(EXIT.interrupted));
    });
  }
}
