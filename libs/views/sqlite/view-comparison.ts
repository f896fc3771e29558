import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import { OPEN, positionNumber } from '../bitemporal.js';
import type { ProjectedHead } from '../read-models.js';
import type { Findings } from '../verification.js';
import { JOURNAL_COLUMNS } from './flat-batch.js';

interface ComparedTable {
  readonly name: string;
  /** What tells its rows apart, in the order of an index. */
  readonly key: readonly string[];
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
    { name: 'journal', key: ['seq'], known: `seq <= ${seq}`, columns: JOURNAL_COLUMNS },
    { name: 'journal_text', key: ['stream', 'seq'], known: `seq <= ${seq}`, columns: 'stream, seq, json' },
    { name: 'journal_subject', key: ['subject', 'seq'], known: `seq <= ${seq}`, columns: 'subject, seq' },
    {
      ...{ name: 'reservation', key: ['pool', 'reservation', 'made_at'], known: `made_at <= ${at}` },
      columns: `pool, reservation, owner, command_id, amount, recorded_at, made_at, ${then('settled_at', at)}`,
    },
    ...shapes.map(({ name, columns: shape }) => {
      const declared = Object.keys(shape).map((column) => `"${column}"`);
      const key = ['entity', 'row_key', 'valid_from', 'known_from'];
      const columns = [...key, 'valid_to', 'audience', 'participants', then('known_to', seq), ...declared];
      return { name, key, known: `known_from <= ${seq}`, columns: columns.join(', ') };
    }),
  ];
}

function compareTable(table: ComparedTable, served: Connection, projected: Connection, findings: Findings): number {
  const { name, key } = table;
  const [left, right] = [rowsIn(served, table), rowsIn(projected, table)];
  let rows = 0;
  let [have, want] = [left.next().value, right.next().value];
  const say = (row: Row, message: string) =>
    findings.add({ check: 'view', table: name, row: keyOf(row, key).join(' '), message, ...eventOf(row) });
  while (have || want) {
    rows += 1;
    const order = !want ? -1 : !have ? 1 : compareKeys(keyOf(have, key), keyOf(want, key));
    if (order < 0) {
      say(have as Row, 'the log does not give this row');
      have = left.next().value;
    } else if (order > 0) {
      say(want as Row, 'the row is missing');
      want = right.next().value;
    } else {
      const [ours, theirs] = [have as Row, want as Row];
      const other = Object.keys(theirs).filter((column) => ours[column] !== theirs[column]);
      if (other.length > 0) say(theirs, `other than the log gives: ${other.join(', ')}`);
      [have, want] = [left.next().value, right.next().value];
    }
  }
  return rows;
}

function* rowsIn(db: Connection, { name, key, known, columns }: ComparedTable): Generator<Row, undefined> {
  const place = key.join(', ');
  const read = (after: string) =>
    db.prepare(`SELECT ${columns} FROM "${name}" WHERE ${after}${known} ORDER BY ${place} LIMIT ${CHUNK_ROWS}`);
  const later = read(`(${place}) > (${key.map(() => '?').join(', ')}) AND `);
  let chunk = read('').all() as Row[];
  while (chunk.length > 0) {
    yield* chunk;
    chunk = later.all(...keyOf(chunk.at(-1) as Row, key)) as Row[];
  }
  return undefined;
}

function keyOf(row: Row, key: readonly string[]): (string | number)[] {
  return key.map((column) => row[column] as string | number);
}

/** As the database orders them: texts by their bytes. */
function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [place, left] of a.entries()) {
    const right = b[place] as string | number;
    const order = typeof left === 'string' ? Buffer.compare(Buffer.from(left), Buffer.from(String(right))) : left - Number(right);
    if (order !== 0) return order;
  }
  return 0;
}

function eventOf(row: Row): { eventId?: string } {
  return typeof row.stream === 'string' && typeof row.id === 'string' ? { eventId: row.id } : {};
}
