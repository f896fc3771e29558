import type { Finding } from '../../../law/rules.js';
import type { CommandRule, DecideContext, Decision, EventDraft, Invalid, LoadedStreams, Need, Refused } from '../../../ledger/aggregate.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, mayWrite, speaksFor } from '../../authorisation.js';
import { originOf, sameValue } from '../../deciding/drafting.js';
import { invalid, notNow, problem, refuse } from '../../deciding/refusing.js';
import { party } from '../party/party.js';
import type * as commands from './forming.commands.js';
import {
  asFindings,
  assignedDraft,
  assigneeNeeds,
  assignmentOf,
  heldAlready,
  objectionsTo,
  wishProblems,
  type RoleWish,
} from './partnership-assigning.js';
import { amongKeepers, amongMembers, draft, notOpen, outsideItsLife, reversed, since, whenOpen } from './partnership-drafts.js';
import { partnershipEvents } from './partnership-events.js';
import { findingsOn } from './partnership-findings.js';
import { isClerical } from './partnership-kinds.js';
import { assignmentsOn, isSameSeat, membersOn, seatsBeside, type PartnershipState, type Seat } from './partnership-state.js';
import { definitionsOf, detailsOn, takeRole, takeSeat } from './partnership.js';
import { assigning } from './roles.decider.js';

type Rule<C> = CommandRule<PartnershipState, C>;

export const proposePartnership: Rule<commands.ProposePartnership> = {
  needs: ({ invite = [] }) => partiesNeeded(invite),
  decide({ name, purpose, topics = [], areas = [], invite = [] }, state, context) {
    const { actingFor: initiator, today: from } = context;
    if (!mayWrite(context.actor) || initiator === null) return forbidden('a party proposes a partnership');
    const gone = endedParty(invite, from, context.loaded);
    if (gone) return gone;
    const invited = [...new Set(invite)].filter((one) => one !== initiator);
    const data = { name, purpose, topics, areas, initiator, invited, from };
    return { accepted: [{ ...draft(partnershipEvents.proposed.type, data, state, context, invited), ...since(from), actDate: from }] };
  },
};

export const formPartnership: Rule<commands.FormPartnership> = {
  subject: ({ partnership }) => partnership,
  needs: ({ processOwner = {} }, _state, loaded) => assigneeNeeds(processOwner, loaded),
  decide(command, state, context) {
    const { processOwner, from = context.today } = command;
    return amongMembers(state, context, () => {
      if (state.formed) return state.formed.from === from ? { accepted: [] } : formedAlready(state.formed.from);
      if (state.ended) return notNow('Het voorstel is vervallen.', 'The proposal was dropped.');
      const closed = notOpen(state, from);
      if (closed) return closed;
      const members = membersOn(state, from);
      if (members.length < 2) {
        const { length } = members;
        return refuse('MEMBERS_MISSING', `Op ${from} zijn er ${length} toegetreden.`, `On ${from} ${length} joined.`);
      }
      const formed = { ...state, formed: { from } };
      const owner = ownerDrafts(formed, processOwner, from, context);
      if (!('accepted' in owner)) return owner;
      return {
        accepted: [
          ...owner.accepted,
          { ...draft(partnershipEvents.formed.type, { from, members }, formed, context), ...since(from), actDate: context.today },
        ],
      };
    });
  },
};

/** One process owner, named now or assigned before. */
function ownerDrafts(
  state: PartnershipState,
  owner: commands.ProcessOwnerInput | undefined,
  from: LocalDate,
  context: DecideContext,
): Decision {
  if (owner) return assigning(state, { role: 'PROCESS_OWNER', ...owner, from, until: null }, [], context);
  if (assignmentsOn(state, from).some(({ role }) => role === 'PROCESS_OWNER')) return { accepted: [] };
  return refuse('PROCESS_OWNER_MISSING', 'Noem wie het proces draagt.', 'Name who carries the process.');
}

