import { raw, type Sql } from 'sql-template-tag';

export type { Sql };

/** A query as a database is given it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Runs a query within a snapshot. */
export type Run = (query: Sql) => Promise<readonly any[]>;

/** What is compared where upper and lower case are alike, in every script. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The name of a table, an index or a column; never taken for a word of the language, nor for anything else. */
export function identifier(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/** What differs between the databases a view can live in. */
export interface QueryDialect {
  /** The database knows what its tables hold and chooses among their indexes; otherwise it reads through the one it is given. */
  readonly choosesIndexes: boolean;
  compile(query: Sql): Statement;
  /** A table, read through one index where the database does not choose. */
  through(table: string, index: string, alias?: string): Sql;
  /** A table, read by its own key. */
  byKey(table: string, alias?: string): Sql;
  /** A column is one of a list of values, whatever its length. */
  anyOf(column: Sql, values: readonly (string | number)[]): Sql;
  /** The column and the value are equal, where null equals null. */
  same(column: Sql, value: string | number | null): Sql;
  /** A text holds another, upper and lower case alike. */
  contains(column: Sql, part: string): Sql;
  /** A text holds another exactly. */
  holds(column: Sql, part: string): Sql;
}
