import type { Database as Connection } from 'better-sqlite3';
import { positionText, type TableShape } from '../bitemporal.js';
import type { FoldedRows, RowFold } from '../by-stream/row-fold.js';
import { rowsWriter } from './sqlite-view-writer.js';
import { JOURNAL_INDEXES } from './view-ddl.js';

/** A stretch of all streams in the order of their names, filled by one thread. */
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

/** What of a part is still to be folded. */
export function stretchOf({ done, until }: BuildPart, target: number): Pick<RowFold, 'after' | 'until' | 'upTo'> {
  return { after: done, until, upTo: positionText(target) };
}

/** Writes what was folded of a part, together with how far that goes. */
export class PartWriter {
  readonly write: (part: BuildPart, rows: FoldedRows) => void;

  constructor(db: Connection, shapes: readonly TableShape[]) {
    const writeRows = rowsWriter(db, shapes);
    const reach = db.prepare('UPDATE build_part SET done = ?, events = events + ? WHERE part = ?');
    this.write = db.transaction(({ part }: BuildPart, rows: FoldedRows) => {
      writeRows(rows);
      reach.run(rows.stream, rows.events, part);
    });
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
    // Only what was recorded while the clock was behind; the column is in the index that is read along.
    db.exec(`WITH running AS (SELECT row, known_time AS own, max(known_time) OVER (ORDER BY seq) AS known FROM journal INDEXED BY journal_order)
      UPDATE journal SET known_time = late.known FROM (SELECT row, known FROM running WHERE known > own) AS late WHERE late.row = journal.row`);
    db.prepare(
      `UPDATE projected SET position = ?, seq = (SELECT ifnull(max(seq), 0) FROM journal), known_time = (SELECT max(known_time) FROM journal)`,
    ).run(target);
  })();
}
