import type { Aggregate } from '../../ledger/aggregate.js';
import { canonicalJson } from '../../ledger/codec.js';
import type { Audience } from '../../ledger/envelope.js';
import { defineEvent, z } from '../../ledger/event-definition.js';
import type { EventOf } from '../../ledger/event-definition.js';
import type { EventStore, StorableEvent } from '../../ledger/event-store.js';
import type { Timeline } from '../../ledger/timeline.js';
import { NOTHING, set } from '../../ledger/timeline.js';
import type { Projection, TableDefinition } from '../view-definition.js';
import { ALWAYS, END_OF_TIME } from '../view-definition.js';

/** A toy: plots of land with a name and a use that changes over time. */
const definitions = {
  opened: defineEvent('PlotOpened', z.object({ name: z.string().nullable(), kind: z.string() })),
  used: defineEvent('PlotUsed', z.object({ from: z.string(), to: z.string(), use: z.string(), by: z.string().optional() }), {
    subjects: ({ by }) => (by ? [{ aggregate: 'plot', id: by }] : []),
  }),
  hidden: defineEvent('PlotHidden', z.object({ parties: z.array(z.string()) })),
  /** A stored event that the projection cannot take. */
  cursed: defineEvent('PlotCursed', z.object({})),
};
export type PlotEvent = EventOf<typeof definitions>;

export interface PlotState {
  readonly name: string | null;
  readonly kind: string;
  readonly audience: Audience;
  readonly cursed: boolean;
  readonly uses: Timeline<string>;
}

const PUBLIC: Audience = { level: 'public', parties: [] };

export const plot: Aggregate<PlotState, PlotEvent> = {
  name: 'plot',
  events: Object.values(definitions),
  initial: { name: null, kind: '', audience: PUBLIC, cursed: false, uses: NOTHING },
  evolve(state, { type, data, envelope }) {
    switch (type) {
      case 'PlotOpened':
        return { ...state, name: data.name, kind: data.kind };
      case 'PlotUsed':
        return { ...state, uses: set(state.uses, { from: data.from, to: data.to, value: data.use, revision: envelope.revision }) };
      case 'PlotHidden':
        return { ...state, audience: { level: 'confidential', parties: data.parties } };
      case 'PlotCursed':
        return { ...state, cursed: true };
      default:
        return type satisfies never;
    }
  },
};

export const plots: TableDefinition<PlotState> = {
  name: 'plot',
  version: 1,
  columns: { kind: 'text', name: 'text' },
  orders: [['name'], ['kind', 'name']],
  rows: ({ name, kind, audience, cursed }) => {
    if (cursed) throw new Error('nothing grows here');
    return [{ key: '', ...ALWAYS, audience, columns: { kind, name }, doc: () => ({ name }) }];
  },
};

export const uses: TableDefinition<PlotState> = {
  name: 'plot_use',
  version: 1,
  columns: { name: 'text', use: 'text', revision: 'integer' },
  orders: [['use', 'name'], ['name']],
  known: true,
  rows: (state) =>
    state.uses.map(({ from, until, value, revision }) => ({
      key: '',
      validFrom: from,
      validTo: until ?? END_OF_TIME,
      audience: state.audience,
      columns: { name: state.name, use: value, revision },
      doc: () => ({ use: value, from, until }),
    })),
};

export const projections: readonly Projection[] = [{ aggregate: plot, tables: [plots, uses] }];

export interface PlotDraft {
  readonly type: string;
  readonly data: unknown;
  readonly audience?: Audience;
  readonly recordedAt?: string;
  readonly actor?: string;
  readonly party?: string;
}

const EPOCH = Date.parse('2025-01-01T00:00:00.000Z');

/** Numbers events for their ids, so that the same calls give the same log. */
export function plotEvent(number: number, stream: string, revision: number, draft: PlotDraft): StorableEvent {
  const id = `event-${number}`;
  const envelope = {
    ...{ format: 1, id, type: draft.type, version: 1, stream, revision },
    recordedAt: draft.recordedAt ?? new Date(EPOCH + number * 60_000).toISOString(),
    recordedBy: draft.actor ?? 'someone',
    ...(draft.party === undefined ? {} : { actedFor: draft.party }),
    ...{ origin: { kind: 'firsthand' }, audience: draft.audience ?? PUBLIC, pins: [] },
    ...{ commandId: `command-${number}`, commandDigest: '0', correlationId: id, causationId: id, salt: 'c2FsdA' },
  } as const;
  return { id, type: draft.type, json: canonicalJson({ ...envelope, data: draft.data }) };
}

/** Appends one event at a time to whichever streams a test needs. */
export class PlotLog {
  private readonly revisions = new Map<string, number>();

  /** `number` is that of the last event before; several logs on one store need different ones. */
  constructor(
    readonly store: EventStore,
    private number = 0,
  ) {}

  async add(id: string, draft: PlotDraft): Promise<number> {
    const stream = `plot-${id}`;
    const expected = this.revisions.get(stream) ?? -1;
    this.number += 1;
    const event = plotEvent(this.number, stream, expected + 1, draft);
    await this.store.append({ stream, kind: 'ledger', expected, events: [event] });
    this.revisions.set(stream, expected + 1);
    return this.number;
  }

  open(id: string, name: string | null, kind = 'field'): Promise<number> {
    return this.add(id, { type: 'PlotOpened', data: { name, kind } });
  }

  use(id: string, from: string, to: string, use: string): Promise<number> {
    return this.add(id, { type: 'PlotUsed', data: { from, to, use } });
  }
}
