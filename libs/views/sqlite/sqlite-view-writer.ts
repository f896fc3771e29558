import type { Database as Connection, Statement } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import { OPEN, positionNumber, positionText } from '../bitemporal.js';
import type { JournalRow } from '../journal-row.js';
import type { ProjectedHead } from '../read-models.js';
import type { ReservationChange } from '../reservation-change.js';
import type { TableBatch, ViewBatch, ViewWriter } from '../view-batch.js';

interface HeadRow {
  readonly seq: number;
  readonly position: number;
  readonly known_time: string | null;
}

interface TableStatements {
  readonly close: Statement<[number, string, string, string]>;
  readonly insert: Statement<unknown[]>;
}

export const HEAD_SQL = 'SELECT seq, position, known_time FROM projected';

export function headOf(row: HeadRow): ProjectedHead {
  return { seq: row.seq, position: positionText(row.position), knownTime: row.known_time };
}

/** Writes batches with prepared statements, on the connection it is given. */
export class SqliteViewWriter implements ViewWriter {
  private current: ProjectedHead;
  private readonly tables: ReadonlyMap<string, TableStatements>;
  private readonly insertJournal: Statement<unknown[]>;
  private readonly insertText: Statement<unknown[]>;
  private readonly insertSubject: Statement<unknown[]>;
  private readonly makeReservation: Statement<unknown[]>;
  private readonly settleReservation: Statement<unknown[]>;
  private readonly setHead: Statement<unknown[]>;
  private readonly revision: Statement<[string], number>;
  private readonly commit: (batch: ViewBatch) => void;

  constructor(
    db: Connection,
    shapes: readonly TableShape[],
  ) {
    this.current = headOf(db.prepare<[], HeadRow>(HEAD_SQL).get() as HeadRow);
    this.tables = new Map(shapes.map((shape) => [shape.name, tableStatements(db, shape)]));
    this.insertJournal = db.prepare(`INSERT INTO journal VALUES (${questionMarks(15)})`);
    this.insertText = db.prepare('INSERT INTO journal_text VALUES (?, ?)');
    this.insertSubject = db.prepare('INSERT INTO journal_subject (subject, seq) VALUES (?, ?)');
    this.makeReservation = db.prepare(
      'INSERT INTO reservation (pool, reservation, owner, command_id, amount, recorded_at, made_at, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.settleReservation = db.prepare(`UPDATE reservation SET settled_at = ? WHERE pool = ? AND reservation = ? AND settled_at = ${OPEN}`);
    this.setHead = db.prepare('UPDATE projected SET seq = ?, position = ?, known_time = ? WHERE seq = ? AND position = ?');
    this.revision = db.prepare<[string], number>('SELECT ifnull(max(revision), -1) FROM journal WHERE stream = ?').pluck();
    this.commit = db.transaction((batch: ViewBatch) => this.write(batch));
  }

  head(): ProjectedHead {
    return this.current;
  }

  lastRevision(stream: string): number {
    return this.revision.get(stream) as number;
  }

  apply(batch: ViewBatch): void {
    this.commit(batch);
    this.current = batch.head;
  }

  private write(batch: ViewBatch): void {
    for (const row of batch.journal) this.writeJournal(row);
    for (const [name, table] of batch.tables) this.writeTable(name, table);
    for (const change of batch.reservations) this.writeReservation(change);
    const { seq, position, knownTime } = batch.head;
    const { changes } = this.setHead.run(seq, positionNumber(position), knownTime, this.current.seq, positionNumber(this.current.position));
    if (changes !== 1) throw new Error('the views are not at the position this projector left them: does another one write them too?');
  }

  private writeJournal(row: JournalRow): void {
    const { seq, position, id, stream, revision, type, recordedAt, knownTime, actor, party } = row;
    const { audience, participants, causation, correlation, commandId } = row;
    this.insertJournal.run(
      ...[seq, position, id, stream, revision, type, recordedAt, knownTime, actor, party],
      ...[audience, participants, causation, correlation, commandId],
    );
    this.insertText.run(seq, row.json);
    for (const subject of row.subjects) this.insertSubject.run(subject, seq);
  }

  private writeTable(name: string, { closed, inserted }: TableBatch): void {
    const statements = this.tables.get(name);
    if (!statements) throw new Error(`there is no view table ${name}`);
    for (const { entity, key, validFrom, knownTo } of closed) {
      const { changes } = statements.close.run(knownTo, entity, key, validFrom);
      if (changes !== 1) throw new Error(`${name}: closing the row of ${entity} with key '${key}' from ${validFrom} met ${changes} rows, not one`);
    }
    for (const { entity, row, knownFrom, knownTo } of inserted) {
      const { key, validFrom, validTo, audience, participants, values, doc } = row;
      statements.insert.run(entity, key, validFrom, validTo, knownFrom, knownTo, audience, participants, ...values, doc);
    }
  }

  private writeReservation(change: ReservationChange): void {
    if (change.kind === 'settled') {
      // Confirmed first and released later settles once: what counts is when it stopped being pending.
      this.settleReservation.run(change.position, change.pool, change.reservation);
      return;
    }
    const { pool, reservation, owner, commandId, amount, recordedAt, position } = change;
    this.makeReservation.run(pool, reservation, owner, commandId, amount, recordedAt, position, OPEN);
  }
}

function tableStatements(db: Connection, { name, columns }: TableShape): TableStatements {
  const declared = Object.keys(columns).map((column) => `"${column}"`);
  const all = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', 'known_to', 'audience', 'participants', ...declared, 'doc'];
  return {
    close: db.prepare(`UPDATE "${name}" SET known_to = ? WHERE entity = ? AND row_key = ? AND valid_from = ? AND known_to = ${OPEN}`),
    insert: db.prepare(`INSERT INTO "${name}" (${all.join(', ')}) VALUES (${questionMarks(all.length)})`),
  };
}

function questionMarks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
