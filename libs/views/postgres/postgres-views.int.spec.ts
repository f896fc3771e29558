import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../event-stores/memory/memory-event-store.js';
import { Fault } from '../../ledger/errors.js';
import type { StoredEvent } from '../../ledger/event-store.js';
import { altered } from '../testing/altered-store.fixture.js';
import { plotEvent, PlotLog, projections } from '../testing/plot.fixture.js';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';
import { PostgresPool } from './postgres-pool.js';
import { PostgresViews, type PostgresViewsOptions } from './postgres-views.js';

const ALL = { party: null, seesAll: true };
const TODAY = '2025-06-01';

let server: PostgresServer;
let beside: PostgresPool;
let name: string;
let store: MemoryEventStore;
let log: PlotLog;
const nodes: PostgresViews[] = [];

beforeAll(async () => {
  server = await startPostgres();
  beside = new PostgresPool({ connectionString: server.url, connections: 2 });
}, 60_000);

afterAll(async () => {
  await beside.close();
  await server.close();
});

beforeEach(() => {
  name = server.freshName();
  store = new MemoryEventStore();
  log = new PlotLog(store);
});

afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  await server.clear(name);
});

function open(options: Partial<PostgresViewsOptions> = {}): PostgresViews {
  const node = new PostgresViews({ connectionString: server.url, name, store, projections, pollMs: 200, leaseMs: 1_000, ...options });
  nodes.push(node);
  return node;
}

async function caughtUp(...opened: PostgresViews[]): Promise<void> {
  for (const node of opened) expect(await node.waitFor(await store.head(), 10_000)).toBe(true);
}

