import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../event-stores/memory/memory-event-store.js';
import { openSqliteEventStore } from '../../event-stores/sqlite/sqlite-event-store.js';
import { Fault } from '../../ledger/errors.js';
import type { EventStore } from '../../ledger/event-store.js';
import { tableShapes } from '../bitemporal.js';
import { Projector } from '../projector.js';
import { PlotLog, projections } from '../testing/plot.fixture.js';
import { dumpSchema, PostgresInProcessViews } from '../testing/postgres-in-process-views.js';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';
import { WriterLost } from '../view-batch.js';
import { postgresViewsDigest } from './postgres-ddl.js';
import { PostgresPool } from './postgres-pool.js';
import { PostgresViewWriter } from './postgres-view-writer.js';
import { PostgresViews } from './postgres-views.js';
import { createSchema, quick, readHead } from './view-schema.js';

const shapes = tableShapes(projections);
const tables = shapes.map((shape) => shape.name);
const QUERY = { table: 'plot', asOf: { validAt: '2025-06-01', knownAt: 1_000_000 }, viewer: { party: null, seesAll: true } };

let server: PostgresServer;
let beside: PostgresPool;
let name: string;
const nodes: PostgresViews[] = [];

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);

afterAll(() => server.close());

beforeEach(() => {
  name = server.freshName();
  beside = new PostgresPool({ connectionString: server.url, connections: 8 });
});

afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  await beside.close();
  await server.clear(name);
});

function open(store: EventStore): PostgresViews {
  const node = new PostgresViews({ connectionString: server.url, name, store, projections, pollMs: 100, leaseMs: 1_000 });
  nodes.push(node);
  return node;
}

/** What the whole log gives, projected by one alone. */
async function oracle(store: EventStore): Promise<unknown> {
  const views = await PostgresInProcessViews.open(server, store, projections);
  await views.catchUp();
  const dumped = await views.dump();
  await views.close();
  return dumped;
}

