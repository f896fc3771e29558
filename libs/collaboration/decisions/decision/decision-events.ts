import { VERDICTS } from '../../../law/verdict.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import { about, count, date, findings, id, person, pin, text } from '../../deciding/event-fields.js';
import { sealedForPerson } from '../../free-text.js';
import { AttemptKind, MadeKnownManner, Stance } from './decision-kinds.js';
import { adoption, answer, authority, details, taken } from './decision-schemas.js';

const touched = ({ body, beneficiary, partnership, decidesOn }: Partial<z.infer<typeof details>>) => [
  ...about('party', body),
  ...about('party', beneficiary),
  ...about('partnership', partnership),
  ...about('decision', decidesOn?.decision),
];
const takenTouches = ({ mandate, holder, capacity }: z.infer<typeof taken>) => [
  ...about('mandate', mandate),
  ...(holder ? [{ aggregate: capacity === 'ORGANISATION' ? 'party' : 'post', id: holder }] : []),
];
const drafters = ({ drafters: parties }: { drafters: readonly string[] }) => parties;
const confidentialAbout = (level: 'internal' | 'public') => (data: { person?: string | undefined }) =>
  data.person ? ('confidential' as const) : level;
const internal = { audience: confidentialAbout('internal') };
const open = { audience: confidentialAbout('public') };

const preparation = {
  proposed: defineEvent('DecisionProposed', details, {
    ...internal,
    personal: [sealedForPerson('subject')],
    subjects: touched,
    participants: drafters,
  }),
  amended: defineEvent('DecisionProposalAmended', details.partial().extend({ reason: z.string() }), {
    ...internal,
    personal: [sealedForPerson('subject'), sealedForPerson('reason')],
    subjects: touched,
  }),
  optionAdded: defineEvent(
    'DecisionOptionAdded',
    z.object({ option: count, text: z.string(), consequences: z.string().optional(), person }),
    {
      ...internal,
      personal: [sealedForPerson('text'), sealedForPerson('consequences')],
    },
  ),
  initiativesExplored: defineEvent('DecisionInitiativesExplored', z.object({ initiatives: z.array(id), found: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('found')],
    subjects: ({ initiatives }) => about('initiative', ...initiatives),
  }),
  explorationSkipped: defineEvent('DecisionExplorationSkipped', z.object({ reason: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('reason')],
  }),
  consultationOpened: defineEvent(
    'DecisionConsultationOpened',
    z.object({ question: z.string(), parties: z.array(id), until: date.optional(), person }),
    {
      ...internal,
      personal: [sealedForPerson('question')],
      subjects: ({ parties }) => about('party', ...parties),
      participants: ({ parties }) => parties,
    },
  ),
  consultationClosed: defineEvent('DecisionConsultationClosed', z.object({ summary: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('summary')],
  }),
  adviceGiven: defineEvent('DecisionAdviceGiven', z.object({ adviser: id, text: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('text')],
    subjects: ({ adviser }) => about('party', adviser),
  }),
  viewSubmitted: defineEvent('DecisionViewSubmitted', z.object({ view: count, text: z.string(), anonymous: z.boolean(), person }), {
    audience: 'confidential',
    personal: [sealedForPerson('text')],
  }),
  objectionRaised: defineEvent('DecisionReasonedObjectionRaised', z.object({ objection: count, party: id, argument: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('argument')],
    subjects: ({ party }) => about('party', party),
  }),
  objectionIntegrated: defineEvent('DecisionReasonedObjectionIntegrated', z.object({ objection: count, change: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('change')],
  }),
  objectionOverruled: defineEvent('DecisionReasonedObjectionOverruled', z.object({ objection: count, motivation: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('motivation')],
  }),
  /** The fact and its date; what the interest is stands in the next event, which fewer may read. */
  interestDeclared: defineEvent('DecisionInterestDeclared', z.object({ declarant: id }), { audience: 'internal' }),
  interestExplained: defineEvent('DecisionInterestExplained', z.object({ person: id, interest: z.string() }), {
    audience: 'confidential',
    personal: [sealedForPerson('interest')],
  }),
  authorityChecked: defineEvent('DecisionAuthorityChecked', z.object({ onDate: date, mandate: id.optional(), authority, findings }), {
    audience: 'internal',
    subjects: ({ mandate }) => about('mandate', mandate),
  }),
  attemptRefused: defineEvent(
    'DecisionAttemptRefused',
    z.object({
      attempt: z.enum(AttemptKind),
      onDate: date,
      ruleId: z.string(),
      legalBasis: z.string().optional(),
      mandate: id.optional(),
      failing: pin.optional(),
      detail: text,
    }),
    { audience: 'internal', subjects: ({ mandate }) => about('mandate', mandate) },
  ),
  proposalWithdrawn: defineEvent('DecisionProposalWithdrawn', z.object({ reason: z.string(), person }), {
    ...internal,
    personal: [sealedForPerson('reason')],
  }),
};

