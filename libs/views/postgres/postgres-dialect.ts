import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { QueryDialect } from '../query-dialect.js';

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Columns are compared byte by byte; letters have cases only in a collation that knows them. */
const LETTERS = sql.raw('"und-x-icu"');

/** PostgreSQL keeps statistics and chooses the index itself: tests look that it chooses the one that was made for a question. */
export const postgresDialect: QueryDialect = {
  choosesIndexes: true,
  compile: (query) => query.compile(compiler),
  through: (table, _index, alias = table) => sql`${sql.table(table)} as ${sql.id(alias)}`,
  byKey: (table, alias = table) => sql`${sql.table(table)} as ${sql.id(alias)}`,
  anyOf: (column, values) => sql`${column} = any(${values})`,
  // `is not distinct from` would say it in one, but no index answers that.
  same: (column, value) => (value === null ? sql`${column} is null` : sql`${column} = ${value}`),
  contains: (column, part) =>
    sql`position(${part.normalize('NFC').toLowerCase()} in (lower(normalize(${column}, NFC) collate ${LETTERS}) collate "C")) > 0`,
  holds: (column, part) => sql`position(${part} in ${column}) > 0`,
};
