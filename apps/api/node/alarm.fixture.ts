import { Command, CommandInput } from '../../../libs/collaboration/registration/command-input.js';
import { DateField, FlagField, IdField } from '../../../libs/collaboration/registration/fields.js';
import { bind, type AggregateRegistration } from '../../../libs/collaboration/registration/registration.js';
import type { Bound } from '../../../libs/collaboration/testing/ledger-harness.js';
import { dueTablesOf } from '../../../libs/collaboration/timers/due-table.js';
import type { Timer } from '../../../libs/collaboration/timers/timer.js';
import { refusal } from '../../../libs/law/rules.js';
import type { Aggregate, CommandRule } from '../../../libs/ledger/aggregate.js';
import { defineEvent, z, type EventOf } from '../../../libs/ledger/event-definition.js';
import type { Projection } from '../../../libs/views/view-definition.js';

/** The smallest aggregate with a timer: it rings on a day. */
const alarmEvents = {
  set: defineEvent('AlarmSet', z.object({ on: z.string(), broken: z.boolean() })),
  rang: defineEvent('AlarmRang', z.object({ on: z.string() })),
};
type AlarmEvent = EventOf<typeof alarmEvents>;

interface AlarmState {
  readonly on?: string;
  readonly broken: boolean;
  readonly rang: readonly string[];
}

const alarm: Aggregate<AlarmState, AlarmEvent> = {
  name: 'alarm',
  events: Object.values(alarmEvents),
  initial: { broken: false, rang: [] },
  evolve: (state, { type, data }) => (type === 'AlarmSet' ? { ...state, ...data } : { ...state, rang: [...state.rang, data.on] }),
};

@Command('Set an alarm, or set it to another day.')
export class SetAlarm extends CommandInput {
  @IdField('An alarm that was set before.', { optional: true })
  alarm?: string;

  @DateField('When it rings.')
  on!: string;

  @FlagField('Ringing is refused.', { optional: true })
  broken?: boolean;
}

@Command('Ring.')
export class RingAlarm extends CommandInput {
  @IdField('The alarm.')
  alarm!: string;

  @DateField('The day it was set to.')
  on!: string;
}

const setAlarm: CommandRule<AlarmState, SetAlarm> = {
  decide: ({ on, broken = false }) => ({ accepted: [{ type: 'AlarmSet', data: { on, broken } }] }),
};
const resetAlarm: CommandRule<AlarmState, SetAlarm> = { ...setAlarm, subject: ({ alarm: id }) => id ?? '' };
const ringAlarm: CommandRule<AlarmState, RingAlarm> = {
  subject: ({ alarm: id }) => id,
  // It has no memory of its own: that it rings once is for whoever rings it to see to.
  decide: ({ on }, { broken }) =>
    broken
      ? { refused: refusal('NOT_IN_THIS_STATE', { detail: { nl: 'De wekker is stuk.', en: 'The alarm is broken.' } }) }
      : { accepted: [{ type: 'AlarmRang', data: { on } }] },
};

export const set: Bound<SetAlarm> = [SetAlarm, setAlarm, alarm.name];
export const reset: Bound<SetAlarm> = [SetAlarm, resetAlarm, alarm.name];

/** All it takes to have timers: this function. */
function alarmDue({ on }: AlarmState, id: string): Timer[] {
  if (on === undefined) return [];
  const audience = { level: 'public', parties: [] } as const;
  const text = { nl: 'De wekker gaat.', en: 'The alarm rings.' };
  return [{ key: 'ring', on, kind: 'ALARM', text, audience, parties: [], command: { name: 'RingAlarm', input: { alarm: id, on } } }];
}

export function alarmRegistration(version = 1): AggregateRegistration<AlarmState> {
  const projection: Projection<AlarmState> = { aggregate: alarm, tables: dueTablesOf(alarm, alarmDue, undefined, version) };
  return { projection, commands: [bind(SetAlarm, setAlarm), bind(RingAlarm, ringAlarm)], subject: class Alarm {}, resolvers: [] };
}
