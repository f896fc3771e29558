import type { TableShape } from './bitemporal.js';
import { OPEN, positionNumber } from './bitemporal.js';
import { JOURNAL_COLUMNS } from './journal-row.js';
import type { ProjectedHead } from './read-models.js';
import type { Row, RowKey, RowsAsked, ServedRows } from './served-rows.js';
import type { Findings } from './verification.js';

export interface Comparison {
  readonly served: ServedRows;
  /** What the log gives when it is projected again. */
  readonly projected: ServedRows;
  readonly shapes: readonly TableShape[];
  /** Both are compared as known there. */
  readonly head: ProjectedHead;
  readonly findings: Findings;
  /** Rows so far. */
  readonly onProgress: (rows: number) => void;
}

const PROGRESS_ROWS = 1_000;

/** @returns how many rows there were */
export async function compareViews(comparison: Comparison): Promise<number> {
  let rows = 0;
  for (const asked of comparedTables(comparison.shapes, comparison.head)) {
    for await (const _ of compareTable(asked, comparison)) {
      rows += 1;
      if (rows % PROGRESS_ROWS === 0) comparison.onProgress(rows);
    }
  }
  return rows;
}

function comparedTables(shapes: readonly TableShape[], { seq, position }: ProjectedHead): RowsAsked[] {
  const at = positionNumber(position);
  // What happened later is taken back: a row closed since then was open.
  const then = (column: string, limit: number) => `CASE WHEN ${column} > ${limit} THEN ${OPEN} ELSE ${column} END AS ${column}`;
  return [
    { table: 'journal', key: ['seq'], where: `seq <= ${seq}`, columns: JOURNAL_COLUMNS.join(', ') },
    { table: 'journal_text', key: ['stream', 'seq'], where: `seq <= ${seq}`, columns: 'stream, seq, json' },
    { table: 'journal_subject', key: ['subject', 'seq'], where: `seq <= ${seq}`, columns: 'subject, seq' },
    {
      ...{ table: 'reservation', key: ['pool', 'reservation', 'made_at'], where: `made_at <= ${at}` },
      columns: `pool, reservation, owner, command_id, amount, recorded_at, made_at, ${then('settled_at', at)}`,
    },
    ...shapes.map(({ name, columns: shape }) => {
      const declared = Object.keys(shape).map((column) => `"${column}"`);
      const key = ['entity', 'row_key', 'valid_from', 'known_from'];
      const columns = [...key, 'valid_to', 'audience', 'participants', then('known_to', seq), ...declared];
      return { table: name, key, where: `known_from <= ${seq}`, columns: columns.join(', ') };
    }),
  ];
}

/** Walks along both in the order of the key. Yields once for each row. */
async function* compareTable(asked: RowsAsked, { served, projected, findings }: Comparison): AsyncGenerator<void> {
  const { table, key } = asked;
  const [left, right] = [rowsIn(served, asked), rowsIn(projected, asked)];
  let [have, want] = [(await left.next()).value, (await right.next()).value];
  const say = (row: Row, message: string) =>
    findings.add({ check: 'view', table, row: keyOf(row, key).join(' '), message, ...eventOf(row) });
  while (have || want) {
    yield;
    const order = !want ? -1 : !have ? 1 : compareKeys(keyOf(have, key), keyOf(want, key));
    if (order < 0) {
      say(have as Row, 'the log does not give this row');
      have = (await left.next()).value;
    } else if (order > 0) {
      say(want as Row, 'the row is missing');
      want = (await right.next()).value;
    } else {
      const [ours, theirs] = [have as Row, want as Row];
      const other = Object.keys(theirs).filter((column) => ours[column] !== theirs[column]);
      if (other.length > 0) say(theirs, `other than the log gives: ${other.join(', ')}`);
      [have, want] = [(await left.next()).value, (await right.next()).value];
    }
  }
}

async function* rowsIn(rows: ServedRows, asked: RowsAsked): AsyncGenerator<Row, undefined> {
  let chunk = await rows.read(asked, undefined);
  while (chunk.length > 0) {
    yield* chunk;
    chunk = await rows.read(asked, keyOf(chunk.at(-1) as Row, asked.key));
  }
  return undefined;
}

function keyOf(row: Row, key: readonly string[]): RowKey {
  return key.map((column) => row[column] as string | number);
}

/** As the databases order them: texts by their bytes. */
function compareKeys(a: RowKey, b: RowKey): number {
  for (const [place, left] of a.entries()) {
    const right = b[place] as string | number;
    const order = typeof left === 'string' ? Buffer.compare(Buffer.from(left), Buffer.from(String(right))) : left - Number(right);
    if (order !== 0) return order;
  }
  return 0;
}

function eventOf(row: Row): { eventId?: string } {
  return typeof row['stream'] === 'string' && typeof row['id'] === 'string' ? { eventId: row['id'] } : {};
}
