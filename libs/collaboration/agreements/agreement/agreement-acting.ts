import type { CommandRule, DecideContext, Decision, EventDraft, LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { Audience, AudienceLevel } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { forbidden, isRegistrar, mayWrite, speaksFor } from '../../authorisation.js';
import { withActingParty } from '../../deciding/drafting.js';
import { party, type PartyKind } from '../../parties/party/party.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import { agreementEvents } from './agreement-events.js';
import type { AgreementAttempt } from './agreement-kinds.js';
import { partiesOn } from './agreement-standing.js';
import type { AgreementState, Municipal, Proposal } from './agreement-state.js';

export type Rule<C> = CommandRule<AgreementState, C>;

const BODIES = { college: 'COLLEGE', mayor: 'MAYOR', council: 'COUNCIL' } as const;
/** Where a body belongs by the latest word: what is loaded cannot depend on the clock. */
const LATEST: LocalDate = '2999-12-31';

/** The streams that tell what parties are, and which municipality they belong to. */
export function partyNeeds(parties: readonly string[], loaded: LoadedStreams): Need[] {
  return parties.flatMap((id) => organisationNeeds(id, loaded));
}

/** The bodies of the municipalities among some parties. */
export function bodyLookups(parties: readonly string[], loaded: LoadedStreams): Lookup[] {
  return municipalitiesAmong(parties, loaded).flatMap(({ organisation }) =>
    Object.values(BODIES).map((kind) => bodyLookup(organisation, kind)),
  );
}

function bodyLookup(organisation: string, kind: PartyKind): Lookup {
  return { aggregate: party.name, table: 'party', where: { kind, part_of: organisation } };
}

function municipalitiesAmong(parties: readonly string[], loaded: LoadedStreams): { party: string; organisation: string }[] {
  return parties.flatMap((one) => {
    const organisation = organisationOf(one, LATEST, loaded);
    return loaded.of(party, organisation).state.kind === 'MUNICIPALITY' ? [{ party: one, organisation }] : [];
  });
}

/** The municipalities among some parties with their college, mayor and council. */
export function municipalAmong(parties: readonly string[], loaded: LoadedStreams): Municipal[] {
  return municipalitiesAmong(parties, loaded).map(({ party: one, organisation }) => {
    const bodies = Object.entries(BODIES).flatMap(([name, kind]) => {
      const [body] = loaded.found(bodyLookup(organisation, kind));
      return body === undefined ? [] : [[name, body]];
    });
    return { party: one, ...(Object.fromEntries(bodies) as Omit<Municipal, 'party'>) };
  });
}

/** Everyone who may read what stays between the parties: of a municipality its bodies too, the council among them. */
export function readersOf(parties: readonly string[], municipal: readonly Municipal[]): string[] {
  return [...new Set([...parties, ...municipal.flatMap((one) => Object.values(one))])];
}

/** Who acts for a party: of a municipality its college and mayor too. What is internal to it is not the council's. */
export function insidersOf(id: string, municipal: readonly Municipal[]): string[] {
  const { college, mayor } = municipal.find((one) => one.party === id) ?? {};
  return [id, college, mayor].filter((one) => one !== undefined);
}

export function municipalOf({ municipal }: AgreementState, id: string): Municipal | undefined {
  return municipal.find((one) => one.party === id);
}

/** The party itself; for a municipality its college and mayor too. The council speaks in its own name only. */
export function actsFor(state: Pick<AgreementState, 'municipal'>, id: string, context: DecideContext): boolean {
  return insidersOf(id, state.municipal).some((one) => speaksFor(context, one));
}

/** The party among some for which the actor acts: the one that is named, else the only one it can be. */
export function actingParty(
  state: Pick<AgreementState, 'municipal'>,
  named: string | undefined,
  parties: readonly string[],
  context: DecideContext,
): string | undefined {
  if (!mayWrite(context.actor)) return undefined;
  return parties.find((one) => (named === undefined || named === one) && actsFor(state, one, context));
}

export const NO_PARTY = forbidden('only a party to the agreement does this');

/** For a party of the agreement on a day; `by` is that party. A registrar of a party keeps its records. */
export function asParty(
  state: AgreementState,
  on: LocalDate,
  context: DecideContext,
  decide: (by: string) => Decision,
  named?: string,
): Decision {
  const by = actingParty(state, named, partiesOn(state, on), context);
  return by === undefined ? NO_PARTY : decide(by);
}

/** A party, or its body, as registrar. */
export function keepsRecords(
  { municipal }: Pick<AgreementState, 'municipal'>,
  parties: readonly string[],
  context: DecideContext,
): boolean {
  return isRegistrar(context.actor) && parties.some((one) => actsFor({ municipal }, one, context));
}

/** Public, or for the parties only, as far as they are known. */
export function audienceFor(level: AudienceLevel, { readers }: Pick<AgreementState, 'readers'>, context: DecideContext): Audience {
  if (level === 'public') return { level, parties: [] };
  return { level, parties: withActingParty(readers, context) };
}

/** An event of this agreement at the audience its type has, for the parties known now. */
export function draft(
  definition: { readonly type: string; audience(data: any): AudienceLevel },
  data: object,
  state: Pick<AgreementState, 'readers'>,
  context: DecideContext,
): EventDraft {
  return { type: definition.type, data, audience: audienceFor(definition.audience(data), state, context) };
}

/** Refused for want of authority, and recorded between the parties that are concerned. */
export function refusedAttempt(
  attempt: AgreementAttempt,
  because: Refusal,
  about: { readonly proposal?: Proposal | undefined; readonly party: string },
  state: Pick<AgreementState, 'municipal'>,
  context: DecideContext,
): Decision {
  const { ruleId, legalBasis, detail, pins } = because;
  const { proposal, party: concerned } = about;
  const data = {
    attempt,
    ...(proposal ? { proposal: proposal.number, hash: proposal.hash } : {}),
    party: concerned,
    ruleId,
    ...(legalBasis === null ? {} : { legalBasis }),
    ...(pins[0] ? { failing: pins[0] } : {}),
    detail,
  };
  const audience: Audience = { level: 'internal', parties: withActingParty(insidersOf(concerned, state.municipal), context) };
  return { refused: because, record: { type: agreementEvents.attemptRefused.type, data, audience, actDate: context.today } };
}
