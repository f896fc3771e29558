import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../event-stores/memory/memory-event-store.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { OPEN } from '../bitemporal.js';
import type { PageQuery } from '../read-models.js';
import type { SnapshotQueries } from '../snapshot-queries.js';
import { plotEvent, projections } from '../testing/plot.fixture.js';
import { PostgresInProcessViews } from '../testing/postgres-in-process-views.js';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';

const PLOTS = 4_000;
const ROUNDS = 3;
const EVENTS = PLOTS * ROUNDS;
const NOW = { validAt: '2025-12-15', knownAt: EVENTS };
const ONCE = { ...NOW, knownAt: EVENTS / 2 };
const viewer = { party: 'p', seesAll: false };

let server: PostgresServer;
let views: PostgresInProcessViews;
let explained: ReturnType<PostgresInProcessViews['explained']> | undefined;

beforeAll(async () => {
  server = await startPostgres();
  const store = new MemoryEventStore();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let plot = 0; plot < PLOTS; plot += 1) {
      const stream = `plot-${plot}`;
      const opened = { type: 'PlotOpened', data: { name: `name ${(plot * 7) % 1_000}`, kind: plot % 20 === 0 ? 'wood' : 'field' } };
      const used = { type: 'PlotUsed', data: { from: `2025-0${round + 1}-01`, to: 'open', use: `use ${round}` } };
      const event = plotEvent(round * PLOTS + plot, stream, round, round === 0 ? opened : used);
      await store.append({ stream, kind: 'ledger', expected: round - 1, events: [event] });
    }
  }
  views = await PostgresInProcessViews.open(server, store, projections, { batchEvents: 2_000 });
  await views.catchUp();
  await views.execute(
    `insert into reservation (pool, reservation, owner, command_id, amount, recorded_at, made_at, settled_at)
      select 'pool', n::text, 'plot-1', 'c', 1, '2025-01-01', n, case when n % 50 = 0 then ${OPEN} else n end from generate_series(1, 5000) as n`,
  );
  await views.execute('analyze');
}, 90_000);

afterAll(async () => {
  await views.close();
  await server.close();
});

/** The plans of one question. */
async function plansOf(ask: (queries: SnapshotQueries) => Promise<unknown>): Promise<string[]> {
  explained ??= views.explained();
  // That it knows where the views are tells it what is known now.
  await explained.queries.head();
  explained.plans.length = 0;
  await ask(explained.queries);
  return explained.plans;
}

const page: PageQuery = { table: 'plot', viewer, asOf: NOW, order: ['name'], limit: 50, columnsOnly: true };
const field = [{ column: 'kind', is: 'field' }];

describe('a page in a declared order', () => {
  it.each([
    ['known now', {}, 'plot_order0_open', undefined],
    ['backwards', { descending: true }, 'plot_order0_open', undefined],
    ['as known then', { asOf: ONCE }, 'plot_order0', undefined],
    ['after a row', { after: ['name 5', '3715', ''] }, 'plot_order0_open', "name = 'name 5'"],
    ['of one kind', { where: field }, 'plot_order1_open', "kind = 'field'"],
    ['of one kind, after a row', { where: field, after: ['name 5', '3715', ''], descending: true }, 'plot_order1_open', "kind = 'field'"],
    ['of one kind, as known then', { where: field, asOf: ONCE }, 'plot_order1', "kind = 'field'"],
  ])('%s is read from its index in order, and no more of it than needed', async (_, asked, index, condition) => {
    const plans = [...(await plansOf((queries) => queries.page({ ...page, ...asked })))];
    for (const plan of plans) {
      expect(plan).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index} on plot`));
      expect(plan).not.toMatch(/Sort|Seq Scan|Bitmap/);
    }
    const [first] = plans;
    if (condition) expect(/Index Cond: (.*)/.exec(first ?? '')?.[1]).toContain(condition);
  });
});

describe('other questions', () => {
  const entry = { viewer: { party: null, seesAll: true }, limit: 20 };
  it.each([
    ['rows of some entities', 'plot_key', (q: SnapshotQueries) => q.rows({ ...page, entities: ['5', '6'] })],
    ['for decisions', 'plot_order1', (q: SnapshotQueries) => q.entities('plot', { kind: 'wood', name: 'name 140' }, 5)],
    ['what came last', 'plot_use_known', (q: SnapshotQueries) => q.rows({ ...page, table: 'plot_use', knownSince: EVENTS - 20 })],
    ['the journal of a stream', 'journal_stream', (q: SnapshotQueries) => q.journal({ ...entry, stream: 'plot-7' })],
    ['the journal of a command', 'journal_command', (q: SnapshotQueries) => q.journal({ ...entry, commandId: 'command-7' })],
    ['the end of the journal', 'journal_key', (q: SnapshotQueries) => q.journal({ ...entry, descending: true })],
    ['a number by position', 'journal_key', (q: SnapshotQueries) => q.seqAtPosition('5000' as StorePosition)],
    ['the texts of streams', 'journal_text_of', (q: SnapshotQueries) => q.streams(['plot-1', 'plot-2'], 0)],
    ['pending reservations', 'reservation_pending', (q: SnapshotQueries) => q.pendingReservations('2026-01-01', 10)],
  ])('%s: through %s', async (_, index, ask) => {
    for (const plan of await plansOf(ask)) {
      expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan on plot');
      expect(plan).not.toContain('Seq Scan on journal');
    }
  });
});
