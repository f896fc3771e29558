/** What kind of legal act a decision is; publication, objection and reasons follow from it. */
export const LegalNature = {
  INDIVIDUAL_DECISION: 'INDIVIDUAL_DECISION',
  GENERAL_SCOPE: 'GENERAL_SCOPE',
  GENERALLY_BINDING_REGULATION: 'GENERALLY_BINDING_REGULATION',
  POLICY_RULE: 'POLICY_RULE',
  PRIVATE_LAW: 'PRIVATE_LAW',
  INTERNAL: 'INTERNAL',
  PARTNERSHIP: 'PARTNERSHIP',
} as const;
export type LegalNature = (typeof LegalNature)[keyof typeof LegalNature];

/** Natures to which the rules on reasons, being made known and objection apply (law.md, P-rules). */
const PUBLIC_LAW: readonly LegalNature[] = ['INDIVIDUAL_DECISION', 'GENERAL_SCOPE', 'GENERALLY_BINDING_REGULATION', 'POLICY_RULE'];

export function isPublicLaw(nature: LegalNature): boolean {
  return PUBLIC_LAW.includes(nature);
}

/** No objection lies against regulations and policy rules (Awb 8:3), nor against what is no decision in public law. */
export function opensObjection(nature: LegalNature): boolean {
  return nature === 'INDIVIDUAL_DECISION' || nature === 'GENERAL_SCOPE';
}

export const DecisionOutcome = { ADOPTED: 'ADOPTED', ADOPTED_IN_PART: 'ADOPTED_IN_PART', REJECTED: 'REJECTED' } as const;
export type DecisionOutcome = (typeof DecisionOutcome)[keyof typeof DecisionOutcome];

export const Stance = { IN_FAVOUR: 'IN_FAVOUR', AGAINST: 'AGAINST', ABSTAINED: 'ABSTAINED' } as const;
export type Stance = (typeof Stance)[keyof typeof Stance];

export const MadeKnownManner = { SENT: 'SENT', PUBLISHED: 'PUBLISHED' } as const;
export type MadeKnownManner = (typeof MadeKnownManner)[keyof typeof MadeKnownManner];

export const RemedyOutcome = {
  INADMISSIBLE: 'INADMISSIBLE',
  UNFOUNDED: 'UNFOUNDED',
  FOUNDED: 'FOUNDED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
export type RemedyOutcome = (typeof RemedyOutcome)[keyof typeof RemedyOutcome];

/** In what capacity was decided: the body itself, an organisation that holds a mandate, or a person in a post. */
export const ActingCapacity = {
  BODY: 'BODY',
  ORGANISATION: 'ORGANISATION',
  HOLDER: 'HOLDER',
  DEPUTY: 'DEPUTY',
  ACTING: 'ACTING',
} as const;
export type ActingCapacity = (typeof ActingCapacity)[keyof typeof ActingCapacity];

/** Which attempt was refused for want of authority. */
export const AttemptKind = {
  TAKE: 'TAKE',
  RATIFY: 'RATIFY',
  SIGN: 'SIGN',
  DECIDE_OBJECTION: 'DECIDE_OBJECTION',
  WITHDRAW: 'WITHDRAW',
} as const;
export type AttemptKind = (typeof AttemptKind)[keyof typeof AttemptKind];

/** What a correction may name. Only the clerical ones are corrected; the others are terms. */
export const DecisionField = {
  SUBJECT: 'SUBJECT',
  REFERENCE: 'REFERENCE',
  WORDS: 'WORDS',
  LEGAL_GROUND: 'LEGAL_GROUND',
  BODY: 'BODY',
  POWER: 'POWER',
  AMOUNT: 'AMOUNT',
  AREA: 'AREA',
  BENEFICIARY: 'BENEFICIARY',
  DECIDED_ON: 'DECIDED_ON',
} as const;
export type DecisionField = (typeof DecisionField)[keyof typeof DecisionField];

const CLERICAL = ['SUBJECT', 'REFERENCE', 'WORDS', 'LEGAL_GROUND'] as const;
export type ClericalDecisionField = (typeof CLERICAL)[number];

export function isClerical(field: DecisionField): field is ClericalDecisionField {
  return (CLERICAL as readonly DecisionField[]).includes(field);
}
