import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { openSqliteEventStore } from '../../event-stores/sqlite/sqlite-event-store.js';
import { logPath, openLogForReading } from '../../event-stores/sqlite/log-file.js';
import { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { EventStore } from '../../ledger/event-store.js';
import { tableShapes } from '../bitemporal.js';
import { plotEvent, projections } from '../testing/plot.fixture.js';
import { build, buildTo, type ViewBuild } from './view-build.js';
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

/** Kills a process once it has written something. @returns how many events it said it wrote */
async function killedWhile(build: 'threads' | 'alone', file: string): Promise<number> {
  mkdirSync(join(folder, 'views'), { recursive: true });
  const child = fork(new URL('../testing/build-views.fixture.js', import.meta.url), [folder, file, build], { stdio: 'ignore' });
  const done = await new Promise<number>((resolve) => child.once('message', (progress) => resolve((progress as { done: number }).done)));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  return done;
}

function options(more: Partial<ViewBuild> = {}): ViewBuild {
  const store = new SqliteReader(openLogForReading(folder), logPath(folder), 0);
  return { store, projections, shapes: tableShapes(projections), onProgress: () => undefined, ...more };
}

/** Builds in this process, with threads or without. */
async function buildHere(file: string, more?: Partial<ViewBuild>): Promise<void> {
  const chosen = options(more);
  const { db } = openViewFile(file, chosen.shapes);
  try {
    await build(file, db, chosen);
  } finally {
    db.close();
    if (chosen.store !== more?.store) await chosen.store.close();
  }
}

function inThreads(url: URL = projectionsUrl): Partial<ViewBuild> {
  return { threads: { folder, projectionsUrl: url.href }, threadedEvents: 1 };
}

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
    const done = await killedWhile('alone', half);
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

  it('comes out of several threads the same as of one, whenever they are killed, and as in the order of the log', async () => {
    const alone = join(folder, 'alone.db');
    await buildHere(alone);
    const inOrder = join(folder, 'in-order.db');
    const log = await openSqliteEventStore({ folder });
    const { capabilities } = log;
    const onlyInOrder = { capabilities, readAll: log.readAll.bind(log), readStream: log.readStream.bind(log), head: log.head.bind(log) };
    await buildHere(inOrder, { store: onlyInOrder as Partial<EventStore> as ViewBuild['store'] });
    await log.close();
    // The clock of these events went back again and again.
    expect(dump(inOrder)).toEqual(dump(alone));
    const whole = join(folder, 'whole.db');
    await buildHere(whole, inThreads());
    expect(dump(whole)).toEqual(dump(alone));
    const killed = join(folder, 'killed.db');
    expect(await killedWhile('threads', killed)).toBeGreaterThan(0);
    breakOffTransaction(killed);
    await buildHere(killed, inThreads());
    expect(dump(killed)).toEqual(dump(alone));
  });

  it('ends with what a thread says that cannot go on', async () => {
    const gone = inThreads(new URL('../testing/no-such-projections.js', import.meta.url));
    await expect(buildHere(join(folder, 'gone.db'), gone)).rejects.toThrow('no-such-projections');
  });

  it('holds everything before the first event that threads cannot take, and nothing after it', async () => {
    const store = await openSqliteEventStore({ folder });
    const cursed = (stream: string, index: number) =>
      store.append({
        stream,
        kind: 'ledger',
        expected: ROUNDS * 10 - 1,
        events: [plotEvent(index, stream, ROUNDS * 10, { type: 'PlotCursed', data: {} })],
      });
    // The later one comes first in the order of the streams.
    await cursed('plot-90', 9_001);
    await cursed('plot-10', 9_002);
    await store.close();
    const file = join(folder, 'cursed.db');
    const chosen = options(inThreads());
    const { connection: db, failure } = await buildTo(file, openViewFile(file, chosen.shapes).db, EVENTS + 2, chosen);
    expect(failure).toMatchObject({ position: String(EVENTS + 1), eventId: 'event-9001' });
    expect(db.prepare('SELECT position, seq FROM projected').get()).toEqual({ position: EVENTS, seq: EVENTS });
    expect(db.prepare('SELECT count(*), max(seq) FROM journal').raw().get()).toEqual([EVENTS, EVENTS]);
    db.close();
    await chosen.store.close();
  });

  it('leaves nothing out in silence when an index of the log hides an event', async () => {
    const { store: reader } = options();
    const hiding = Object.assign(Object.create(reader) as SqliteReader, {
      readByStream: (...asked: Parameters<SqliteReader['readByStream']>) =>
        reader.readByStream(...asked).filter(({ stream, revision }) => stream !== 'plot-99' || revision < ROUNDS * 10 - 1),
    });
    await expect(buildHere(join(folder, 'hidden.db'), { store: hiding as SqliteReader })).rejects.toThrow(
      `the log has ${EVENTS} events, but by stream it gives ${EVENTS - 1}`,
    );
    await reader.close();
  });
});
