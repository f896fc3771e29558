import type { Logger } from 'pino';
import { LIMITS } from '../../../libs/ledger/limits.js';
import type { LedgerNode } from './ledger-node.js';

/** An attempt older than this no longer runs: what it reserved and never used is given back. */
const GRACE_MS = 60_000;
const EVERY_MS = 30_000;
/** How soon to look again while the views are behind. */
const SOON_MS = 1_000;
const AT_ONCE = 100;

/** Finishes what a crash left between reserving and recording. Answers how to stop. */
export function startRecovery(node: LedgerNode, logger: Logger, onPending: (count: number) => void = () => undefined): () => Promise<void> {
  const startedAt = node.clock.now();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sweeping = Promise.resolve();
  const again = (delayMs: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      sweeping = sweep();
    }, delayMs);
  };
  const sweep = async () => {
    try {
      again((await recoverPending(node, { startedAt, logger, onPending })) ? EVERY_MS : SOON_MS);
    } catch (error) {
      logger.warn({ err: error }, 'recovering abandoned reservations failed; it is tried again');
      again(EVERY_MS);
    }
  };
  again(0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await sweeping;
  };
}

interface Sweep {
  readonly startedAt: string;
  readonly logger: Logger;
  /** Told how many abandoned reservations a look found, 100 standing for more. */
  readonly onPending: (count: number) => void;
}

/** False when the views cannot tell yet, or there is more. */
async function recoverPending({ views, store, clock, ledger }: LedgerNode, { startedAt, logger, onPending }: Sweep): Promise<boolean> {
  if (!views.status().ready || !(await views.waitFor(await store.head(), LIMITS.projectionWaitMs))) return false;
  // Where this process alone writes, whatever the one before it left is abandoned, however short ago. Attempts of others may still run.
  const old = new Date(Date.parse(clock.now()) - GRACE_MS).toISOString();
  const before = store.capabilities.sharedWriters || old > startedAt ? old : startedAt;
  const snapshot = views.snapshot();
  const pending = await snapshot.pendingReservations(before, AT_ONCE).finally(() => snapshot.close());
  onPending(pending.length);
  for (const one of pending) {
    // One owner that cannot be settled now must not keep the others waiting.
    await ledger
      .recover(one)
      .catch((error: unknown) =>
        logger.warn({ err: error, reservation: one.reservation }, 'a reservation could not be settled; it is tried again'),
      );
  }
  return pending.length < AT_ONCE;
}