function served(): Promise<unknown> {
  return dumpSchema(beside, `${name}_${postgresViewsDigest(projections)}_1`, tables);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Records so many events about a few plots, so that rows come and go. */
async function recordMany(log: PlotLog, events: number): Promise<void> {
  for (let number = 0; number < events; number += 1) {
    const plot = `p${number % 7}`;
    if (number < 7) await log.open(plot, plot);
    else await log.use(plot, `2025-0${1 + (number % 9)}-01`, 'open', `use ${number % 4}`);
  }
}

describe('two projectors that fight over one schema', () => {
  it('write every event once and none twice, however often one takes it from the other', async () => {
    const store = new MemoryEventStore();
    const schema = name;
    await beside.transaction(quick(schema), (client) => createSchema(client, schema, shapes));
    const EVENTS = 600;
    const written = { one: 0, other: 0 };
    let lost = 0;
    let recorded = false;
    const fight = async (owner: keyof typeof written) => {
      for (;;) {
        // Takes it whoever has it, and however lately that was heard of.
        await beside.query(`update "${schema}".projected set owner = $1`, [owner]);
        const { head } = await readHead(beside, schema);
        if (recorded && head.seq === EVENTS) return;
        const writer = new PostgresViewWriter(beside, { schema, channel: schema, owner }, shapes, head);
        const projector = new Projector({ store, projections, writer, batchEvents: 1 + Math.floor(Math.random() * 9) });
        try {
          for (let taken = 1; taken > 0;) written[owner] += taken = await projector.step();
        } catch (error) {
          if (!(error instanceof WriterLost)) throw error;
          lost += 1;
        }
      }
    };
    const recording = recordMany(new PlotLog(store), EVENTS).then(() => (recorded = true));
    await Promise.all([recording, fight('one'), fight('other')]);
    expect(await dumpSchema(beside, schema, tables)).toEqual(await oracle(store));
    expect(written.one + written.other).toBe(EVENTS);
    expect(Math.min(written.one, written.other)).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(0);
  });
});

describe('a projector that is killed', () => {
  it('is followed by another, which leaves nothing out and does nothing twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    const store = await openSqliteEventStore({ folder });
    const log = new PlotLog(store);
    await recordMany(log, 50);
    const child = startChild(folder);
    try {
      await heard(child, ({ seq, leads }) => leads && seq >= 50);
      const node = open(store);
      expect(await node.waitFor(await store.head(), 10_000)).toBe(true);
      expect(node.projects).toBe(false);
      const recording = recordMore(log, 200);
      await heard(child, ({ seq }) => seq >= 100);
      child.kill('SIGKILL');
      await recording;
      expect(await node.waitFor(await store.head(), 20_000)).toBe(true);
      expect(node.projects).toBe(true);
      expect(node.head().seq).toBe(250);
      expect(await served()).toEqual(await oracle(store));
    } finally {
      child.kill('SIGKILL');
      for (const node of nodes.splice(0)) await node.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function startChild(folder: string): ChildProcess {
    return fork(new URL('../testing/postgres-projector.fixture.js', import.meta.url), [folder, server.url, name]);
  }

  function heard(child: ChildProcess, enough: (said: { seq: number; leads: boolean }) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the process ended')));
      child.on('message', (said: { seq: number; leads: boolean }) => {
        if (enough(said)) resolve();
      });
    });
  }

  async function recordMore(log: PlotLog, events: number): Promise<void> {
    for (let number = 0; number < events; number += 1) {
      await log.use(`p${number % 7}`, `2025-0${1 + (number % 9)}-01`, 'open', `more ${number % 5}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
});

describe('a database that breaks', () => {
  it('cuts connections at any moment, and nothing is lost or written twice', async () => {
    const store = new MemoryEventStore();
    const log = new PlotLog(store);
    const [one, other] = [open(store), open(store)];
    await recordMany(log, 20);
    for (const node of [one, other]) expect(await node.waitFor(await store.head(), 10_000)).toBe(true);
    let over = false;
    let refused = 0;
    const reading = async (node: PostgresViews) => {
      while (!over) {
        const snapshot = node.snapshot();
        try {
          const { seq } = await snapshot.head();
          const count = await snapshot.count({ ...QUERY, asOf: { ...QUERY.asOf, knownAt: seq } });
          expect(count).toBe(Math.min(seq, 7));
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          expect(error).toMatchObject({ category: 'UNAVAILABLE', details: { retryAfterMs: expect.any(Number) } });
          refused += 1;
        } finally {
          await snapshot.close();
        }
      }
    };
    let cut = 0;
    const cutting = async () => {
      while (!over) {
        const { rowCount } = await beside.query(
          `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
            where application_name like 'convenant%' and pid <> pg_backend_pid() order by random() limit 3) as some_of_them`,
        );
        cut += rowCount ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    const readings = [reading(one), reading(other), cutting()];
    for (let round = 0; round < 30; round += 1) {
      for (let number = 0; number < 10; number += 1) await log.use(`p${number % 7}`, '2025-03-01', 'open', `round ${round} ${number}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    over = true;
    await Promise.all(readings);
    expect([cut > 10, refused > 0]).toEqual([true, true]);
    for (const node of [one, other]) expect(await node.waitFor(await store.head(), 15_000)).toBe(true);
    await until(() => one.status().failure === undefined && other.status().failure === undefined);
    expect(await served()).toEqual(await oracle(store));
  });

  it('is away at the start, comes, goes and comes again: each time the views follow by themselves', async () => {
    const { stopAndStart } = server;
    // A server that was there already is not ours to stop.
    if (!stopAndStart) return;
    const store = new MemoryEventStore();
    const log = new PlotLog(store);
    await recordMany(log, 20);
    await stopAndStart.stop();
    const node = open(store);
    await until(() => node.status().failure?.includes('away') === true);
    expect(() => node.snapshot()).toThrow(Fault);
    await stopAndStart.start();
    expect(await node.waitFor(await store.head(), 15_000)).toBe(true);

    await stopAndStart.stop();
    await until(() => !node.status().ready);
    const snapshot = node.snapshot();
    await expect(snapshot.count(QUERY)).rejects.toMatchObject({ category: 'UNAVAILABLE', details: { retryAfterMs: expect.any(Number) } });
    await snapshot.close();
    for (let number = 0; number < 30; number += 1) await log.use(`p${number % 7}`, '2025-04-01', 'open', `away ${number}`);
    await stopAndStart.start();
    expect(await node.waitFor(await store.head(), 15_000)).toBe(true);
    await until(() => node.status().ready);
    expect(node.head().seq).toBe(50);
    expect(await served()).toEqual(await oracle(store));
  });
});
