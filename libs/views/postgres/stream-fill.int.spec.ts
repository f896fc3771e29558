import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore, type SqliteEventStore } from '../../event-stores/sqlite/sqlite-event-store.js';
import type { StorableEvent } from '../../ledger/event-store.js';
import { plotEvent, projections } from '../testing/plot.fixture.js';
import { dumpSchema, PostgresInProcessViews } from '../testing/postgres-in-process-views.js';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';
import { postgresViewsDigest } from './postgres-ddl.js';
import { PostgresPool } from './postgres-pool.js';
import { PostgresViews, type PostgresViewsOptions } from './postgres-views.js';

const projectionsUrl = new URL('../testing/plot.fixture.js', import.meta.url).href;
const TABLES = projections.flatMap(({ tables }) => tables.map(({ name }) => name));
const STREAMS = 500;
const ROUNDS = 10;
const EVENTS = STREAMS * ROUNDS;

let server: PostgresServer;
let beside: PostgresPool;
let name: string;
let folder: string;
let store: SqliteEventStore;
let recorded: number;
let whole: Promise<unknown> | undefined;
const nodes: PostgresViews[] = [];

beforeAll(async () => {
  server = await startPostgres();
  beside = new PostgresPool({ connectionString: server.url, connections: 2 });
}, 60_000);

afterAll(async () => {
  await beside.close();
  await server.close();
});

beforeEach(async () => {
  name = server.freshName();
  folder = mkdtempSync(join(tmpdir(), 'fill-'));
  store = await openSqliteEventStore({ folder });
  recorded = 0;
});

afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  await server.clear(name);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<PostgresViewsOptions> = {}): PostgresViews {
  const byStream = { folder, projectionsUrl, leastEvents: 1, writeEvents: 500 };
  const node = new PostgresViews({
    ...{ connectionString: server.url, name, store, projections, byStream, pollMs: 100, leaseMs: 1_000 },
    ...options,
  });
  nodes.push(node);
  return node;
}

/** Appends to many streams in turn, so that in the order of the log none is whole. Clocks differ: some events are told to be earlier than others. */
async function record(rounds = ROUNDS): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const appends = Array.from({ length: STREAMS }, (_, index) => {
      const stream = `plot-${index}`;
      const number = (recorded += 1);
      const recordedAt = new Date(Date.parse('2025-01-01T00:00:00.000Z') + (number + (number % 7 === 0 ? -500 : 0)) * 60_000).toISOString();
      const first = { type: 'PlotOpened', data: { name: `name\t${index % 50}\\`, kind: 'field' } };
      const later = {
        type: 'PlotUsed',
        data: { from: `2025-0${1 + (round % 9)}-01`, to: 'open', use: `use ${number % 7}`, by: `${index % 9}` },
      };
      const event = plotEvent(number, stream, round, { ...(round === 0 ? first : later), recordedAt });
      return store.append({ stream, kind: 'ledger', expected: round - 1, events: [event] });
    });
    await Promise.all([...appends, reserve(round)]);
  }
}

