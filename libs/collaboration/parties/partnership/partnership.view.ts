import type { Finding } from '../../../law/rules.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { isEmpty } from '../../../ledger/period.js';
import { at, type Segment } from '../../../ledger/timeline.js';
import { ALWAYS, BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition } from '../../../views/view-definition.js';
import { findingTable } from '../../findings/finding-table.js';
import { throughDays, type OpenFinding } from '../../findings/open-finding.js';
import { findingsOn } from './partnership-findings.js';
import {
  membersOn,
  partnersOf,
  type Assignment,
  type DeclaredTension,
  type PartnershipDetails,
  type PartnershipEvaluation,
  type PartnershipState,
  type ProcessStep,
  type Review,
  type RoleDefinition,
  type Scale,
  type Seat,
  type WorkingRules,
} from './partnership-state.js';
import { definitionOn, detailsOn, partnership } from './partnership.js';

export const PartnershipStatus = { PROPOSED: 'PROPOSED', ACTIVE: 'ACTIVE', ENDED: 'ENDED' } as const;
export type PartnershipStatus = (typeof PartnershipStatus)[keyof typeof PartnershipStatus];

/** What the API shows of a partnership on a date; who takes part and in which roles stands in tables of their own. */
export interface PartnershipDoc extends PartnershipDetails {
  readonly status: PartnershipStatus;
  readonly registered: boolean;
  readonly initiator?: string | undefined;
  readonly formedFrom?: LocalDate | undefined;
  readonly endedOn?: LocalDate | undefined;
  readonly endReason?: string | undefined;
  readonly workingRules?: WorkingRules | undefined;
  readonly scale?: Scale | undefined;
  readonly process: readonly ProcessStep[];
  readonly definitions: readonly (RoleDefinition & { readonly role: string })[];
  readonly evaluations: readonly PartnershipEvaluation[];
  readonly findings: readonly Finding[];
  readonly memberParties: readonly string[];
}
export type SeatDoc = Seat;
export interface RoleDoc extends Assignment {
  readonly partnership: string;
  /** Of a local role: what it was called when it was assigned. */
  readonly name?: string | undefined;
}

/** Public once it was formed; until then between the initiator, those it invited and those who take part. */
function audienceOf(state: PartnershipState): Audience {
  if (state.formed) return { level: 'public', parties: [] };
  return { level: 'partners', parties: [...new Set([...partnersOf(state), ...state.seats.map(({ party }) => party)])] };
}

/** One row per stretch of days on which nothing of it changes, from the first day on. */
const partnerships: TableDefinition<PartnershipState> = {
  name: 'partnership',
  version: 1,
  columns: { name: 'text', status: 'text', topics: 'text', areas: 'text' },
  orders: [['name'], ['status', 'name']],
  reads: [
    'assignments',
    'details',
    'ended',
    'evaluations',
    'formed',
    'from',
    'initiator',
    'invited',
    'process',
    'roles',
    'scale',
    'seats',
    'tensions',
    'workingRules',
  ],
  rows(state) {
    const starts = firstDays(state);
    const audience = audienceOf(state);
    return starts.map((validFrom, index) => {
      const { name, topics, areas } = detailsOn(state, validFrom);
      const columns = { name, status: statusOn(state, validFrom), topics: listed(topics), areas: listed(areas) };
      return { key: '', validFrom, validTo: starts[index + 1] ?? END_OF_TIME, audience, columns, doc: () => docOn(state, validFrom) };
    });
  },
};

/** Members and guests while they take part. Somebody who left on the first day was never there. */
const seats: TableDefinition<PartnershipState> = {
  name: 'partnership_seat',
  version: 1,
  columns: { kind: 'text', party: 'text' },
  orders: [['party']],
  reads: ['ended', 'formed', 'initiator', 'invited', 'seats'],
  rows: (state) =>
    whileItLasts(state, state.seats).map(({ one, until }) => ({
      key: `${one.kind} ${one.party} ${one.from}`,
      validFrom: one.from,
      validTo: until ?? END_OF_TIME,
      audience: audienceOf(state),
      columns: { kind: one.kind, party: one.party },
      doc: (): SeatDoc => ({ ...one, until }),
    })),
};

/** Every role ever held, with its days as columns: who has which on a day, and a party's roles through time, are one question. */
const roles: TableDefinition<PartnershipState> = {
  name: 'partnership_role',
  version: 1,
  columns: { role: 'text', party: 'text', assignee: 'text', from_date: 'text', until_date: 'text' },
  orders: [['from_date'], ['party', 'from_date']],
  reads: ['assignments', 'ended', 'formed', 'initiator', 'invited', 'seats'],
  rows: (state, id) =>
    whileItLasts(state, state.assignments).map(({ one, until }) => ({
      key: String(one.assignment),
      ...ALWAYS,
      audience: audienceOf(state),
      columns: { role: one.role, party: one.bearer, assignee: one.assignee.id, from_date: one.from, until_date: until ?? END_OF_TIME },
      doc: (): RoleDoc => ({ ...one, until, partnership: id, name: definitionOn(state, one.role, one.from)?.name }),
    })),
};

