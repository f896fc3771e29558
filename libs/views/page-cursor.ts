import sql, { join, raw } from 'sql-template-tag';
import type { QueryDialect, Sql } from './query-dialect.js';
import { allOf, column } from './row-filter.js';
import type { ColumnType, ColumnValue } from './view-definition.js';

/** A column a page is sorted by. Null sorts before every value. */
export interface SortColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

const LOWEST = { text: '', integer: Number.MIN_SAFE_INTEGER } as const;

/**
 * What comes after a row, as consecutive stretches of the order: same first columns and a later last one, then same fewer
 * columns and a later next one … Each is one seek in the index; one condition for all would be read from the list's start.
 */
export function stretchesAfter(
  dialect: QueryDialect,
  sort: readonly SortColumn[],
  after: readonly ColumnValue[],
  descending: boolean,
): Sql[] {
  return sort.flatMap((_, index) => {
    const depth = sort.length - 1 - index;
    const same = sort.slice(0, depth).map(({ name }, place) => dialect.same(column(name), after[place] as ColumnValue));
    return beyond(sort[depth] as SortColumn, after[depth] as ColumnValue, descending).map((later) => allOf([...same, later]));
  });
}

/** The same as one condition, for rows that are sorted afterwards anyway. */
export function anywhereAfter(dialect: QueryDialect, sort: readonly SortColumn[], after: readonly ColumnValue[], descending: boolean): Sql {
  const stretches = stretchesAfter(dialect, sort, after, descending);
  return sql`(${join(
    stretches.map((stretch) => sql`(${stretch})`),
    ' or ',
  )})`;
}

/** Says where null goes, as databases differ in that. */
export function sortClause(sort: readonly SortColumn[], descending: boolean): Sql {
  const direction = raw(descending ? 'desc nulls last' : 'asc nulls first');
  return join(sort.map(({ name }) => sql`${column(name)} ${direction}`));
}

function beyond({ name, type, nullable }: SortColumn, value: ColumnValue, descending: boolean): Sql[] {
  const ref = column(name);
  if (descending) {
    if (value === null) return [];
    return [sql`${ref} < ${value}`, ...(nullable ? [sql`${ref} is null`] : [])];
  }
  return [value === null ? sql`${ref} >= ${LOWEST[type]}` : sql`${ref} > ${value}`];
}