/** It stands as it is told. Members and roles are recorded in events of their own, so that later ones build on them alike. */
export const registerPartnership: Rule<commands.RegisterPartnership> = {
  needs: ({ members, guests = [], roles = [] }, _state, loaded) => [
    ...partiesNeeded([...members, ...guests].map((one) => one.party)),
    ...roles.flatMap((one) => assigneeNeeds(one, loaded)),
  ],
  decide(command, initial, context) {
    const { name, purpose, topics = [], areas = [], from, until, instrument, members, guests = [] } = command;
    if (!isRegistrar(context.actor) && !members.some((one) => speaksFor(context, one.party)))
      return forbidden('a registrar or a member registers a partnership that came about outside');
    const told = [...seatsOf(command, 'MEMBER', members), ...seatsOf(command, 'GUEST', guests)];
    const seats = told.filter((one, index) => !told.slice(0, index).some((before) => isSameSeat(before, one)));
    const ends = until === undefined ? {} : { ended: { on: until } };
    const open = { ...initial, from, formed: { from }, ...ends } as PartnershipState;
    const seated = seats.reduce(takeSeat, open);
    const wishes = wishesOf(command);
    const problems = [
      ...(reversed({ from, until: until ?? null })?.invalid ?? []),
      ...told.flatMap((seat, index) => {
        const path = index < members.length ? `members.${index}.` : `guests.${index - members.length}.`;
        return seatProblems({ ...open, seats: told.slice(0, index) }, seat, path);
      }),
      ...wishes.flatMap((wish, index) => [
        ...wishProblems(seated, wish, `roles.${index}.`),
        ...outsideItsLife(seated, wish.from, `roles.${index}.`),
      ]),
    ];
    if (problems.length > 0) return { invalid: problems };
    const { state, drafts } = withRoles(seated, wishes, context);
    const findings = findingsOn(state, from);
    const data = { name, purpose, topics, areas, from, until, instrument, findings };
    const registered = { ...draft(partnershipEvents.registered.type, data, state, context), ...since(from, until ?? null) };
    const accepted = [registered, ...seats.map((seat) => seatDraft(seat, [], state, context)), ...drafts];
    return { accepted: accepted.map((one) => ({ ...one, ...originOf(command) })) };
  },
};

/** What is wrong with a seat beside those told before it; the same told twice counts once. */
function seatProblems(state: PartnershipState, seat: Seat, path: string): InputProblem[] {
  const backwards = reversed(seat) ? [problem(`${path}until`, 'REVERSED_PERIOD', 'must lie after from')] : [];
  const others = seatsBeside(state, seat).filter((one) => !isSameSeat(one, seat));
  const beside = others.length > 0 ? [problem(`${path}party`, 'REPEATED', 'takes part already in that period')] : [];
  return [...backwards, ...outsideItsLife(state, seat.from, path), ...beside];
}

function seatsOf(
  { from: first, until: last }: commands.RegisterPartnership,
  kind: Seat['kind'],
  given: readonly commands.RegisteredSeatInput[],
): Seat[] {
  return given.map(({ party: id, from = first, until = last }) => ({ kind, party: id, from, until: until ?? null }));
}

function wishesOf({ roles = [], from: first, until: last }: commands.RegisterPartnership): RoleWish[] {
  return roles.map(({ role, party: id, post, matter, from = first, until = last }) => ({
    ...{ role, matter, from, until: until ?? null },
    ...(id === undefined ? {} : { party: id }),
    ...(post === undefined ? {} : { post }),
  }));
}

/** Each role is weighed against those told before it. The same told twice counts once. */
function withRoles(
  seated: PartnershipState,
  wishes: readonly RoleWish[],
  context: DecideContext,
): { state: PartnershipState; drafts: EventDraft[] } {
  return wishes.reduce<{ state: PartnershipState; drafts: EventDraft[] }>(
    ({ state, drafts }, wish) => {
      const assignment = assignmentOf(state, wish, context.loaded);
      if (heldAlready(state, assignment)) return { state, drafts };
      const findings = asFindings(objectionsTo(state, assignment, [], context.loaded));
      return { state: takeRole(state, assignment), drafts: [...drafts, assignedDraft(assignment, findings, state, context)] };
    },
    { state: seated, drafts: [] },
  );
}

