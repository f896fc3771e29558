import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import type { TableShape } from '../bitemporal.js';
import { createIndexes, createTables } from './view-ddl.js';

const BUSY_TIMEOUT_MS = 5_000;
/** Larger than usual: most of the cost of writing and reading a page does not grow with it. */
const PAGE_BYTES = 16 * 1024;
/** Memory each connection of a build may use for pages; the same for a log of any length. */
const BUILD_CACHE_KIB = 64 * 1024;
/** While indexes are made: what is sorted at once, so that sorting goes on beside reading. */
const INDEX_CACHE_KIB = 16 * 1024;
const LIVE_CACHE_KIB = 16 * 1024;

/** Opens a views database for its one writer; creates the tables of a new one. `built` tells whether reading may begin. */
export function openViewFile(file: string, shapes: readonly TableShape[]): { db: Connection; built: boolean } {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (!hasTables(db)) {
      db.pragma(`page_size = ${PAGE_BYTES}`);
      startBuild(db, shapes);
    }
    const { built } = db.prepare('SELECT built FROM projected').get() as { built: number };
    if (built === 1) useLive(db);
    else useForBuild(db);
    return { db, built: built === 1 };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a views database that is being built, for one more thread that fills it. */
export function openForBuild(file: string): Connection {
  const db = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  useForBuild(db);
  return db;
}

/** Adds the indexes and makes the file durable: from here on it may be read, beside its writer. */
export function finishBuild(db: Connection, shapes: readonly TableShape[], onIndex: (done: number, total: number) => void): void {
  const indexes = createIndexes(shapes);
  db.pragma('threads = 2');
  db.pragma(`cache_size = -${INDEX_CACHE_KIB}`);
  for (const [done, sql] of indexes.entries()) {
    onIndex(done, indexes.length);
    db.exec(sql);
  }
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('UPDATE projected SET built = 1; DELETE FROM build_part');
  // The checkpoint syncs the whole file, with all that was written unsynced before.
  db.pragma('wal_checkpoint(TRUNCATE)');
  useLive(db);
}

/**
 * Whether a build can be continued. It leaves syncing to the end, which is safe when a process dies, not when the machine
 * does: such a half-made file must be thrown away. Opened for writing, as only then a transaction that was broken off is
 * taken back.
 */
export function isUsable(file: string): boolean {
  if (!existsSync(file)) return false;
  const db = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    if (!hasTables(db)) return false;
    const row = db.prepare('SELECT built, machine_start FROM projected').get() as { built: number; machine_start: string } | undefined;
    return row !== undefined && (row.built === 1 || (row.machine_start !== '' && row.machine_start === machineStart()));
  } catch {
    return false;
  } finally {
    db.close();
  }
}

export function isBuilt(file: string): boolean {
  if (!existsSync(file)) return false;
  const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return hasTables(db) && db.prepare('SELECT built FROM projected').pluck().get() === 1;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

function startBuild(db: Connection, shapes: readonly TableShape[]): void {
  db.transaction(() => {
    for (const sql of createTables(shapes)) db.exec(sql);
    db.prepare('INSERT INTO projected VALUES (1, 0, 0, NULL, 0, ?, 0)').run(machineStart());
  })();
}

function hasTables(db: Connection): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'projected'").get() !== undefined;
}

function useForBuild(db: Connection): void {
  // A rollback journal writes new pages once, a write-ahead log twice; nobody reads during a build.
  db.pragma('journal_mode = TRUNCATE');
  db.pragma('synchronous = OFF');
  db.pragma(`cache_size = -${BUILD_CACHE_KIB}`);
}

function useLive(db: Connection): void {
  db.pragma('journal_mode = WAL');
  // Losing the last batches to a power cut costs nothing: they are projected again from the log.
  db.pragma('synchronous = NORMAL');
  db.pragma(`cache_size = -${LIVE_CACHE_KIB}`);
}

/** Changes when the machine starts anew; '' where that cannot be told, and then nothing half-made is trusted. */
function machineStart(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
