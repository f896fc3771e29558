import Database from 'better-sqlite3';
import type { Database as Connection, Statement } from 'better-sqlite3';
import { StoreUnavailable } from '../../ledger/errors.js';
import type { TableShape } from '../bitemporal.js';
import { OPEN, positionNumber, positionText } from '../bitemporal.js';
import { JOURNAL_COLUMNS } from '../journal-row.js';
import type { ProjectedHead } from '../read-models.js';
import type { ReservationChange } from '../reservation-change.js';
import type { ViewBatch, ViewWriter } from '../view-batch.js';
import { CLOSED_WIDTH, flatten, pieces, type FlatRows, type FlatTable } from '../by-stream/flat-batch.js';
import { Inserts } from './inserts.js';

export interface HeadRow {
  readonly seq: number;
  readonly position: number;
  readonly known_time: string | null;
}

interface TableStatements {
  readonly close: Statement<unknown[]>;
  readonly insert: Inserts;
}

export const HEAD_SQL = 'SELECT seq, position, known_time FROM projected';

export function headOf(row: HeadRow): ProjectedHead {
  return { seq: row.seq, position: positionText(row.position), knownTime: row.known_time };
}

/** Writes batches with prepared statements, on the connection it is given. */
export class SqliteViewWriter implements ViewWriter {
  private current: ProjectedHead;
  private readonly revision: Statement<[string], number>;
  private readonly commit: (batch: ViewBatch, before: ProjectedHead) => void;

  constructor(db: Connection, shapes: readonly TableShape[]) {
    this.current = headOf(db.prepare<[], HeadRow>(HEAD_SQL).get() as HeadRow);
    this.revision = db.prepare<[string], number>('SELECT ifnull(max(revision), -1) FROM journal WHERE stream = ?').pluck();
    const write = rowsWriter(db, shapes);
    const setHead = db.prepare('UPDATE projected SET seq = ?, position = ?, known_time = ? WHERE seq = ? AND position = ?');
    this.commit = db.transaction((batch: ViewBatch, before: ProjectedHead) => {
      write(flatten(batch));
      const { head } = batch;
      const { changes } = setHead.run(head.seq, positionNumber(head.position), head.knownTime, before.seq, positionNumber(before.position));
      if (changes !== 1) throw new Error('the views are not at the position this projector left them: does another one write them too?');
    });
  }

  head(): ProjectedHead {
    return this.current;
  }

  lastRevision(stream: string): number {
    return this.revision.get(stream) as number;
  }

  apply(batch: ViewBatch): void {
    try {
      this.commit(batch, this.current);
    } catch (error) {
      throw isOutage(error) ? new StoreUnavailable(`the views cannot be written: ${error.message}`) : error;
    }
    this.current = batch.head;
  }
}

/** The disk or the file is at fault, not the batch: it can be written later. */
function isOutage(error: unknown): error is Error {
  return error instanceof Database.SqliteError && /^SQLITE_(BUSY|FULL|IOERR|NOMEM|CANTOPEN)/.test(error.code);
}

/** Writes rows with prepared statements; the caller has the transaction. */
export function rowsWriter(db: Connection, shapes: readonly TableShape[]): (rows: FlatRows) => void {
  const tables = new Map(shapes.map((shape) => [shape.name, tableStatements(db, shape)]));
  const journal = new Inserts(db, 'journal', JOURNAL_COLUMNS);
  const texts = new Inserts(db, 'journal_text', ['stream', 'seq', 'json']);
  const subjects = new Inserts(db, 'journal_subject', ['subject', 'seq']);
  const reservations = reservationStatements(db);
  return (rows) => {
    journal.run(rows.journal);
    texts.run(rows.texts);
    subjects.run(rows.subjects);
    for (const table of rows.tables) writeTable(tables.get(table.name), table);
    for (const change of rows.reservations) writeReservation(reservations, change);
  };
}

function writeTable(statements: TableStatements | undefined, { name, closed, inserted }: FlatTable): void {
  if (!statements) throw new Error(`there is no view table ${name}`);
  for (const values of pieces(closed, CLOSED_WIDTH)) {
    const { changes } = statements.close.run(values);
    if (changes === 1) continue;
    throw new Error(`${name}: closing the row of ${values[1]} with key '${values[2]}' from ${values[3]} met ${changes} rows, not one`);
  }
  statements.insert.run(inserted);
}

function reservationStatements(db: Connection): { make: Statement<unknown[]>; settle: Statement<unknown[]> } {
  return {
    make: db.prepare(
      'INSERT INTO reservation (pool, reservation, owner, command_id, amount, recorded_at, made_at, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    settle: db.prepare(`UPDATE reservation SET settled_at = ? WHERE pool = ? AND reservation = ? AND settled_at = ${OPEN}`),
  };
}

function writeReservation({ make, settle }: ReturnType<typeof reservationStatements>, change: ReservationChange): void {
  if (change.kind === 'settled') {
    // Confirmed first and released later settles once: what counts is when it stopped being pending.
    settle.run(change.position, change.pool, change.reservation);
    return;
  }
  const { pool, reservation, owner, commandId, amount, recordedAt, position } = change;
  make.run(pool, reservation, owner, commandId, amount, recordedAt, position, OPEN);
}

function tableStatements(db: Connection, { name, columns }: TableShape): TableStatements {
  const declared = Object.keys(columns).map((column) => `"${column}"`);
  const all = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', 'known_to', 'audience', 'participants', ...declared];
  return {
    close: db.prepare(`UPDATE "${name}" SET known_to = ? WHERE entity = ? AND row_key = ? AND valid_from = ? AND known_to = ${OPEN}`),
    insert: new Inserts(db, `"${name}"`, all),
  };
}
