import type { Aggregate } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains, earlierEnd } from '../../../ledger/period.js';
import { correct, set, type Timeline } from '../../../ledger/timeline.js';
import { written, type WrittenText } from '../../free-text.js';
import { partnershipEvents, type PartnershipEvent } from './partnership-events.js';
import type { SeatKind } from './partnership-kinds.js';
import {
  INITIAL,
  type Assignment,
  type PartnershipDetails,
  type PartnershipState,
  type RoleDefinition,
  type Seat,
} from './partnership-state.js';

export const partnership: Aggregate<PartnershipState, PartnershipEvent> = {
  name: 'partnership',
  events: Object.values(partnershipEvents),
  initial: INITIAL,
  evolve,
};

function evolve(state: PartnershipState, event: PartnershipEvent): PartnershipState {
  const { revision, audience } = event.envelope;
  switch (event.type) {
    case 'PartnershipProposed': {
      const { initiator, invited, from, ...value } = event.data;
      const seated = takeSeat(state, { kind: 'MEMBER', party: initiator, from, until: null });
      return { ...seated, from, initiator, invited, details: set(state.details, { from, to: 'open', value, revision }) };
    }
    case 'PartnershipFormed':
      return { ...state, formed: { from: event.data.from } };
    case 'PartnershipRegistered': {
      const { from, until, instrument: _, findings: __, ...value } = event.data;
      const ended = until === undefined ? {} : { ended: { on: until } };
      return { ...state, from, formed: { from }, ...ended, registered: true, details: set(state.details, { from, value, revision }) };
    }
    case 'PartnershipAmended': {
      const { from, reason: _, ...changes } = event.data;
      return { ...state, details: set(state.details, { from, value: { ...detailsOn(state, from), ...changes }, revision }) };
    }
    case 'PartnershipCorrected':
      return corrected(state, event.data);
    case 'PartnershipMemberInvited':
      return { ...state, invited: [...new Set([...state.invited, event.data.party])] };
    case 'PartnershipMemberJoined':
      return takeSeat(state, { kind: 'MEMBER', ...event.data, until: event.data.until ?? null });
    case 'PartnershipGuestAdmitted':
      return takeSeat(state, { kind: 'GUEST', ...event.data, until: event.data.until ?? null });
    case 'PartnershipMemberLeft':
      return leaveSeat(state, { kind: 'MEMBER', ...event.data, reason: written(event, 'reason') });
    case 'PartnershipGuestLeft':
      return leaveSeat(state, { kind: 'GUEST', ...event.data, reason: written(event, 'reason') });
    case 'PartnershipRoleDefined': {
      const { role, from, ...value } = event.data;
      return { ...state, roles: { ...state.roles, [role]: set(definitionsOf(state, role), { from, value, revision }) } };
    }
    case 'PartnershipRoleAssigned': {
      const { findings: _, until, ...data } = event.data;
      return takeRole(state, { ...data, until: until ?? null });
    }
    case 'PartnershipRoleAssignmentEnded': {
      const { assignment, on } = event.data;
      const end = (one: Assignment) => ({ ...one, until: earlierEnd(one.until, on), reason: written(event, 'reason') });
      return { ...state, assignments: state.assignments.map((one) => (one.assignment === assignment ? end(one) : one)) };
    }
    case 'PartnershipRoleTensionDeclared': {
      const { person: _, tensionMatrix: __, declaration, ...data } = event.data;
      const said = declaration === undefined ? {} : { declaration: written(event, 'declaration') };
      return { ...state, tensions: [...state.tensions, { ...data, ...said, audience }] };
    }
    case 'PartnershipEnded':
      return { ...state, ended: event.data };
    default:
      return arranged(state, event);
  }
}

type Arranging = Extract<
  PartnershipEvent['type'],
  | 'PartnershipWorkingRulesAgreed'
  | 'PartnershipScaleChosen'
  | 'PartnershipProcessPictured'
  | 'PartnershipRelationshipReviewed'
  | 'PartnershipEvaluated'
