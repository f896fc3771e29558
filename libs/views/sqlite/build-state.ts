import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import type { FoldedRows } from './row-fold.js';
import { pieces, TEXT_WIDTH } from './flat-batch.js';
import { INSERT_TEXT_SQL, tableStatements, writeTable } from './sqlite-view-writer.js';

/** A stretch of all streams in the order of their names, folded by one thread. */
export interface BuildPart {
  readonly part: number;
  /** Streams up to this one have their rows; the part began after it. */
  readonly done: string;
  /** The last stream of the part. */
  readonly until: string;
  /** How many events those rows came of. */
  readonly events: number;
}

/** How far a build is, kept with what it wrote, so that a process that dies is taken up where it was. */
export interface BuildState {
  /** Position up to which everything is built. */
  readonly target: number;
  /** Position the journal has reached. */
  readonly journalled: number;
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
  const { target, journalled } = db.prepare('SELECT target, position AS journalled FROM projected').get() as Omit<BuildState, 'parts'>;
  return { target, journalled, parts: db.prepare<[], BuildPart>('SELECT part, done, until, events FROM build_part').all() };
}

/** Writes a batch of rows together with how far they go. */
export function foldedRowsCommit(db: Connection, shapes: readonly TableShape[]): (part: BuildPart, rows: FoldedRows) => void {
  const tables = new Map(shapes.map((shape) => [shape.name, tableStatements(db, shape)]));
  const reach = db.prepare('UPDATE build_part SET done = ?, events = events + ? WHERE part = ?');
  const insertText = db.prepare(INSERT_TEXT_SQL);
  return db.transaction(({ part }: BuildPart, { tables: written, texts, stream, events }: FoldedRows) => {
    for (const values of pieces(texts, TEXT_WIDTH)) insertText.run(values);
    for (const table of written) writeTable(tables.get(table.name), table);
    reach.run(stream, events, part);
  });
}
