import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import { NOTHING, set, type Timeline } from '../../../ledger/timeline.js';
import { about, date, id } from '../../deciding/event-fields.js';
import { ended, type Holding } from './party-holdings.js';

export const PartyKind = {
  MUNICIPALITY: 'MUNICIPALITY',
  COUNCIL: 'COUNCIL',
  COLLEGE: 'COLLEGE',
  MAYOR: 'MAYOR',
  DEPARTMENT: 'DEPARTMENT',
  SUBSIDISED_INSTITUTION: 'SUBSIDISED_INSTITUTION',
  SOCIAL_ORGANISATION: 'SOCIAL_ORGANISATION',
  HOUSING_ASSOCIATION: 'HOUSING_ASSOCIATION',
  BUSINESS: 'BUSINESS',
  SOCIAL_ENTREPRENEUR: 'SOCIAL_ENTREPRENEUR',
  RESIDENTS_GROUP: 'RESIDENTS_GROUP',
  RESIDENT: 'RESIDENT',
  REGION: 'REGION',
  PROVINCE: 'PROVINCE',
  WATER_BOARD: 'WATER_BOARD',
  INDEPENDENT_PUBLIC_BODY: 'INDEPENDENT_PUBLIC_BODY',
  OTHER_PUBLIC_BODY: 'OTHER_PUBLIC_BODY',
  CARIBBEAN_PUBLIC_BODY: 'CARIBBEAN_PUBLIC_BODY',
  AUDIT_OFFICE: 'AUDIT_OFFICE',
  ADVISER: 'ADVISER',
} as const;
export type PartyKind = (typeof PartyKind)[keyof typeof PartyKind];

/** Registers in which a party is known by an identifier. */
export const IdentifierScheme = { OIN: 'OIN', RSIN: 'RSIN', KVK: 'KVK', TOOI: 'TOOI', CBS: 'CBS' } as const;
export type IdentifierScheme = (typeof IdentifierScheme)[keyof typeof IdentifierScheme];

/** Fields in which a slip of the pen may be corrected; anything else is amended. */
export const CLERICAL_FIELDS = { NAME: 'NAME', LEGAL_GROUND: 'LEGAL_GROUND' } as const;
export type ClericalField = (typeof CLERICAL_FIELDS)[keyof typeof CLERICAL_FIELDS];

const until = date.optional();
const identifier = z.object({ scheme: z.enum(IdentifierScheme), value: z.string() });
const details = z.object({
  name: z.string(),
  /** The party this one is a body or a part of, e.g. the college of its municipality. */
  partOf: id.optional(),
  /** The statute that makes it an administrative body (bestuursorgaan); absent when it is none. */
  administrativeBody: z.string().optional(),
});

export const partyEvents = {
  registered: defineEvent(
    'PartyRegistered',
    details.extend({ kind: z.enum(PartyKind), from: date, identifiers: z.array(identifier.extend({ from: date, until })) }),
    { subjects: ({ partOf }) => about('party', partOf) },
  ),
  detailsAmended: defineEvent('PartyDetailsAmended', details.partial().extend({ from: date })),
  corrected: defineEvent(
    'PartyCorrected',
    z.object({ revision: z.number(), field: z.enum(CLERICAL_FIELDS), value: z.string(), reason: z.string() }),
  ),
  identifierAdded: defineEvent('PartyIdentifierAdded', identifier.extend({ from: date, until })),
  identifierEnded: defineEvent('PartyIdentifierEnded', identifier.extend({ until: date, reason: z.string() })),
  visionDescribed: defineEvent('PartyVisionDescribed', z.object({ text: z.string(), from: date }), { audience: 'partners' }),
  constituencyDescribed: defineEvent('PartyConstituencyDescribed', z.object({ text: z.string(), from: date })),
  representativeNamed: defineEvent(
    'PartyRepresentativeNamed',
    z.object({ post: id, from: date, until, alone: z.boolean(), jointlyWith: z.array(id), instrument: z.string() }),
    { audience: 'internal', subjects: ({ post, jointlyWith }) => about('post', post, ...jointlyWith) },
  ),
  representativeEnded: defineEvent('PartyRepresentativeEnded', z.object({ post: id, until: date, reason: z.string() }), {
    audience: 'internal',
    subjects: ({ post }) => about('post', post),
  }),
  merged: defineEvent('PartyMerged', z.object({ into: id, on: date, legalBasis: z.string().optional() }), {
    subjects: ({ into }) => about('party', into),
  }),
  dissolved: defineEvent('PartyDissolved', z.object({ on: date, reason: z.string() })),
};
export type PartyEvent = EventOf<typeof partyEvents>;

