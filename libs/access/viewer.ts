import type { Actor } from '../ledger/aggregate.js';
import type { Viewer } from '../views/read-models.js';

export const ANONYMOUS: Viewer = { party: null, seesAll: false };

/** Auditors and the administrator read everything; a member what its party may read; anyone else what is public. */
export function viewerOf(actor: Actor | undefined): Viewer {
  if (!actor) return ANONYMOUS;
  return { party: actor.party, seesAll: actor.role === 'auditor' || actor.role === 'administrator' };
}
