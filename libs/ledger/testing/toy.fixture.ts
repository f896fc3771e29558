import type { Aggregate, CommandRule, Reservation } from '../aggregate.js';
import { defineEvent, z, type EventOf } from '../event-definition.js';
import type { Refusal } from '../refusal.js';

/** A counter: it can be opened under a name of its own, raised, and raised out of a budget that many share. */
export const counterEvents = {
  opened: defineEvent('CounterOpened', z.object({ name: z.string(), audience: z.string().optional() })),
  raised: defineEvent('CounterRaised', z.object({ by: z.number(), note: z.string().optional(), about: z.string().optional() }), {
    audience: 'internal',
    personal: [{ field: 'note', subject: ({ about }) => about }],
  }),
  nameGivenUp: defineEvent('CounterNameGivenUp', z.object({})),
  raiseRefused: defineEvent('CounterRaiseRefused', z.object({ why: z.string() })),
};
export type CounterEvent = EventOf<typeof counterEvents>;

export interface CounterState {
  readonly total: number;
  readonly name?: string;
  readonly refusals: number;
}

export const counter: Aggregate<CounterState, CounterEvent> = {
  name: 'counter',
  events: Object.values(counterEvents),
  initial: { total: 0, refusals: 0 },
  evolve(state, event) {
    switch (event.type) {
      case 'CounterOpened':
        return { ...state, name: event.data.name };
      case 'CounterRaised':
        return { ...state, total: state.total + event.data.by };
      case 'CounterNameGivenUp':
        return { total: state.total, refusals: state.refusals };
      case 'CounterRaiseRefused':
        return { ...state, refusals: state.refusals + 1 };
      default:
        return event satisfies never;
    }
  },
};

const lodgeEvents = { built: defineEvent('LodgeBuilt', z.object({ above: z.string().optional() }), { audience: 'internal' }) };

/** A chain of lodges, each above another: what a decision may have to walk up. */
export const lodge: Aggregate<{ readonly above?: string }, EventOf<typeof lodgeEvents>> = {
  name: 'lodge',
  events: Object.values(lodgeEvents),
  initial: {},
  evolve: (_state, { data }) => data,
};

type Rule<Command> = CommandRule<CounterState, Command>;

export interface OpenCounter {
  readonly name: string;
  readonly level?: 'public' | 'internal';
}
export const openCounter: Rule<OpenCounter> = {
  decide: ({ name, level = 'public' }, _state, { actingFor }) => ({
    accepted: [
      { type: 'CounterOpened', data: { name }, audience: { level, parties: level === 'public' || actingFor === null ? [] : [actingFor] } },
    ],
    reserve: [claim(name)],
  }),
};

export interface Raise {
  readonly counter: string;
  readonly by: number;
  readonly note?: string;
  readonly about?: string;
}
export const raise: Rule<Raise> = {
  subject: ({ counter: id }) => id,
  decide: ({ by, note, about }) => ({ accepted: [{ type: 'CounterRaised', data: { by, note, about } }] }),
};

/** Raises by one, at most to a maximum: what is decided depends on what is there. */
export const raiseTo: Rule<{ readonly counter: string; readonly most: number }> = {
  subject: ({ counter: id }) => id,
  decide: ({ most }, state) =>
    state.total < most
      ? { accepted: [{ type: 'CounterRaised', data: { by: 1 } }] }
      : { refused: refusal('MAXIMUM'), record: { type: 'CounterRaiseRefused', data: { why: 'MAXIMUM' } } },
};

export interface Spend {
  readonly counter: string;
  readonly from: readonly { readonly pool: string; readonly amount: number; readonly capacity: number }[];
}
export const spend: Rule<Spend> = {
  subject: ({ counter: id }) => id,
  decide: ({ from }) => ({
    accepted: [{ type: 'CounterRaised', data: { by: 1 } }],
    reserve: from.map((share) => ({ ...share, whenFull: full })),
  }),
};

export const giveUpName: Rule<{ readonly counter: string }> = {
  subject: ({ counter: id }) => id,
  decide: (_command, { name }) =>
    name === undefined ? { accepted: [] } : { accepted: [{ type: 'CounterNameGivenUp', data: {} }], release: [`claim-name-${name}`] },
};

export const build: CommandRule<object, { readonly above?: string; readonly salt?: number }> = {
  decide: ({ above }) => ({ accepted: [{ type: 'LodgeBuilt', data: { above } }] }),
};

export function claim(name: string): Reservation {
  return { pool: `claim-name-${name}`, amount: 1, capacity: 1, whenFull: full };
}

export function refusal(ruleId: string): Refusal {
  const text = { nl: ruleId, en: ruleId };
  return { ruleId, title: text, detail: text, legalBasis: null, pins: [] };
}

function full(available: number, heldBy: readonly string[]) {
  return { refused: { ...refusal('FULL'), detail: { nl: String(available), en: heldBy.join(' ') } } };
}
