import sql, { raw } from 'sql-template-tag';
import { identifier, type QueryDialect } from '../query-dialect.js';

/** Columns are compared byte by byte; letters have cases only in a collation that knows them. */
const LETTERS = raw('"und-x-icu"');

/** PostgreSQL keeps statistics and chooses the index itself: tests look that it chooses the one that was made for a question. */
export const postgresDialect: QueryDialect = {
  choosesIndexes: true,
  compile: (query) => ({ sql: query.text, parameters: query.values }),
  through: (table, _index, alias = table) => sql`${identifier(table)} as ${identifier(alias)}`,
  byKey: (table, alias = table) => sql`${identifier(table)} as ${identifier(alias)}`,
  anyOf: (column, values) => sql`${column} = any(${values})`,
  // `is not distinct from` would say it in one, but no index answers that.
  same: (column, value) => (value === null ? sql`${column} is null` : sql`${column} = ${value}`),
  contains: (column, part) =>
    sql`position(${part.normalize('NFC').toLowerCase()} in (lower(normalize(${column}, NFC) collate ${LETTERS}) collate "C")) > 0`,
  holds: (column, part) => sql`position(${part} in ${column}) > 0`,
};
