import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import { projections } from '../../../libs/collaboration/projections.js';
import { tableShapes } from '../../../libs/views/bitemporal.js';
import { finishBuild, openViewFile } from '../../../libs/views/sqlite/view-file.js';

/** Puts the very rows of built views into a new file of the same form: what remains when nothing is read, folded or compared. */
export interface PlainInsertsDone {
  readonly rows: number;
  /** Inserting, then adding the indexes. */
  readonly seconds: number;
}

const ROWS_PER_TRANSACTION = 10_000;

const [, , folder] = process.argv;
const views = join(folder as string, 'views');
const built = readdirSync(views).find((name) => name.endsWith('.db')) as string;
const source = new Database(join(views, built), { readonly: true });
const shapes = tableShapes(projections);
const target = join(folder as string, 'plain.db');
const { db } = openViewFile(target, shapes);
const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'projected'").pluck().all() as string[];

let rows = 0;
let spentMs = 0;
for (const table of tables) copy(source, db, table);
spentMs += timed(() => finishBuild(db, shapes, () => undefined));
db.close();
source.close();
rmSync(target);
process.send?.({ rows, seconds: spentMs / 1_000 } satisfies PlainInsertsDone);
process.disconnect?.();

/** Reads outside the clock, writes inside it. */
function copy(from: Connection, to: Connection, table: string): void {
  const read = from.prepare(`SELECT * FROM "${table}"`).raw();
  const insert = to.prepare(
    `INSERT INTO "${table}" VALUES (${read
      .columns()
      .map(() => '?')
      .join(', ')})`,
  );
  const write = to.transaction((batch: readonly unknown[][]) => {
    for (const row of batch) insert.run(...row);
  });
  let batch: unknown[][] = [];
  const flush = () => {
    spentMs += timed(() => write(batch));
    rows += batch.length;
    batch = [];
  };
  for (const row of read.iterate()) {
    batch.push(row as unknown[]);
    if (batch.length === ROWS_PER_TRANSACTION) flush();
  }
  flush();
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
