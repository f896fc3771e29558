import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { CommandRule, DecideContext, Decision, EventDraft, LoadedStreams, Lookup, Need, Refused } from '../../../ledger/aggregate.js';
import type { Audience, Period } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { intersect } from '../../../ledger/period.js';
import { forbidden, speaksFor } from '../../authorisation.js';
import { withActingParty } from '../../deciding/drafting.js';
import { notNow, refuse } from '../../deciding/refusing.js';
import { detailsOn, party } from '../../parties/party/party.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import { isAbolished, placeOn, post } from '../../parties/post/post.js';
import { inPost, keepsRecordsOf, notInPost } from '../mandate/acting.js';
import type { Assignee } from './responsibility-events.js';
import { statusOn, type Assignment, type ResponsibilityState } from './responsibility.js';

export type Rule<C> = CommandRule<ResponsibilityState, C>;

/** Whom a command names: a post, or a party itself. */
export interface Named {
  readonly post?: string;
  readonly party?: string;
}

/** Streams that tell who keeps a responsibility and who has a part in it. */
export function concernedNeeds(state: ResponsibilityState, loaded: LoadedStreams, named: readonly Named[] = []): Need[] {
  const { definition, assignments, transfers } = state;
  const assignees = [...assignments, ...transfers].map(({ assignee }) => assignee);
  const parties = [definition?.steward, ...assignees.map((one) => one.party), ...named.map((one) => one.party)];
  const posts = [...assignees.filter(({ kind }) => kind === 'post').map((one) => one.id), ...named.map((one) => one.post)];
  const line = posts.filter((id) => id !== undefined).flatMap((id) => successionOf(id, loaded));
  const places = line.flatMap((id) => loaded.of(post, id).state.place.map(({ value }) => value.party));
  const all = [...new Set([...parties, ...places].filter((id) => id !== undefined))];
  return [...line.map((id) => ({ aggregate: post.name, id })), ...all.flatMap((id) => organisationNeeds(id, loaded))];
}

/** The council reads along wherever its municipality takes part. */
export function councilLookups(parties: readonly (string | undefined)[], on: LocalDate, loaded: LoadedStreams): Lookup[] {
  const organisations = new Set(parties.filter((id) => id !== undefined).map((id) => organisationOf(id, on, loaded)));
  return [...organisations]
    .filter((id) => loaded.of(party, id).state.kind === 'MUNICIPALITY')
    .map((id) => ({ aggregate: party.name, table: 'party', where: { kind: 'COUNCIL', part_of: id } }));
}

export function partyOf({ party: id, post: named }: Named, loaded: LoadedStreams): string | undefined {
  return id ?? (named === undefined ? undefined : loaded.of(post, named).state.place.at(-1)?.value.party);
}

/** Who is meant on a day; undefined when neither or both are named. */
export function assigneeOf({ post: named, party: id }: Named, on: LocalDate, loaded: LoadedStreams): Assignee | undefined {
  if (id !== undefined) return named === undefined ? { kind: 'party', id, party: id } : undefined;
  return named === undefined ? undefined : { kind: 'post', id: named, party: placeOn(loaded.of(post, named).state, on).party };
}

/** The post that holds a part on a day: a named succession moves it, renaming and moving change nothing. */
export function postOn(id: string, on: LocalDate, loaded: LoadedStreams): string {
  const line = successionOf(id, loaded);
  const next = line.findIndex((one) => !(loaded.of(post, one).state.successor && loaded.of(post, one).state.successor!.from <= on));
  return line[next === -1 ? line.length - 1 : next] ?? id;
}

/** A post and the posts that succeeded it, as far as loaded. Ask until it adds nothing. */
export function successionOf(id: string, loaded: LoadedStreams): string[] {
  const line: string[] = [];
  for (let next: string | undefined = id; next !== undefined && !line.includes(next);) {
    line.push(next);
    next = loaded.of(post, next).state.successor?.post;
  }
  return line;
}

/** Everyone an event of it was written for, whoever joins now with the organisation behind, and their council. */
export function readers(state: ResponsibilityState, parties: readonly (string | undefined)[], context: DecideContext): Audience {
  const { loaded, today } = context;
  const named = parties.filter((id) => id !== undefined);
  const councils = councilLookups(named, today, loaded).flatMap((lookup) => loaded.found(lookup));
  const organisations = named.map((id) => organisationOf(id, today, loaded));
  return {
    level: 'partners',
    parties: withActingParty([...state.readers, ...named, ...organisations, ...councils], context),
  };
}

/** Whoever defined it, the organisation behind, or that organisation's registrar. */
export function keeps(state: ResponsibilityState, context: DecideContext): boolean {
  const steward = state.definition?.steward;
  if (steward === undefined) return false;
  return speaksForParty(steward, context.today, context) || registers(state, context);
}

