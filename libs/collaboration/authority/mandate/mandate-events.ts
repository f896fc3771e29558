import { CONSENTERS, LINK_KINDS } from '../../../law/authority-link.js';
import { LIMIT_PERIODS, VAT_BASES } from '../../../law/powers.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import { about, date, deputyPost, findings, id, pin, text } from '../../deciding/event-fields.js';

/** Why the nature of a power, or the law, limits its transfer (law.md M7, M15, G6). */
export const PowerRestriction = {
  BINDING_RULES: 'BINDING_RULES',
  QUALIFIED_MAJORITY: 'QUALIFIED_MAJORITY',
  ANNULMENT_OR_APPROVAL: 'ANNULMENT_OR_APPROVAL',
  STATUTE_OR_NATURE_OPPOSES: 'STATUTE_OR_NATURE_OPPOSES',
  NEVER_TRANSFERABLE: 'NEVER_TRANSFERABLE',
} as const;
export type PowerRestriction = (typeof PowerRestriction)[keyof typeof PowerRestriction];

/** What a correction names. Only references are clerical; the others are terms, which a correction never touches. */
export const MandateField = {
  INSTRUMENT: 'INSTRUMENT',
  INSTRUMENT_HASH: 'INSTRUMENT_HASH',
  STATUTORY_BASIS: 'STATUTORY_BASIS',
  PUBLICATION: 'PUBLICATION',
  HOLDER: 'HOLDER',
  POWERS: 'POWERS',
  LIMITS: 'LIMITS',
  TERRITORY: 'TERRITORY',
  CONDITIONS: 'CONDITIONS',
  PERIOD: 'PERIOD',
} as const;
export type MandateField = (typeof MandateField)[keyof typeof MandateField];
export const CLERICAL_FIELDS = ['INSTRUMENT', 'INSTRUMENT_HASH', 'STATUTORY_BASIS', 'PUBLICATION'] as const;
export type ClericalField = (typeof CLERICAL_FIELDS)[number];

/** Why a mandate is no longer in force although nobody ended it. Tells; it never decides. */
export const MandateEndCause = { EXPIRED: 'EXPIRED', PARENT_ENDED: 'PARENT_ENDED', POST_ABOLISHED: 'POST_ABOLISHED' } as const;
export type MandateEndCause = (typeof MandateEndCause)[keyof typeof MandateEndCause];

/** A post, or a body or organisation, with the party it speaks for. */
const bearer = z.object({ kind: z.enum(['post', 'party']), id, party: id });
/** Where the grant is written down (vindplaats): a publication or case number, or a document known by its hash. */
const instrument = z.object({ reference: z.string(), sha256: z.string().optional(), date: date.optional() });
const power = z.object({
  code: z.string(),
  name: z.string().optional(),
  legalBasis: z.array(z.string()),
  restrictions: z.array(z.enum(PowerRestriction)).optional(),
  /** The article by which the power itself provides for a mandate to make binding rules (Awb 10:3 lid 2 under a). */
  mandateProvidedBy: z.string().optional(),
});
const powers = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), powers: z.array(power) }),
  z.object({ kind: z.literal('allExcept'), except: z.array(z.string()) }),
]);
const terms = z.object({
  powers,
  limits: z.array(z.object({ amountCents: z.number(), per: z.enum(LIMIT_PERIODS), vat: z.enum(VAT_BASES) })),
  territory: z.array(z.string()),
  conditions: z.array(z.string()),
  forCase: z.string().nullable(),
  subMandateAllowed: z.boolean(),
});

const grant = z.object({
  kind: z.enum(LINK_KINDS),
  /** Absent for an attribution: the law gives it. */
  grantor: bearer.optional(),
  holder: bearer,
  /** The organisation that the grantor (of an attribution: the holder) belongs to. Codes of powers mean something within it. */
  organisation: id,
  holderOrganisation: id,
  /** The mandate it was granted under, as it stood then. */
  parent: pin.optional(),
  from: date,
  until: date.optional(),
  terms,
  consentsNeeded: z.array(z.enum(CONSENTERS)),
  /** Article that allows a delegation (Awb 10:15). */
  statutoryBasis: z.string().optional(),
  /** Article that itself provides for the mandate, so that no consent is asked (Awb 10:4 lid 2). */
  consentWaivedBy: z.string().optional(),
  instrument: instrument.optional(),
  /** Why it starts before the day it was granted. */
  retroactiveReason: z.string().optional(),
  deputyPost,
  findings,
});

