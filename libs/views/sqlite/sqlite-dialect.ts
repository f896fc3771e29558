import sql, { raw } from 'sql-template-tag';
import { folded, identifier, type QueryDialect } from '../query-dialect.js';

/** Function that reading connections know: lower case in every script, where SQLite's own knows ASCII only. */
export const FOLD_FUNCTION = 'fold_case';

export function foldCase(text: unknown): unknown {
  return typeof text === 'string' ? folded(text) : text;
}

export const sqliteDialect: QueryDialect = {
  choosesIndexes: false,
  compile: (query) => ({ sql: query.sql, parameters: query.values }),
  through: (table, index, alias = table) => sql`${identifier(table)} as ${identifier(alias)} indexed by ${identifier(index)}`,
  // The key's own index by its name: of a table without row ids, `not indexed` excludes none of the others.
  byKey: (table, alias = table) => sqliteDialect.through(table, `sqlite_autoindex_${table}_1`, alias),
  // One parameter for a list of any length, so that the statement stays the same.
  anyOf: (column, values) => sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  same: (column, value) => sql`${column} is ${value}`,
  // Of a text without other letters than ASCII's the database's own lower case is the same, and several times faster.
  contains: (column, part) =>
    sql`instr(case when octet_length(${column}) = length(${column}) then lower(${column}) else ${raw(FOLD_FUNCTION)}(${column}) end, ${foldCase(part)}) > 0`,
  holds: (column, part) => sql`instr(${column}, ${part}) > 0`,
};
