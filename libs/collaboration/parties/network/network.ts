import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Audience, Origin } from '../../../ledger/envelope.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { correct, NOTHING, segmentAt, set, type Timeline } from '../../../ledger/timeline.js';
import { about, date, id } from '../../deciding/event-fields.js';
import { sealedByRecorder, written, type WrittenText } from '../../free-text.js';

/** Fields in which a slip of the pen may be corrected; anything else is amended. */
export const NetworkClericalField = { NAME: 'NAME', DESCRIPTION: 'DESCRIPTION' } as const;
export type NetworkClericalField = (typeof NetworkClericalField)[keyof typeof NetworkClericalField];

const profile = z.object({
  name: z.string(),
  description: z.string().optional(),
  topics: z.array(z.string()),
  /** CBS codes; none means that it is bound to no area. */
  areaCodes: z.array(z.string()),
  parties: z.array(id),
  /** Whether it receives money from a party in the ledger. */
  funded: z.boolean(),
});
const touched = ({ parties, steward }: { parties?: readonly string[] | undefined; steward?: string }) =>
  about('party', steward, ...(parties ?? []));

export const networkEvents = {
  noted: defineEvent('NetworkNoted', profile.extend({ steward: id, from: date }), { subjects: touched }),
  amended: defineEvent('NetworkAmended', profile.partial().extend({ from: date }), { subjects: touched }),
  contactKept: defineEvent(
    'NetworkContactKept',
    z.object({ contact: z.number(), party: id, on: date, functions: z.array(z.string()), text: z.string() }),
    {
      audience: 'partners',
      personal: [sealedByRecorder('text')],
      subjects: ({ party }) => about('party', party),
      participants: ({ party }) => [party],
    },
  ),
  ended: defineEvent('NetworkEnded', z.object({ from: date, reason: z.string() })),
  corrected: defineEvent(
    'NetworkCorrected',
    z.object({ revision: z.number(), field: z.enum(NetworkClericalField), value: z.string(), reason: z.string() }),
  ),
};
export type NetworkEvent = EventOf<typeof networkEvents>;
export type NetworkProfile = z.infer<typeof profile>;

/** That a party spoke with a network, for those it is shared with. Functions, no names. */
export interface NetworkContact {
  readonly contact: number;
  readonly party: string;
  readonly on: LocalDate;
  readonly functions: readonly string[];
  readonly text: WrittenText;
  readonly audience: Audience;
}

export interface NetworkState {
  readonly exists: boolean;
  /** The party that noted it. */
  readonly steward: string;
  readonly profile: Timeline<NetworkProfile>;
  readonly contacts: readonly NetworkContact[];
  readonly ended?: { readonly from: LocalDate; readonly reason: string };
  readonly origin: Origin;
}

export const network: Aggregate<NetworkState, NetworkEvent> = {
  name: 'network',
  events: Object.values(networkEvents),
  initial: { exists: false, steward: '', profile: NOTHING, contacts: [], origin: { kind: 'firsthand' } },
  evolve,
};

function evolve(state: NetworkState, event: NetworkEvent): NetworkState {
  const { revision, audience, origin } = event.envelope;
  switch (event.type) {
    case 'NetworkNoted': {
      const { steward, from, ...value } = event.data;
      return { ...state, exists: true, steward, origin, profile: set(state.profile, { from, to: 'open', value, revision }) };
    }
    case 'NetworkAmended': {
      const { from, ...changes } = event.data;
      const before = profileOn(state, from);
      return before ? { ...state, profile: set(state.profile, { from, value: { ...before, ...changes }, revision }) } : state;
    }
    case 'NetworkContactKept':
      return { ...state, contacts: [...state.contacts, { ...event.data, text: written(event, 'text'), audience }] };
    case 'NetworkEnded':
      return { ...state, ended: event.data };
    case 'NetworkCorrected': {
      const { field, value } = event.data;
      const patch = field === 'NAME' ? { name: value } : { description: value };
      return { ...state, profile: correct(state.profile, event.data.revision, (said) => ({ ...said, ...patch })) };
    }
    default:
      return event satisfies never;
  }
}

/** What holds on a day; before its first day as it began. */
export function profileOn({ profile: timeline }: NetworkState, on: LocalDate): NetworkProfile | undefined {
  return (segmentAt(timeline, on) ?? timeline[0])?.value;
}
