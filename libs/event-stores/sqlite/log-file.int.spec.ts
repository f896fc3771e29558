import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvents } from '../contract/samples.js';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { openSqliteReader } from './sqlite-reader.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convenant-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function writeThree(): Promise<string> {
  const store = await openSqliteEventStore({ folder });
  await store.append(appendTo(newStream(), NO_STREAM, sampleEvents(3)));
  await store.close();
  return join(folder, 'log.db');
}

/** Tampers with the file as anyone with a SQLite shell could. */
function tamper(path: string, sql: string): void {
  const db = new Database(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

describe('the log file', () => {
  it.each([
    ["UPDATE events SET json = '{}'", /never changed/],
    ['DELETE FROM events', /never deleted/],
    ["INSERT OR REPLACE INTO events SELECT position, stream, revision, id, type, kind, '{}', checksum FROM events", /only ever appended/],
    ["INSERT OR REPLACE INTO events SELECT 4, stream, 3, id, type, kind, '{}', 0 FROM events WHERE position = 1", /only ever appended/],
    ["INSERT OR REPLACE INTO events SELECT 4, stream, 0, 'x', type, kind, '{}', 0 FROM events WHERE position = 1", /only ever appended/],
    ["INSERT INTO events SELECT 5, stream, 3, 'x', type, kind, '{}', 0 FROM events WHERE position = 1", /only ever appended/],
    ["INSERT INTO events SELECT 4, stream, 4, 'x', type, kind, '{}', 0 FROM events WHERE position = 1", /only ever appended/],
    ["INSERT INTO events SELECT 4, stream, 3, 'x', type, 'other', '{}', 0 FROM events WHERE position = 1", /CHECK/],
    ["INSERT INTO events SELECT 4, stream, 3, 'x', type, kind, x'00', 0 FROM events WHERE position = 1", /TEXT/],
  ])('refuses %s', async (sql, message) => {
    const path = await writeThree();
    expect(() => tamper(path, sql)).toThrow(message);
    const reader = await openSqliteReader({ folder });
    expect(await reader.readAll(BEGINNING, 10)).toHaveLength(3);
    await reader.close();
  });

  it('shows it when somebody dropped the triggers and changed an event', async () => {
    const path = await writeThree();
    tamper(path, `DROP TRIGGER events_stay_as_they_are; UPDATE events SET json = '{"amount":1000000}' WHERE position = 2`);
    await expect(openSqliteReader({ folder })).rejects.toThrow(/event at position 2 is not as it was written/);
  });

  it.each([1, 2, 3])('shows it when somebody dropped the triggers and deleted event %d', async (position) => {
    const path = await writeThree();
    tamper(path, `DROP TRIGGER events_stay; DELETE FROM events WHERE position = ${position}`);
    await expect(openSqliteReader({ folder })).rejects.toThrow(/is damaged: (position|it ends at position)/);
  });

  it('is refused when it is of a later format, or of another program', async () => {
    const path = await writeThree();
    tamper(path, 'PRAGMA user_version = 2');
    await expect(openSqliteEventStore({ folder })).rejects.toMatchObject({ category: 'UPGRADE_REQUIRED' });
    tamper(path, 'PRAGMA application_id = 1');
    await expect(openSqliteEventStore({ folder })).rejects.toThrow(/not a Convenant log/);
  });

  it('is not begun anew beside what is left of an old one', async () => {
    const path = await writeThree();
    tamper(path, 'PRAGMA journal_mode = WAL');
    const reading = await openSqliteReader({ folder });
    expect(existsSync(`${path}-wal`)).toBe(true);
    rmSync(path);
    await expect(openSqliteEventStore({ folder })).rejects.toThrow(/the file itself is gone/);
    await reading.close();
  });

  it('lets the next writer in after a refusal', async () => {
    const path = await writeThree();
    tamper(path, 'PRAGMA user_version = 2');
    await expect(openSqliteEventStore({ folder })).rejects.toThrow();
    tamper(path, 'PRAGMA user_version = 1');
    const store = await openSqliteEventStore({ folder });
    expect(await store.head()).toBe('3');
    await store.close();
  });
});
