import type { LedgerEvent } from '../ledger/envelope.js';
import { evolveWith } from '../ledger/registry.js';
import { changeRows, type RowChanges, type TableRow } from './row-changes.js';
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
  const untouched = untouchedTables(projection, before, state);
  const changes = tables.map((table, index) => {
    const rows = before.rows[index] ?? [];
    return untouched(index) ? unchanged(rows) : during(table.name, () => changeRows(table, rows, state, id));
  });
  return { after: { revision: event.envelope.revision, state, rows: changes.map((change) => change.rows) }, changes };
}

/** Every part of the state that some table reads, once; and of each table that says what it reads, where in that list. */
interface Reading {
  readonly parts: readonly string[];
  readonly tables: readonly (readonly number[] | undefined)[];
}

const readings = new WeakMap<Projection, Reading>();

function readingOf(projection: Projection): Reading {
  let reading = readings.get(projection);
  if (!reading) {
    const parts = [...new Set(projection.tables.flatMap(({ reads = [] }) => reads))];
    reading = { parts, tables: projection.tables.map(({ reads }) => reads?.map((part) => parts.indexOf(part))) };
    readings.set(projection, reading);
  }
  return reading;
}

/** Tables whose rows cannot have changed: an event left every part of the state that they read the very object it was. */
function untouchedTables(projection: Projection, before: Folded, after: unknown): (table: number) => boolean {
  if (before.revision < 0) return () => false;
  const { parts, tables } = readingOf(projection);
  const [was, is] = [before.state, after] as Record<string, unknown>[];
  const changed = parts.map((part) => was?.[part] !== is?.[part]);
  return (table) => tables[table]?.every((part) => !changed[part]) ?? false;
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
