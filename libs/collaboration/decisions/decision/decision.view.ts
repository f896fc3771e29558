import { objectionTerm, type LegalTerm } from '../../../law/terms.js';
import { END_OF_TIME, type ColumnValue, type Projection, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import type { WrittenText } from '../../free-text.js';
import type { ClericalDecisionField } from './decision-kinds.js';
import { findingTable } from '../../findings/finding-table.js';
import { audienceNow, without, type DecisionState, type ProposalDetails, type Remedy } from './decision-state.js';
import { dueTablesOf } from '../../timers/due-table.js';
import { decisionDue } from './decision-due.js';
import { decisionFindings } from './decision-findings.js';
import { decision } from './decision.js';
import { decisionChain, decisionPreparation, decisionSubmission, decisionVotes } from './decision-tables.js';

export const DecisionStatus = {
  PROPOSED: 'PROPOSED',
  TAKEN: 'TAKEN',
  IN_FORCE: 'IN_FORCE',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
  SUPERSEDED: 'SUPERSEDED',
  ANNULLED: 'ANNULLED',
  PROPOSAL_WITHDRAWN: 'PROPOSAL_WITHDRAWN',
} as const;
export type DecisionStatus = (typeof DecisionStatus)[keyof typeof DecisionStatus];

/** An objection or appeal as everyone may see it: no names, no grounds. */
export type RemedyDoc = Pick<Remedy, 'number' | 'lodgedOn'> & Pick<NonNullable<Remedy['answer']>, 'outcome' | 'decidedOn' | 'ruling'>;

/** What the API shows of a decision on a date. Its preparation, votes and submissions are in tables with readers of their own. */
export interface DecisionDoc extends Omit<ProposalDetails, 'preparedBy' | 'drafters' | 'fineReportedBy'> {
  readonly status: DecisionStatus;
  readonly taken?: Omit<NonNullable<DecisionState['taken']>, 'actor' | 'contested' | 'pools' | 'person'>;
  /** Registered, and outside the bounds of the mandate or body it names, as known when it was recorded. */
  readonly outsideMandate: boolean;
  readonly ratified?: DecisionState['ratified'];
  readonly madeKnown?: DecisionState['madeKnown'];
  /** Days on which an objection can be lodged; only once it was made known. */
  readonly objectionTerm?: LegalTerm;
  readonly inForce?: DecisionState['inForce'];
  readonly ended?: DecisionState['ended'];
  readonly objections: readonly RemedyDoc[];
  readonly appeals: readonly RemedyDoc[];
  readonly implementation: DecisionState['implementation'];
  readonly reviewDue?: DecisionState['reviewDue'];
  readonly corrections: DecisionState['corrections'];
  readonly findings: DecisionState['findings'];
}

/** One row per stretch of days with the same status, from the first day on. */
const decisions: TableDefinition<DecisionState> = {
  name: 'decision',
  version: 3,
  columns: {
    reference: 'text',
    body: 'text',
    power: 'text',
    nature: 'text',
    status: 'text',
    amount: 'integer',
    decided_on: 'text',
    mandate: 'text',
    holder: 'text',
    outside_mandate: 'integer',
  },
  orders: [['decided_on'], ['mandate', 'decided_on'], ['body', 'decided_on']],
  told: ({ reference, body, power, nature, status }) => ({ reference: reference ?? undefined, body, power, nature, status }),
  reads: ['corrections', 'details', 'ended', 'inForce', 'proposedOn', 'taken'],
  rows(state) {
    const { details } = state;
    if (!details) return [];
    const audience = audienceNow(state, details);
    const reference = referenceOf(state, details) ?? null;
    return stretches(state).map(({ validFrom, validTo, status }) => ({
      key: '',
      validFrom,
      validTo,
      audience,
      columns: { reference, ...columnsOf(status === 'PROPOSED' ? undefined : state.taken, details, status) },
      doc: () => docOf(state, details, status),
    }));
  },
};

export const decisionProjection: Projection<DecisionState> = {
  aggregate: decision,
  tables: [
    decisions,
    decisionChain,
    decisionPreparation,
    decisionVotes,
    decisionSubmission,
    ...dueTablesOf(decision, decisionDue, ['consultations', 'details', 'ended', 'inForce', 'madeKnown', 'reviewDue', 'taken']),
    findingTable(decision, decisionFindings, ['contestedOn', 'details', 'ended', 'findings', 'foundOn', 'objections', 'ratified', 'taken']),
  ],
};

/** How many decisions, and what they come to. */
export function decisionTotals(rows: readonly { readonly columns: Readonly<Record<string, ColumnValue>> }[]): {
  totalCount: number;
  amountCents: number;
} {
  const amountCents = rows.reduce((sum, { columns }) => sum + Number(columns['amount'] ?? 0), 0);
  return { totalCount: rows.length, amountCents };
}

/** What holds on the row's days: on those of a proposal nothing is decided yet. */
function columnsOf(taken: DecisionState['taken'], details: ProposalDetails, status: DecisionStatus): ViewRow['columns'] {
  const { body, power, nature, amountCents } = details;
  return {
    body,
    power,
    nature,
    status,
    amount: taken?.outcome === 'REJECTED' ? null : (amountCents ?? null),
    // An empty text and no null, so that lists ordered by it page through proposals too.
    decided_on: taken?.decidedOn ?? '',
    mandate: taken?.mandate ?? '',
    holder: taken?.holder ?? null,
    outside_mandate: isOutside(taken) ? 1 : 0,
  };
}

function isOutside(taken: DecisionState['taken']): boolean {
  return taken?.registered === true && taken.authority.code === 'INVALID';
}

function docOf(state: DecisionState, details: ProposalDetails, status: DecisionStatus): DecisionDoc {
  const said = without(details, 'preparedBy', 'drafters', 'fineReportedBy');
  const { ratified, madeKnown, inForce, ended, implementation, reviewDue, corrections, findings } = state;
  const open = madeKnown && details.objectionOpen;
  return {
    ...said,
    subject: correctionOf(corrections, 'SUBJECT') ?? said.subject,
    reference: referenceOf(state, details),
    status,
    ...(state.taken ? { taken: takenDoc(state.taken, corrections) } : {}),
    outsideMandate: isOutside(state.taken),
    ...{ ratified, madeKnown, inForce, ended, reviewDue },
    ...(open ? { objectionTerm: objectionTerm(madeKnown.on) } : {}),
    objections: state.objections.flatMap(remedyDoc),
    appeals: state.appeals.flatMap(remedyDoc),
    ...{ implementation, corrections, findings },
  };
}

function referenceOf({ corrections }: DecisionState, { reference }: ProposalDetails): string | undefined {
  return plain(correctionOf(corrections, 'REFERENCE')) ?? reference;
}

function takenDoc(taken: NonNullable<DecisionState['taken']>, corrections: DecisionState['corrections']): DecisionDoc['taken'] {
  const said = without(taken, 'actor', 'contested', 'pools', 'person');
  const ground = plain(correctionOf(corrections, 'LEGAL_GROUND'));
  return {
    ...said,
    words: plain(correctionOf(corrections, 'WORDS')) ?? said.words,
    legalGround: ground === undefined ? said.legalGround : [ground],
  };
}

/** Who lodged what is for those concerned; that it was answered, and how, is for all who see the decision. */
function remedyDoc({ number, lodgedOn, answer }: Remedy): RemedyDoc[] {
  if (!answer) return [];
  const { outcome, decidedOn, ruling } = answer;
  return [{ number, lodgedOn, outcome, decidedOn, ruling }];
}

/** What a clerical field should have said. */
function correctionOf(corrections: DecisionState['corrections'], field: ClericalDecisionField): WrittenText | undefined {
  return corrections.findLast((one) => one.field === field)?.value;
}

/** A sealed correction of a plain field stays among the corrections, where a key ring can open it. */
function plain(told: WrittenText | undefined): string | undefined {
  return typeof told?.text === 'string' ? told.text : undefined;
}

interface Stretch {
  readonly validFrom: string;
  readonly validTo: string;
  readonly status: DecisionStatus;
}

/** The status day by day, as known now. */
function stretches({ proposedOn, taken, inForce, ended }: DecisionState): Stretch[] {
  const changes: { from: string; status: DecisionStatus }[] = [
    ...(proposedOn ? [{ from: proposedOn, status: DecisionStatus.PROPOSED }] : []),
    ...(taken ? [{ from: taken.decidedOn, status: DecisionStatus.TAKEN }] : []),
    ...(inForce ? [{ from: inForce.on, status: DecisionStatus.IN_FORCE }] : []),
    ...(ended ? [{ from: ended.from, status: DecisionStatus[ended.kind] }] : []),
  ];
  const starts = [...new Set(changes.map(({ from }) => from))].sort();
  return starts.map((validFrom, index) => ({
    validFrom,
    validTo: starts[index + 1] ?? END_OF_TIME,
    // Later kinds of change overrule earlier ones: what has ended is not in force.
    status: changes.findLast(({ from }) => from <= validFrom)?.status ?? DecisionStatus.PROPOSED,
  }));
}
