import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { checksumOf, type EventRow } from '../event-stores/sqlite/event-row.js';
import { inspectSqliteLog } from '../event-stores/sqlite/sqlite-reader.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';
import type { StorePosition } from '../ledger/event-store.js';
import { plotEvent, PlotLog, projections } from './testing/plot.fixture.js';
import { openSqliteViews, type SqliteViews } from './sqlite/sqlite-views.js';
import { openSqliteServedRows } from './sqlite/sqlite-served-rows.js';
import { verifyLedger, type VerifyProgress, type VerifyReport } from './verify-ledger.js';

const projectionsUrl = new URL('./testing/plot.fixture.js', import.meta.url);
const RESERVATION = {
  format: 1,
  stream: 'claim-x',
  revision: 0,
  recordedAt: '2025-01-01T00:00:00.000Z',
  reservation: 'x',
  owner: 'plot-a',
  commandId: 'c',
  amount: 1,
};
const HIDDEN = { level: 'confidential', parties: ['p1'] } as const;

let [sound, folder] = ['', ''];
let store: SqliteEventStore | undefined;
let views: SqliteViews | undefined;

/** A ledger of seven events, one of them the kernel's own, with views that hold them all. */
beforeAll(async () => {
  sound = folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const { log } = await serve();
  await log.open('a', 'Akker');
  await log.use('a', '2025-01-01', 'open', 'rye');
  await log.open('b', 'Bos');
  await log.use('a', '2025-03-01', '2025-06-01', 'wheat');
  const made = { ...RESERVATION, id: 'r1', type: 'ReservationMade' };
  await log.store.append({
    stream: 'claim-x',
    kind: 'system',
    expected: -1,
    events: [{ id: 'r1', type: made.type, json: JSON.stringify(made) }],
  });
  await log.add('b', { type: 'PlotHidden', data: { parties: ['p1'] }, audience: HIDDEN });
  await log.use('a', '2025-09-01', 'open', 'rest');
  expect(await views?.waitFor(await log.store.head(), 20_000)).toBe(true);
  await closeAll();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  cpSync(sound, folder, { recursive: true });
});

afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => rmSync(sound, { recursive: true, force: true }));

/** Opens the ledger as a server does, until the end of the test. */
async function serve(): Promise<{ log: PlotLog }> {
  store = await openSqliteEventStore({ folder });
  views = await openSqliteViews({ folder, log: store.location, projectionsUrl });
  return { log: new PlotLog(store) };
}

async function closeAll(): Promise<void> {
  await views?.close();
  await store?.close();
  [views, store] = [undefined, undefined];
}

async function check(onProgress: (progress: VerifyProgress) => void = () => undefined): Promise<VerifyReport> {
  const served = openSqliteServedRows(folder, projections);
  try {
    return await verifyLedger({ openLog: async () => inspectSqliteLog(folder), served, projections, onProgress });
  } finally {
    await served?.close();
  }
}

async function verify() {
  const { findings, ...rest } = await check();
  return {
    ...rest,
    findings: findings.map(({ check, position, table, row, message }) => [
      check,
      position ?? table,
      ...(row === undefined ? [] : [row]),
      message,
    ]),
  };
}

