import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import { parseStream } from '../../../ledger/ids.js';
import { about, count, date, findings, id, pin, text } from '../../deciding/event-fields.js';
import { ActingCapacity } from '../../decisions/decision/decision-kinds.js';
import { authority } from '../../decisions/decision/decision-schemas.js';
import { AgreementAttempt, AgreementKind, CLERICAL_AGREEMENT_FIELDS } from './agreement-kinds.js';
import { lifeEvents, municipal } from './agreement-life-events.js';
import { terms } from './agreement-terms.js';

const aboutTerms = ({ terms: { parties } }: { terms: { parties: readonly string[] } }) => about('party', ...parties);
const aboutParty = ({ party }: { party: string }) => about('party', party);
const internal = { audience: 'internal' } as const;
const partners = { audience: 'partners' } as const;

/** What the agreement is, besides its terms. */
export const nature = z.object({
  kind: z.enum(AgreementKind),
  /** Article of the scheme a subsidy rests on (Awb 4:23). */
  statutoryBasis: z.string().optional(),
  /** It founds a legal person, or joins one (Gemeentewet 160 lid 2). */
  legalPerson: z.boolean(),
});

/** A text that is on the table: first proposed, countered, or changing the version in force. */
const proposal = z.object({
  proposal: count,
  /** The version it becomes once concluded. */
  version: count,
  hash: z.string(),
  terms,
  by: id,
  rationale: z.string().optional(),
  /** Everyone who may read what stays between the parties. */
  readers: z.array(id),
  municipal: z.array(municipal),
  findings,
});
export type ProposalData = z.infer<typeof proposal>;

const on = { proposal: count, hash: z.string(), party: id };

/** A text that binds from a day on. */
const version = z.object({
  version: count,
  proposal: count,
  hash: z.string(),
  terms,
  concludedOn: date,
  from: date,
  findings,
});
export type VersionData = z.infer<typeof version>;

/** Who signed a text outside this ledger. */
export const registeredSignature = z.object({ party: id, post: id.optional(), mandate: id.optional(), on: date.optional() });

export const reachingAgreement = {
  drafted: defineEvent('AgreementDrafted', nature.extend({ terms, drafters: z.array(id) }), {
    ...internal,
    subjects: aboutTerms,
    participants: ({ drafters }) => drafters,
  }),
  draftRevised: defineEvent('AgreementDraftRevised', z.object({ terms, reason: z.string().optional() }), {
    ...internal,
    subjects: aboutTerms,
  }),
  proposed: defineEvent('AgreementProposed', proposal, { ...partners, subjects: aboutTerms, participants: ({ readers }) => readers }),
  countered: defineEvent('AgreementCounterProposed', proposal, {
    ...partners,
    subjects: aboutTerms,
    participants: ({ readers }) => readers,
  }),
  amendmentProposed: defineEvent('AgreementAmendmentProposed', proposal, {
    ...partners,
    subjects: aboutTerms,
    participants: ({ readers }) => readers,
  }),
  /** `opening` is the value with its salt, sealed under the person's key; the terms hold a commitment to it. */
  personalValueStated: defineEvent(
    'AgreementPersonalValueStated',
    z.object({ item: z.string(), commitment: z.string(), person: id, opening: z.string() }),
    { ...partners, personal: [{ field: 'opening', subject: ({ person }) => person }] },
  ),
  consented: defineEvent(
    'AgreementConsented',
    z.object({
      ...on,
      post: id.optional(),
      /** Posts of which one must sign too (gezamenlijk bevoegd); none when this signature is enough. */
      awaits: z.array(id),
      underReservation: z.boolean(),
      reservation: z.string().optional(),
      findings,
    }),
    { ...partners, subjects: aboutParty },
  ),
  declined: defineEvent('AgreementDeclined', z.object({ ...on, reason: z.string() }), { ...partners, subjects: aboutParty }),
  consentWithdrawn: defineEvent('AgreementConsentWithdrawn', z.object({ ...on, reason: z.string() }), {
    ...partners,
    subjects: aboutParty,
  }),
  proposalWithdrawn: defineEvent('AgreementProposalWithdrawn', z.object({ proposal: count, reason: z.string() }), partners),
  decisionLinked: defineEvent(
    'AgreementDecisionLinked',
    z.object({ ...on, decision: id, pin, authority, decidedOn: date, amountCents: count.optional(), findings }),
    { ...partners, subjects: ({ party, decision }) => [...about('party', party), ...about('decision', decision)] },
  ),
  signed: defineEvent(
    'AgreementSigned',
    z.object({ ...on, capacity: z.enum(ActingCapacity), post: id.optional(), mandate: id.optional(), authority, findings }),
    {
      ...partners,
      subjects: ({ party, mandate }) => [...about('party', party), ...about('mandate', mandate)],
    },
  ),
  farReaching: defineEvent('AgreementFarReachingFlagged', z.object({ party: id, reason: z.string() }), {
    ...partners,
    subjects: aboutParty,
  }),
  councilHeard: defineEvent('AgreementCouncilHeard', z.object({ party: id, on: date, reference: z.string() }), {
    ...partners,
    subjects: aboutParty,
  }),
  attemptRefused: defineEvent(
    'AgreementAttemptRefused',
    z.object({
      attempt: z.enum(AgreementAttempt),
      proposal: count.optional(),
      hash: z.string().optional(),
      party: id.optional(),
      ruleId: z.string(),
      legalBasis: z.string().optional(),
      failing: pin.optional(),
      detail: text,
    }),
    { ...internal, subjects: ({ failing }) => (failing && isStream(failing.stream) ? [parseStream(failing.stream)] : []) },
  ),
  concluded: defineEvent('AgreementConcluded', version, { subjects: aboutTerms }),
  amended: defineEvent('AgreementAmended', version, { subjects: aboutTerms }),
  registered: defineEvent(
    'AgreementRegistered',
    nature.extend({
      ...version.shape,
      readers: z.array(id),
      municipal: z.array(municipal),
      signatures: z.array(registeredSignature),
      decision: id.optional(),
    }),
    {
      subjects: (data) => [...aboutTerms(data), ...about('decision', data.decision)],
      participants: ({ readers }) => readers,
    },
  ),
  amendmentRegistered: defineEvent(
    'AgreementAmendmentRegistered',
    version.extend({
      readers: z.array(id),
      municipal: z.array(municipal),
      signatures: z.array(registeredSignature),
      decision: id.optional(),
      reason: z.string(),
    }),
    { subjects: (data) => [...aboutTerms(data), ...about('decision', data.decision)] },
  ),
  corrected: defineEvent(
    'AgreementCorrected',
    z.object({
      versions: z.array(count),
      field: z.enum(CLERICAL_AGREEMENT_FIELDS),
      item: z.string().optional(),
      was: z.string(),
      value: z.string(),
      reason: z.string(),
      /** Over the corrected versions and what is laid over them: the agreed texts keep theirs. */
      hash: z.string(),
    }),
  ),
};

function isStream(stream: string): boolean {
  return stream.indexOf('-') > 0;
}

export const agreementEvents = { ...reachingAgreement, ...lifeEvents };
export type ReachingEvent = EventOf<typeof reachingAgreement>;
export type LifeEvent = EventOf<typeof lifeEvents>;
export type AgreementEvent = ReachingEvent | LifeEvent;

export function isReaching(event: AgreementEvent): event is ReachingEvent {
  return Object.values(reachingAgreement).some(({ type }) => type === event.type);
}
