import type { Audience, Period } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains, intersect } from '../../../ledger/period.js';
import { NOTHING, type Timeline } from '../../../ledger/timeline.js';
import type { WrittenText } from '../../free-text.js';
import type { PartnershipOutlook, PartnershipScale, SeatKind } from './partnership-kinds.js';

export interface PartnershipDetails {
  readonly name: string;
  readonly purpose: string;
  readonly topics: readonly string[];
  readonly areas: readonly string[];
}

/** A party's place at the table, as a member or as a guest. */
export interface Seat extends Period {
  readonly kind: SeatKind;
  readonly party: string;
  /** Why it left. */
  readonly reason?: WrittenText;
}

export interface RoleDefinition {
  readonly name?: string | undefined;
  readonly deciding: boolean;
  readonly purpose: string;
  readonly accountabilities: readonly string[];
  readonly domain?: string | undefined;
}

export interface Assignee {
  readonly kind: 'party' | 'post';
  readonly id: string;
}

export interface Assignment extends Period {
  readonly assignment: number;
  readonly role: string;
  readonly assignee: Assignee;
  readonly bearer: string;
  readonly seat?: { readonly party: string; readonly kind: SeatKind } | undefined;
  readonly deciding: boolean;
  readonly matter?: string | undefined;
  readonly tensionMatrix: string;
  /** Why it was ended. */
  readonly reason?: WrittenText;
}

export interface DeclaredTension {
  readonly tension: number;
  readonly bearer: string;
  readonly roles: readonly string[];
  readonly declaration?: WrittenText | undefined;
  readonly dilemma?: string | undefined;
  readonly from: LocalDate;
  readonly audience: Audience;
}

export interface WorkingRules {
  readonly rules: readonly string[];
  readonly agreedBy: readonly string[];
}

export interface Scale {
  readonly scale: PartnershipScale;
  readonly reason: string;
}

export interface ProcessStep {
  readonly name: string;
  readonly roles: readonly string[];
  readonly description?: string | undefined;
}

export interface Review {
  readonly review: number;
  readonly on: LocalDate;
  readonly between: readonly string[];
  readonly text: WrittenText;
  readonly nextReview?: LocalDate | undefined;
  readonly audience: Audience;
}

export interface PartnershipEvaluation {
  readonly on: LocalDate;
  readonly conclusion: string;
  readonly outlook: PartnershipOutlook;
  readonly evaluation?: string | undefined;
}

export interface PartnershipState {
  /** First day: of the proposal, or since when it was as registered. */
  readonly from?: LocalDate;
  readonly formed?: { readonly from: LocalDate };
  readonly ended?: { readonly on: LocalDate; readonly reason?: string };
  readonly registered: boolean;
  readonly initiator?: string;
  readonly details: Timeline<PartnershipDetails>;
  /** Parties whose invitation stands open. */
  readonly invited: readonly string[];
  readonly seats: readonly Seat[];
  readonly roles: Readonly<Record<string, Timeline<RoleDefinition>>>;
  readonly assignments: readonly Assignment[];
  readonly tensions: readonly DeclaredTension[];
  readonly workingRules: Timeline<WorkingRules>;
  readonly scale: Timeline<Scale>;
  readonly process: Timeline<readonly ProcessStep[]>;
  readonly reviews: readonly Review[];
  readonly evaluations: readonly PartnershipEvaluation[];
}

export const INITIAL: PartnershipState = {
  registered: false,
  details: NOTHING,
  invited: [],
  seats: [],
  roles: {},
  assignments: [],
  tensions: [],
  workingRules: NOTHING,
  scale: NOTHING,
  process: NOTHING,
  reviews: [],
  evaluations: [],
};

/** Members on a day, each once. */
export function membersOn({ seats }: Pick<PartnershipState, 'seats'>, on: LocalDate): string[] {
  return [...new Set(seats.filter((seat) => seat.kind === 'MEMBER' && contains(seat, on)).map(({ party }) => party))];
}

/** Seats a party already has in that period: one at a time. A guest may become a member, no member is a guest beside it. */
export function seatsBeside({ seats }: Pick<PartnershipState, 'seats'>, seat: Seat): Seat[] {
  return seats.filter((one) => one.party === seat.party && (one.kind === seat.kind || one.kind === 'MEMBER') && intersect(one, seat));
}

export function isSameSeat(one: Seat, other: Seat): boolean {
  return one.kind === other.kind && one.party === other.party && one.from === other.from && one.until === other.until;
}

export function assignmentsOn({ assignments }: Pick<PartnershipState, 'assignments'>, on: LocalDate): Assignment[] {
  return assignments.filter((one) => contains(one, on));
}

/** The parties that are or were its members, or may become one. */
export function partnersOf({ initiator, seats, invited }: Pick<PartnershipState, 'initiator' | 'seats' | 'invited'>): string[] {
  const members = seats.filter(({ kind }) => kind === 'MEMBER').map(({ party }) => party);
  return [...new Set([...(initiator ? [initiator] : []), ...members, ...invited])];
}
