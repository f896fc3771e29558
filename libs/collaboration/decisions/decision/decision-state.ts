import type { Finding } from '../../../law/rules.js';
import type { Audience, Envelope, Origin } from '../../../ledger/envelope.js';
import { amsterdamDate, type LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import type { SealedText } from '../../../ledger/sealing.js';
import type { AuthorityRecord, DecisionDetails, TakenData } from './decision-events.js';
import type { AttemptKind, ClericalDecisionField, MadeKnownManner, RemedyOutcome, Stance } from './decision-kinds.js';

/** A text as its event holds it: sealed when it is about a person. Event and field are what a key ring needs to open it. */
export interface Told {
  readonly text: string | SealedText;
  readonly event: string;
  readonly field: string;
}

export interface ProposalDetails extends Omit<DecisionDetails, 'subject'> {
  readonly subject: Told;
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
  readonly text: Told;
  readonly consequences?: Told | undefined;
}
export interface Advice extends Contribution {
  readonly adviser: string;
  readonly text: Told;
}
export interface SubmittedView extends Contribution {
  readonly view: number;
  readonly text: Told;
  readonly anonymous: boolean;
}
export interface Exploration extends Contribution {
  readonly skipped: boolean;
  readonly initiatives: readonly string[];
  readonly text: Told;
}
export interface Consultation extends Contribution {
  readonly question: Told;
  readonly parties: readonly string[];
  readonly until?: LocalDate | undefined;
  readonly closed?: { readonly on: LocalDate; readonly summary: Told };
}
/** A reasoned objection to a proposal (overwegend bezwaar). */
export interface ReasonedObjection extends Contribution {
  readonly objection: number;
  readonly party: string;
  readonly argument: Told;
  readonly answer?: { readonly kind: 'INTEGRATED' | 'OVERRULED'; readonly on: LocalDate; readonly text: Told };
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
  readonly motivation?: Told | undefined;
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
  readonly motivation?: Told | undefined;
}

/** An objection (bezwaar) or appeal (beroep). Who lodged it and why are confidential; the outcome is not. */
export interface Remedy {
  readonly number: number;
  readonly lodgedOn: LocalDate;
  readonly person?: string | undefined;
  readonly party?: string | undefined;
  readonly grounds?: Told | undefined;
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
    readonly motivation?: Told | undefined;
  };
}

export interface Ended {
  readonly kind: 'WITHDRAWN' | 'EXPIRED' | 'SUPERSEDED' | 'ANNULLED' | 'PROPOSAL_WITHDRAWN';
  readonly from: LocalDate;
  readonly reason?: Told | undefined;
  readonly by?: string | undefined;
  /** What it used of yearly limits is free again. */
  readonly limitsGivenBack?: true | undefined;
}

export interface DecisionCorrection {
  readonly revision: number;
  readonly field: ClericalDecisionField;
  readonly value: Told;
  readonly reason: Told;
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
  readonly inForce?: { readonly on: LocalDate; readonly worksBackTo?: LocalDate | undefined; readonly reason?: Told | undefined };
  readonly objections: readonly Remedy[];
  readonly appeals: readonly Remedy[];
  readonly ended?: Ended;
  readonly implementation: readonly { readonly on: LocalDate; readonly text: Told; readonly completed: boolean }[];
  readonly reviewDue?: { readonly due: LocalDate; readonly reason: Told };
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

/** The text of a field, with what is needed to open it should it be sealed. */
export function told({ data, envelope }: { readonly data: unknown; readonly envelope: Envelope }, field: string): Told {
  return { text: (data as Record<string, string | SealedText>)[field] ?? '', event: envelope.id, field };
}

/** The same, as a property that is absent when the event says nothing. */
export function toldIf<Property extends string>(
  event: { readonly data: unknown; readonly envelope: Envelope },
  property: Property,
  field: string = property,
) {
  const absent = (event.data as Record<string, unknown>)[field] === undefined;
  return (absent ? {} : { [property]: told(event, field) }) as { readonly [Name in Property]?: Told };
}

export function contributed(envelope: Envelope): Contribution {
  return { on: dayOf(envelope), by: envelope.actedFor ?? '', audience: envelope.audience };
}

export function dayOf({ actDate, recordedAt }: Envelope): LocalDate {
  return actDate ?? amsterdamDate(recordedAt);
}

export function pinOf({ stream, revision, id }: Envelope): Pin {
  return { stream, revision, eventId: id };
}

/** A value with some of its fields left out. */
export function without<T extends object, Field extends keyof T>(value: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field as Field))) as Omit<T, Field>;
}
