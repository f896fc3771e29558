/** What kind of agreement (afspraak). */
export const AgreementKind = {
  SUBSIDY: 'SUBSIDY',
  SUBSIDY_WITH_AGREEMENT: 'SUBSIDY_WITH_AGREEMENT',
  ASSIGNMENT: 'ASSIGNMENT',
  COVENANT: 'COVENANT',
  CONTRACT: 'CONTRACT',
  PARTNER_AGREEMENT: 'PARTNER_AGREEMENT',
  TAKEOVER: 'TAKEOVER',
  WORKING_ARRANGEMENT: 'WORKING_ARRANGEMENT',
} as const;
export type AgreementKind = (typeof AgreementKind)[keyof typeof AgreementKind];

/** What it takes to conclude: every required consent on one hash, a decision (beschikking), or both. */
export interface AgreementForm {
  readonly consensual: boolean;
  readonly byDecision: boolean;
}

const CONSENSUAL: AgreementForm = { consensual: true, byDecision: false };

const FORMS: Readonly<Record<AgreementKind, AgreementForm>> = {
  SUBSIDY: { consensual: false, byDecision: true },
  /** With an implementation agreement (uitvoeringsovereenkomst, Awb 4:36). */
  SUBSIDY_WITH_AGREEMENT: { consensual: true, byDecision: true },
  ASSIGNMENT: CONSENSUAL,
  COVENANT: CONSENSUAL,
  CONTRACT: CONSENSUAL,
  PARTNER_AGREEMENT: CONSENSUAL,
  TAKEOVER: CONSENSUAL,
  WORKING_ARRANGEMENT: CONSENSUAL,
};

export function formOf(kind: AgreementKind): AgreementForm {
  return FORMS[kind];
}

/** A field of the terms that somebody wants to correct. Only names, spelling and references are clerical; the others are what was agreed. */
export const AgreementField = {
  TITLE: 'TITLE',
  PARTICULAR: 'PARTICULAR',
  CLAUSE_HEADING: 'CLAUSE_HEADING',
  QUANTITY_NAME: 'QUANTITY_NAME',
  LINE_NAME: 'LINE_NAME',
  DOCUMENT_NAME: 'DOCUMENT_NAME',
  PURPOSE: 'PURPOSE',
  CLAUSE_TEXT: 'CLAUSE_TEXT',
  QUANTITY: 'QUANTITY',
  LINE_AMOUNT: 'LINE_AMOUNT',
  TOTAL: 'TOTAL',
  PERIOD: 'PERIOD',
  PARTIES: 'PARTIES',
  COMMITMENT: 'COMMITMENT',
  DOCUMENT_HASH: 'DOCUMENT_HASH',
} as const;
export type AgreementField = (typeof AgreementField)[keyof typeof AgreementField];

export const CLERICAL_AGREEMENT_FIELDS = ['TITLE', 'PARTICULAR', 'CLAUSE_HEADING', 'QUANTITY_NAME', 'LINE_NAME', 'DOCUMENT_NAME'] as const;
export type ClericalAgreementField = (typeof CLERICAL_AGREEMENT_FIELDS)[number];

export function isClericalField(field: AgreementField): field is ClericalAgreementField {
  return (CLERICAL_AGREEMENT_FIELDS as readonly AgreementField[]).includes(field);
}

export const AgreementStatus = {
  DRAFT: 'DRAFT',
  PROPOSED: 'PROPOSED',
  PROPOSAL_WITHDRAWN: 'PROPOSAL_WITHDRAWN',
  CONCLUDED: 'CONCLUDED',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  EXPIRED: 'EXPIRED',
  TERMINATED: 'TERMINATED',
} as const;
export type AgreementStatus = (typeof AgreementStatus)[keyof typeof AgreementStatus];

/** How a party answered a proposal. */
export const AnswerKind = {
  CONSENTED: 'CONSENTED',
  SIGNED: 'SIGNED',
  RESERVED: 'RESERVED',
  DECLINED: 'DECLINED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
export type AnswerKind = (typeof AnswerKind)[keyof typeof AnswerKind];

/** What was attempted without authority. */
export const AgreementAttempt = {
  CONSENT: 'CONSENT',
  LINK_DECISION: 'LINK_DECISION',
  SIGN: 'SIGN',
  END: 'END',
  ACCEDE: 'ACCEDE',
} as const;
export type AgreementAttempt = (typeof AgreementAttempt)[keyof typeof AgreementAttempt];

export const TerminationManner = { MUTUAL: 'MUTUAL', NOTICE: 'NOTICE', WITHDRAWAL: 'WITHDRAWAL', OTHER: 'OTHER' } as const;
export type TerminationManner = (typeof TerminationManner)[keyof typeof TerminationManner];

export const RecalibrationOutcome = { CONFIRM: 'CONFIRM', ADJUST: 'ADJUST', SCALE: 'SCALE', STOP: 'STOP' } as const;
export type RecalibrationOutcome = (typeof RecalibrationOutcome)[keyof typeof RecalibrationOutcome];

export const EvidenceKind = { MEASUREMENT: 'MEASUREMENT', EVALUATION: 'EVALUATION', SIGNAL: 'SIGNAL' } as const;
export type EvidenceKind = (typeof EvidenceKind)[keyof typeof EvidenceKind];

export const CommitmentStatus = {
  OPEN: 'OPEN',
  OVERDUE: 'OVERDUE',
  FULFILLED: 'FULFILLED',
  DISPUTED: 'DISPUTED',
  BREACHED: 'BREACHED',
  WAIVED: 'WAIVED',
} as const;
export type CommitmentStatus = (typeof CommitmentStatus)[keyof typeof CommitmentStatus];
