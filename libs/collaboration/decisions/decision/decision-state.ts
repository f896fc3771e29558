import type { Finding } from '../../../law/rules.js';
import type { Audience, Envelope, Origin } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import { dayOf } from '../../deciding/envelopes.js';
import type { WrittenText } from '../../free-text.js';
import type { AuthorityRecord, DecisionDetails, TakenData } from './decision-events.js';
import type { AttemptKind, ClericalDecisionField, MadeKnownManner, RemedyOutcome, Stance } from './decision-kinds.js';

export interface ProposalDetails extends Omit<DecisionDetails, 'subject'> {
  readonly subject: WrittenText;
  /** Pseudonymous id of whoever prepared it. */
  readonly preparedBy: string;
}

/** Something brought in while the decision was prepared, and who may read it. */
export interface Contribution {
  readonly on: LocalDate;
  readonly by: string;
  readonly audience: Audience;
}
export interface DecisionOption extends Contribution {
  readonly option: number;
  readonly text: WrittenText;
  readonly consequences?: WrittenText | undefined;
}
export interface Advice extends Contribution {
  readonly adviser: string;
  readonly text: WrittenText;
}
export interface SubmittedView extends Contribution {
  readonly view: number;
  readonly text: WrittenText;
  readonly anonymous: boolean;
}
export interface Exploration extends Contribution {
  readonly skipped: boolean;
  readonly initiatives: readonly string[];
  readonly text: WrittenText;
}
export interface Consultation extends Contribution {
  readonly question: WrittenText;
  readonly parties: readonly string[];
  readonly until?: LocalDate | undefined;
  readonly closed?: { readonly on: LocalDate; readonly summary: WrittenText };
}
/** A reasoned objection to a proposal (overwegend bezwaar). */
export interface ReasonedObjection extends Contribution {
  readonly objection: number;
  readonly party: string;
  readonly argument: WrittenText;
  readonly answer?: { readonly kind: 'INTEGRATED' | 'OVERRULED'; readonly on: LocalDate; readonly text: WrittenText };
}
export interface DeclaredInterest extends Contribution {
  readonly declarant: string;
}
export interface Attempt extends Contribution {
  readonly attempt: AttemptKind;
  readonly onDate: LocalDate;
  readonly ruleId: string;
  readonly legalBasis?: string | undefined;
  readonly mandate?: string | undefined;
  readonly failing?: Pin | undefined;
}
export interface AuthorityCheck extends Contribution {
  readonly onDate: LocalDate;
  readonly mandate?: string | undefined;
  readonly authority: AuthorityRecord;
  readonly findings: readonly Finding[];
}

export interface Votes {
  readonly decidedOn: LocalDate;
  readonly present: readonly string[];
  readonly withdrew: readonly string[];
  readonly inFavour?: number | undefined;
  readonly against?: number | undefined;
  readonly abstained?: number | undefined;
  readonly stances: readonly { readonly member: string; readonly stance: Stance }[];
  readonly audience: Audience;
}

export interface Taking extends Omit<TakenData, 'motivation' | 'findings'> {
  /** The event that took or registered it. */
  readonly pin: Pin;
  readonly motivation?: WrittenText | undefined;
  /** Pseudonymous id of whoever decided; a registered decision may not name anyone. */
  readonly actor?: string | undefined;
  readonly registered: boolean;
  readonly origin: Origin;
  readonly signed: readonly { readonly signedOn: LocalDate; readonly mandate?: string | undefined; readonly post?: string | undefined }[];
  /** Set when a concurrent change of the chain altered what the authority was. */
  readonly contested?: AuthorityRecord;
}

export interface Ratification {
  readonly body: string;
  readonly ratifiedOn: LocalDate;
  /** The ratifying decision, or the event that recorded the ratification. */
  readonly pin: Pin;
  readonly decision?: string | undefined;
  readonly motivation?: WrittenText | undefined;
}

