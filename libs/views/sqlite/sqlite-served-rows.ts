import Database from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import type { ProjectedHead } from '../read-models.js';
import { rowsSql, type Row, type RowKey, type RowsAsked, type ServedRows } from '../served-rows.js';
import type { Projection } from '../view-definition.js';
import { HEAD_SQL, headOf, type HeadRow } from './sqlite-view-writer.js';
import { viewsDigest } from './view-ddl.js';
import { ViewFiles } from './view-files.js';

/** Each piece is a read of its own: a long one would keep the served database's write-ahead log from being cleared. */
export class SqliteServedRows implements ServedRows {
  constructor(private readonly db: Connection) {}

  async head(): Promise<ProjectedHead> {
    return headOf(this.db.prepare(HEAD_SQL).get() as HeadRow);
  }

  async read(asked: RowsAsked, after: RowKey | undefined): Promise<readonly Row[]> {
    return this.db.prepare(rowsSql(asked, after, () => '?')).all(...(after ?? [])) as Row[];
  }

  async close(): Promise<void> {
    this.db.close();
  }
}

/** The views that serve a ledger's folder; undefined where this build has none there. */
export function openSqliteServedRows(folder: string, projections: readonly Projection[]): ServedRows | undefined {
  const file = new ViewFiles(folder, viewsDigest(projections)).finished();
  return file === undefined ? undefined : new SqliteServedRows(new Database(file, { readonly: true, fileMustExist: true }));
}