export type PartyDetails = z.infer<typeof details>;
export interface HeldIdentifier extends Holding {
  readonly scheme: IdentifierScheme;
  readonly value: string;
}
export interface Representative extends Holding {
  readonly post: string;
  /** Signs alone; otherwise together with one of `jointlyWith`. */
  readonly alone: boolean;
  readonly jointlyWith: readonly string[];
  readonly instrument: string;
  readonly audience: Audience;
}

/** What a party wants by itself, for those it is shared with. */
export interface OwnVision {
  readonly text: string;
  readonly audience: Audience;
}

export interface PartyState {
  readonly exists: boolean;
  readonly kind: PartyKind;
  readonly details: Timeline<PartyDetails>;
  readonly identifiers: readonly HeldIdentifier[];
  readonly vision: Timeline<OwnVision>;
  readonly constituency: Timeline<string>;
  readonly representatives: readonly Representative[];
  /** Set once the party has ended: merged into another, or dissolved. */
  readonly ended?: { readonly on: string; readonly into?: string };
}

export const party: Aggregate<PartyState, PartyEvent> = {
  name: 'party',
  events: Object.values(partyEvents),
  initial: {
    exists: false,
    kind: 'OTHER_PUBLIC_BODY',
    details: NOTHING,
    identifiers: [],
    vision: NOTHING,
    constituency: NOTHING,
    representatives: [],
  },
  evolve,
};

function evolve(state: PartyState, event: PartyEvent): PartyState {
  const { revision, audience } = event.envelope;
  switch (event.type) {
    case 'PartyRegistered': {
      const { kind, from, identifiers, ...value } = event.data;
      return { ...state, exists: true, kind, identifiers, details: set(state.details, { from, value, revision }) };
    }
    case 'PartyDetailsAmended': {
      const { from, ...changes } = event.data;
      return { ...state, details: set(state.details, { from, value: { ...detailsOn(state, from), ...changes }, revision }) };
    }
    case 'PartyCorrected':
      return { ...state, details: correctDetails(state.details, event.data) };
    case 'PartyIdentifierAdded':
      return { ...state, identifiers: [...state.identifiers, event.data] };
    case 'PartyIdentifierEnded':
      return { ...state, identifiers: ended(state.identifiers, sameIdentifier(event.data), event.data.until) };
    case 'PartyVisionDescribed':
      return { ...state, vision: set(state.vision, { from: event.data.from, value: { text: event.data.text, audience }, revision }) };
    case 'PartyConstituencyDescribed':
      return { ...state, constituency: set(state.constituency, { from: event.data.from, value: event.data.text, revision }) };
    case 'PartyRepresentativeNamed':
      return { ...state, representatives: [...state.representatives, { ...event.data, audience }] };
    case 'PartyRepresentativeEnded': {
      const { post, until } = event.data;
      return { ...state, representatives: ended(state.representatives, (one) => one.post === post, until) };
    }
    case 'PartyMerged':
      return { ...state, ended: { on: event.data.on, into: event.data.into } };
    case 'PartyDissolved':
      return { ...state, ended: { on: event.data.on } };
    default:
      return event satisfies never;
  }
}

export function sameIdentifier({ scheme, value }: Pick<HeldIdentifier, 'scheme' | 'value'>): (one: HeldIdentifier) => boolean {
  return (one) => one.scheme === scheme && one.value === value;
}

/** The details that hold on a date, or the earliest known ones before it. */
export function detailsOn(state: PartyState, date: string): PartyDetails {
  const segment = state.details.findLast(({ from }) => from <= date) ?? state.details[0];
  if (!segment) throw new Error('a party without details');
  return segment.value;
}

function correctDetails(
  details: Timeline<PartyDetails>,
  { revision, field, value }: { revision: number; field: ClericalField; value: string },
): Timeline<PartyDetails> {
  return details.map((segment) => {
    if (segment.revision !== revision) return segment;
    return { ...segment, value: field === 'NAME' ? { ...segment.value, name: value } : { ...segment.value, administrativeBody: value } };
  });
}
