import type { Finding } from '../../../law/rules.js';
import type { Audience, Origin } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import type { SealedText } from '../../../ledger/sealing.js';
import { NOTHING, type Timeline } from '../../../ledger/timeline.js';
import type { ProposalData } from './agreement-events.js';
import type {
  AgreementKind,
  AnswerKind,
  ClericalAgreementField,
  EvidenceKind,
  RecalibrationOutcome,
  TerminationManner,
} from './agreement-kinds.js';
import type { Commitment, Terms } from './agreement-terms.js';

export interface Nature {
  readonly kind: AgreementKind;
  readonly statutoryBasis?: string | undefined;
  readonly legalPerson: boolean;
}

export type Municipal = ProposalData['municipal'][number];

/** A text on the table. What happens to it later ends it: another proposal, its conclusion, or its withdrawal. */
export interface Proposal extends Pick<ProposalData, 'version' | 'hash' | 'terms' | 'by' | 'rationale'> {
  readonly number: number;
  readonly kind: 'PROPOSAL' | 'COUNTER_PROPOSAL' | 'AMENDMENT' | 'REGISTERED';
  readonly on: LocalDate;
  readonly pin: Pin;
  readonly ended?: { readonly on: LocalDate; readonly as: 'SUPERSEDED' | 'CONCLUDED' | 'WITHDRAWN' };
}

/** What a party said to a proposal. The latest counts, except that joint signatories add up. */
export interface Answer {
  readonly proposal: number;
  readonly party: string;
  readonly kind: AnswerKind;
  readonly on: LocalDate;
  readonly revision: number;
  readonly post?: string | undefined;
  readonly mandate?: string | undefined;
  /** Pseudonymous id of whoever signed. */
  readonly actor?: string | undefined;
  readonly awaits: readonly string[];
  readonly text?: string | undefined;
}

export interface LinkedDecision {
  readonly proposal: number;
  readonly party: string;
  readonly decision: string;
  readonly pin: Pin;
  readonly decidedOn: LocalDate;
  readonly on: LocalDate;
}

/** A text that binds. */
export interface Version {
  readonly number: number;
  readonly proposal: number;
  readonly hash: string;
  readonly terms: Terms;
  readonly concludedOn: LocalDate;
  readonly from: LocalDate;
  readonly pin: Pin;
  readonly origin: Origin;
}

export interface AgreementCorrection {
  readonly versions: readonly number[];
  readonly field: ClericalAgreementField;
  readonly item?: string | undefined;
  readonly was: string;
  readonly value: string;
  readonly reason: string;
  readonly hash: string;
  readonly on: LocalDate;
  readonly revision: number;
}

/** What became of one due day of a commitment, in the order recorded. */
export interface CommitmentFact {
  readonly commitment: string;
  readonly due: LocalDate | null;
  readonly kind: 'REPORTED' | 'CONFIRMED' | 'DISPUTED' | 'BREACHED' | 'WAIVED';
  /** Of a report or its confirmation: the day it was met. */
  readonly on: LocalDate;
  readonly by: string;
  readonly text?: string | undefined;
  readonly audience: Audience;
}

export interface PersonalValue {
  readonly item: string;
  readonly commitment: string;
  readonly opening: { readonly text: string | SealedText; readonly event: string; readonly field: string };
  readonly audience: Audience;
}

export interface Evidence {
  readonly kind: EvidenceKind;
  readonly pin: Pin;
}

export interface Recalibration {
  readonly number: number;
  readonly startedOn: LocalDate;
  /** The version in force, or concluded last, when it started. */
  readonly startedAt: number;
  readonly question: string;
  readonly evidence: readonly Evidence[];
  readonly outcome?: {
    readonly outcome: RecalibrationOutcome;
    readonly on: LocalDate;
    readonly motivation: string;
    readonly version?: number;
  };
}

export interface Termination {
  readonly from: LocalDate;
  readonly by: string;
  readonly manner: TerminationManner;
  readonly reason: string;
  readonly legalGround: readonly string[];
  readonly decision?: string | undefined;
}

export interface AgreementState {
  /** Absent before the first event. */
  readonly nature?: Nature;
  readonly drafters: readonly string[];
  readonly readers: readonly string[];
  readonly municipal: readonly Municipal[];
  /** What is being written; proposals leave it as it was. */
  readonly draft?: { readonly terms: Terms; readonly on: LocalDate };
  readonly proposals: readonly Proposal[];
  readonly answers: readonly Answer[];
  readonly decisions: readonly LinkedDecision[];
  readonly personal: readonly PersonalValue[];
  readonly farReaching: readonly { readonly party: string; readonly reason: string }[];
  readonly councilHeard: readonly { readonly party: string; readonly on: LocalDate; readonly reference: string }[];
  readonly versions: readonly Version[];
  /** Number of the version in force, day by day. */
  readonly inForce: Timeline<number>;
  readonly corrections: readonly AgreementCorrection[];
  readonly suspended: Timeline<true>;
  /** Ends that an option in the agreement moved, with the version they were taken under. */
  readonly extensions: readonly { readonly until: LocalDate; readonly version: number; readonly clause: string; readonly reason: string }[];
  readonly terminated?: Termination;
  readonly determined?: { readonly amountCents: number; readonly decision: string; readonly on: LocalDate };
  readonly reclaimed: readonly { readonly amountCents: number; readonly decision: string; readonly on: LocalDate }[];
  readonly acceded: readonly { readonly party: string; readonly from: LocalDate }[];
  readonly exited: readonly { readonly party: string; readonly from: LocalDate; readonly reason: string }[];
  readonly added: readonly { readonly commitment: Commitment; readonly from: LocalDate }[];
  readonly facts: readonly CommitmentFact[];
  readonly risks: readonly {
    readonly number: number;
    readonly on: LocalDate;
    readonly text: string;
    readonly owner?: string | undefined;
    readonly mitigation?: string;
  }[];
  readonly recalibrations: readonly Recalibration[];
  readonly evaluations: readonly {
    readonly on: LocalDate;
    readonly by: string;
    readonly conclusion: string;
    readonly evidence: readonly Evidence[];
  }[];
  readonly noted: readonly string[];
  readonly findings: readonly Finding[];
  /** The day of each of those findings, in the same order. */
  readonly foundOn: readonly LocalDate[];
}

export const NO_AGREEMENT: AgreementState = {
  drafters: [],
  readers: [],
  municipal: [],
  proposals: [],
  answers: [],
  decisions: [],
  personal: [],
  farReaching: [],
  councilHeard: [],
  versions: [],
  inForce: NOTHING,
  corrections: [],
  suspended: NOTHING,
  extensions: [],
  reclaimed: [],
  acceded: [],
  exited: [],
  added: [],
  facts: [],
  risks: [],
  recalibrations: [],
  evaluations: [],
  noted: [],
  findings: [],
  foundOn: [],
};

/** The proposal that can be answered now. */
export function openProposal({ proposals }: AgreementState): Proposal | undefined {
  const last = proposals.at(-1);
  return last && !last.ended ? last : undefined;
}

/** Names a deadline that was noted, so that it is noted once. */
export function noteOf(what: 'START' | 'EXPIRY' | 'OVERDUE', name: string, on: LocalDate): string {
  return `${what} ${name} ${on}`;
}
