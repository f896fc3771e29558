import type { Actor, DecideContext, Forbidden } from '../ledger/aggregate.js';

/** Who may write until the policy is built (docs/decisions): a party speaks for itself, a registrar keeps the register. */
export function isRegistrar(actor: Actor): boolean {
  return actor.role === 'registrar' || actor.role === 'administrator';
}

/** Auditors and residents look on; the others write for a party. */
export function mayWrite({ role }: Actor): boolean {
  return role !== 'auditor' && role !== 'resident';
}

export function speaksFor(context: Pick<DecideContext, 'actor' | 'actingFor'>, party: string): boolean {
  return context.actor.role === 'administrator' || context.actingFor === party;
}

export function forbidden(message: string): Forbidden {
  return { forbidden: message };
}