export type TensionDoc = Omit<DeclaredTension, 'audience'>;
export type ReviewDoc = Omit<Review, 'audience'>;

/** Open invitations, declared tensions and reviews of the relationship: for the partners. */
const shared: TableDefinition<PartnershipState> = {
  name: 'partnership_shared',
  version: 1,
  columns: { kind: 'text', number: 'integer' },
  orders: [],
  reads: ['from', 'initiator', 'invited', 'reviews', 'seats', 'tensions'],
  rows: (state) => [
    ...state.invited.map((party, index) => {
      const audience: Audience = { level: 'partners', parties: partnersOf(state) };
      return sharedRow('INVITATION', { number: index + 1, from: state.from ?? BEGIN_OF_TIME, audience, doc: { party } });
    }),
    ...state.tensions.map(({ audience, ...doc }) => sharedRow('TENSION', { number: doc.tension, from: doc.from, audience, doc })),
    ...state.reviews.map(({ audience, ...doc }) => sharedRow('REVIEW', { number: doc.review, from: doc.on, audience, doc })),
  ],
};

function partnershipFindings(state: PartnershipState): OpenFinding[] {
  if (state.from === undefined) return [];
  const more = { audience: audienceOf(state), parties: partnersOf(state) };
  return throughDays(inOrder(state.from, daysOfFindings(state)), (day) => findingsOn(state, day)).map((one) => ({ ...one, ...more }));
}

export const partnershipProjection: Projection<PartnershipState> = {
  aggregate: partnership,
  tables: [
    partnerships,
    seats,
    roles,
    shared,
    findingTable(partnership, partnershipFindings, [
      'assignments',
      'ended',
      'formed',
      'from',
      'initiator',
      'invited',
      'seats',
      'tensions',
      'workingRules',
    ]),
  ],
};

function sharedRow(kind: string, { number, from, audience, doc }: { number: number; from: LocalDate; audience: Audience; doc: unknown }) {
  return { key: `${kind} ${number}`, validFrom: from, validTo: END_OF_TIME, audience, columns: { kind, number }, doc: () => doc };
}

/** What holds no longer than the partnership itself. */
function whileItLasts<T extends { readonly from: LocalDate; readonly until: LocalDate | null }>(
  { ended }: PartnershipState,
  given: readonly T[],
): { one: T; until: LocalDate | null }[] {
  return given
    .map((one) => ({ one, until: ended && (one.until === null || ended.on < one.until) ? ended.on : one.until }))
    .filter(({ one: { from }, until }) => !isEmpty({ from, until }));
}

function firstDays(state: PartnershipState): LocalDate[] {
  const { from: first, details, scale, process, roles, evaluations } = state;
  if (first === undefined) return [];
  const days = [...turnsOf([...details, ...scale, ...process, ...Object.values(roles).flat()]), ...evaluations.map(({ on }) => on)];
  return inOrder(first, [...days, ...daysOfFindings(state)]);
}

/** Days on which it may turn out otherwise whether all is in order. */
function daysOfFindings({ formed, ended, workingRules, seats: seated, assignments, tensions }: PartnershipState): LocalDate[] {
  const days = [formed?.from, ended?.on].filter((day) => day !== undefined);
  return [...days, ...turnsOf(workingRules), ...turnsOf(seated), ...turnsOf(assignments), ...tensions.map(({ from }) => from)];
}

function turnsOf(stretches: readonly Pick<Segment<unknown>, 'from' | 'until'>[]): LocalDate[] {
  return stretches.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
}

function inOrder(first: LocalDate, days: readonly LocalDate[]): LocalDate[] {
  return [...new Set([first, ...days.filter((day) => day > first)])].sort();
}

function statusOn({ formed, ended }: PartnershipState, on: LocalDate): PartnershipStatus {
  if (ended && ended.on <= on) return 'ENDED';
  return formed && formed.from <= on ? 'ACTIVE' : 'PROPOSED';
}

function docOn(state: PartnershipState, on: LocalDate): PartnershipDoc {
  const { formed, ended, registered, initiator } = state;
  const status = statusOn(state, on);
  const definitions = Object.keys(state.roles).flatMap((role) => {
    const definition = definitionOn(state, role, on);
    return definition ? [{ role, ...definition }] : [];
  });
  return {
    ...detailsOn(state, on),
    status,
    ...{ registered, initiator, formedFrom: formed?.from, definitions },
    endedOn: ended?.on,
    endReason: ended?.reason,
    workingRules: at(state.workingRules, on),
    scale: at(state.scale, on),
    process: at(state.process, on) ?? [],
    evaluations: state.evaluations.filter((one) => one.on <= on),
    findings: findingsOn(state, on),
    memberParties: status === 'ENDED' ? [] : membersOn(state, on),
  };
}

/** For a search on one of them: `|noord|centrum|`. */
function listed(values: readonly string[]): string {
  return `|${values.join('|')}|`;
}
