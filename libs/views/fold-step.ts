import type { LedgerEvent } from '../ledger/envelope.js';
import { evolveWith } from '../ledger/registry.js';
import { diffRows, rowsOf, type RowChanges, type TableRow } from './row-changes.js';
import type { Projection } from './view-definition.js';

/** One stream as projected up to a revision: its state and the rows that state gives, per table. */
export interface Folded {
  readonly revision: number;
  readonly state: unknown;
  readonly rows: readonly (readonly TableRow[])[];
}

/** Carries where in an event's projection something went wrong. */
export class StepFailed extends Error {
  constructor(
    readonly projection: string,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** An empty stream has no rows, whatever its initial state would give. */
export function nothingFolded({ aggregate, tables }: Projection): Folded {
  return { revision: -1, state: aggregate.initial, rows: tables.map(() => []) };
}

/** Takes one event: the state after it, and what it changes in each table. */
export function foldStep(
  projection: Projection,
  before: Folded,
  event: LedgerEvent,
  id: string,
): { readonly after: Folded; readonly changes: readonly RowChanges[] } {
  const { aggregate, tables } = projection;
  const state = during(aggregate.name, () => evolveWith(aggregate, before.state, event));
  const changes = tables.map((table, index) => during(table.name, () => diffRows(before.rows[index] ?? [], rowsOf(table, state, id))));
  return { after: { revision: event.envelope.revision, state, rows: changes.map(({ rows }) => rows) }, changes };
}

function during<T>(projection: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new StepFailed(projection, error);
  }
}