/** An objection (bezwaar) or appeal (beroep). Who lodged it and why are confidential; the outcome is not. */
export interface Remedy {
  readonly number: number;
  readonly lodgedOn: LocalDate;
  readonly person?: string | undefined;
  readonly party?: string | undefined;
  readonly grounds?: WrittenText | undefined;
  readonly court?: string | undefined;
  readonly reference?: string | undefined;
  /** Of an objection lodged too early or too late. */
  readonly findings?: readonly Finding[];
  readonly audience: Audience;
  readonly answer?: {
    readonly outcome: RemedyOutcome;
    readonly decidedOn: LocalDate;
    readonly mandate?: string | undefined;
    readonly decision?: string | undefined;
    readonly ruling?: string | undefined;
    readonly motivation?: WrittenText | undefined;
  };
}

export interface Ended {
  readonly kind: 'WITHDRAWN' | 'EXPIRED' | 'SUPERSEDED' | 'ANNULLED' | 'PROPOSAL_WITHDRAWN';
  readonly from: LocalDate;
  readonly reason?: WrittenText | undefined;
  readonly by?: string | undefined;
  /** What it used of yearly limits is free again. */
  readonly limitsGivenBack?: true | undefined;
}

export interface DecisionCorrection {
  readonly revision: number;
  readonly field: ClericalDecisionField;
  readonly value: WrittenText;
  readonly reason: WrittenText;
}

export interface DecisionState {
  /** Absent before the first event. */
  readonly details?: ProposalDetails;
  readonly proposedOn?: LocalDate;
  readonly options: readonly DecisionOption[];
  readonly explorations: readonly Exploration[];
  readonly consultations: readonly Consultation[];
  readonly advice: readonly Advice[];
  readonly views: readonly SubmittedView[];
  readonly reasonedObjections: readonly ReasonedObjection[];
  readonly interests: readonly DeclaredInterest[];
  readonly checks: readonly AuthorityCheck[];
  readonly attempts: readonly Attempt[];
  readonly taken?: Taking;
  /** Of taking it, and of ratifying it. */
  readonly votes: readonly Votes[];
  readonly ratified?: Ratification;
  readonly madeKnown?: {
    readonly manner: MadeKnownManner;
    readonly on: LocalDate;
    readonly publication?: string | undefined;
    readonly remedy?: string | undefined;
  };
  readonly inForce?: { readonly on: LocalDate; readonly worksBackTo?: LocalDate | undefined; readonly reason?: WrittenText | undefined };
  readonly objections: readonly Remedy[];
  readonly appeals: readonly Remedy[];
  readonly ended?: Ended;
  readonly implementation: readonly { readonly on: LocalDate; readonly text: WrittenText; readonly completed: boolean }[];
  readonly reviewDue?: { readonly due: LocalDate; readonly reason: WrittenText };
  readonly corrections: readonly DecisionCorrection[];
  /** Rules that were not met, of every event, in the order recorded. */
  readonly findings: readonly Finding[];
  /** The day of each of those findings, in the same order. */
  readonly foundOn: readonly LocalDate[];
  /** Since when a concurrent change of the chain contests its authority. */
  readonly contestedOn?: LocalDate;
}

export const NO_DECISION: DecisionState = {
  options: [],
  explorations: [],
  consultations: [],
  advice: [],
  views: [],
  reasonedObjections: [],
  interests: [],
  checks: [],
  attempts: [],
  votes: [],
  objections: [],
  appeals: [],
  implementation: [],
  corrections: [],
  findings: [],
  foundOn: [],
};

/** Internal while it is prepared, public once it was decided; about a person confidential, an internal decision internal. */
export function audienceNow({ taken }: DecisionState, { person, nature, drafters }: ProposalDetails): Audience {
  if (person !== undefined) return { level: 'confidential', parties: drafters };
  return taken && nature !== 'INTERNAL' ? { level: 'public', parties: [] } : { level: 'internal', parties: drafters };
}

export function contributed(envelope: Envelope): Contribution {
  return { on: dayOf(envelope), by: envelope.actedFor ?? '', audience: envelope.audience };
}

/** A value with some of its fields left out. */
export function without<T extends object, Field extends keyof T>(value: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field as Field))) as Omit<T, Field>;
}