>;

/** How the partners work together, and how they look back on it. */
function arranged(state: PartnershipState, event: Extract<PartnershipEvent, { type: Arranging }>): PartnershipState {
  const { revision, audience } = event.envelope;
  switch (event.type) {
    case 'PartnershipWorkingRulesAgreed': {
      const { rules, agreedBy, from } = event.data;
      return { ...state, workingRules: set(state.workingRules, { from, value: { rules, agreedBy }, revision }) };
    }
    case 'PartnershipScaleChosen': {
      const { from, ...value } = event.data;
      return { ...state, scale: set(state.scale, { from, value, revision }) };
    }
    case 'PartnershipProcessPictured':
      return { ...state, process: set(state.process, { from: event.data.from, value: event.data.steps, revision }) };
    case 'PartnershipRelationshipReviewed': {
      const { person: _, ...data } = event.data;
      return { ...state, reviews: [...state.reviews, { ...data, text: written(event, 'text'), audience }] };
    }
    case 'PartnershipEvaluated':
      return { ...state, evaluations: [...state.evaluations, event.data] };
    default:
      return event satisfies never;
  }
}

export function takeSeat(state: PartnershipState, { kind, party, from, until }: Seat): PartnershipState {
  const invited = kind === 'MEMBER' ? state.invited.filter((one) => one !== party) : state.invited;
  return { ...state, invited, seats: [...state.seats, { kind, party, from, until }] };
}

export function takeRole(state: PartnershipState, assignment: Assignment): PartnershipState {
  return { ...state, assignments: [...state.assignments, assignment] };
}

/**
 * Whoever leaves takes the roles along that rest on the seat, also those that were to start later: a party that comes back later
 * is given its roles anew, so that nothing that was filled in the meantime is held twice.
 */
function leaveSeat(
  state: PartnershipState,
  { kind, party, on, reason }: { kind: SeatKind; party: string; on: LocalDate; reason: WrittenText },
) {
  const left = state.seats.filter((seat) => seat.kind === kind && seat.party === party && contains(seat, on));
  const rests = ({ seat, from }: Assignment) => seat?.party === party && seat.kind === kind && left.some((one) => contains(one, from));
  const end = (one: Assignment): Assignment => ({ ...one, until: earlierEnd(one.until, on > one.from ? on : one.from) });
  return {
    ...state,
    seats: state.seats.map((seat) => (left.includes(seat) ? { ...seat, until: on, reason } : seat)),
    assignments: state.assignments.map((one) => (rests(one) ? end(one) : one)),
  };
}

function corrected(
  state: PartnershipState,
  { revision, field, value }: { revision: number; field: 'NAME' | 'ROLE_NAME'; value: string },
): PartnershipState {
  const name = <T extends { readonly name?: string | undefined }>(one: T): T => ({ ...one, name: value });
  if (field === 'NAME') return { ...state, details: correct(state.details, revision, name<PartnershipDetails>) };
  const roles = Object.entries(state.roles).map(([role, definitions]) => [role, correct(definitions, revision, name<RoleDefinition>)]);
  return { ...state, roles: Object.fromEntries(roles) as PartnershipState['roles'] };
}

/** The details on a day, or the earliest known before it; nameless only in a stream without a beginning. */
export function detailsOn({ details }: PartnershipState, date: LocalDate): PartnershipDetails {
  const segment = details.findLast(({ from }) => from <= date) ?? details[0];
  return segment?.value ?? { name: '', purpose: '', topics: [], areas: [] };
}

export function definitionsOf({ roles }: PartnershipState, role: string): Timeline<RoleDefinition> {
  return Object.hasOwn(roles, role) ? (roles[role] ?? []) : [];
}

/** The role as defined on a day; undefined where this partnership says nothing of it. */
export function definitionOn(state: PartnershipState, role: string, date: LocalDate): RoleDefinition | undefined {
  return definitionsOf(state, role).findLast(({ from }) => from <= date)?.value;
}