type Grant = z.infer<typeof grant>;
const bearerRef = ({ kind, id: one }: Grant['holder']) => ({ aggregate: kind, id: one });
const touched = ({ grantor, holder, organisation, holderOrganisation, parent }: Grant) => [
  ...[grantor, holder].flatMap((one) => (one ? [bearerRef(one), { aggregate: 'party', id: one.party }] : [])),
  ...about('party', organisation, holderOrganisation),
  ...(parent ? [{ aggregate: 'mandate', id: parent.stream.slice('mandate-'.length) }] : []),
];

export const mandateEvents = {
  /** The input as it was given, and what it would come to. Every rule is applied anew when it is granted. */
  proposed: defineEvent('MandateProposed', z.object({ input: z.record(z.string(), z.unknown()), intended: grant }), {
    audience: 'internal',
    subjects: ({ intended }) => touched(intended),
  }),
  attributionRecorded: defineEvent('AttributionRecorded', grant, { subjects: touched }),
  granted: defineEvent('MandateGranted', grant, { subjects: touched }),
  consentGiven: defineEvent(
    'MandateConsentGiven',
    /** `jointlyWith`: the post that consented before, of two that represent only together. */
    z.object({ by: z.enum(CONSENTERS), post: id.optional(), deputyPost, jointlyWith: id.optional() }),
    { audience: 'partners' },
  ),
  consentCosigned: defineEvent('MandateConsentCosigned', z.object({ by: z.enum(CONSENTERS), post: id, deputyPost }), {
    audience: 'partners',
  }),
  consentRefused: defineEvent(
    'MandateConsentRefused',
    z.object({ by: z.enum(CONSENTERS), post: id.optional(), deputyPost, reason: z.string() }),
    {
      audience: 'partners',
    },
  ),
  subMandateAllowed: defineEvent('SubMandateAllowed', z.object({ from: date, instrument: instrument.optional(), deputyPost, findings })),
  instructionGiven: defineEvent(
    'MandateInstructionGiven',
    z.object({ instruction: id, text: z.string(), from: date, until: date.optional(), forCase: z.string().optional(), deputyPost }),
    { audience: 'internal' },
  ),
  amended: defineEvent(
    'MandateAmended',
    z.object({
      from: date,
      terms: terms.omit({ forCase: true }).partial(),
      /** The term's new end; null for none. Absent when the term stays. */
      term: z.object({ until: date.nullable() }).optional(),
      instrument: instrument.optional(),
      reason: z.string(),
      deputyPost,
      findings,
    }),
  ),
  suspended: defineEvent('MandateSuspended', z.object({ from: date, until: date.optional(), reason: z.string(), deputyPost, findings })),
  resumed: defineEvent('MandateResumed', z.object({ from: date, deputyPost, findings })),
  revoked: defineEvent(
    'MandateRevoked',
    z.object({ from: date, instrument: instrument.optional(), reason: z.string().optional(), deputyPost, findings }),
  ),
  endNoted: defineEvent('MandateEndNoted', z.object({ on: date, cause: z.enum(MandateEndCause) })),
  madeKnown: defineEvent('MandateMadeKnown', z.object({ on: date, publication: z.string() })),
  corrected: defineEvent(
    'MandateCorrected',
    z.object({ revision: z.number(), field: z.enum(CLERICAL_FIELDS), value: z.string(), reason: z.string() }),
  ),
  informationRequested: defineEvent(
    'MandateInformationRequested',
    z.object({ request: id, question: z.string(), on: date, due: date, deputyPost }),
    {
      audience: 'internal',
    },
  ),
  informationGiven: defineEvent('MandateInformationGiven', z.object({ request: id, text: z.string(), on: date, deputyPost }), {
    audience: 'internal',
  }),
  attemptRefused: defineEvent('MandateAttemptRefused', z.object({ command: z.string(), ruleId: z.string(), detail: text }), {
    audience: 'internal',
  }),
};
export type MandateEvent = EventOf<typeof mandateEvents>;

export type GrantData = Grant;
export type Bearer = z.infer<typeof bearer>;
export type Instrument = z.infer<typeof instrument>;
export type GrantedPower = z.infer<typeof power>;
export type GrantedScope = z.infer<typeof powers>;
export type GrantedTerms = z.infer<typeof terms>;
