import sql, { join, raw } from 'sql-template-tag';
import { OPEN } from './bitemporal.js';
import type { TableShape } from './bitemporal.js';
import { identifier, type QueryDialect, type Sql } from './query-dialect.js';
import type { AsOf, Condition, RowQuery, Viewer } from './read-models.js';
import type { ColumnValue } from './view-definition.js';

/** A literal, not a parameter: only then does the database see that a partial index answers the question. */
const open = raw(String(OPEN));

/** A column, or one of a table that the query gave a name: `j.seq`. */
export function column(name: string): Sql {
  return join(name.split('.').map(identifier), '.');
}

export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`1 = 1` : join(conditions, ' and ');
}

export function stillPending(): Sql {
  return sql`settled_at = ${open}`;
}

export function knownThen({ knownAt }: AsOf): Sql {
  return sql`known_from <= ${knownAt} and known_to > ${knownAt}`;
}

/** What `knownThen` says when nothing is known later: a database that chooses sees that an index of what is known now answers it. */
export function knownNow(): Sql {
  return sql`known_to = ${open}`;
}

export function learnedAfter(seq: number): Sql {
  return sql`known_from > ${seq}`;
}

export function inForce({ validAt }: AsOf): Sql {
  return sql`valid_from <= ${validAt} and valid_to > ${validAt}`;
}

/** Lists and counts hold what the viewer may read, and nothing of the rest. */
export function visibleTo(dialect: QueryDialect, { party, seesAll }: Viewer): Sql[] {
  if (seesAll) return [];
  if (party === null) return [sql`audience = 0`];
  return [sql`(audience = 0 or ${dialect.holds(column('participants'), `|${party}|`)})`];
}

/** @throws Error for a column the table does not declare */
export function conditions(dialect: QueryDialect, { name, columns }: TableShape, where: readonly Condition[]): Sql[] {
  return where.flatMap((condition) => {
    if (!(condition.column in columns)) throw new Error(`${name} has no column ${condition.column}`);
    const ref = column(condition.column);
    if ('contains' in condition) return [dialect.contains(ref, condition.contains)];
    if ('is' in condition) return [isOneOf(dialect, ref, condition.is)];
    const { from, until } = condition;
    return [...(from === undefined ? [] : [sql`${ref} >= ${from}`]), ...(until === undefined ? [] : [sql`${ref} < ${until}`])];
  });
}

/** Everything a question asks of a row. */
export function filtersOf(dialect: QueryDialect, shape: TableShape, query: RowQuery, isNow: boolean): Sql[] {
  const { asOf, viewer, where = [], entities, knownSince } = query;
  return [
    dialect.choosesIndexes && isNow ? knownNow() : knownThen(asOf),
    ...(knownSince === undefined ? [] : [learnedAfter(knownSince)]),
    inForce(asOf),
    ...visibleTo(dialect, viewer),
    ...(entities ? [dialect.anyOf(column('entity'), entities)] : []),
    ...conditions(dialect, shape, where),
  ];
}

/** The value a column is fixed to; undefined when it may vary. */
export function pinned(name: string, where: readonly Condition[]): { value: ColumnValue } | undefined {
  for (const condition of where) {
    if (condition.column !== name || !('is' in condition)) continue;
    const { is } = condition;
    if (!isList(is)) return { value: is };
    if (is.length === 1) return { value: is[0] as ColumnValue };
  }
  return undefined;
}

function isOneOf(dialect: QueryDialect, ref: Sql, is: ColumnValue | readonly ColumnValue[]): Sql {
  if (!isList(is)) return dialect.same(ref, is);
  if (is.length === 1) return dialect.same(ref, is[0] as ColumnValue);
  const values = is.filter((value) => value !== null);
  const listed = dialect.anyOf(ref, values);
  return values.length === is.length ? listed : sql`(${ref} is null or ${listed})`;
}

function isList(value: ColumnValue | readonly ColumnValue[]): value is readonly ColumnValue[] {
  return Array.isArray(value);
}
