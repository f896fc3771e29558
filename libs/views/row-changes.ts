import { audienceNumber, participantsText } from './bitemporal.js';
import type { ColumnValue, Projection, TableDefinition, ViewRow } from './view-definition.js';

/** A view row as it will be stored. With the entity, `key` and `validFrom` are its identity; the rest is its content. */
export interface TableRow {
  readonly key: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly audience: number;
  readonly participants: string;
  /** Values of the declared columns, in their declared order. */
  readonly values: readonly ColumnValue[];
}

export interface RowChanges {
  readonly close: readonly TableRow[];
  readonly insert: readonly TableRow[];
  /** The rows after the event; an unchanged row is the very object it was before. */
  readonly rows: readonly TableRow[];
}

/** The rows a table has for a state, checked and made ready to store. @throws Error naming the table when they contradict each other */
export function rowsOf<State>(table: TableDefinition<State>, state: State, id: string): TableRow[] {
  const rows = table.rows(state, id).map((row) => tableRow(table, row));
  if (rows.length > 1) assertDisjoint(table.name, id, rows);
  return rows;
}

/** Looks whether everything the views say of a state can be stored and shown: what cannot is never recorded. */
export function showCheck(projections: readonly Projection[]): (aggregate: string, id: string, state: unknown) => void {
  const tablesOf = new Map(projections.map(({ aggregate, tables }) => [aggregate.name, tables]));
  return (aggregate, id, state) => tablesOf.get(aggregate)?.forEach((table) => assertShown(table, state, id));
}

/** @throws Error naming the table when a row of it cannot be stored or shown */
export function assertShown<State>(table: TableDefinition<State>, state: State, id: string): void {
  rowsOf(table, state, id);
  for (const { doc } of table.rows(state, id)) {
    if (JSON.stringify(doc()) === undefined) throw new Error(`${table.name}: a row's document has no JSON form`);
  }
}

/** What an event changed: rows that are no longer so, and rows that are new. A row with other content is both. */
export function diffRows(before: readonly TableRow[], after: readonly TableRow[]): RowChanges {
  const close = [...before];
  const insert: TableRow[] = [];
  // Rows mostly stay where they were in the list, so that looking from there finds them at once.
  let place = 0;
  const rows = after.map((row) => {
    const found = indexOfSame(close, row, place);
    if (found === -1) {
      insert.push(row);
      return row;
    }
    place = found;
    return close.splice(found, 1)[0] as TableRow;
  });
  return { close, insert, rows };
}

function indexOfSame(rows: readonly TableRow[], row: TableRow, start: number): number {
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    if (isSame(rows[index] as TableRow, row)) return index;
  }
  return -1;
}

function isSame(a: TableRow, b: TableRow): boolean {
  return (
    a.validFrom === b.validFrom &&
    a.key === b.key &&
    a.validTo === b.validTo &&
    a.audience === b.audience &&
    a.participants === b.participants &&
    a.values.every((value, index) => value === b.values[index])
  );
}

function tableRow(table: TableDefinition<any>, row: ViewRow): TableRow {
  const { key, validFrom, validTo, audience } = row;
  if (!(validFrom < validTo)) throw new Error(`${table.name}: a row holds from ${validFrom} until ${validTo}, on no day at all`);
  const level = audienceNumber(audience.level);
  const participants = participantsText(audience.level, audience.parties);
  const values = columnValues(table, row.columns);
  return { key, validFrom, validTo, audience: level, participants, values };
}

function columnValues(table: TableDefinition<any>, columns: ViewRow['columns']): ColumnValue[] {
  const values: ColumnValue[] = [];
  for (const name in table.columns) {
    const value = columns[name];
    const fits = value === null || (table.columns[name] === 'text' ? typeof value === 'string' : Number.isSafeInteger(value));
    if (value === undefined || !fits) throw new Error(`${table.name}.${name} must be null or ${table.columns[name]}`);
    values.push(value);
  }
  return values;
}

/** Rows of one key never hold on the same day: `key` exists to tell such rows apart, and page cursors rely on it. */
function assertDisjoint(table: string, id: string, rows: readonly TableRow[]): void {
  const inOrder = isInOrder(rows) ? rows : [...rows].sort(comparePlaces);
  for (let index = 1; index < inOrder.length; index += 1) {
    const [earlier, later] = [inOrder[index - 1] as TableRow, inOrder[index] as TableRow];
    if (earlier.key === later.key && later.validFrom < earlier.validTo) {
      throw new Error(`${table}: two rows of ${id} with key '${later.key}' both hold on ${later.validFrom}`);
    }
  }
}

/** As most tables give them. */
function isInOrder(rows: readonly TableRow[]): boolean {
  for (let index = 1; index < rows.length; index += 1) {
    if (comparePlaces(rows[index - 1] as TableRow, rows[index] as TableRow) > 0) return false;
  }
  return true;
}

function comparePlaces(a: TableRow, b: TableRow): number {
  return a.key === b.key ? compare(a.validFrom, b.validFrom) : compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
