import { defineEvent, z, type EventOf, type StreamRef } from '../../../ledger/event-definition.js';
import { about, date, findings, id, person } from '../../deciding/event-fields.js';
import { sealedForPerson } from '../../free-text.js';
import { CLERICAL_FIELDS, PartnershipOutlook, PartnershipScale, SeatKind } from './partnership-kinds.js';

const until = date.optional();

/** A standard type (`COMMISSIONER`) or the code of a local role (`buurtverbinder`). */
const role = z.string();
const details = z.object({ name: z.string(), purpose: z.string(), topics: z.array(z.string()), areas: z.array(z.string()) });
/** Whoever has a role: a party, or a post of one. */
const assignee = z.object({ kind: z.enum(['party', 'post']), id });
const aboutParty = { subjects: ({ party }: { party: string }) => about('party', party) };
const dilemmaOf = (dilemma: string | undefined): StreamRef[] => about('dilemma', dilemma);

export const partnershipEvents = {
  /** Between the initiator and those it invites, until it is formed. */
  proposed: defineEvent('PartnershipProposed', details.extend({ initiator: id, invited: z.array(id), from: date }), {
    audience: 'partners',
    subjects: ({ initiator, invited }) => about('party', initiator, ...invited),
    participants: ({ initiator, invited }) => [initiator, ...invited],
  }),
  formed: defineEvent('PartnershipFormed', z.object({ from: date, members: z.array(id) }), {
    subjects: ({ members }) => about('party', ...members),
  }),
  /** It came about outside; members and roles follow in events of their own. */
  registered: defineEvent('PartnershipRegistered', details.extend({ from: date, until, instrument: z.string().optional(), findings })),
  amended: defineEvent('PartnershipAmended', details.partial().extend({ from: date, reason: z.string() })),
  corrected: defineEvent(
    'PartnershipCorrected',
    z.object({ revision: z.number(), field: z.enum(CLERICAL_FIELDS), value: z.string(), reason: z.string() }),
  ),
  invited: defineEvent('PartnershipMemberInvited', z.object({ party: id }), {
    ...aboutParty,
    audience: 'partners',
    participants: ({ party }) => [party],
  }),
  joined: defineEvent('PartnershipMemberJoined', z.object({ party: id, from: date, until, findings }), aboutParty),
  left: defineEvent('PartnershipMemberLeft', z.object({ party: id, on: date, reason: z.string(), person }), {
    ...aboutParty,
    personal: [sealedForPerson('reason')],
  }),
  guestAdmitted: defineEvent('PartnershipGuestAdmitted', z.object({ party: id, from: date, until }), aboutParty),
  guestLeft: defineEvent('PartnershipGuestLeft', z.object({ party: id, on: date, reason: z.string(), person }), {
    ...aboutParty,
    personal: [sealedForPerson('reason')],
  }),
  roleDefined: defineEvent(
    'PartnershipRoleDefined',
    z.object({
      role,
      /** Of a local role: what it is called. */
      name: z.string().optional(),
      /** Binds the others, and is for members only. */
      deciding: z.boolean(),
      purpose: z.string(),
      accountabilities: z.array(z.string()),
      /** What the role may arrange by itself (domein). */
      domain: z.string().optional(),
      from: date,
    }),
  ),
  roleAssigned: defineEvent(
    'PartnershipRoleAssigned',
    z.object({
      assignment: z.number(),
      role,
      assignee,
      /** The party that bears it: of a post, the organisation or body it stands under. */
      bearer: id,
      /** The member or guest on whose seat it rests; absent where a registered fact has none. */
      seat: z.object({ party: id, kind: z.enum(SeatKind) }).optional(),
      deciding: z.boolean(),
      /** The one matter (zaak) it is for; absent: for everything the partners do. */
      matter: z.string().optional(),
      from: date,
      until,
      /** Version of the tension matrix with which it was weighed. */
      tensionMatrix: z.string(),
      findings,
    }),
    {
      subjects: ({ assignee: { kind, id: one }, bearer }) => [
        { aggregate: kind, id: one },
        ...(kind === 'post' ? about('party', bearer) : []),
      ],
    },
  ),
  assignmentEnded: defineEvent(
    'PartnershipRoleAssignmentEnded',
    z.object({ assignment: z.number(), on: date, reason: z.string(), person }),
    { personal: [sealedForPerson('reason')] },
  ),
  tensionDeclared: defineEvent(
    'PartnershipRoleTensionDeclared',
    z.object({
      tension: z.number(),
      bearer: id,
      roles: z.array(role).length(2),
      /** How the partners handle it; absent where a dilemma says so. */
      declaration: z.string().optional(),
      dilemma: id.optional(),
      from: date,
      tensionMatrix: z.string(),
      person,
    }),
    {
      audience: 'partners',
      subjects: ({ bearer, dilemma }) => [...about('party', bearer), ...dilemmaOf(dilemma)],
      participants: ({ bearer }) => [bearer],
      personal: [sealedForPerson('declaration')],
    },
  ),
  workingRulesAgreed: defineEvent(
    'PartnershipWorkingRulesAgreed',
    z.object({ rules: z.array(z.string()), agreedBy: z.array(id), from: date, findings }),
    { subjects: ({ agreedBy }) => about('party', ...agreedBy) },
  ),
  scaleChosen: defineEvent('PartnershipScaleChosen', z.object({ scale: z.enum(PartnershipScale), reason: z.string(), from: date })),
  processPictured: defineEvent(
    'PartnershipProcessPictured',
    z.object({
      steps: z.array(z.object({ name: z.string(), roles: z.array(role), description: z.string().optional() })),
      from: date,
    }),
  ),
  relationshipReviewed: defineEvent(
    'PartnershipRelationshipReviewed',
    z.object({ review: z.number(), on: date, between: z.array(id), text: z.string(), nextReview: date.optional(), person }),
    {
      audience: 'partners',
      subjects: ({ between }) => about('party', ...between),
      participants: ({ between }) => between,
      personal: [sealedForPerson('text')],
    },
  ),
  evaluated: defineEvent(
    'PartnershipEvaluated',
    z.object({ on: date, conclusion: z.string(), outlook: z.enum(PartnershipOutlook), evaluation: id.optional() }),
    { subjects: ({ evaluation }) => about('evaluation', evaluation) },
  ),
  ended: defineEvent('PartnershipEnded', z.object({ on: date, reason: z.string() })),
};
export type PartnershipEvent = EventOf<typeof partnershipEvents>;
