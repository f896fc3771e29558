import Database from 'better-sqlite3';
import type { Database as Connection, Statement } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import type { Documents } from '../documents.js';
import type { Sql } from '../query-dialect.js';
import { RowRoutes } from '../row-route.js';
import { SnapshotQueries } from '../snapshot-queries.js';
import { foldCase, FOLD_FUNCTION, sqliteDialect } from './sqlite-dialect.js';

const BUSY_TIMEOUT_MS = 1_000;
/** Pages are read through the file's memory map, so that many connections share one copy. */
const MAPPED_BYTES = 0x7fff0000;
const CACHE_KIB = 2 * 1024;
/** Queries take few forms, but lists of stretches and conditions vary. */
const CACHED_STATEMENTS = 500;

/** One reading connection with its prepared statements. */
export class SnapshotConnection {
  private readonly routes: RowRoutes;
  private readonly statements = new Map<string, Statement<unknown[]>>();

  constructor(private readonly db: Connection) {
    this.routes = new RowRoutes(sqliteDialect, this.run);
    db.function(FOLD_FUNCTION, { deterministic: true }, foldCase);
  }

  static open(file: string): SnapshotConnection {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    db.pragma(`mmap_size = ${MAPPED_BYTES}`);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    return new SnapshotConnection(db);
  }

  /** From the first query on, everything is read as it was then, until `end`. */
  begin(shapes: ReadonlyMap<string, TableShape>, documents: Documents): SnapshotQueries {
    this.db.exec('BEGIN');
    return new SnapshotQueries(sqliteDialect, shapes, documents, this.routes, this.run);
  }

  end(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT');
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }

  readonly run = async (query: Sql): Promise<readonly any[]> => {
    const { sql, parameters } = sqliteDialect.compile(query);
    let statement = this.statements.get(sql);
    if (!statement) {
      if (this.statements.size >= CACHED_STATEMENTS) this.statements.clear();
      this.statements.set(sql, (statement = this.db.prepare(sql)));
    }
    return statement.all(...parameters);
  };
}
