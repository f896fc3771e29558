import { linkState } from '../../../law/link-history.js';
import { refusal } from '../../../law/rules.js';
import type { CommandRule, DecideContext, Decision, EventDraft, LoadedStreams, Need } from '../../../ledger/aggregate.js';
import type { Audience, DecidedBy } from '../../../ledger/envelope.js';
import { parseStream } from '../../../ledger/ids.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { at } from '../../../ledger/timeline.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { withActingParty } from '../../deciding/drafting.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import { deputyPostOf, post, whoActs } from '../../parties/post/post.js';
import { chainNeeds, holderNeeds, linkOf } from './authority-chain.js';
import { bearerOf, grantorUnder } from './grant-intent.js';
import { mandateEvents, type Bearer } from './mandate-events.js';
import type { GrantRecord, MandateState } from './mandate.js';

export type Rule<C> = CommandRule<MandateState, C>;

/** Streams that tell who may act for the grantor and for the holder of a granted mandate. */
export function partiesToMandate(_command: unknown, state: MandateState, loaded: LoadedStreams): Need[] {
  const { grant } = state;
  if (!grant) return [];
  const posts = [...holderNeeds(state, loaded), ...postOf(grant.grantor), ...postOf(currentGrantor(grant, loaded))];
  const parties = [grant.grantor?.party, grant.holder.party, grant.organisation, grant.holderOrganisation].filter((id) => id !== undefined);
  return [
    ...(grant.parent ? chainNeeds(parseStream(grant.parent.stream).id, loaded) : []),
    ...posts,
    ...posts
      .flatMap(({ id }) => loaded.of(post, id).state.place.map(({ value }) => value.party))
      .flatMap((id) => organisationNeeds(id, loaded)),
    ...parties.flatMap((id) => organisationNeeds(id, loaded)),
  ];
}

function postOf(bearer: Bearer | undefined): Need[] {
  return bearer?.kind === 'post' ? [{ aggregate: post.name, id: bearer.id }] : [];
}

/** The grantor on a day: of a sub-mandate whoever holds the parent then. */
export function currentGrantor({ grantor, parent }: GrantRecord, loaded: LoadedStreams, on?: LocalDate): Bearer | undefined {
  return (parent && grantorUnder(parseStream(parent.stream).id, loaded, on)) ?? grantor;
}

/** The holder on a day: the post that succeeded the first one, when one did. */
export function currentHolder(state: MandateState, loaded: LoadedStreams, on: LocalDate): Bearer | undefined {
  const { grant } = state;
  const link = linkOf(state, loaded);
  const held = link && linkState(link, null)?.holder;
  if (!grant || grant.holder.kind === 'party') return grant?.holder;
  return bearerOf({ post: (held && at(held, on)) ?? grant.holder.id }, on, loaded) ?? grant.holder;
}

/** The parties that may see what grantor and holder keep between them. */
export function between(state: MandateState, context: DecideContext): string[] {
  const { grant } = state;
  return withActingParty(
    [grant?.grantor?.party, grant?.holder.party].filter((id) => id !== undefined),
    context,
  );
}

export function internal(state: MandateState, context: DecideContext): Audience {
  return { level: 'internal', parties: between(state, context) };
}

/** Consents are for the parties to the mandate, the organisations behind them included. */
export function partners(state: MandateState, context: DecideContext): Audience {
  const { grant } = state;
  const organisations = grant ? [grant.organisation, grant.holderOrganisation] : [];
  return { level: 'partners', parties: [...new Set([...between(state, context), ...organisations])] };
}

/** Speaks for the bearer's party or the whole it belongs to. */
export function speaksForBearer({ party }: Bearer, on: LocalDate, context: DecideContext): boolean {
  return speaksFor(context, party) || speaksFor(context, organisationOf(party, on, context.loaded));
}

/** A registrar keeps the records of the own organisation; the administrator those of all. */
export function keepsRecordsOf(organisation: string, context: DecideContext): boolean {
  return context.actor.role === 'administrator' || (isRegistrar(context.actor) && context.actingFor === organisation);
}

/** Why the actor cannot act as the grantor on a day; undefined when the actor can. A registrar records what the grantor did. */
export function notTheGrantor(grantor: Bearer, organisation: string, on: LocalDate, context: DecideContext): Decision | undefined {
  if (keepsRecordsOf(organisation, context)) return undefined;
  if (grantor.kind === 'party')
    return speaksFor(context, grantor.id) ? undefined : forbidden('only the grantor itself or its registrar does this');
  if (!speaksForBearer(grantor, on, context)) return forbidden('only whoever acts in the post of the grantor, or a registrar, does this');
  return inPost(grantor.id, on, context) ? undefined : { refused: notInPost(grantor.id, context) };
}

export function inPost(id: string, on: LocalDate, { actor, loaded }: DecideContext): boolean {
  return whoActs(loaded.of(post, id).state, actor.person, on) !== undefined;
}

export function notInPost(id: string, { loaded }: DecideContext): Refusal {
  const { pin } = loaded.of(post, id);
  return refusal('POST_NOT_FILLED_BY_ACTOR', {
    detail: {
      nl: 'De handelende persoon is op die dag geen houder, waarnemer of plaatsvervanger van de functie.',
      en: 'The acting person is on that day no holder, deputy or acting holder of the post.',
    },
    pins: pin ? [pin] : [],
  });
}

/** In whose name it is done, and by whom when the actor does it personally. */
export function decidedBy(grantor: Bearer, on: LocalDate, context: DecideContext): DecidedBy {
  if (grantor.kind === 'party') return { party: grantor.id };
  return { party: grantor.party, post: grantor.id, ...(inPost(grantor.id, on, context) ? { actor: context.actor.person } : {}) };
}

/** Names the deputy's own post, when a deputy acts. */
export function byDeputy(bearer: Bearer | undefined, on: LocalDate, { actor, loaded }: DecideContext): { deputyPost?: string | undefined } {
  return bearer?.kind === 'post' ? { deputyPost: deputyPostOf(loaded.of(post, bearer.id).state, actor.person, on) } : {};
}

/** A refusal for lack of authority, recorded for the acting party and the grantor. */
export function recorded(command: string, decision: Decision, state: MandateState, context: DecideContext): Decision {
  if (!('refused' in decision)) return decision;
  const { ruleId, detail, pins } = decision.refused;
  const parties = [context.actingFor ?? undefined, state.grant?.grantor?.party].filter((id) => id !== undefined);
  const record: EventDraft = {
    type: mandateEvents.attemptRefused.type,
    data: { command, ruleId, detail },
    audience: { level: 'internal', parties: [...new Set(parties)] },
    ...(pins[0]?.stream.startsWith('mandate-') ? { mandate: pins[0] } : {}),
  };
  return { ...decision, record };
}
