import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import type { FoldedRows } from '../by-stream/row-fold.js';
import { rowsWriter } from './sqlite-view-writer.js';
import { JOURNAL_INDEXES } from './view-ddl.js';

/** A stretch of all streams in the order of their names, folded by one thread. */
export interface BuildPart {
  readonly part: number;
  /** Streams up to this one are written; the part began after it. */
  readonly done: string;
  /** The last stream of the part. */
  readonly until: string;
  /** How many events they have. */
  readonly events: number;
}

/** How far a build is, kept with what it wrote, so that a process that dies is taken up where it was. */
export interface BuildState {
  /** Position up to which everything is built. */
  readonly target: number;
  readonly parts: readonly BuildPart[];
}

/** Comes after every stream. */
const LAST_STREAM = '\u{10ffff}';

/** Fixes up to where a new build goes, and in which parts; one that was broken off keeps to what it set out for. */
export function beginBuild(db: Connection, head: number, cuts: readonly string[] = []): BuildState {
  db.transaction(() => {
    if (db.prepare('UPDATE projected SET target = ? WHERE target = 0').run(head).changes === 0) return;
    const add = db.prepare('INSERT INTO build_part VALUES (?, ?, ?, 0)');
    [...cuts, LAST_STREAM].forEach((until, part) => add.run(part, cuts[part - 1] ?? '', until));
  })();
  const { target } = db.prepare('SELECT target FROM projected').get() as Pick<BuildState, 'target'>;
  return { target, parts: db.prepare<[], BuildPart>('SELECT part, done, until, events FROM build_part').all() };
}

/** Rows of so many events are committed together: pages that every batch touches are written once, and little is lost when the process dies. */
const BATCHES_PER_COMMIT = 80;

/** Writes what was folded, several batches in one transaction, together with how far they go. */
export class BuildWriter {
  /** Events that are written for good. */
  committed: number;
  private written: number;
  private batches = 0;
  private readonly write;
  private readonly reach;

  constructor(
    private readonly db: Connection,
    shapes: readonly TableShape[],
    { parts }: BuildState,
  ) {
    this.write = rowsWriter(db, shapes);
    this.reach = db.prepare('UPDATE build_part SET done = ?, events = events + ? WHERE part = ?');
    this.committed = this.written = parts.reduce((sum, { events }) => sum + events, 0);
  }

  add({ part }: BuildPart, rows: FoldedRows): void {
    if (!this.db.inTransaction) this.db.exec('BEGIN');
    this.write(rows);
    this.reach.run(rows.stream, rows.events, part);
    this.written += rows.events;
    this.batches += 1;
    if (this.batches % BATCHES_PER_COMMIT === 0) this.commit();
  }

  commit(): void {
    if (!this.db.inTransaction) return;
    this.db.exec('COMMIT');
    this.committed = this.written;
  }

  rollback(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
  }
}

/**
 * What only the order of the log gives: when the ledger knew what it did, and how far everything goes.
 * @throws Error when an event is missing: they are read through an index of the log, and one that hides an event must not leave it out in silence
 */
export function closeFill(db: Connection, { target }: BuildState): void {
  const folded = db.prepare('SELECT sum(events) FROM build_part').pluck().get() as number;
  if (folded !== target)
    throw new Error(`the log has ${target} events, but by stream it gives ${folded}: its index is damaged; see convenant verify`);
  db.transaction(() => {
    for (const sql of JOURNAL_INDEXES) db.exec(sql);
    db.exec(`WITH running AS (SELECT row, max(known_time) OVER (ORDER BY seq) AS known FROM journal INDEXED BY journal_order)
      UPDATE journal SET known_time = running.known FROM running WHERE running.row = journal.row AND running.known > journal.known_time`);
    db.prepare(
      `UPDATE projected SET position = ?, seq = (SELECT ifnull(max(seq), 0) FROM journal), known_time = (SELECT max(known_time) FROM journal)`,
    ).run(target);
  })();
}
