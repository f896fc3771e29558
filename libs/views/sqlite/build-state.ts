import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import { tableStatements, writeTable } from './sqlite-view-writer.js';
import type { FoldedRows } from './row-fold.js';

/** How far a build is, kept with what it wrote, so that a process that dies is taken up where it was. */
export interface BuildState {
  /** Position up to which everything is built. */
  readonly target: number;
  /** Position the journal has reached. */
  readonly journalled: number;
  /** Streams up to this one have their rows, and how many events they came of. */
  readonly stream: string;
  readonly folded: number;
}

const STATE_SQL = 'SELECT target, position AS journalled, stream, folded FROM projected';

/** Fixes up to where a new build goes; one that was broken off keeps to what it set out for. */
export function beginBuild(db: Connection, head: number): BuildState {
  db.prepare('UPDATE projected SET target = ? WHERE target = 0').run(head);
  return db.prepare<[], BuildState>(STATE_SQL).get() as BuildState;
}

/** Writes a batch of rows together with how far they go. */
export function foldedRowsCommit(db: Connection, shapes: readonly TableShape[]): (rows: FoldedRows) => void {
  const tables = new Map(shapes.map((shape) => [shape.name, tableStatements(db, shape)]));
  const reach = db.prepare('UPDATE projected SET stream = ?, folded = folded + ?');
  return db.transaction(({ tables: written, stream, events }: FoldedRows) => {
    for (const table of written) writeTable(tables.get(table.name), table);
    reach.run(stream, events);
  });
}
