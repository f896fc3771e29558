import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore, type SqliteEventStore } from '../../event-stores/sqlite/sqlite-event-store.js';
import { Fault } from '../../ledger/errors.js';
import { PlotLog, projections } from '../testing/plot.fixture.js';
import { ServedViews } from './served-views.js';
import { openSqliteViews, type SqliteViews } from './sqlite-views.js';

const projectionsUrl = new URL('../testing/plot.fixture.js', import.meta.url);
const ALL = { party: null, seesAll: true };
const TODAY = '2025-06-01';

let folder: string;
let store: SqliteEventStore;
let log: PlotLog;
let views: SqliteViews | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'views-'));
  store = await openSqliteEventStore({ folder });
  log = new PlotLog(store);
});

afterEach(async () => {
  await views?.close();
  views = undefined;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<SqliteViews> {
  views = await openSqliteViews({ folder, log: store.location, projectionsUrl });
  return views;
}

async function caughtUp(opened: SqliteViews): Promise<void> {
  expect(await opened.waitFor(await store.head(), 10_000)).toBe(true);
}

async function names(opened: SqliteViews): Promise<unknown[]> {
  const snapshot = opened.snapshot();
  const { seq } = await snapshot.head();
  const rows = await snapshot.page({ table: 'plot', asOf: { validAt: TODAY, knownAt: seq }, viewer: ALL, order: ['name'], limit: 50 });
  await snapshot.close();
  return rows.map((row) => row.columns.name);
}

describe('views beside a log', () => {
  it('are not there until they are built, and follow the log from then on', async () => {
    await log.open('a', 'Akker');
    const opened = await open();
    expect(() => opened.snapshot()).toThrow(Fault);
    await caughtUp(opened);
    expect(opened.status()).toEqual({ ready: true });
    expect(await names(opened)).toEqual(['Akker']);

    const heads: number[] = [];
    opened.onProjected((head) => heads.push(head.seq));
    await log.open('b', 'Bos');
    await caughtUp(opened);
    expect(await names(opened)).toEqual(['Akker', 'Bos']);
    expect(heads.at(-1)).toBe(2);
  });

  it('answer a snapshot from one position while the log goes on', async () => {
    await log.open('a', 'Akker');
    const opened = await open();
    await caughtUp(opened);
    const snapshot = opened.snapshot();
    const before = await snapshot.head();
    await log.open('b', 'Bos');
    await caughtUp(opened);
    const query = { table: 'plot', asOf: { validAt: TODAY, knownAt: 99 }, viewer: ALL };
    expect(await snapshot.count(query)).toBe(1);
    expect(await snapshot.head()).toEqual(before);
    await snapshot.close();
    await expect(snapshot.count(query)).rejects.toThrow('closed');
    expect(await names(opened)).toEqual(['Akker', 'Bos']);
  });

  it('are rebuilt beside the serving ones, and the old file goes when its last reader does', async () => {
    await log.open('a', 'Akker');
    const opened = await open();
    await caughtUp(opened);
    const reader = opened.snapshot();
    await reader.head();
    const rebuilt = opened.rebuild();
    while ((await names(opened)).length > 0 && readdirSync(join(folder, 'views')).filter((name) => name.endsWith('.db')).length < 2);
    await log.open('b', 'Bos');
    await caughtUp(opened);
    const query = { table: 'plot', asOf: { validAt: TODAY, knownAt: 99 }, viewer: ALL };
    expect(await reader.count(query)).toBe(1);
    await reader.close();
    await rebuilt;
    expect(readdirSync(join(folder, 'views')).filter((name) => name.endsWith('.db'))).toEqual([expect.stringMatching(/-2\.db$/)]);
    expect(await names(opened)).toEqual(['Akker', 'Bos']);
    await log.open('c', 'Cirkel');
    await caughtUp(opened);
    expect(await names(opened)).toEqual(['Akker', 'Bos', 'Cirkel']);
  });

  it('are taken up where they were, and begun anew when another log was put in place', async () => {
    await log.open('a', 'Akker');
    await caughtUp(await open());
    await views?.close();
    await log.open('b', 'Bos');
    const again = await open();
    await caughtUp(again);
    expect(await names(again)).toEqual(['Akker', 'Bos']);
    await again.close();
    await store.close();
    for (const part of ['', '-wal', '-shm']) rmSync(join(folder, `log.db${part}`), { force: true });
    store = await openSqliteEventStore({ folder });
    log = new PlotLog(store);
    await log.open('z', 'Zand');
    const other = await open();
    await caughtUp(other);
    expect(await names(other)).toEqual(['Zand']);
  });

  it('can be read by another process beside the server, as far as they are built', async () => {
    const beside = new ServedViews({ folder, projections });
    expect(() => beside.snapshot()).toThrow('no server');
    await log.open('a', 'Akker');
    const opened = await open();
    await caughtUp(opened);
    const snapshot = beside.snapshot();
    await snapshot.head();
    await log.open('b', 'Bos');
    await caughtUp(opened);
    const query = { table: 'plot', asOf: { validAt: TODAY, knownAt: 9 }, viewer: ALL };
    expect(await snapshot.count(query)).toBe(1);
    await snapshot.close();
    const next = beside.snapshot();
    expect(await next.count(query)).toBe(2);
    await next.close();
  });

  it('stay readable when an event cannot be projected, and name it', async () => {
    await log.open('a', 'Akker');
    const opened = await open();
    await log.open('b', 'Bos');
    await log.add('b', { type: 'PlotCursed', data: {} });
    await log.open('c', 'Cirkel');
    expect(await opened.waitFor(await store.head(), 1_500)).toBe(false);
    expect(await names(opened)).toEqual(['Akker', 'Bos']);
    expect(opened.status()).toMatchObject({
      ready: true,
      failedEvent: { eventId: 'event-3', type: 'PlotCursed', projection: 'plot', upgradeRequired: false },
    });
    expect(opened.status().failure).toContain('nothing grows here');
  });
});
