import type { LedgerHarness } from '../../libs/collaboration/testing/ledger-harness.js';
import { Ledger } from '../../libs/ledger/execution.js';
import { nameId } from '../../libs/ledger/ids.js';
import { Reservations } from '../../libs/ledger/reservations.js';

const POOL = 'claim-kvk-90000033';
const LATER = { now: () => '2025-11-04T09:00:00.000Z' };

/** An attempt that reserved a number and was never heard of again; recovery fences it off on its owner's stream. */
export async function abandonAttempt({ store, registry }: LedgerHarness, owner: string): Promise<void> {
  const commandId = nameId('6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a01', 'attempt that went silent');
  const reservation = nameId(commandId, POOL);
  await new Reservations(store, LATER).reserve(POOL, { reservation, owner, commandId, amount: 1, capacity: 1 });
  const ledger = new Ledger({
    store,
    registry,
    clock: LATER,
    keys: { prepare: noKeys, seal: noKeys, open: noKeys },
    digestSecret: Buffer.from('test'),
    find: async () => [],
  });
  await ledger.recover({ pool: POOL, reservation, owner });
}

function noKeys(): never {
  throw new Error('recovery seals nothing');
}
