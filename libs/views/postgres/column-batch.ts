import { OPEN } from '../bitemporal.js';
import { CLOSED_WIDTH, pieces, type FlatTable } from '../by-stream/flat-batch.js';
import type { ReservationChange } from '../reservation-change.js';
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

export const RESERVATION_COLUMNS = ['pool', 'reservation', 'owner', 'command_id', 'amount', 'recorded_at', 'made_at', 'settled_at'];
export const SETTLED_COLUMNS: readonly Written[] = [bigint('settled_at'), text('pool'), text('reservation')];
export const CLOSED_COLUMNS: readonly Written[] = [bigint('known_to'), text('entity'), text('row_key'), text('valid_from')];

/** The rows of a table that are to be closed, as one list per column. */
export function closedColumns({ closed }: Pick<FlatTable, 'closed'>): Columns {
  return columnsOf([...pieces(closed, CLOSED_WIDTH)]);
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
