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
export function rowsOf<State>(table: TableDefinition<State>, state: State, id: string): readonly TableRow[] {
  return changeRows(table, [], state, id).rows;
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

/**
 * What an event changed: rows that are no longer so, and rows that are new. A row with other content is both. Most rows stay as they are and are
 * recognised before anything is made of them.
 * @throws Error naming the table when its rows cannot be stored or contradict each other
 */
export function changeRows<State>(table: TableDefinition<State>, before: readonly TableRow[], state: State, id: string): RowChanges {
  const shown = table.rows(state, id);
  const readers = new Readers();
  const same = (row: TableRow | undefined, view: ViewRow | undefined) =>
    row !== undefined && view !== undefined && isSame(table, row, view, readers.of(view));
  let kept = 0;
  while (same(before[kept], shown[kept])) kept += 1;
  const close = before.slice(kept);
  const insert: TableRow[] = [];
  const rows = before.slice(0, kept);
  // Rows mostly stay where they were in the list, so that looking from there finds them at once.
  let place = 0;
  for (const view of shown.slice(kept)) {
    const found = indexFrom(close, place, (row) => same(row, view));
    if (found === -1) {
      const row = tableRow(table, view, readers.of(view));
      insert.push(row);
      rows.push(row);
    } else {
      place = found;
      rows.push(...close.splice(found, 1));
    }
  }
  if (insert.length > 0 && rows.length > 1) assertDisjoint(table.name, id, rows);
  return { close, insert, rows };
}

function indexFrom(rows: readonly TableRow[], start: number, fits: (row: TableRow | undefined) => boolean): number {
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    if (fits(rows[index])) return index;
  }
  return -1;
}

/** Who may read a row, as it is stored: mostly the same for a row as for the one before. */
class Readers {
  private audience: ViewRow['audience'] | undefined;
  private text = '';

  of({ audience }: ViewRow): string {
    if (audience !== this.audience) {
      this.text = participantsText(audience.level, audience.parties);
      this.audience = audience;
    }
    return this.text;
  }
}

function isSame(table: TableDefinition<any>, row: TableRow, view: ViewRow, participants: string): boolean {
  if (row.validFrom !== view.validFrom || row.key !== view.key || row.validTo !== view.validTo) return false;
  if (row.participants !== participants || row.audience !== audienceNumber(view.audience.level)) return false;
  let index = 0;
  for (const name in table.columns) if (row.values[index++] !== view.columns[name]) return false;
  return true;
}

function tableRow(table: TableDefinition<any>, row: ViewRow, participants: string): TableRow {
  const { key, validFrom, validTo, audience } = row;
  if (!(validFrom < validTo)) throw new Error(`${table.name}: a row holds from ${validFrom} until ${validTo}, on no day at all`);
  const values = columnValues(table, row.columns);
  return { key, validFrom, validTo, audience: audienceNumber(audience.level), participants, values };
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