function damage(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

function damageViews(sql: string): void {
  const name = readdirSync(join(folder, 'views')).find((file) => file.endsWith('.db')) as string;
  damage(join(folder, 'views', name), sql);
}

/** Changes the log behind the store's back, checksum and all, as somebody with the file and the code could. */
function damageLog(sql: string): void {
  const file = join(folder, 'log.db');
  damage(file, `DROP TRIGGER events_stay_as_they_are; DROP TRIGGER events_stay; DROP TRIGGER events_in_order; ${sql}`);
  const db = new Database(file);
  for (const row of db.prepare('SELECT * FROM events').all() as EventRow[]) {
    db.prepare('UPDATE events SET checksum = ? WHERE position = ?').run(checksumOf(row), row.position);
  }
  db.close();
}

describe('verify', () => {
  it('finds nothing in a sound ledger', async () => {
    const steps: VerifyProgress[] = [];
    const report = await check((progress) => steps.push(progress));
    expect(report).toMatchObject({ position: '7', viewsPosition: '7', events: 7, findings: [], total: 0 });
    // 6 in the journal, twice, and the reservation; 3 versions of plots and 4 or more of uses.
    expect(report.rows).toBeGreaterThanOrEqual(6 + 6 + 1 + 3 + 4);
    expect(steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['projection']));
  });

  it('compares what was known at the position it fixed, whatever its server projects meanwhile', async () => {
    await serve();
    expect(await views?.waitFor('7' as StorePosition, 20_000)).toBe(true);
    let appended: Promise<unknown> | undefined;
    const onProgress = ({ step }: VerifyProgress) => {
      if (step === 'projection') appended ??= appendMore(store as SqliteEventStore);
    };
    const report = await check(onProgress);
    await appended;
    expect(report).toMatchObject({ position: '7', viewsPosition: '7', findings: [] });
    expect(await views?.waitFor('9' as StorePosition, 20_000)).toBe(true);
    // Nothing of that was missed: a row was closed and a reservation settled since.
    expect(await verify()).toMatchObject({ position: '9', viewsPosition: '9', findings: [] });
  });

  it('checks the log alone where no views were built', async () => {
    rmSync(join(folder, 'views'), { recursive: true });
    expect(await verify()).toEqual({ position: '7', events: 7, rows: 0, findings: [], total: 0 });
  });

  it.each([
    [
      'a changed period',
      "UPDATE plot_use SET valid_to = '2030-01-01' WHERE known_from = 2",
      ['view', 'plot_use', 'a  2025-01-01 2', 'other than the log gives: valid_to'],
    ],
    [
      'a wider audience',
      'UPDATE plot_use SET audience = 2 WHERE known_from = 2',
      ['view', 'plot_use', 'a  2025-01-01 2', 'other than the log gives: audience'],
    ],
    [
      'a row closed by nothing',
      'UPDATE plot SET known_to = 3 WHERE known_from = 1',
      ['view', 'plot', 'a  0001-01-01 1', 'other than the log gives: known_to'],
    ],
    ['a missing row', 'DELETE FROM plot WHERE known_from = 3', ['view', 'plot', 'b  0001-01-01 3', 'the row is missing']],
    [
      'a row too many',
      "INSERT INTO plot SELECT 'z', row_key, valid_from, valid_to, known_from, known_to, audience, participants, kind, name FROM plot WHERE known_from = 1",
      ['view', 'plot', 'z  0001-01-01 1', 'the log does not give this row'],
    ],
    ['a missing journal entry', 'DELETE FROM journal WHERE seq = 2', ['view', 'journal', '2', 'the row is missing']],
    [
      'another text in the journal',
      "UPDATE journal_text SET json = '{}' WHERE seq = 2",
      ['view', 'journal_text', 'plot-a 2', 'other than the log gives: json'],
    ],
    ['a reservation that is gone', 'DELETE FROM reservation', ['view', 'reservation', 'claim-x x 5', 'the row is missing']],
  ])('finds %s in the views', async (_, sql, finding) => {
    damageViews(sql);
    const { findings, total } = await verify();
    expect(findings).toEqual([finding]);
    expect(total).toBe(1);
  });

  it.each([
    [
      'text that is not canonical',
      "UPDATE events SET json = json || ' ' WHERE position = 3",
      [['json', '3', 'its text is not in canonical form']],
    ],
    ['text that is not JSON', "UPDATE events SET json = '{' WHERE position = 5", [['json', '5', 'its text is not JSON']]],
    [
      'an envelope that says otherwise',
      `UPDATE events SET json = replace(json, '"revision":0', '"revision":7') WHERE position = 3`,
      [['envelope', '3', 'its envelope has another revision than the store']],
    ],
    [
      'a type it does not know',
      "UPDATE events SET type = 'PlotSold', json = replace(json, 'PlotOpened', 'PlotSold') WHERE position = 3",
      [['decode', '3', expect.stringContaining('PlotSold')]],
    ],
    [
      'a missing event',
      'DELETE FROM events WHERE position = 6',
      [
        ['store', '6', expect.stringContaining('position 6 is missing')],
        ['position', '7', 'position 7 follows on 5'],
      ],
    ],
    [
      'a revision that is skipped',
      'UPDATE events SET revision = 4, json = replace(json, \'"revision":3\', \'"revision":4\') WHERE position = 7',
      [['revision', '7', 'plot-a goes from revision 2 to 4']],
    ],
  ])('finds %s in the log', async (_, sql, expected) => {
    damageLog(sql);
    const { findings } = await verify();
    const inLog = findings.filter(([check]) => check !== 'view' && check !== 'projection');
    expect(inLog).toEqual(expected);
  });

  it('finds bytes that changed by themselves, and looks at the events behind them', async () => {
    damage(
      join(folder, 'log.db'),
      "DROP TRIGGER events_stay_as_they_are; UPDATE events SET json = replace(json, 'Akker', 'akker') WHERE position = 1",
    );
    damage(join(folder, 'log.db'), "UPDATE events SET type = 'Other' WHERE position = 4");
    const { findings, events } = await verify();
    expect(events).toBe(5);
    expect(findings.filter(([check]) => check === 'store')).toEqual([
      ['store', '1', expect.stringContaining('position 1')],
      ['store', '4', expect.stringContaining('position 4')],
    ]);
  });
});

async function appendMore(store: SqliteEventStore): Promise<void> {
  const released = JSON.stringify({ ...RESERVATION, id: 'r2', type: 'ReservationReleased', revision: 1 });
  await store.append({
    stream: 'claim-x',
    kind: 'system',
    expected: 0,
    events: [{ id: 'r2', type: 'ReservationReleased', json: released }],
  });
  const closing = plotEvent(60, 'plot-a', 4, { type: 'PlotUsed', data: { from: '2025-01-01', to: 'open', use: 'all' } });
  await store.append({ stream: 'plot-a', kind: 'ledger', expected: 3, events: [closing] });
}
