import type { TableShape } from '../bitemporal.js';
import { FIXED_COLUMNS, OPEN } from '../bitemporal.js';
import type { JournalRow } from '../journal-row.js';
import type { ReservationChange } from '../reservation-change.js';
import type { TableBatch } from '../view-batch.js';
import type { ColumnValue } from '../view-definition.js';

/** Rows turned into one list per column: what `unnest` takes, so that one statement changes any number of rows. */
export type Columns = readonly (readonly ColumnValue[])[];

export type Rows = readonly (readonly ColumnValue[])[];

/** A column of a statement that changes many rows. */
export interface Written {
  readonly name: string;
  readonly type: 'text' | 'bigint';
}

const text = (name: string): Written => ({ name, type: 'text' });
const bigint = (name: string): Written => ({ name, type: 'bigint' });

export const TEXT_COLUMNS = ['stream', 'seq', 'json'];
export const SUBJECT_COLUMNS = ['subject', 'seq'];
export const RESERVATION_COLUMNS = ['pool', 'reservation', 'owner', 'command_id', 'amount', 'recorded_at', 'made_at', 'settled_at'];
export const SETTLED_COLUMNS: readonly Written[] = [bigint('settled_at'), text('pool'), text('reservation')];
export const CLOSED_COLUMNS: readonly Written[] = [bigint('known_to'), text('entity'), text('row_key'), text('valid_from')];

export function rowColumns({ columns }: TableShape): string[] {
  return [...FIXED_COLUMNS, ...Object.keys(columns)];
}

export function journalRows(rows: readonly JournalRow[]): Rows {
  return rows.map((row) => {
    const { seq, position, id, stream, revision, type, recordedAt, knownTime, actor, party, audience, participants } = row;
    const known = [seq, position, id, stream, revision, type, recordedAt, knownTime, actor, party, audience, participants];
    return [...known, row.causation, row.correlation, row.commandId];
  });
}

export function textRows(rows: readonly JournalRow[]): Rows {
  return rows.map(({ stream, seq, json }) => [stream, seq, json]);
}

export function subjectRows(rows: readonly JournalRow[]): Rows {
  return rows.flatMap(({ subjects, seq }) => subjects.map((subject) => [subject, seq]));
}

export function insertedRows({ inserted }: TableBatch): Rows {
  return inserted.map(({ entity, row, knownFrom, knownTo }) => [
    ...[entity, row.key, row.validFrom, row.validTo, knownFrom, knownTo, row.audience, row.participants],
    ...row.values,
  ]);
}

export function closedColumns({ closed }: TableBatch): Columns {
  return columnsOf(closed.map(({ entity, key, validFrom, knownTo }) => [knownTo, entity, key, validFrom]));
}

/**
 * What a batch means for reservations: those that were pending before it and settle in it, and those it makes, settled or not. Confirmed
 * first and released later settles once: what counts is when it stopped being pending.
 */
export function reservationBatch(changes: readonly ReservationChange[]): { readonly settled: Columns; readonly made: Rows } {
  const settled = new Map<string, ColumnValue[]>();
  const made: { readonly name: string; readonly row: ColumnValue[]; settledAt: number }[] = [];
  for (const change of changes) {
    const name = `${change.pool} ${change.reservation}`;
    if (change.kind === 'made') {
      const { pool, reservation, owner, commandId, amount, recordedAt, position } = change;
      made.push({ name, row: [pool, reservation, owner, commandId, amount, recordedAt, position], settledAt: OPEN });
      continue;
    }
    if (!settled.has(name)) settled.set(name, [change.position, change.pool, change.reservation]);
    for (const one of made) if (one.name === name && one.settledAt === OPEN) one.settledAt = change.position;
  }
  return { settled: columnsOf([...settled.values()]), made: made.map(({ row, settledAt }) => [...row, settledAt]) };
}

function columnsOf(rows: Rows): Columns {
  const [first] = rows;
  return first ? first.map((_, place) => rows.map((row) => row[place] as ColumnValue)) : [];
}
