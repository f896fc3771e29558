import type { DecideContext, Decision, EventDraft, Invalid, LoadedStreams, Lookup, Need, Refused } from '../../../ledger/aggregate.js';
import type { Audience, Period } from '../../../ledger/envelope.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, mayWrite } from '../../authorisation.js';
import { withActingParty } from '../../deciding/drafting.js';
import { invalid, notNow, problem } from '../../deciding/refusing.js';
import { party } from '../party/party.js';
import { partnersOf, type PartnershipState } from './partnership-state.js';

const PUBLIC: Audience = { level: 'public', parties: [] };
const MEMBERS = 'only its members do this';

/** Speaks for a party that is a member, or will be on a day to come. */
export function isMember({ seats }: PartnershipState, { actor, actingFor, today }: DecideContext): boolean {
  if (actor.role === 'administrator') return true;
  const own = seats.filter(({ kind, party: id }) => kind === 'MEMBER' && id === actingFor);
  return mayWrite(actor) && own.some(({ until }) => until === null || until > today);
}

export function amongMembers(state: PartnershipState, context: DecideContext, decide: () => Decision): Decision {
  return isMember(state, context) ? decide() : forbidden(MEMBERS);
}

/** Members, and whoever keeps the register: facts that happened outside, and slips of the pen. */
export function amongKeepers(state: PartnershipState, context: DecideContext, decide: () => Decision): Decision {
  return isRegistrar(context.actor) || isMember(state, context) ? decide() : forbidden(MEMBERS);
}

/** Nothing happens before the first day, nor from the day it ended. What happened in between may still be recorded. */
export function notOpen({ from: first = '', ended }: PartnershipState, from: LocalDate): Invalid | Refused | undefined {
  if (from < first) return invalid('from', 'BEFORE_START', `lies before the first day of the partnership, ${first}`);
  if (!ended || from < ended.on) return undefined;
  return notNow(`Het samenwerkingsverband is per ${ended.on} beëindigd.`, `The partnership ended on ${ended.on}.`);
}

/** A fact is never refused, but one from before the partnership or from after it contradicts what is on record. */
export function outsideItsLife({ from: first = '', ended }: PartnershipState, from: LocalDate, path = ''): InputProblem[] {
  if (from < first) return [problem(`${path}from`, 'BEFORE_START', `lies before the first day of the partnership, ${first}`)];
  if (!ended || from < ended.on) return [];
  return [problem(`${path}from`, 'AFTER_END', `lies after the last day of the partnership, which ended on ${ended.on}`)];
}

/** What a member does while the partnership is there. */
export function whenOpen(state: PartnershipState, from: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  return amongMembers(state, context, () => notOpen(state, from) ?? decide());
}

/** A draft between those concerned until the partnership is formed, public from then on. */
export function draft(
  type: string,
  data: object,
  state: PartnershipState,
  context: DecideContext,
  more: readonly string[] = [],
): EventDraft {
  return { type, data, audience: state.formed ? PUBLIC : among(state, context, more) };
}

/** Between the partners, and the councils of municipalities among them, also once everything else is public. */
export function partnersDraft(type: string, data: object, state: PartnershipState, context: DecideContext): EventDraft {
  return { type, data, audience: among(state, context, councilsOf(state, context.loaded)) };
}

function among(state: PartnershipState, context: DecideContext, more: readonly string[]): Audience {
  const guests = state.formed ? [] : state.seats.map((seat) => seat.party);
  return { level: 'partners', parties: withActingParty([...partnersOf(state), ...guests], context, more) };
}

/** What `councilsOf` reads. */
export function partnerNeeds(state: PartnershipState): Need[] {
  return partnersOf(state).map((id) => ({ aggregate: party.name, id }));
}

export function councilLookups(state: PartnershipState, loaded: LoadedStreams): Lookup[] {
  const municipalities = partnersOf(state).filter((id) => loaded.of(party, id).state.kind === 'MUNICIPALITY');
  return municipalities.map((id) => ({ aggregate: party.name, table: 'party', where: { part_of: id, kind: 'COUNCIL' } }));
}

function councilsOf(state: PartnershipState, loaded: LoadedStreams): string[] {
  return councilLookups(state, loaded).flatMap((lookup) => loaded.found(lookup));
}

export function reversed({ from, until }: Period): Invalid | undefined {
  return until !== null && until <= from ? invalid('until', 'REVERSED_PERIOD', 'must lie after from') : undefined;
}

export function since(from: LocalDate, until: LocalDate | null = null): { valid: Period } {
  return { valid: { from, until } };
}
