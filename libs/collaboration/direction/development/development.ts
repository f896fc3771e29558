import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Origin } from '../../../ledger/envelope.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { about, count, date, id } from '../../deciding/event-fields.js';
import { sealedByRecorder, written, type WrittenText } from '../../free-text.js';

export const SessionKind = { TRAINING: 'TRAINING', INTERVISION: 'INTERVISION', COACHING: 'COACHING' } as const;
export type SessionKind = (typeof SessionKind)[keyof typeof SessionKind];

/** What a correction names: the words of the need, or what a session was about. */
export const DevelopmentField = { NEED: 'NEED', SESSION: 'SESSION' } as const;
export type DevelopmentField = (typeof DevelopmentField)[keyof typeof DevelopmentField];

/** Functions, never names: who learned what stays between them. */
const functions = z.array(z.string());
const parties = z.array(id);
const internal = { audience: 'internal' } as const;
const subjects = ({ parties: with_, party }: { parties: readonly string[]; party?: string }) => about('party', party, ...with_);

export const developmentEvents = {
  needNamed: defineEvent('DevelopmentNeedNamed', z.object({ need: z.string(), party: id, functions, parties, on: date }), {
    ...internal,
    subjects,
    participants: ({ party, parties: others }) => [party, ...others],
  }),
  sessionHeld: defineEvent(
    'DevelopmentSessionHeld',
    z.object({ session: count, kind: z.enum(SessionKind), about: z.string(), functions, parties, on: date }),
    { ...internal, subjects, participants: ({ parties: others }) => others },
  ),
  stepAgreed: defineEvent(
    'DevelopmentStepAgreed',
    z.object({ step: count, change: z.string(), functions, on: date, due: date.optional() }),
    internal,
  ),
  /** What people say of their own learning is theirs. */
  reflected: defineEvent('DevelopmentReflectedOn', z.object({ reflection: count, text: z.string(), step: count.optional(), on: date }), {
    ...internal,
    personal: [sealedByRecorder('text')],
  }),
  corrected: defineEvent(
    'DevelopmentCorrected',
    z.object({ field: z.enum(DevelopmentField), session: count.optional(), value: z.string(), reason: z.string() }),
    internal,
  ),
};
export type DevelopmentEvent = EventOf<typeof developmentEvents>;
type DataOf<Type extends DevelopmentEvent['type']> = Extract<DevelopmentEvent, { type: Type }>['data'];

export type Session = DataOf<'DevelopmentSessionHeld'>;
export type ChangeStep = DataOf<'DevelopmentStepAgreed'>;
export interface Reflection extends Omit<DataOf<'DevelopmentReflectedOn'>, 'text'> {
  readonly text: WrittenText;
}

export interface DevelopmentState {
  readonly named?: DataOf<'DevelopmentNeedNamed'> & { readonly origin: Origin };
  readonly sessions: readonly Session[];
  readonly steps: readonly ChangeStep[];
  readonly reflections: readonly Reflection[];
  readonly corrections: readonly DataOf<'DevelopmentCorrected'>[];
  /** Every party that an event of it was written for. */
  readonly readers: readonly string[];
}

export const development: Aggregate<DevelopmentState, DevelopmentEvent> = {
  name: 'development',
  events: Object.values(developmentEvents),
  initial: { sessions: [], steps: [], reflections: [], corrections: [], readers: [] },
  evolve(state, event) {
    const next = evolve(state, event);
    return { ...next, readers: [...next.readers, ...event.envelope.audience.parties.filter((one) => !next.readers.includes(one))] };
  },
};

function evolve(state: DevelopmentState, event: DevelopmentEvent): DevelopmentState {
  switch (event.type) {
    case 'DevelopmentNeedNamed':
      return { ...state, named: { ...event.data, origin: event.envelope.origin } };
    case 'DevelopmentSessionHeld':
      return { ...state, sessions: [...state.sessions, event.data] };
    case 'DevelopmentStepAgreed':
      return { ...state, steps: [...state.steps, event.data] };
    case 'DevelopmentReflectedOn':
      return { ...state, reflections: [...state.reflections, { ...event.data, text: written(event, 'text') }] };
    case 'DevelopmentCorrected':
      return { ...state, corrections: [...state.corrections, event.data] };
    default:
      return event satisfies never;
  }
}

/** The need in its corrected words. */
export function needOf({ named, corrections }: DevelopmentState): string | undefined {
  return corrections.findLast(({ field }) => field === 'NEED')?.value ?? named?.need;
}

/** What a session was about, in its corrected words. */
export function aboutOf({ corrections }: DevelopmentState, { session, about }: Session): string {
  return corrections.findLast((one) => one.field === 'SESSION' && one.session === session)?.value ?? about;
}

/** Held, agreed or reflected on by a day. */
export function by<One extends { readonly on: LocalDate }>(all: readonly One[], day: LocalDate): One[] {
  return all.filter(({ on }) => on <= day);
}
