import type { Aggregate } from '../../ledger/aggregate.js';
import type { BilingualText } from '../../ledger/refusal.js';
import { rememberingLast } from '../../ledger/remembering.js';
import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition } from '../../views/view-definition.js';
import type { Due, TimedCommand, Timer } from './timer.js';

const SUFFIX = '_due';

export interface DueDoc {
  readonly text: BilingualText;
  readonly command?: TimedCommand;
}

/**
 * The views of an aggregate's timers, the same for every aggregate. Add them to the projection's tables: that is all it takes to stand in
 * `upcoming` and to be fired. Raise the version when `due` gives other timers for the same state; those that are past due then fire too.
 */
export function dueTablesOf<State>(
  aggregate: Pick<Aggregate<State>, 'name'>,
  due: Due<State>,
  reads?: TableDefinition<State>['reads'],
  version = 1,
): TableDefinition<State>[] {
  const once = rememberingLast(due);
  return [dueTable(aggregate, once), duePartyTable(aggregate, once)].map((table) => ({ ...table, version, reads }));
}

type DueTableDefinition<State> = Omit<TableDefinition<State>, 'version' | 'reads'>;

function dueTable<State>({ name }: Pick<Aggregate<State>, 'name'>, due: Due<State>): DueTableDefinition<State> {
  return {
    name: `${name}${SUFFIX}`,
    columns: { due_on: 'text', kind: 'text', parties: 'text', acts: 'integer' },
    orders: [['due_on']],
    known: true,
    rows: (state, id) =>
      due(state, id).map((timer) => ({
        key: timer.key,
        // When it comes due is a fact about the future that holds on every day; what was expected earlier shows by `knownAt`.
        validFrom: BEGIN_OF_TIME,
        validTo: END_OF_TIME,
        audience: timer.audience,
        columns: columnsOf(timer),
        doc: (): DueDoc => ({ text: timer.text, ...(timer.command ? { command: timer.command } : {}) }),
      })),
  };
}

/** Whose timers: a row per timer and party it concerns, with the words of the list that is asked most, so that nothing is folded for it. */
function duePartyTable<State>({ name }: Pick<Aggregate<State>, 'name'>, due: Due<State>): DueTableDefinition<State> {
  return {
    name: partyTableOf(`${name}${SUFFIX}`),
    columns: { party: 'text', due_on: 'text', kind: 'text', text_nl: 'text', text_en: 'text' },
    orders: [['party', 'due_on']],
    told: ({ text_nl: nl, text_en: en }) => ({ text: { nl, en } }),
    rows: (state, id) =>
      due(state, id).flatMap(({ key, on, kind, parties, audience, text }) =>
        [...new Set(parties)].map((party) => ({
          // The party first: of one party they stand in the order of the timers' keys.
          key: keyOfParty(party, key),
          validFrom: BEGIN_OF_TIME,
          validTo: END_OF_TIME,
          audience,
          columns: { party, due_on: on, kind, text_nl: text.nl, text_en: text.en },
          doc: (): Pick<DueDoc, 'text'> => ({ text }),
        })),
      ),
  };
}

export function partyTableOf(table: string): string {
  return `${table}_party`;
}

export function keyOfParty(party: string, key: string): string {
  return `${party} ${key}`;
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
