import type { StoredEvent, StorePosition } from '../ledger/event-store.js';
import type { JournalRow } from './journal-row.js';
import type { ProjectedHead } from './read-models.js';
import { reservationChange, type ReservationChange } from './reservation-change.js';
import type { RowChanges, TableRow } from './row-changes.js';
import type { Projection } from './view-definition.js';
import { OPEN } from './bitemporal.js';

/** A row that is already stored and stops being what the ledger knows. */
export interface ClosedRow {
  readonly entity: string;
  readonly key: string;
  readonly validFrom: string;
  readonly knownTo: number;
}

export interface InsertedRow {
  readonly entity: string;
  readonly row: TableRow;
  readonly knownFrom: number;
  knownTo: number;
}

/**
 * Changes of one table, merged in memory: a row that comes and goes within the batch is written once. It is recognised by
 * being the same object, which the projector keeps for as long as the batch lasts.
 */
export class TableBatch {
  readonly closed: ClosedRow[] = [];
  /** In the order of the events, so that row numbers do not depend on how the log was cut into batches. */
  readonly inserted: InsertedRow[] = [];
  private readonly open = new Map<TableRow, InsertedRow>();

  add(entity: string, seq: number, { close, insert }: RowChanges): void {
    for (const row of close) {
      const mine = this.open.get(row);
      if (mine) mine.knownTo = seq;
      else this.closed.push({ entity, key: row.key, validFrom: row.validFrom, knownTo: seq });
    }
    for (const row of insert) {
      const added: InsertedRow = { entity, row, knownFrom: seq, knownTo: OPEN };
      this.inserted.push(added);
      this.open.set(row, added);
    }
  }
}

/** Everything a stretch of the log changes, to be written in one transaction with the position it reaches. */
export class ViewBatch {
  readonly journal: JournalRow[] = [];
  readonly reservations: ReservationChange[] = [];
  readonly tables = new Map<string, TableBatch>();
  /** Kept only for stores whose positions have holes. */
  readonly lastRevisions = new Map<string, number>();
  events = 0;

  constructor(public head: ProjectedHead) {}

  /** The kernel's own note: it moves the position, and no number. */
  note(stored: StoredEvent): void {
    const change = reservationChange(stored);
    if (change) this.reservations.push(change);
    this.head = { ...this.head, position: stored.position };
    this.events += 1;
  }

  enter(row: JournalRow, position: StorePosition): void {
    this.journal.push(row);
    this.head = { seq: row.seq, position, knownTime: row.knownTime };
    this.events += 1;
  }

  /** What one event changes in the tables of its projection. */
  change({ tables }: Projection, entity: string, seq: number, changes: readonly RowChanges[]): void {
    changes.forEach((change, index) => {
      const table = tables[index];
      if (table && change.close.length + change.insert.length > 0) this.table(table.name).add(entity, seq, change);
    });
  }

  private table(name: string): TableBatch {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new TableBatch()));
    return table;
  }
}

/** The writer is gone, with what it had not written yet: the projector cannot tell which event was at fault. */
export class WriterLost extends Error {}

/** Where a projector writes. `apply` is all or nothing, and refuses a batch that closes a row which is not there. */
export interface ViewWriter {
  head(): ProjectedHead;
  /** Last journalled revision of a stream, -1 when it has none: how a skip shows on stores whose positions have holes. */
  lastRevision(stream: string): number | Promise<number>;
  /** Told which streams `lastRevision` will be asked of, by a projector whose store needs it: for a writer to whom each question is a journey. */
  expect?(streams: ReadonlySet<string>): Promise<void>;
  apply(batch: ViewBatch): void | Promise<void>;
}
