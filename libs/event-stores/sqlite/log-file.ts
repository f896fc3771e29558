import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import { Fault } from '../../ledger/errors.js';
import { DamagedLog, readFault } from './damaged-log.js';
import { SQLITE_LIMITS } from './limits.js';

/** "Conv": tells our files from other people's. */
const APPLICATION_ID = 0x436f6e76;
const FORMAT = 1;

/**
 * The insert trigger also closes the back door of INSERT OR REPLACE, which deletes rows without asking the delete
 * trigger. `streams` says a second time how long each stream is: an index in which a byte flipped hides events, and
 * to whoever decides, a hidden event is one that never happened. AUTOINCREMENT does the same for the whole log.
 */
const SCHEMA = `
CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream   TEXT NOT NULL,
  revision INTEGER NOT NULL,
  id       TEXT NOT NULL UNIQUE,
  type     TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('ledger', 'system')),
  json     TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE (stream, revision)
) STRICT;
CREATE TABLE streams (
  stream   TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM events)
  OR NEW.revision IS NOT (SELECT ifnull(max(revision), -1) + 1 FROM events WHERE stream = NEW.stream)
  OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'events are only ever appended, each at the next position and revision'); END;
CREATE TRIGGER events_move_their_stream AFTER INSERT ON events
BEGIN INSERT INTO streams VALUES (NEW.stream, NEW.revision) ON CONFLICT (stream) DO UPDATE SET revision = NEW.revision; END;
CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'a recorded event is never changed'); END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'a recorded event is never deleted'); END;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${FORMAT};
`;

export function logPath(folder: string): string {
  return join(folder, 'log.db');
}

/** Builds the log under another name first: an empty or half-made log.db is damage, never a beginning. */
export function createLogIfAbsent(folder: string): void {
  const path = logPath(folder);
  if (existsSync(path)) return;
  if (existsSync(`${path}-wal`)) throw new DamagedLog(path, 'its write-ahead log is there, the file itself is gone');
  const draft = `${path}.new`;
  for (const left of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(left, { force: true });
  const db = new Database(draft);
  try {
    // The mode stays with the file; closing the last connection leaves everything in it, synced.
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(`BEGIN; ${SCHEMA} COMMIT;`);
  } finally {
    db.close();
  }
  renameSync(draft, path);
  syncToDisk(folder, 'r');
}

/** Opens the log as its writer. What a crash left behind is made durable before anything is answered from it. */
export function openLogForWriting(folder: string): Connection {
  const path = logPath(folder);
  assertNotEmpty(path);
  const db = new Database(path, { fileMustExist: true, timeout: SQLITE_LIMITS.busyTimeoutMs });
  return checked(db, path, () => {
    db.pragma('synchronous = FULL');
    db.pragma(`wal_autocheckpoint = ${SQLITE_LIMITS.checkpointPages}`);
    db.pragma('cell_size_check = ON');
    assertPragma(db, 'journal_mode', 'wal');
    assertPragma(db, 'synchronous', 2);
    // A commit whose sync never came is read back as if it had: a repeat of that append must not be answered before it is on disk.
    if (existsSync(`${path}-wal`)) syncToDisk(`${path}-wal`, 'r+');
    db.pragma('wal_checkpoint(PASSIVE)');
  });
}

export function openLogForReading(folder: string): Connection {
  const path = logPath(folder);
  if (!existsSync(path)) throw new Error(`There is no log at ${path}.`);
  assertNotEmpty(path);
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: SQLITE_LIMITS.busyTimeoutMs });
  return checked(db, path, () => db.pragma('cell_size_check = ON'));
}

function checked(db: Connection, path: string, prepare: () => void): Connection {
  try {
    assertFormat(db, path);
    prepare();
    return db;
  } catch (error) {
    db.close();
    throw readFault(error, path);
  }
}

function assertFormat(db: Connection, path: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new Error(`${path} is not a Convenant log.`);
  const format = db.pragma('user_version', { simple: true });
  if (format !== FORMAT) {
    throw new Fault('UPGRADE_REQUIRED', `${path} has format ${String(format)}; this version reads and writes format ${FORMAT}.`);
  }
}

function assertNotEmpty(path: string): void {
  if (existsSync(path) && statSync(path).size === 0) throw new DamagedLog(path, 'it is empty');
}

function assertPragma(db: Connection, name: string, expected: unknown): void {
  const actual = db.pragma(name, { simple: true });
  if (actual !== expected)
    throw new Error(`SQLite runs with ${name} = ${String(actual)}, not ${String(expected)}: an append could be lost.`);
}

function syncToDisk(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
