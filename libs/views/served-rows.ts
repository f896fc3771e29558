import type { ProjectedHead } from './read-models.js';

export type Row = Readonly<Record<string, unknown>>;
export type RowKey = readonly (string | number)[];

/** Some columns of a table, as whoever compares it wants them. */
export interface RowsAsked {
  readonly table: string;
  /** What tells its rows apart, in the order of an index; rows come in its order, texts by their bytes. */
  readonly key: readonly string[];
  /** SQL that every database of views takes. */
  readonly columns: string;
  readonly where: string;
}

/** The tables of views as they are, whichever database they are in: read in short pieces, beside whoever writes them. */
export interface ServedRows {
  head(): Promise<ProjectedHead>;
  /** The rows after a key, or the first ones. */
  read(asked: RowsAsked, after: RowKey | undefined): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const CHUNK_ROWS = 2_000;

export function rowsSql(
  { table, key, columns, where }: RowsAsked,
  after: RowKey | undefined,
  parameter: (place: number) => string,
): string {
  const place = key.join(', ');
  const later = after ? `(${place}) > (${key.map((_, index) => parameter(index)).join(', ')}) AND ` : '';
  return `SELECT ${columns} FROM "${table}" WHERE ${later}${where} ORDER BY ${place} LIMIT ${CHUNK_ROWS}`;
}
