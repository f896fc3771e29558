import type { Consenter } from '../../../law/authority-link.js';
import type { LoadedStreams } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { organisationOf } from '../../parties/post/organisation.js';
import { party } from '../../parties/party/party.js';
import { placeOn, post } from '../../parties/post/post.js';
import type { GrantIntent } from './grant-intent.js';
import type { Bearer } from './mandate-events.js';

/** Under whom somebody works: an organisation, and in a municipality the council (griffie) or the executive (college and mayor). */
export interface Responsibility {
  readonly organisation: string;
  readonly under: 'executive' | 'council' | 'itself';
}

/** Posts in the municipal organisation count as under college and mayor, the registry (griffie) as under the council (law.md M6). */
export function worksUnder(holder: Bearer, grantor: Bearer, on: LocalDate, loaded: LoadedStreams): boolean {
  const works = responsibilityFor(holder, on, loaded);
  if (works.under === 'itself' || works.organisation !== organisationOf(grantor.party, on, loaded)) return false;
  if (grantor.kind === 'post') return responsibilityFor(grantor, on, loaded).under === works.under;
  const { kind } = loaded.of(party, grantor.id).state;
  return (kind === 'COUNCIL' ? 'council' : 'executive') === works.under;
}

export function responsibilityFor(bearer: Bearer, on: LocalDate, loaded: LoadedStreams): Responsibility {
  const organisation = organisationOf(bearer.party, on, loaded);
  const { kind } = loaded.of(party, bearer.party).state;
  if (bearer.kind === 'party') return { organisation, under: kind === 'DEPARTMENT' ? 'executive' : 'itself' };
  const { exists, state } = loaded.of(post, bearer.id);
  const registry = (exists && placeOn(state, on).registry) || kind === 'COUNCIL';
  if (kind === 'AUDIT_OFFICE') return { organisation, under: 'itself' };
  return { organisation, under: registry ? 'council' : 'executive' };
}

/**
 * Whose consent the grant waits for (Awb 10:4 lid 1). Volmacht and machtiging outside the own organisation are private law
 * (BW 3:60) and a delegation is no mandate: they ask none.
 */
export function consentsNeeded(intent: GrantIntent, loaded: LoadedStreams): Consenter[] {
  const { kind, holder, grantor, from, consentWaivedBy } = intent;
  const asks = kind === 'mandate' || kind === 'signingMandate';
  if (!asks || consentWaivedBy !== undefined || worksUnder(holder, grantor, from, loaded)) return [];
  // Only somebody in a post has an organisation that is responsible for them.
  return holder.kind === 'post' ? ['holder', 'organisation'] : ['holder'];
}
