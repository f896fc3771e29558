import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { openSqliteEventStore } from '../../event-stores/sqlite/sqlite-event-store.js';
import { logPath, openLogForReading } from '../../event-stores/sqlite/log-file.js';
import { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { tableShapes } from '../bitemporal.js';
import { plotEvent, projections } from '../testing/plot.fixture.js';
import { build } from './view-build.js';
import { viewsDigest } from './view-ddl.js';
import { openViewFile } from './view-file.js';
import { openSqliteViews, type SqliteViews } from './sqlite-views.js';

const projectionsUrl = new URL('../testing/plot.fixture.js', import.meta.url);
const STREAMS = 100;
const ROUNDS = 3;
const EVENTS = STREAMS * ROUNDS * 10;

let folder: string;
let views: SqliteViews | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'build-'));
  const store = await openSqliteEventStore({ folder });
  // Many streams at once, and each of them again and again, so that states come and go.
  for (let round = 0; round < ROUNDS * 10; round += 10) {
    const appends = Array.from({ length: STREAMS }, (_, index) => {
      const stream = `plot-${index}`;
      const events = Array.from({ length: 10 }, (_, step) => {
        const revision = round + step;
        const data =
          revision === 0
            ? { name: `name ${index % 50}`, kind: 'field' }
            : { from: `2025-0${1 + (revision % 9)}-01`, to: 'open', use: `use ${revision % 7}` };
        return plotEvent(index * 50 + revision, stream, revision, { type: revision === 0 ? 'PlotOpened' : 'PlotUsed', data });
      });
      return store.append({ stream, kind: 'ledger', expected: round - 1, events });
    });
    await Promise.all(appends);
  }
  await store.close();
});

afterEach(async () => {
  await views?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function built(): Promise<SqliteViews> {
  const opened = (views = await openSqliteViews({ folder, projectionsUrl }));
  expect(await opened.waitFor(String(EVENTS) as never, 60_000)).toBe(true);
  return opened;
}

function viewFile(): string {
  const [name, ...others] = readdirSync(join(folder, 'views')).filter((file) => file.endsWith('.db'));
  expect(others).toEqual([]);
  return join(folder, 'views', name as string);
}

/** Leaves the file as a process that dies while it writes does: partly changed, with the journal that takes it back. */
function breakOffTransaction(file: string): void {
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = 2');
  db.exec("BEGIN; UPDATE journal SET type = 'half'; UPDATE journal_text SET json = ''");
  for (const part of [file, `${file}-journal`]) copyFileSync(part, `${part}.kept`);
  db.exec('ROLLBACK');
  db.close();
  for (const part of [file, `${file}-journal`]) renameSync(`${part}.kept`, part);
}

/** Everything but how the build went. */
function dump(file: string): unknown {
  const db = new Database(file, { readonly: true });
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'projected' ORDER BY name")
    .pluck()
    .all() as string[];
  const content = tables.map((table) => {
    const columns = db.pragma(`table_info("${table}")`) as { name: string }[];
    // In which order the journal was written depends on which thread was first.
    const names = columns.map(({ name }) => name).filter((name) => name !== 'row');
    return [
      table,
      db.prepare(`SELECT ${names.join(', ')} FROM "${table}" ORDER BY ${names.map((_, place) => place + 1).join(', ')}`).all(),
    ];
  });
  const indexes = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").pluck().all();
  db.close();
  return [content, indexes];
}

describe('a build', () => {
  it('goes on where a killed process left it, and comes out the same as in one go, and as rebuilt', async () => {
    const half = join(folder, 'views', `${viewsDigest(projections)}-1.db`);
    mkdirSync(join(folder, 'views'));
    const child = fork(new URL('../testing/build-views.fixture.js', import.meta.url), [folder, half], { stdio: 'ignore' });
    const done = await new Promise<number>((resolve) => child.once('message', (progress) => resolve((progress as { done: number }).done)));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    breakOffTransaction(half);
    const first: number[] = [];
    const resumed = (views = await openSqliteViews({ folder, projectionsUrl, onProgress: (progress) => first.push(progress.done) }));
    expect(await resumed.waitFor(String(EVENTS) as never, 60_000)).toBe(true);
    expect(first[0]).toBeGreaterThanOrEqual(done);
    expect(first[0]).toBeLessThan(EVENTS);
    expect(viewFile()).toBe(half);
    await resumed.close();
    const afterKill = dump(half);

    rmSync(join(folder, 'views'), { recursive: true });
    const whole = await built();
    expect(dump(viewFile())).toEqual(afterKill);
    await whole.rebuild();
    await whole.close();
    expect(viewFile()).toMatch(/-2\.db$/);
    expect(dump(viewFile())).toEqual(afterKill);
  });

  it('leaves nothing out in silence when an index of the log hides an event', async () => {
    const reader = new SqliteReader(openLogForReading(folder), logPath(folder), 0);
    const hiding = Object.assign(Object.create(reader) as SqliteReader, {
      readByStream: (...asked: Parameters<SqliteReader['readByStream']>) =>
        reader.readByStream(...asked).filter(({ stream, revision }) => stream !== 'plot-99' || revision < ROUNDS * 10 - 1),
    });
    const file = join(folder, 'hidden.db');
    const shapes = tableShapes(projections);
    const { db } = openViewFile(file, shapes);
    const built = build(file, db, { store: hiding, projections, shapes, onProgress: () => undefined });
    await expect(built).rejects.toThrow(`the log has ${EVENTS} events, but by stream it gives ${EVENTS - 1}`);
    db.close();
    await reader.close();
  });
});
