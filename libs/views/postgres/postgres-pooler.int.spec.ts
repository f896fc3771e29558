import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MemoryEventStore } from '../../event-stores/memory/memory-event-store.js';
import { PlotLog, projections } from '../testing/plot.fixture.js';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';
import { TransactionPooler } from '../testing/transaction-pooler.js';
import { PostgresViews } from './postgres-views.js';

const ALL = { party: null, seesAll: true };
const TODAY = '2025-06-01';
const CONNECTIONS = 5;

let server: PostgresServer;
let pooler: TransactionPooler;

beforeAll(async () => {
  server = await startPostgres();
  pooler = await TransactionPooler.start(server.url, CONNECTIONS);
}, 60_000);

afterAll(async () => {
  await pooler.close();
  await server.close();
});

async function names(node: PostgresViews): Promise<unknown[]> {
  const snapshot = node.snapshot();
  const { seq } = await snapshot.head();
  const rows = await snapshot.page({ table: 'plot', asOf: { validAt: TODAY, knownAt: seq }, viewer: ALL, order: ['name'], limit: 50 });
  await snapshot.close();
  return rows.map((row) => row.columns.name);
}

describe('through a pooler in transaction mode', () => {
  it('what a client sets is not there in its next transaction', async () => {
    const client = new pg.Client({ connectionString: pooler.url });
    await client.connect();
    await client.query(`set statement_timeout to '1234ms'`);
    expect((await client.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
    await client.query('begin');
    await client.query(`set local statement_timeout to '1234ms'`);
    expect((await client.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '1234ms' }]);
    await client.query('commit');
    await client.end();
  });

  it('views are built, followed, taken over and rebuilt', async () => {
    const [store, name] = [new MemoryEventStore(), server.freshName()];
    const log = new PlotLog(store);
    const open = () =>
      new PostgresViews({
        ...{ connectionString: pooler.url, directConnectionString: server.url, name, store, projections },
        ...{ pollMs: 200, leaseMs: 1_000, connections: 3 },
      });
    const caughtUp = async (...nodes: PostgresViews[]) => {
      for (const node of nodes) expect(await node.waitFor(await store.head(), 10_000)).toBe(true);
    };
    await log.open('a', 'Akker');
    const [first, second] = [open(), open()];
    await caughtUp(first, second);
    for (const [id, plot] of [['b', 'Bos'] as const, ['c', 'Cel'] as const]) {
      await log.open(id, plot);
      await caughtUp(first, second);
      const read = await Promise.all(Array.from({ length: 8 }, (_, turn) => names(turn % 2 === 0 ? first : second)));
      expect(new Set(read.map(String))).toEqual(new Set([['Akker', 'Bos', 'Cel'].slice(0, id === 'b' ? 2 : 3).join()]));
    }
    const [leader, other] = first.projects ? [first, second] : [second, first];
    await leader.close();
    await log.open('d', 'Dijk');
    await caughtUp(other);
    await other.rebuild();
    expect(await names(other)).toEqual(['Akker', 'Bos', 'Cel', 'Dijk']);
    await other.close();
    await server.clear(name);
    // Every connection was used, by turns.
    expect(Math.min(...pooler.transactions)).toBeGreaterThan(10);
  });
});
