import type { Finding } from '../../../law/rules.js';
import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Origin } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { NOTHING, segmentAt, set, type Timeline } from '../../../ledger/timeline.js';
import { written, type WrittenText } from '../../free-text.js';
import {
  responsibilityEvents,
  type Assignee,
  type ClericalField,
  type RaciRole,
  type ResponsibilityEvent,
  type TransferSide,
} from './responsibility-events.js';

/** How an assignment stands on a day; it counts only IN_FORCE. */
export const AssignmentStatus = {
  AWAITING_ACCEPTANCE: 'AWAITING_ACCEPTANCE',
  NOT_YET: 'NOT_YET',
  IN_FORCE: 'IN_FORCE',
  DECLINED: 'DECLINED',
  TRANSFERRED: 'TRANSFERRED',
  RELEASED: 'RELEASED',
  ENDED: 'ENDED',
} as const;
export type AssignmentStatus = (typeof AssignmentStatus)[keyof typeof AssignmentStatus];

export interface Assignment {
  readonly assignment: number;
  readonly role: RaciRole;
  readonly assignee: Assignee;
  /** Day of the assignment; what it says of itself begins here. */
  readonly on: LocalDate;
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  readonly standing: Timeline<AssignmentStatus>;
  readonly acceptedOn?: LocalDate;
  readonly declined?: { readonly on: LocalDate; readonly reason: WrittenText };
  readonly released?: { readonly from: LocalDate; readonly reason: string };
  readonly origin: Origin;
}

export interface Transfer {
  readonly transfer: number;
  readonly assignment: number;
  readonly assignee: Assignee;
  readonly on: LocalDate;
  readonly from: LocalDate;
  readonly agreed: readonly TransferSide[];
  readonly settled?: { readonly on: LocalDate; readonly outcome: 'TRANSFERRED' | 'DECLINED' };
}

export interface Tuning {
  readonly party: string;
  readonly tunedWith: readonly string[];
  readonly ownInterest: string;
  /** How the own interest gives way to the social result. */
  readonly yields: string;
  readonly on: LocalDate;
}

type Defined = Extract<ResponsibilityEvent, { type: 'ResponsibilityDefined' }>['data'];

export interface ResponsibilityState {
  readonly definition?: Defined;
  readonly assignments: readonly Assignment[];
  readonly transfers: readonly Transfer[];
  readonly tunings: readonly Tuning[];
  readonly corrections: readonly { readonly field: ClericalField; readonly value: string; readonly reason: string }[];
  readonly findings: readonly Finding[];
  /** The day of each of those findings, in the same order. */
  readonly foundOn: readonly LocalDate[];
  readonly ended?: { readonly from: LocalDate; readonly reason: string };
  /** Every party that an event of it was written for. */
  readonly readers: readonly string[];
}

export const responsibility: Aggregate<ResponsibilityState, ResponsibilityEvent> = {
  name: 'responsibility',
  events: Object.values(responsibilityEvents),
  initial: { assignments: [], transfers: [], tunings: [], corrections: [], findings: [], foundOn: [], readers: [] },
  evolve(state, event) {
    const next = evolve(state, event);
    const readers = event.envelope.audience.parties.filter((party) => !state.readers.includes(party));
    const { findings, on } = 'findings' in event.data ? event.data : { findings: [], on: '' };
    const foundOn = [...next.foundOn, ...findings.map(() => on)];
    return { ...next, readers: [...next.readers, ...readers], findings: [...next.findings, ...findings], foundOn };
  },
};

function evolve(state: ResponsibilityState, event: ResponsibilityEvent): ResponsibilityState {
  const { revision } = event.envelope;
  switch (event.type) {
    case 'ResponsibilityDefined':
      return { ...state, definition: event.data };
    case 'ResponsibilityAccountableAssigned':
      return assigned(state, 'ACCOUNTABLE', event);
    case 'ResponsibilityResponsibleAssigned':
      return assigned(state, 'RESPONSIBLE', event);
    case 'ResponsibilityConsultedAdded':
      return assigned(state, 'CONSULTED', event);
    case 'ResponsibilityInformedAdded':
      return assigned(state, 'INFORMED', event);
    case 'ResponsibilityAccepted':
      return changed(state, event.data.assignment, (one) => accepted(one, event.data.on, revision));
    case 'ResponsibilityDeclined': {
      const { assignment, on } = event.data;
      const declined = { on, reason: written(event, 'reason') };
      return changed(state, assignment, (one) => ({ ...stands(one, 'DECLINED', on, revision), declined }));
    }
    case 'ResponsibilityTransferProposed':
      return { ...state, transfers: [...state.transfers, event.data] };
    case 'ResponsibilityTransferAgreed': {
      const { transfer, side } = event.data;
      return onTransfer(state, transfer, (one) => ({ ...one, agreed: [...one.agreed, side] }));
    }
    case 'ResponsibilityTransferDeclined': {
      const { transfer, on } = event.data;
      return onTransfer(state, transfer, (one) => ({ ...one, settled: { on, outcome: 'DECLINED' } }));
    }
    case 'ResponsibilityTransferred':
      return transferred(state, event);
    case 'ResponsibilityReleased': {
      const { assignment, from, reason } = event.data;
      return changed(state, assignment, (one) => ({ ...stands(one, 'RELEASED', from, revision), released: { from, reason } }));
    }
    case 'ResponsibilityTuned':
      return { ...state, tunings: [...state.tunings, event.data] };
    case 'ResponsibilityCorrected':
      return { ...state, corrections: [...state.corrections, event.data] };
    case 'ResponsibilityEnded': {
      const { from, reason } = event.data;
      return { ...state, ended: { from, reason }, assignments: state.assignments.map((one) => stands(one, 'ENDED', from, revision)) };
    }
    default:
      return event satisfies never;
  }
}

