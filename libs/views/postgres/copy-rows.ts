import { FIXED_COLUMNS, type TableShape } from '../bitemporal.js';
import type { FlatRows } from '../by-stream/flat-batch.js';
import { JOURNAL_COLUMNS } from '../journal-row.js';
import type { ColumnValue } from '../view-definition.js';
import { reservationBatch, RESERVATION_COLUMNS } from './column-batch.js';

/** Rows of one table in the text form of COPY. */
export interface TableCopy {
  readonly statement: string;
  readonly text: string;
}

/** What the text form of COPY gives a meaning of its own. */
const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Everything that is new in some rows, table by table. */
export function copiesOf(
  { journal, texts, subjects, tables, reservations }: FlatRows,
  shapes: ReadonlyMap<string, TableShape>,
): TableCopy[] {
  const { made } = reservationBatch(reservations);
  const all = [
    copyOf('journal', JOURNAL_COLUMNS, journal),
    copyOf('journal_text', ['stream', 'seq', 'json'], texts),
    copyOf('journal_subject', ['subject', 'seq'], subjects),
    ...tables.map(({ name, inserted }) => copyOf(name, columnsOf(name, shapes), inserted)),
    copyOf('reservation', RESERVATION_COLUMNS, made.flat()),
  ];
  return all.filter(({ text }) => text !== '');
}

function columnsOf(table: string, shapes: ReadonlyMap<string, TableShape>): string[] {
  const shape = shapes.get(table);
  if (!shape) throw new Error(`there is no view table ${table}`);
  return [...FIXED_COLUMNS, ...Object.keys(shape.columns)];
}

function copyOf(table: string, columns: readonly string[], values: readonly ColumnValue[]): TableCopy {
  const statement = `copy "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) from stdin`;
  let text = '';
  let column = 0;
  for (const value of values) {
    text += field(value);
    column = column + 1 === columns.length ? 0 : column + 1;
    text += column === 0 ? '\n' : '\t';
  }
  return { statement, text };
}

function field(value: ColumnValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return !SPECIAL.test(value) ? value : value.replace(EACH_SPECIAL, (character) => ESCAPED[character] as string);
}