/** A note of the kernel's own, which the journal does not number: every other share is given back. */
function reserve(round: number): Promise<unknown> {
  const note = (type: string, number: number): StorableEvent => {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const told = { reservation: `r${round}`, owner: 'plot-1', commandId: `c${round}`, amount: 5, recordedAt: '2025-01-01T00:00:00.000Z' };
    return { id, type, json: JSON.stringify({ id, type, ...told }) };
  };
  const made = note('ReservationMade', round * 2);
  const events = round % 2 === 0 ? [made] : [made, note('ReservationReleased', round * 2 + 1)];
  return store.append({ stream: `pool-${round}`, kind: 'system', expected: -1, events });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function schema(): string {
  return `${name}_${postgresViewsDigest(projections)}_1`;
}

function served(): Promise<unknown> {
  return dumpSchema(beside, schema(), TABLES);
}

/** What the log gives in its own order, as `record` leaves it: the same in every test. */
function recordedOnly(): Promise<unknown> {
  return (whole ??= inOrder());
}

/** What the log gives in its own order. */
async function inOrder(): Promise<unknown> {
  const views = await PostgresInProcessViews.open(server, store, projections);
  await views.catchUp();
  const dumped = await views.dump();
  await views.close();
  return dumped;
}

describe('views that are filled stream by stream', () => {
  it('are what the log gives in its own order, and are followed from there', async () => {
    await record();
    const steps = new Set<string>();
    const [node, reading] = [open({ onProgress: ({ step }) => steps.add(step) }), open({ project: false })];
    // Who does not build itself hears how far it is.
    await until(() => node.status().ready || (reading.status().progress?.done ?? 0) > 0);
    expect(await node.waitFor(await store.head(), 30_000)).toBe(true);
    expect([...steps]).toEqual(['events', 'indexes']);
    expect(await served()).toEqual(await recordedOnly());
    expect(node.head().seq).toBe(EVENTS);
    const event = plotEvent(EVENTS + 1, 'plot-7', ROUNDS, { type: 'PlotUsed', data: { from: '2025-02-01', to: 'open', use: 'later' } });
    await store.append({ stream: 'plot-7', kind: 'ledger', expected: ROUNDS - 1, events: [event] });
    expect(await node.waitFor(await store.head(), 10_000)).toBe(true);
    expect(await served()).toEqual(await inOrder());
  });

  it('are begun again when the process dies that fills them, and nothing is there twice', async () => {
    await record();
    const child = fork(new URL('../testing/postgres-projector.fixture.js', import.meta.url), [folder, server.url, name, '1']);
    await new Promise<void>((resolve) => child.once('message', () => resolve()));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    const half = await beside.query(`select seq, filled from "${schema()}".projected`);
    expect(half.rows).toEqual([{ seq: 0, filled: expect.any(Number) }]);
    expect(half.rows[0].filled).toBeGreaterThan(0);
    expect(await open().waitFor(await store.head(), 30_000)).toBe(true);
    expect(await served()).toEqual(await recordedOnly());
  });

  it.each([
    // The other is never heard of, so that after its time this one begins anew.
    ['another has taken over', `owner = 'another'`],
    ['the server lost a part of it', 'filled = filled - 1'],
  ])('are begun again when %s', async (_, change) => {
    await record();
    const told: number[] = [];
    const node = open({
      onProgress: ({ step, done }) => {
        if (step === 'events' && told.push(done) === 1) void beside.query(`update "${schema()}".projected set ${change}`);
      },
    });
    expect(await node.waitFor(await store.head(), 30_000)).toBe(true);
    expect(told.some((done, place) => done <= (told[place - 1] ?? 0))).toBe(true);
    expect(await served()).toEqual(await recordedOnly());
  });

  it('hold everything before an event that cannot be taken, and name it', async () => {
    await record(3);
    const number = (recorded += 1);
    const cursed = plotEvent(number, 'plot-9', 3, { type: 'PlotCursed', data: {} });
    await store.append({ stream: 'plot-9', kind: 'ledger', expected: 2, events: [cursed] });
    const after = plotEvent(number + 1, 'plot-8', 3, { type: 'PlotUsed', data: { from: '2025-02-01', to: 'open', use: 'later' } });
    await store.append({ stream: 'plot-8', kind: 'ledger', expected: 2, events: [after] });
    const node = open();
    await until(() => node.status().failedEvent !== undefined);
    expect(node.status()).toMatchObject({ ready: true, failedEvent: { eventId: cursed.id, type: 'PlotCursed', projection: 'plot' } });
    expect(node.head().seq).toBe(3 * STREAMS);
    const { rows } = await beside.query(`select count(*) as events, max(seq) as last from "${schema()}".journal`);
    expect(rows).toEqual([{ events: 3 * STREAMS, last: 3 * STREAMS }]);
  });

  it('stop at once when the process closes, and are begun again later', async () => {
    await record();
    const told = { progress: 0 };
    const node = open({ onProgress: () => (told.progress += 1) });
    await until(() => told.progress > 0);
    await node.close();
    expect(await open().waitFor(await store.head(), 30_000)).toBe(true);
    expect(await served()).toEqual(await recordedOnly());
  });
});
