import { createHash } from 'node:crypto';
import type { Actor } from './aggregate.js';
import type { LedgerClock } from './ledger-clock.js';
import { ConflictError } from './errors.js';
import { nameId, parseStream } from './ids.js';
import { LIMITS } from './limits.js';
import type { StreamLoader } from './loading.js';
import type { Recorder } from './recording.js';
import { attemptAbandoned, type Registry } from './registry.js';
import type { Reservations } from './reservations.js';

/** A reservation that was made and neither confirmed nor released. */
export interface Pending {
  readonly pool: string;
  readonly reservation: string;
  readonly owner: string;
  /** Where it is known: once that command is recorded, no other attempt of it can be, and no fence is needed. */
  readonly commandId?: string;
}

export interface RecoveryDependencies {
  readonly registry: Registry;
  readonly loader: StreamLoader;
  readonly recorder: Recorder;
  readonly reservations: Reservations;
  readonly clock: LedgerClock;
  readonly pause: (conflicts: number) => Promise<void>;
}

/** The ledger's own hand: no person, no party. */
const RECOVERY: Actor = { person: '00000000-0000-4000-8000-000000000001', party: null, role: 'administrator' };

/**
 * Finishes what a crash left between reserving and confirming, and what a refused command took where several nodes write. It releases only after fencing: it appends
 * `AttemptAbandoned` at the owner's exact revision, so that the attempt's own late append conflicts and reserves anew.
 */
export async function recoverReservation(deps: RecoveryDependencies, pending: Pending): Promise<'confirmed' | 'released'> {
  const { aggregate: name, id } = parseStream(pending.owner);
  const aggregate = deps.registry.aggregate(name);
  if (!aggregate) throw new Error(`reservation ${pending.reservation} is owned by an unknown aggregate ${name}`);
  for (let attempt = 1; ; attempt += 1) {
    const owner = await deps.loader.load(aggregate, id);
    if (owner.taken.has(pending.reservation)) {
      await deps.reservations.confirm(pending.pool, pending.reservation);
      return 'confirmed';
    }
    try {
      const over = owner.abandoned.has(pending.reservation) || (pending.commandId !== undefined && owner.commands.has(pending.commandId));
      if (!over) await fence(deps, { aggregate, owner, pending });
      await deps.reservations.release(pending.pool, pending.reservation);
      return 'released';
    } catch (error) {
      // The owner moved on: what it appended may be the very event that takes the reservation up.
      if (!(error instanceof ConflictError) || attempt >= LIMITS.decideAttempts) throw error;
    }
    await deps.pause(attempt);
  }
}

async function fence(
  { recorder, clock }: RecoveryDependencies,
  {
    aggregate,
    owner,
    pending,
  }: { aggregate: Parameters<Recorder['append']>[0]['aggregate']; owner: Parameters<Recorder['append']>[0]['subject']; pending: Pending },
): Promise<void> {
  const commandId = nameId(pending.reservation, `abandon:${owner.revision}`);
  await recorder.append(
    {
      aggregate,
      subject: owner,
      commandId,
      commandDigest: createHash('sha256').update(commandId).digest('base64url'),
      actor: RECOVERY,
      actingFor: null,
      now: clock.now(),
      pins: [],
    },
    [{ type: attemptAbandoned.type, data: { reservation: pending.reservation, pool: pending.pool } }],
  );
}
