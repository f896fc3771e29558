import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import { about, count, date, deputyPost, findings, id } from '../../deciding/event-fields.js';
import { sealedByRecorder } from '../../free-text.js';

/** Part that somebody has in a responsibility (RACI). */
export const RaciRole = {
  ACCOUNTABLE: 'ACCOUNTABLE',
  RESPONSIBLE: 'RESPONSIBLE',
  CONSULTED: 'CONSULTED',
  INFORMED: 'INFORMED',
} as const;
export type RaciRole = (typeof RaciRole)[keyof typeof RaciRole];

/** What a correction names. The power and the areas are terms, which a correction never touches. */
export const ResponsibilityField = {
  TOPIC: 'TOPIC',
  DESCRIPTION: 'DESCRIPTION',
  REFERENCE: 'REFERENCE',
  POWER: 'POWER',
  AREAS: 'AREAS',
} as const;
export type ResponsibilityField = (typeof ResponsibilityField)[keyof typeof ResponsibilityField];
export const CLERICAL_FIELDS = ['TOPIC', 'DESCRIPTION', 'REFERENCE'] as const;
export type ClericalField = (typeof CLERICAL_FIELDS)[number];

/** The two who must agree to a transfer. */
export const TRANSFER_SIDES = ['giver', 'receiver'] as const;
export type TransferSide = (typeof TRANSFER_SIDES)[number];

/** A post, or a party itself, with the party it speaks for. */
const assignee = z.object({ kind: z.enum(['post', 'party']), id, party: id });
const assigned = z.object({ assignment: count, assignee, on: date, from: date, until: date.optional(), findings });

type Assigned = z.infer<typeof assigned>;
const touched = ({ assignee: { kind, id: one, party } }: Pick<Assigned, 'assignee'>) => [
  { aggregate: kind, id: one },
  ...(kind === 'post' ? [{ aggregate: 'party', id: party }] : []),
];
const partners = { audience: 'partners' } as const;
const aboutAssignee = {
  ...partners,
  subjects: touched,
  participants: ({ assignee: { party } }: Pick<Assigned, 'assignee'>) => [party],
};

export const responsibilityEvents = {
  defined: defineEvent(
    'ResponsibilityDefined',
    z.object({
      topic: z.string(),
      description: z.string().optional(),
      reference: z.string().optional(),
      areaCodes: z.array(z.string()),
      /** Code of the power that the accountable needs, where one is needed. */
      power: z.string().optional(),
      partnership: id.optional(),
      /** The party that defined it and keeps it. */
      steward: id,
      from: date,
    }),
    {
      ...partners,
      subjects: ({ steward, partnership }) => [...about('party', steward), ...about('partnership', partnership)],
      participants: ({ steward }) => [steward],
    },
  ),
  accountableAssigned: defineEvent('ResponsibilityAccountableAssigned', assigned, aboutAssignee),
  responsibleAssigned: defineEvent('ResponsibilityResponsibleAssigned', assigned, aboutAssignee),
  consultedAdded: defineEvent('ResponsibilityConsultedAdded', assigned, aboutAssignee),
  informedAdded: defineEvent('ResponsibilityInformedAdded', assigned, aboutAssignee),
  accepted: defineEvent('ResponsibilityAccepted', z.object({ assignment: count, on: date, deputyPost, findings }), partners),
  declined: defineEvent('ResponsibilityDeclined', z.object({ assignment: count, on: date, reason: z.string(), deputyPost }), {
    ...partners,
    personal: [sealedByRecorder('reason')],
  }),
  transferProposed: defineEvent(
    'ResponsibilityTransferProposed',
    z.object({
      transfer: count,
      /** The assignment that is handed over. */
      assignment: count,
      assignee,
      on: date,
      from: date,
      agreed: z.array(z.enum(TRANSFER_SIDES)),
    }),
    aboutAssignee,
  ),
  transferAgreed: defineEvent(
    'ResponsibilityTransferAgreed',
    z.object({ transfer: count, side: z.enum(TRANSFER_SIDES), on: date, deputyPost }),
    partners,
  ),
  transferDeclined: defineEvent('ResponsibilityTransferDeclined', z.object({ transfer: count, on: date, reason: z.string(), deputyPost }), {
    ...partners,
    personal: [sealedByRecorder('reason')],
  }),
  /** One event ends the one and begins the other, so that there is never a day between them. */
  transferred: defineEvent(
    'ResponsibilityTransferred',
    z.object({
      /** Absent when it was agreed outside. */
      transfer: count.optional(),
      assignment: count,
      /** Number of the assignment it becomes. */
      to: count,
      assignee,
      on: date,
      from: date,
      until: date.optional(),
      deputyPost,
      findings,
    }),
    aboutAssignee,
  ),
  released: defineEvent(
    'ResponsibilityReleased',
    z.object({ assignment: count, on: date, from: date, reason: z.string(), deputyPost, findings }),
    partners,
  ),
  tuned: defineEvent(
    'ResponsibilityTuned',
    z.object({ party: id, tunedWith: z.array(id), ownInterest: z.string(), yields: z.string(), on: date }),
    {
      ...partners,
      subjects: ({ party, tunedWith }) => about('party', party, ...tunedWith),
      participants: ({ party, tunedWith }) => [party, ...tunedWith],
    },
  ),
  corrected: defineEvent(
    'ResponsibilityCorrected',
    z.object({ field: z.enum(CLERICAL_FIELDS), value: z.string(), reason: z.string() }),
    partners,
  ),
  ended: defineEvent('ResponsibilityEnded', z.object({ on: date, from: date, reason: z.string() }), partners),
};
export type ResponsibilityEvent = EventOf<typeof responsibilityEvents>;
export type Assignee = Assigned['assignee'];

/** The event that gives somebody a part, by role. */
export const ASSIGNING = {
  ACCOUNTABLE: responsibilityEvents.accountableAssigned,
  RESPONSIBLE: responsibilityEvents.responsibleAssigned,
  CONSULTED: responsibilityEvents.consultedAdded,
  INFORMED: responsibilityEvents.informedAdded,
} as const satisfies Record<RaciRole, unknown>;
