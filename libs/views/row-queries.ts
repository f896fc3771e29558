import sql, { join } from 'sql-template-tag';
import type { TableShape } from './bitemporal.js';
import { sortClause, type SortColumn } from './page-cursor.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { PageQuery } from './read-models.js';
import { allOf, column } from './row-filter.js';

/** Which rows, through which index, and how many in which order. */
export interface Wanted {
  /** Absent for the table's own key. */
  readonly index: string | undefined;
  readonly where: Sql;
  readonly sort: readonly SortColumn[];
  readonly descending?: boolean;
  readonly limit: number;
}

/** What makes a row of a bitemporal table one. */
const KEY = ['entity', 'row_key', 'valid_from', 'known_from'] as const;

export const BY_ENTITY: readonly SortColumn[] = ['entity', 'row_key'].map((name) => ({ name, type: 'text', nullable: false }));

/**
 * The first rows that meet a condition. An index finds their places first and only then are they read: SQLite would read each row that the index
 * passes, whether or not it meets the rest of the condition.
 */
export function rowsQuery(dialect: QueryDialect, shape: TableShape, { index, where, sort, descending = false, limit }: Wanted): Sql {
  const [source, order] = [sourceOf(dialect, shape, index), sortClause(sort, descending)];
  if (index === undefined || dialect.choosesIndexes)
    return sql`select ${selected(shape)} from ${source} where ${where} order by ${order} limit ${limit}`;
  const named = [...new Set([...KEY, ...sort.map(({ name }) => name)])];
  const places = sql`select ${join(named.map(column))} from ${source} where ${where} order by ${order} limit ${limit}`;
  const same = allOf(KEY.map((name) => sql`${column(`r.${name}`)} = ${column(`place.${name}`)}`));
  const sorted = sortClause(
    sort.map((one) => ({ ...one, name: `place.${one.name}` })),
    descending,
  );
  return sql`select ${selected(shape, 'r.')} from (${places}) as place join ${dialect.byKey(shape.name, 'r')} on ${same} order by ${sorted}`;
}

export function sourceOf(dialect: QueryDialect, { name }: TableShape, index: string | undefined): Sql {
  return index === undefined ? dialect.byKey(name) : dialect.through(name, index);
}

/** What a page is sorted by, of the columns that are wanted, and where it goes on. */
export function sorting({ columns, name }: TableShape, { order, after = [] }: PageQuery, wanted: (column: string) => boolean) {
  if (after.length > 0 && after.length !== order.length + 2)
    throw new Error(`a cursor in ${name} has ${order.length + 2} values, not ${after.length}`);
  const all: SortColumn[] = [...order.map((column) => ({ name: column, type: columns[column] ?? 'text', nullable: true })), ...BY_ENTITY];
  // A column that is fixed sorts nothing, and would only hide that the index is in order.
  const kept = all.map((_, place) => place).filter((place) => wanted((all[place] as SortColumn).name));
  return { sort: kept.map((place) => all[place] as SortColumn), values: kept.map((place) => after[place] ?? null) };
}

function selected({ columns }: TableShape, of = ''): Sql {
  const names = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', ...Object.keys(columns)];
  return join(names.map((name) => column(`${of}${name}`)));
}
