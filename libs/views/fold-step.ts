import type { LedgerEvent } from '../ledger/envelope.js';
import { evolveWith } from '../ledger/registry.js';
import { diffRows, rowsOf, type RowChanges, type TableRow } from './row-changes.js';
import type { Projection, TableDefinition } from './view-definition.js';

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
  const changes = tables.map((table, index) => {
    const rows = before.rows[index] ?? [];
    return isUntouched(table, before, state) ? unchanged(rows) : during(table.name, () => diffRows(rows, rowsOf(table, state, id)));
  });
  return { after: { revision: event.envelope.revision, state, rows: changes.map((change) => change.rows) }, changes };
}

function isUntouched({ reads }: TableDefinition<any>, before: Folded, after: unknown): boolean {
  if (!reads || before.revision < 0) return false;
  const [was, is] = [before.state, after] as Record<string, unknown>[];
  return reads.every((part) => was?.[part] === is?.[part]);
}

const NONE: readonly TableRow[] = [];

function unchanged(rows: readonly TableRow[]): RowChanges {
  return { close: NONE, insert: NONE, rows };
}

function during<T>(projection: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new StepFailed(projection, error);
  }
}
