import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import { OPEN, positionNumber } from '../bitemporal.js';
import type { ProjectedHead } from '../read-models.js';
import type { Findings } from '../verification.js';

interface ComparedTable {
  readonly name: string;
  /** Numbers the rows; it only grows, in the order of the log. */
  readonly key: string;
  /** Rows the ledger knew at the position that is compared. */
  readonly known: string;
  readonly columns: string;
}

type Row = Record<string, unknown>;

const CHUNK_ROWS = 2_000;

/**
 * Compares what is served with what the log gives when it is projected again, both as known at one position. Reads in short
 * pieces: a long read would keep the served database's write-ahead log from being cleared.
 */
export function compareViews(
  served: Connection,
  projected: Connection,
  shapes: readonly TableShape[],
  head: ProjectedHead,
  findings: Findings,
): number {
  let rows = 0;
  for (const table of comparedTables(shapes, head)) rows += compareTable(table, served, projected, findings);
  return rows;
}

function comparedTables(shapes: readonly TableShape[], { seq, position }: ProjectedHead): ComparedTable[] {
  const at = positionNumber(position);
  // What happened later is taken back: a row closed since then was open.
  const then = (column: string, limit: number) => `CASE WHEN ${column} > ${limit} THEN ${OPEN} ELSE ${column} END AS ${column}`;
  return [
    { name: 'journal', key: 'seq', known: `seq <= ${seq}`, columns: '*' },
    { name: 'journal_text', key: 'seq', known: `seq <= ${seq}`, columns: '*' },
    { name: 'journal_subject', key: 'row', known: `seq <= ${seq}`, columns: '*' },
    {
      ...{ name: 'reservation', key: 'row', known: `made_at <= ${at}` },
      columns: `row, pool, reservation, owner, command_id, amount, recorded_at, made_at, ${then('settled_at', at)}`,
    },
    ...shapes.map(({ name, columns }) => {
      const declared = Object.keys(columns).map((column) => `"${column}"`);
      const fixed = ['row', 'entity', 'row_key', 'valid_from', 'valid_to', 'known_from', 'audience', 'participants'];
      return { name, key: 'row', known: `known_from <= ${seq}`, columns: [...fixed, then('known_to', seq), ...declared, 'doc'].join(', ') };
    }),
  ];
}

function compareTable({ name, key, known, columns }: ComparedTable, served: Connection, projected: Connection, findings: Findings): number {
  const sql = `SELECT ${columns} FROM "${name}" WHERE ${key} > ? AND ${known} ORDER BY ${key} LIMIT ${CHUNK_ROWS}`;
  const [left, right] = [rowsIn(served, sql, key), rowsIn(projected, sql, key)];
  let rows = 0;
  let [have, want] = [left.next().value, right.next().value];
  const say = (row: Row, message: string) =>
    findings.add({ check: 'view', table: name, row: row[key] as number, message, ...eventOf(row) });
  while (have || want) {
    rows += 1;
    if (!want || (have && Number(have[key]) < Number(want[key]))) {
      say(have as Row, 'the log does not give this row');
      have = left.next().value;
    } else if (!have || Number(have[key]) > Number(want[key])) {
      say(want, 'the row is missing');
      want = right.next().value;
    } else {
      const [ours, theirs]: [Row, Row] = [have, want];
      const other = Object.keys(theirs).filter((column) => ours[column] !== theirs[column]);
      if (other.length > 0) say(theirs, `other than the log gives: ${other.join(', ')}`);
      [have, want] = [left.next().value, right.next().value];
    }
  }
  return rows;
}

function* rowsIn(db: Connection, sql: string, key: string): Generator<Row, undefined> {
  const statement = db.prepare(sql);
  let last = -1;
  for (;;) {
    const chunk = statement.all(last) as Row[];
    yield* chunk;
    if (chunk.length < CHUNK_ROWS) return undefined;
    last = (chunk.at(-1) as Row)[key] as number;
  }
}

function eventOf(row: Row): { eventId?: string } {
  return typeof row.stream === 'string' && typeof row.id === 'string' ? { eventId: row.id } : {};
}
