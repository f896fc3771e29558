import { mkdirSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { checksumOf } from '../../../libs/event-stores/sqlite/event-row.js';
import { createLogIfAbsent, openLogForWriting } from '../../../libs/event-stores/sqlite/log-file.js';
import type { HistoricEvent } from './history.js';

const ROWS_PER_TRANSACTION = 20_000;
const CACHE_KIB = 256 * 1024;

/** Puts a history into a log of the store's own form, at once: what a benchmark starts from need not survive a power cut on the way. */
export function writeLog(folder: string, history: Iterable<HistoricEvent>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  createLogIfAbsent(folder);
  const db = openLogForWriting(folder);
  try {
    db.pragma('synchronous = OFF');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    insertAll(db, history);
    db.pragma('synchronous = FULL');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function insertAll(db: Connection, history: Iterable<HistoricEvent>): void {
  const insert = db.prepare(
    'INSERT INTO events (position, stream, revision, id, type, kind, json, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let position = 0;
  db.exec('BEGIN');
  for (const { stream, revision, id, type, json } of history) {
    position += 1;
    const kind = 'ledger';
    insert.run(position, stream, revision, id, type, kind, json, checksumOf({ position, stream, revision, id, type, kind, json }));
    if (position % ROWS_PER_TRANSACTION === 0) db.exec('COMMIT; BEGIN');
  }
  db.exec('COMMIT');
}