type Assigned = Extract<ResponsibilityEvent, { type: 'ResponsibilityAccountableAssigned' | 'ResponsibilityTransferred' }>;
type AssignedData = Pick<Assigned['data'], 'assignment' | 'assignee' | 'on' | 'from' | 'until'>;

function assigned(state: ResponsibilityState, role: RaciRole, { data, envelope }: { data: AssignedData } & Pick<Assigned, 'envelope'>) {
  const { until = null, assignment, assignee, on, from } = data;
  const awaiting: Timeline<AssignmentStatus> = set<AssignmentStatus>(NOTHING, {
    from: on,
    to: 'open',
    value: 'AWAITING_ACCEPTANCE',
    revision: envelope.revision,
  });
  const standing =
    until === null ? awaiting : set<AssignmentStatus>(awaiting, { from: until, to: 'open', value: 'ENDED', revision: envelope.revision });
  const made: Assignment = { assignment, assignee, on, from, until, role, standing, origin: envelope.origin };
  return { ...state, assignments: [...state.assignments, state.ended ? stands(made, 'ENDED', state.ended.from, envelope.revision) : made] };
}

/** Counts from its acceptance, or from its first day when that is later. What ended or released it before stays so. */
function accepted(one: Assignment, on: LocalDate, revision: number): Assignment {
  const wait = one.standing.find(({ value }) => value === 'AWAITING_ACCEPTANCE');
  if (!wait) return one;
  const start = on > wait.from ? on : wait.from;
  const to = wait.until ?? ('open' as const);
  const taken = set<AssignmentStatus>(one.standing, { from: start, to, value: one.from > start ? 'NOT_YET' : 'IN_FORCE', revision });
  const first = wait.until === null || one.from < wait.until ? one.from : wait.until;
  return {
    ...one,
    acceptedOn: on,
    standing: first > start ? set<AssignmentStatus>(taken, { from: first, to, value: 'IN_FORCE', revision }) : taken,
  };
}

function transferred(state: ResponsibilityState, event: Extract<ResponsibilityEvent, { type: 'ResponsibilityTransferred' }>) {
  const { transfer, assignment, to, on, from } = event.data;
  const { revision } = event.envelope;
  const giver = state.assignments.find((one) => one.assignment === assignment);
  const handed = changed(state, assignment, (one) => stands(one, 'TRANSFERRED', from, revision));
  const taken = assigned(handed, giver?.role ?? 'ACCOUNTABLE', { ...event, data: { ...event.data, assignment: to } });
  const accepting = changed(taken, to, (one) => accepted(one, on, revision));
  return transfer === undefined
    ? accepting
    : onTransfer(accepting, transfer, (one) => ({ ...one, agreed: ['giver', 'receiver'], settled: { on, outcome: 'TRANSFERRED' } }));
}

/** From a day on it stands otherwise, for good; before its own first day there is nothing to change. */
function stands(one: Assignment, value: AssignmentStatus, day: LocalDate, revision: number): Assignment {
  return { ...one, standing: set(one.standing, { from: day > one.on ? day : one.on, to: 'open', value, revision }) };
}

function changed(state: ResponsibilityState, number: number, change: (one: Assignment) => Assignment): ResponsibilityState {
  return { ...state, assignments: state.assignments.map((one) => (one.assignment === number ? change(one) : one)) };
}

function onTransfer(state: ResponsibilityState, number: number, change: (one: Transfer) => Transfer): ResponsibilityState {
  return { ...state, transfers: state.transfers.map((one) => (one.transfer === number ? change(one) : one)) };
}

export function statusOn({ standing }: Pick<Assignment, 'standing'>, date: LocalDate): AssignmentStatus | undefined {
  return segmentAt(standing, date)?.value;
}
