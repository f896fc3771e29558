import { mkdirSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { projections } from '../../../libs/collaboration/projections.js';
import { dueTables } from '../../../libs/collaboration/timers/due-table.js';
import { checksumOf } from '../../../libs/event-stores/sqlite/event-row.js';
import { createLogIfAbsent, openLogForWriting } from '../../../libs/event-stores/sqlite/log-file.js';
import type { StreamKind } from '../../../libs/ledger/event-store.js';
import { amsterdamDate } from '../../../libs/ledger/local-date.js';
import { nameId } from '../../../libs/ledger/name-id.js';
import type { HistoricEvent } from './history.js';

const ROWS_PER_TRANSACTION = 20_000;
const CACHE_KIB = 256 * 1024;
/** Namespace of the ids of the marks. */
const MARKS = '3f0b5a52-7d0c-4b7e-9f6b-6f1f1f7c8a10';

/** Puts a history into a log of the store's own form, at once: what a benchmark starts from need not survive a power cut on the way. */
export function writeLog(folder: string, history: Iterable<HistoricEvent>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  createLogIfAbsent(folder);
  const db = openLogForWriting(folder);
  try {
    db.pragma('synchronous = OFF');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    insertProgress(db, insertAll(db, history));
    db.pragma('synchronous = FULL');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function insertAll(db: Connection, history: Iterable<HistoricEvent>): number {
  const insert = insertion(db);
  let position = 0;
  db.exec('BEGIN');
  for (const event of history) {
    position += 1;
    insert(position, event, 'ledger');
    if (position % ROWS_PER_TRANSACTION === 0) db.exec('COMMIT; BEGIN');
  }
  db.exec('COMMIT');
  return position;
}

/**
 * In this history process managers kept up: without these marks the server would look again at every decision, and note whatever came due and
 * nobody noted, while it is measured.
 */
function insertProgress(db: Connection, seq: number): void {
  const insert = insertion(db);
  const recordedAt = new Date().toISOString();
  const timers = dueTables(projections).map(({ table, version }) => `${table}-v${version}`);
  ['authority-recheck', ...timers].forEach((name, index) => {
    const stream = `progress-${name}`;
    const mark = { id: nameId(MARKS, stream), type: 'ProgressMade', stream, revision: 0 };
    const json = JSON.stringify({ format: 1, ...mark, recordedAt, seq, day: amsterdamDate(recordedAt) });
    insert(seq + 1 + index, { ...mark, json }, 'system');
  });
}

function insertion(db: Connection) {
  const insert = db.prepare(
    'INSERT INTO events (position, stream, revision, id, type, kind, json, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return (position: number, { stream, revision, id, type, json }: HistoricEvent, kind: StreamKind) =>
    insert.run(position, stream, revision, id, type, kind, json, checksumOf({ position, stream, revision, id, type, kind, json }));
}