const deciding = {
  taken: defineEvent('DecisionTaken', taken, { ...open, personal: [sealedForPerson('motivation')], subjects: takenTouches }),
  registered: defineEvent('DecisionRegistered', details.extend(taken.omit({ body: true }).shape), {
    ...open,
    personal: [sealedForPerson('subject'), sealedForPerson('motivation')],
    subjects: (data) => [...touched(data), ...takenTouches(data)],
    participants: drafters,
  }),
  votesRecorded: defineEvent(
    'DecisionVotesRecorded',
    z.object({
      present: z.array(id),
      withdrew: z.array(id),
      inFavour: count.optional(),
      against: count.optional(),
      abstained: count.optional(),
      stances: z.array(z.object({ member: id, stance: z.enum(Stance) })),
    }),
    { audience: 'internal' },
  ),
  signed: defineEvent('DecisionSigned', z.object({ signedOn: date, mandate: id.optional(), post: id.optional() }), { audience: 'public' }),
  ratified: defineEvent(
    'DecisionRatified',
    z.object({
      body: id,
      ratifiedOn: date,
      motivation: z.string().optional(),
      decision: id.optional(),
      ratification: pin.optional(),
      adoption: adoption.optional(),
      findings,
      person,
    }),
    {
      ...open,
      personal: [sealedForPerson('motivation')],
      subjects: ({ body, decision }) => [...about('party', body), ...about('decision', decision)],
    },
  ),
  authorityContested: defineEvent('DecisionAuthorityContested', z.object({ authority, before: z.enum(VERDICTS) }), {
    audience: 'internal',
  }),
};

const afterwards = {
  madeKnown: defineEvent(
    'DecisionMadeKnown',
    z.object({
      manner: z.enum(MadeKnownManner),
      on: date,
      publication: z.string().optional(),
      remedy: z.string().optional(),
      findings,
      person,
    }),
    open,
  ),
  enteredIntoForce: defineEvent(
    'DecisionEnteredIntoForce',
    z.object({ on: date, worksBackTo: date.optional(), reason: z.string().optional(), findings, person }),
    { ...open, personal: [sealedForPerson('reason')] },
  ),
  objectionLodged: defineEvent(
    'DecisionObjectionLodged',
    z.object({ objection: count, lodgedOn: date, grounds: z.string(), party: id.optional(), findings, person }),
    { audience: 'confidential', personal: [sealedForPerson('grounds')] },
  ),
  objectionDecided: defineEvent(
    'DecisionObjectionDecided',
    answer.extend({ objection: count, mandate: id.optional(), decision: id.optional(), findings, person }),
    {
      ...open,
      subjects: ({ mandate, decision }) => [...about('mandate', mandate), ...about('decision', decision)],
    },
  ),
  /** The outcome is public and names nobody; its reasons are for those concerned. */
  objectionAnswered: defineEvent('DecisionObjectionAnswered', z.object({ objection: count, motivation: z.string(), person }), {
    audience: 'confidential',
    personal: [sealedForPerson('motivation')],
  }),
  appealLodged: defineEvent(
    'DecisionAppealLodged',
    z.object({ appeal: count, lodgedOn: date, court: z.string(), reference: z.string().optional(), party: id.optional(), person }),
    { audience: 'confidential' },
  ),
  appealDecided: defineEvent(
    'DecisionAppealDecided',
    answer.extend({ appeal: count, ruling: z.string(), annulledFrom: date.optional(), person }),
    open,
  ),
  withdrawn: defineEvent(
    'DecisionWithdrawn',
    z.object({
      from: date,
      decidedOn: date,
      reason: z.string(),
      legalGround: z.array(z.string()),
      mandate: id.optional(),
      findings,
      person,
    }),
    { ...open, personal: [sealedForPerson('reason')], subjects: ({ mandate }) => about('mandate', mandate) },
  ),
  expired: defineEvent('DecisionExpired', z.object({ from: date, reason: z.string(), person }), {
    ...open,
    personal: [sealedForPerson('reason')],
  }),
  superseded: defineEvent(
    'DecisionSuperseded',
    z.object({
      by: id,
      from: date,
      reason: z.string(),
      /** The other decision is about the same and counts itself: this one no longer uses up a limit. */
      limitsGivenBack: z.literal(true).optional(),
      person,
    }),
    { ...open, personal: [sealedForPerson('reason')], subjects: ({ by }) => about('decision', by) },
  ),
  implemented: defineEvent('DecisionImplemented', z.object({ on: date, text: z.string(), completed: z.boolean(), person }), {
    ...open,
    personal: [sealedForPerson('text')],
  }),
  corrected: defineEvent(
    'DecisionCorrected',
    z.object({ field: z.enum(['SUBJECT', 'REFERENCE', 'WORDS', 'LEGAL_GROUND']), value: z.string(), reason: z.string(), person }),
    {
      ...open,
      personal: [sealedForPerson('value'), sealedForPerson('reason')],
    },
  ),
  reviewDueSet: defineEvent('DecisionReviewDueSet', z.object({ due: date, reason: z.string(), person }), {
    ...open,
    personal: [sealedForPerson('reason')],
  }),
};

export const decisionEvents = { ...preparation, ...deciding, ...afterwards };
export type PreparationEvent = EventOf<typeof preparation>;
export type DecidingEvent = EventOf<typeof deciding>;
export type AftermathEvent = EventOf<typeof afterwards>;
export type DecisionEvent = PreparationEvent | DecidingEvent | AftermathEvent;

export function isPreparation(event: DecisionEvent): event is PreparationEvent {
  return Object.values(preparation).some(({ type }) => type === event.type);
}

export function isDeciding(event: DecisionEvent): event is DecidingEvent {
  return Object.values(deciding).some(({ type }) => type === event.type);
}

export { pickDetails, type AdoptionData, type AuthorityRecord, type DecisionDetails, type TakenData } from './decision-schemas.js';