/** The party itself, or the organisation it is part of; a body speaks only for itself. */
function speaksForParty(id: string, on: LocalDate, context: DecideContext): boolean {
  if (speaksFor(context, id)) return true;
  const { exists, state } = context.loaded.of(party, id);
  const isBody = exists && detailsOn(state, on).administrativeBody !== undefined;
  return !isBody && speaksFor(context, organisationOf(id, on, context.loaded));
}

/** A registrar of the keeping organisation records what was done elsewhere. */
export function registers(state: ResponsibilityState, context: DecideContext): boolean {
  const steward = state.definition?.steward;
  return steward !== undefined && keepsRecordsOf(organisationOf(steward, context.today, context.loaded), context);
}

export function keptWhileOpen(state: ResponsibilityState, from: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  if (!keeps(state, context)) return forbidden('only the party that defined it, its organisation or its registrar does this');
  return whileOpen(state, from, decide);
}

export function whileOpen({ ended }: ResponsibilityState, from: LocalDate, decide: () => Decision): Decision {
  if (!ended || from < ended.from) return decide();
  return notNow(`Deze verantwoordelijkheid is per ${ended.from} beëindigd.`, `This responsibility ended as of ${ended.from}.`);
}

/** Why the actor cannot answer as this assignee on a day; undefined when the actor can. A body answers only for itself. */
export function notTheAssignee({ kind, id, party: of }: Assignee, on: LocalDate, context: DecideContext): Decision | undefined {
  const { loaded } = context;
  const held = kind === 'post' ? postOn(id, on, loaded) : id;
  const own = kind === 'post' ? placeOn(loaded.of(post, held).state, on).party : of;
  if (!speaksForParty(own, on, context)) return forbidden('only whoever has this part, or is asked to take it, answers for it');
  return kind === 'party' || inPost(held, on, context) ? undefined : { refused: notInPost(held, context) };
}

/** Days, from a day on, on which an assignment counts or is still on offer. */
export function claims({ standing }: Assignment, from: LocalDate): Period[] {
  return standing.filter(({ value }) => ALIVE.has(value)).flatMap((segment) => intersect(segment, { from, until: null }) ?? []);
}

const ALIVE: ReadonlySet<string> = new Set(['AWAITING_ACCEPTANCE', 'NOT_YET', 'IN_FORCE']);

/** Another who is accountable, or asked to be, on some day of a period. */
export function otherAccountable(state: ResponsibilityState, period: Period, except: readonly number[] = []): Assignment | undefined {
  return state.assignments.find(
    (one) =>
      one.role === 'ACCOUNTABLE' && !except.includes(one.assignment) && claims(one, period.from).some((claim) => intersect(claim, period)),
  );
}

/** What R1 says of a second accountable: refused on a live act, a finding on what happened outside. */
export function secondAccountable(other: Assignment): { nl: string; en: string } {
  return {
    nl: `Toewijzing ${other.assignment} maakt in die periode al een ander eindverantwoordelijk; draag over of leg eerst terug.`,
    en: `Assignment ${other.assignment} already makes another accountable in that period; transfer it or release it first.`,
  };
}

export function refusedR1(other: Assignment): Refused {
  return { refused: refusal('R1', { detail: secondAccountable(other) }) };
}

/** Nobody is left on a day: allowed, with a reason, and told. */
export function gapFindings(state: ResponsibilityState, { role, assignment }: Assignment, from: LocalDate, effect: 'W' | 'F'): Finding[] {
  const left = state.assignments.some(
    (one) => one.role === 'ACCOUNTABLE' && one.assignment !== assignment && statusOn(one, from) === 'IN_FORCE',
  );
  if (role !== 'ACCOUNTABLE' || left) return [];
  const detail = { nl: `Vanaf ${from} is niemand eindverantwoordelijk.`, en: `From ${from} on nobody is accountable.` };
  return [finding('NO_ACCOUNTABLE', { effect, detail })];
}

/** Something that has ended by then cannot take a part. */
export function endedAssignee({ kind, id }: Assignee, on: LocalDate, loaded: LoadedStreams): Refused | undefined {
  if (kind === 'post') {
    const { state } = loaded.of(post, postOn(id, on, loaded));
    if (!isAbolished(state, on)) return undefined;
    const { from } = state.abolished!;
    return refuse('POST_ABOLISHED', `Opgeheven per ${from}.`, `Abolished as of ${from}.`);
  }
  const { ended } = loaded.of(party, id).state;
  if (!ended || ended.on > on) return undefined;
  return refuse('PARTY_ENDED', `Beëindigd per ${ended.on}.`, `Ended on ${ended.on}.`);
}

export function draft(type: string, data: object, audience: Audience, more: Partial<EventDraft> = {}): EventDraft {
  return { type, data, audience, ...more };
}