export function seatDraft(
  { kind, party: id, from, until }: Seat,
  findings: readonly Finding[],
  state: PartnershipState,
  context: DecideContext,
): EventDraft {
  const data = { party: id, from, ...(until === null ? {} : { until }) };
  const { joined, guestAdmitted } = partnershipEvents;
  const said =
    kind === 'MEMBER'
      ? draft(joined.type, { ...data, findings }, state, context, [id])
      : draft(guestAdmitted.type, data, state, context, [id]);
  return { ...said, ...since(from, until) };
}

export const amendPartnership: Rule<commands.AmendPartnership> = {
  subject: ({ partnership }) => partnership,
  decide(command, state, context) {
    const { name, purpose, topics, areas, reason, from = context.today } = command;
    const given = Object.entries({ name, purpose, topics, areas }).filter(([, value]) => value !== undefined);
    if (given.length === 0) return invalid('name', 'NOTHING_TO_AMEND', 'names nothing to amend');
    const current = detailsOn(state, from);
    const same = sameValue({ ...current, ...Object.fromEntries(given) }, current);
    return whenOpen(state, from, context, () => {
      if (same) return { accepted: [] };
      const data = { ...Object.fromEntries(given), from, reason };
      return { accepted: [{ ...draft(partnershipEvents.amended.type, data, state, context), ...since(from) }] };
    });
  },
};

export const correctPartnership: Rule<commands.CorrectPartnership> = {
  subject: ({ partnership }) => partnership,
  decide({ revision, field, value, reason }, state, context) {
    return amongKeepers(state, context, () => {
      if (!isClerical(field)) {
        return refuse(
          'CORRECTION_TOUCHES_TERM',
          'Alleen namen worden gecorrigeerd; wijzig de rest.',
          'Only names are corrected; amend the rest.',
        );
      }
      const named = field === 'NAME' ? state.details : Object.keys(state.roles).flatMap((role) => definitionsOf(state, role));
      const found = named.find((segment) => segment.revision === revision);
      if (!found) return invalid('revision', 'NO_NAME_AT_REVISION', 'set no such name of this partnership');
      if (found.value.name === value) return { accepted: [] };
      return { accepted: [draft(partnershipEvents.corrected.type, { revision, field, value, reason }, state, context)] };
    });
  },
};

export const endPartnership: Rule<commands.EndPartnership> = {
  subject: ({ partnership }) => partnership,
  decide({ on, reason }, state, context) {
    const day = on ?? context.today;
    return amongKeepers(state, context, () => {
      if (state.ended?.on === day) return { accepted: [] };
      if (state.ended) return notNow(`Al beëindigd per ${state.ended.on}.`, `It ended on ${state.ended.on} already.`);
      return (
        notOpen(state, day) ?? {
          accepted: [{ ...draft(partnershipEvents.ended.type, { on: day, reason }, state, context), ...since(day) }],
        }
      );
    });
  },
};

export function partiesNeeded(ids: readonly string[]): Need[] {
  return [...new Set(ids)].map((id) => ({ aggregate: party.name, id }));
}

/** No party is invited, joins or is a guest once it has ended. */
export function endedParty(ids: readonly string[], on: LocalDate, loaded: LoadedStreams): Refused | undefined {
  const ended = ids.map((id) => loaded.of(party, id).state.ended?.on).find((day) => day !== undefined && day <= on);
  return ended === undefined ? undefined : refuse('PARTY_ENDED', `De partij is per ${ended} beëindigd.`, `The party ended on ${ended}.`);
}

function formedAlready(from: LocalDate): Invalid | Refused {
  return notNow(`Het is gevormd per ${from}.`, `It was formed on ${from}.`);
}