async function names(node: PostgresViews): Promise<unknown[]> {
  const snapshot = node.snapshot();
  const { seq } = await snapshot.head();
  const rows = await snapshot.page({ table: 'plot', asOf: { validAt: TODAY, knownAt: seq }, viewer: ALL, order: ['name'], limit: 50 });
  await snapshot.close();
  return rows.map((row) => row.columns.name);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function schemas(): Promise<string[]> {
  const { rows } = await beside.query('select nspname from pg_namespace where starts_with(nspname, $1) order by 1', [`${name}_`]);
  return rows.map(({ nspname }) => (nspname as string).slice(name.length + 18));
}

describe('views shared by nodes', () => {
  it('are not there until they are built, and are followed by all of them from then on', async () => {
    await log.open('a', 'Akker');
    const [one, reading] = [open(), open({ project: false })];
    expect(() => one.snapshot()).toThrow(Fault);
    await caughtUp(one, reading);
    expect([one.status(), reading.status()]).toEqual([{ ready: true }, { ready: true }]);
    const heads: number[] = [];
    reading.onProjected((head) => heads.push(head.seq));
    await log.open('b', 'Bos');
    await caughtUp(one, reading);
    expect([await names(one), await names(reading)]).toEqual([
      ['Akker', 'Bos'],
      ['Akker', 'Bos'],
    ]);
    expect(heads).toContain(2);
    expect([one.projects, reading.projects]).toEqual([true, false]);
  });

  it('answer a snapshot from one position while the log goes on, and keep nothing of it on the connection', async () => {
    await log.open('a', 'Akker');
    const node = open({ connections: 1 });
    await caughtUp(node);
    const snapshot = node.snapshot();
    const before = await snapshot.head();
    await log.open('b', 'Bos');
    await caughtUp(node);
    const query = { table: 'plot', asOf: { validAt: TODAY, knownAt: 99 }, viewer: ALL };
    expect(await Promise.all([snapshot.count(query), snapshot.count(query)])).toEqual([1, 1]);
    expect(await snapshot.head()).toEqual(before);
    await snapshot.close();
    await expect(snapshot.count(query)).rejects.toThrow('closed');
    expect(await names(node)).toEqual(['Akker', 'Bos']);
  });

  it('bound how long a snapshot and a question may take, and give the connection to the next', async () => {
    await log.open('a', 'Akker');
    const node = open({ connections: 1, snapshotMs: 300 });
    await caughtUp(node);
    const late = node.snapshot();
    await late.head();
    expect(await names(node)).toEqual(['Akker']);
    await expect(late.count({ table: 'plot', asOf: { validAt: TODAY, knownAt: 9 }, viewer: ALL })).rejects.toMatchObject({
      category: 'UNAVAILABLE',
    });
    await late.close();
  });

  it('are rebuilt beside the serving ones, and the old schema goes when no node has used it for a while', async () => {
    await log.open('a', 'Akker');
    const [one, other] = [open({ unusedMs: 1_000 }), open({ unusedMs: 1_000 })];
    await caughtUp(one, other);
    expect(await schemas()).toEqual(['1']);
    const reader = one.snapshot();
    await reader.head();
    await Promise.all([one.rebuild(), other.rebuild()]);
    expect(await reader.count({ table: 'plot', asOf: { validAt: TODAY, knownAt: 99 }, viewer: ALL })).toBe(1);
    await reader.close();
    await log.open('b', 'Bos');
    await caughtUp(one, other);
    expect([await names(one), await names(other)]).toEqual([
      ['Akker', 'Bos'],
      ['Akker', 'Bos'],
    ]);
    await until(async () => (await schemas()).join() === '2');
  });

  it('are built on from where a build was broken off', async () => {
    const EVENTS = 15_000;
    for (let number = 0; number < EVENTS; number += 1) {
      const event = plotEvent(number, `plot-${number}`, 0, { type: 'PlotOpened', data: { name: `name ${number % 9}`, kind: 'field' } });
      await store.append({ stream: `plot-${number}`, kind: 'ledger', expected: -1, events: [event] });
    }
    const node = open({ onProgress: () => void node.close() });
    await until(() => node.status().progress !== undefined);
    await node.close();
    expect(() => node.snapshot()).toThrow(Fault);
    // A node that only reads tells how far whoever builds has come.
    const reading = open({ project: false });
    await until(() => (reading.status().progress?.done ?? 0) > 0);
    expect(reading.status().ready).toBe(false);
    const built: number[] = [];
    const next = open({ onProgress: ({ done }) => built.push(done) });
    await caughtUp(next);
    expect(built[0]).toBeGreaterThan(node.status().progress?.done as number);
    const snapshot = next.snapshot();
    expect(await snapshot.count({ table: 'plot', asOf: { validAt: TODAY, knownAt: EVENTS }, viewer: ALL })).toBe(EVENTS);
    await snapshot.close();
  });

  it('of another build stand beside them, are followed by its nodes, and go when those have gone', async () => {
    await log.open('a', 'Akker');
    const changed = projections.map(({ aggregate, tables }) => ({ aggregate, tables: tables.map((table) => ({ ...table, version: 2 })) }));
    const [old, young] = [open({ unusedMs: 1_000 }), open({ unusedMs: 1_000, projections: changed })];
    await caughtUp(old, young);
    await log.open('b', 'Bos');
    await caughtUp(old, young);
    expect(await names(old)).toEqual(await names(young));
    expect(await schemas()).toHaveLength(2);
    await old.close();
    await until(async () => (await schemas()).length === 1);
    expect(await names(young)).toEqual(['Akker', 'Bos']);
  });

  it('are not continued with another log', async () => {
    await log.open('a', 'Akker');
    await caughtUp(open());
    await nodes[0]?.close();
    const other = new MemoryEventStore();
    await new PlotLog(other, 500).open('z', 'Zand');
    await new PlotLog(other, 600).open('y', 'Ysel');
    const node = open({ store: other });
    await until(() => node.status().failure !== undefined && node.status().ready);
    expect(node.status().failure).toContain('another log');
    expect(await names(node)).toEqual(['Akker']);
    await node.rebuild();
    expect(await node.waitFor('2' as StoredEvent['position'], 5_000)).toBe(true);
    expect(await names(node)).toEqual(['Ysel', 'Zand']);
  });

  it('follow a log whose positions have holes', async () => {
    for (const id of ['a', 'b', 'c']) await log.open(id, id);
    const holes = altered(store, { positions: (position) => position * 1_000 });
    const node = open({ store: holes });
    expect(await node.waitFor('3000' as StoredEvent['position'], 10_000)).toBe(true);
    await log.use('a', '2025-01-01', 'open', 'rye');
    expect(await node.waitFor('4000' as StoredEvent['position'], 10_000)).toBe(true);
    expect(node.head()).toMatchObject({ seq: 4 });
  });

  it('stay readable when an event cannot be projected, and every node names it', async () => {
    await log.open('a', 'Akker');
    const [one, reading] = [open(), open({ project: false })];
    await log.open('b', 'Bos');
    await log.add('b', { type: 'PlotCursed', data: {} });
    await log.open('c', 'Cirkel');
    await until(() => reading.status().failedEvent !== undefined && one.status().failedEvent !== undefined);
    expect([await names(one), await names(reading)]).toEqual([
      ['Akker', 'Bos'],
      ['Akker', 'Bos'],
    ]);
    for (const node of [one, reading]) {
      expect(node.status()).toMatchObject({
        ready: true,
        failedEvent: { eventId: 'event-3', type: 'PlotCursed', projection: 'plot', upgradeRequired: false },
      });
      expect(node.status().failure).toContain('nothing grows here');
    }
  });
});
