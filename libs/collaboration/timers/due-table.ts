import type { Aggregate } from '../../ledger/aggregate.js';
import type { BilingualText } from '../../ledger/refusal.js';
import { ALWAYS, type Projection, type TableDefinition } from '../../views/view-definition.js';
import type { Due, TimedCommand, Timer } from './timer.js';

const SUFFIX = '_due';

export interface DueDoc {
  readonly text: BilingualText;
  readonly command?: TimedCommand;
}

/**
 * The view of an aggregate's timers, the same for every aggregate. Add it to the projection's tables: that is all it takes to stand in
 * `upcoming` and to be fired. Raise the version when `due` gives other timers for the same state; those that are past due then fire too.
 */
export function dueTable<State>({ name }: Pick<Aggregate<State>, 'name'>, due: Due<State>, version = 1): TableDefinition<State> {
  return {
    name: `${name}${SUFFIX}`,
    version,
    columns: { due_on: 'text', kind: 'text', parties: 'text', acts: 'integer' },
    orders: [['due_on']],
    known: true,
    rows: (state, id) =>
      due(state, id).map((timer) => ({
        key: timer.key,
        // When it comes due is a fact about the future that holds on every day; what was expected earlier shows by `knownAt`.
        ...ALWAYS,
        audience: timer.audience,
        columns: columnsOf(timer),
        doc: (): DueDoc => ({ text: timer.text, ...(timer.command ? { command: timer.command } : {}) }),
      })),
  };
}

function columnsOf({ on, kind, parties, command, followed }: Timer): Record<string, string | number> {
  return {
    due_on: on,
    kind,
    // Ids between bars, so that one substring search finds a whole id.
    parties: `|${[...new Set(parties)].join('|')}|`,
    acts: command || followed ? 1 : 0,
  };
}

export interface DueTable {
  readonly aggregate: string;
  readonly table: string;
  readonly version: number;
}

/** The tables of timers among all tables. */
export function dueTables(projections: readonly Projection[]): DueTable[] {
  return projections.flatMap(({ aggregate, tables }) =>
    tables
      .filter(({ name }) => name === `${aggregate.name}${SUFFIX}`)
      .map(({ name, version }) => ({ aggregate: aggregate.name, table: name, version })),
  );
}
