import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '../event-stores/memory/memory-event-store.js';
import { tableShapes } from './bitemporal.js';
import type { ColumnValue } from './view-definition.js';
import type { PageQuery, StoredRow, Viewer } from './read-models.js';
import { Documents } from './documents.js';
import type { Run } from './query-dialect.js';
import { RowRoutes } from './row-route.js';
import { SnapshotQueries } from './snapshot-queries.js';
import { foldCase, FOLD_FUNCTION, sqliteDialect } from './sqlite/sqlite-dialect.js';
import { InProcessViews } from './testing/in-process-views.js';
import { history, record } from './testing/plot-history.fixture.js';
import { PlotLog, projections } from './testing/plot.fixture.js';

const ALL: Viewer = { party: null, seesAll: true };
const ANYONE: Viewer = { party: null, seesAll: false };
const party = (id: string): Viewer => ({ party: id, seesAll: false });
const TODAY = '2025-06-15';
const shapes = new Map(tableShapes(projections).map((shape) => [shape.name, shape]));
const opened: InProcessViews[] = [];

afterEach(() => {
  for (const views of opened.splice(0)) views.close();
});

async function views(fill: (log: PlotLog) => Promise<unknown>): Promise<{ views: InProcessViews; log: PlotLog }> {
  const log = new PlotLog(new MemoryEventStore());
  await fill(log);
  const made = new InProcessViews(log.store, projections);
  opened.push(made);
  await made.catchUp();
  return { views: made, log };
}

/** Questions to the tables, with the plan of each kept; `fewRows` 0 makes every list take its order's index, as a large one does. */
function queriesOn({ db }: InProcessViews, fewRows?: number): { queries: SnapshotQueries; plans: string[] } {
  const plans: string[] = [];
  const run: Run = async (query) => {
    const { sql, parameters } = sqliteDialect.compile(query);
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    plans.push(steps.map(({ detail }) => detail).join('; '));
    return db.prepare(sql).all(...parameters);
  };
  return {
    queries: new SnapshotQueries(sqliteDialect, shapes, new Documents(projections), new RowRoutes(sqliteDialect, run, fewRows), run),
    plans,
  };
}

/** How the places of rows are found, which are then read by the table's own key. */
function wayToPlaces(plan: string): string {
  const [, way = plan] =
    /^CO-ROUTINE place; (.*); SCAN place; SEARCH r USING PRIMARY KEY \(entity=\? AND row_key=\? AND .*\)$/.exec(plan) ?? [];
  return way;
}

function cursor(row: StoredRow, order: readonly string[]): ColumnValue[] {
  return [...order.map((column) => row.columns[column] ?? null), row.entity, row.key];
}

describe('pages', () => {
  it('hold every row once, in order, in either direction, whichever index they come from and whatever is recorded meanwhile', async () => {
    const question = fc.record({
      order: fc.constantFrom(['name'], ['kind', 'name']),
      descending: fc.boolean(),
      limit: fc.integer({ min: 1, max: 3 }),
      knownAt: fc.nat(40),
      kind: fc.constantFrom(undefined, 'field', ['field', 'wood'], ['wood']),
    });
    await fc.assert(
      fc.asyncProperty(history, history, question, async (steps, later, { kind, limit, ...asked }) => {
        const made = await views((log) => record(log, steps));
        const { queries } = queriesOn(made.views);
        const asOf = { validAt: TODAY, knownAt: Math.min(asked.knownAt, steps.length) };
        const where = kind === undefined ? [] : [{ column: 'kind', is: kind }];
        const query: PageQuery = { table: 'plot', viewer: ALL, ...asked, asOf, where, limit: 100 };
        const whole = await queries.page(query);
        expect(whole.map(({ entity }) => entity).sort()).toEqual((await queries.rows(query)).map(({ entity }) => entity).sort());
        expect(await queries.count(query)).toBe(whole.length);
        expect(whole).toEqual(
          [...whole].sort((a, b) => compare(cursor(a, asked.order), cursor(b, asked.order)) * (asked.descending ? -1 : 1)),
        );

        await record(made.log, later);
        await made.views.catchUp();
        const { queries: after } = queriesOn(made.views);
        const paged: StoredRow[] = [];
        for (;;) {
          const last = paged.at(-1);
          const page = await after.page({ ...query, limit, ...(last ? { after: cursor(last, asked.order) } : {}) });
          paged.push(...page);
          if (page.length < limit) break;
        }
        expect(paged).toEqual(whole);
        for (const one of opened.splice(0)) one.close();
      }),
      { numRuns: 120 },
    );
  });

  it('are refused beyond their limit, in an order that is not declared, and with a cursor of another list', async () => {
    const { queries } = queriesOn((await views((log) => log.open('a', 'Akker'))).views);
    const query: PageQuery = { table: 'plot', viewer: ALL, asOf: { validAt: TODAY, knownAt: 1 }, order: ['name'], limit: 101 };
    expect(await queries.page(query)).toHaveLength(1);
    await expect(queries.page({ ...query, limit: 102 })).rejects.toMatchObject({ category: 'LIMIT_EXCEEDED' });
    await expect(queries.page({ ...query, order: ['kind'] })).rejects.toThrow('no order kind');
    await expect(queries.page({ ...query, after: ['x'] })).rejects.toThrow('has 3 values, not 1');
    await expect(queries.rows({ ...query, where: [{ column: 'nothing', is: 1 }] })).rejects.toThrow('no column nothing');
  });

  it('read one index in order and no more of it than needed', async () => {
    const made = await views(async (log) => {
      for (const id of ['a', 'b', 'c']) await log.open(id, id);
    });
    const { queries, plans } = queriesOn(made.views);
    const query: PageQuery = { table: 'plot', viewer: party('p'), asOf: { validAt: TODAY, knownAt: 3 }, order: ['name'], limit: 2 };
    const planOf = async (ask: () => Promise<unknown>) => {
      plans.length = 0;
      await ask();
      return plans.filter((plan) => !plan.includes('CO-ROUTINE some') && !plan.includes('SCAN projected')).map(wayToPlaces);
    };
    await queries.head();
    const byName = /^SCAN plot USING COVERING INDEX plot_order0$/;
    const lengths = /^SEARCH t USING COVERING INDEX journal_text_of \(stream=\? AND seq<\?\)/;
    const texts = /^SEARCH t USING INDEX journal_text_of \(stream=\?\)/;
    expect(await planOf(() => queries.page(query))).toEqual([byName, lengths, texts].map((plan) => expect.stringMatching(plan)));
    // Events that were read once are at hand.
    expect(await planOf(() => queries.page(query))).toEqual([byName, lengths].map((plan) => expect.stringMatching(plan)));
    expect((await planOf(() => queries.page({ ...query, descending: true })))[0]).toMatch(byName);
    expect((await planOf(() => queries.page({ ...query, asOf: { validAt: TODAY, knownAt: 2 } })))[0]).toMatch(byName);
    expect((await planOf(() => queries.page({ ...query, after: ['a', 'a', ''] })))[0]).toMatch(
      /^SEARCH plot USING COVERING INDEX plot_order0 \(name=\? AND entity=\? AND row_key>\?\)$/,
    );
    // A fixed first column makes the longer order serve the shorter list.
    const kind = [{ column: 'kind', is: 'field' }];
    expect(await planOf(() => queries.page({ ...query, where: kind }))).toEqual([
      expect.stringMatching(/^SEARCH plot USING COVERING INDEX plot_order1 \(kind=\?\)$/),
      expect.stringMatching(lengths),
    ]);
    expect((await planOf(() => queries.page({ ...query, where: kind, after: ['b', 'b', ''] }))).at(-2)).toMatch(
      /^SEARCH plot USING COVERING INDEX plot_order1 \(kind=\? AND name>\?\)$/,
    );
    for (const plan of await planOf(() => queries.page({ ...query, where: kind, after: ['b', 'b', ''], descending: true })))
      expect(plan).not.toMatch(/TEMP B-TREE/);
    expect(await planOf(() => queries.count(query))).toEqual([expect.stringMatching(/USING COVERING INDEX plot_order0/)]);
    expect(await planOf(() => queries.count({ ...query, where: kind }))).toEqual([
      expect.stringMatching(/COVERING INDEX plot_order1 \(kind=\?\)/),
    ]);
    expect(await planOf(() => queries.rows({ ...query, columnsOnly: true, entities: ['a', 'b'] }))).toEqual([
      expect.stringMatching(/^SEARCH plot USING PRIMARY KEY \(entity=\?\)/),
    ]);
    expect(await planOf(() => queries.entities('plot', { kind: 'field', name: 'a' }, 5))).toEqual([
      expect.stringMatching(/^SEARCH plot USING COVERING INDEX plot_order1 \(kind=\? AND name=\?\)$/),
    ]);
  });
});

describe('a table listed as a whole', () => {
  it('is read by what was known, as of a moment at which that was little, and otherwise in its order', async () => {
    const made = await views(async (log) => {
      for (const id of ['a', 'b', 'c']) {
        await log.open(id, id);
        await log.use(id, '2025-01-01', '2026-01-01', 'rye');
      }
    });
    const { queries, plans } = queriesOn(made.views, 2);
    const asked = async (knownAt: number) => {
      plans.length = 0;
      const asOf = { validAt: '2025-06-01', knownAt };
      const rows = await queries.page({ table: 'plot_use', viewer: ALL, asOf, order: ['name'], limit: 9, columnsOnly: true });
      return [/INDEX (plot_use_\w+)/.exec(plans.at(-1) ?? '')?.[1], rows.map(({ entity }) => entity)];
    };
    expect(await asked(3)).toEqual(['plot_use_known', ['a']]);
    expect(await asked(6)).toEqual(['plot_use_order1', ['a', 'b', 'c']]);
  });
});

describe('what a viewer may not see', () => {
  it('is in no row, page, count or journal entry', async () => {
    const hidden = { level: 'confidential', parties: ['p1', 'p2'] } as const;
    const made = await views(async (log) => {
      await log.open('open', 'Open');
      await log.add('secret', { type: 'PlotOpened', data: { name: 'Secret', kind: 'field' }, audience: hidden });
      await log.add('secret', { type: 'PlotHidden', data: { parties: ['p1', 'p2'] }, audience: hidden });
    });
    const asOf = { validAt: TODAY, knownAt: 3 };
    const { queries } = queriesOn(made.views);
    const seen = async (viewer: Viewer) => {
      const query = { table: 'plot', asOf, viewer };
      const names = (rows: readonly StoredRow[]) => rows.map(({ columns }) => columns.name).sort();
      const rows = names(await queries.rows(query));
      expect(names(await queries.page({ ...query, order: ['name'], limit: 10 }))).toEqual(rows);
      expect(names(await queries.rows({ ...query, entities: ['open', 'secret'] }))).toEqual(rows);
      expect(await queries.count(query)).toBe(rows.length);
      const entries = await queries.journal({ viewer, limit: 10 });
      expect(await queries.journalCount({ viewer })).toBe(entries.length);
      expect(await queries.journalCount({ viewer, subject: 'plot-secret' })).toBe(entries.length - 1);
      return [rows, entries.map(({ seq }) => seq)];
    };
    expect(await seen(ANYONE)).toEqual([['Open'], [1]]);
    expect(await seen(party('p3'))).toEqual([['Open'], [1]]);
    expect(await seen(party('p'))).toEqual([['Open'], [1]]);
    expect(await seen(party('p2'))).toEqual([
      ['Open', 'Secret'],
      [1, 2, 3],
    ]);
    expect(await seen(ALL)).toEqual([
      ['Open', 'Secret'],
      [1, 2, 3],
    ]);
    // For decisions the reader does not matter.
    expect(await queries.entities('plot', { name: 'Secret' }, 10)).toEqual(['secret']);
  });
});

describe('conditions', () => {
  it('compare, list, and find parts of a text in upper and lower case alike', async () => {
    const names = ['Élan', 'elan', null, 'Zand', 'ČAKOVEC'];
    const { views: made } = await views(async (log) => {
      for (const [index, name] of names.entries()) await log.open(String(index), name);
    });
    made.db.function(FOLD_FUNCTION, { deterministic: true }, foldCase);
    const { queries } = queriesOn(made);
    const found = async (condition: object) =>
      (
        await queries.rows({
          table: 'plot',
          viewer: ALL,
          asOf: { validAt: TODAY, knownAt: 5 },
          where: [{ column: 'name', ...condition } as never],
        })
      ).map(({ columns }) => columns.name);
    expect(await found({ contains: 'ÉLA' })).toEqual(['Élan']);
    expect(await found({ contains: 'čak' })).toEqual(['ČAKOVEC']);
    expect(await found({ is: null })).toEqual([null]);
    expect(await found({ is: [null, 'Zand'] })).toEqual([null, 'Zand']);
    expect(await found({ is: [] })).toEqual([]);
    expect(await found({ from: 'Z', until: 'a' })).toEqual(['Zand']);
  });
});

describe('the journal', () => {
  it('is read by what an event is, who recorded it and what it touches, forwards and backwards', async () => {
    const made = await views(async (log) => {
      await log.open('a', 'Akker');
      await log.add('b', { type: 'PlotOpened', data: { name: 'Bos', kind: 'wood' }, actor: 'ann', party: 'p1' });
      await log.add('b', { type: 'PlotUsed', data: { from: '2025-01-01', to: 'open', use: 'rye', by: 'a' }, party: 'p1' });
      await log.use('a', '2025-01-01', 'open', 'wheat');
      await log.add('c', { type: 'PlotUsed', data: { from: '2025-01-01', to: 'open', use: 'rye', by: 'c' }, actor: 'ann' });
    });
    const { queries } = queriesOn(made.views);
    const seqs = async (query: object) => {
      const entries = (await queries.journal({ viewer: ALL, limit: 10, ...query })).map(({ seq }) => seq);
      expect(await queries.journalCount({ viewer: ALL, ...query })).toBe(entries.length);
      return entries;
    };
    expect(await seqs({ after: 1, upTo: 4 })).toEqual([2, 3, 4]);
    expect(await seqs({ after: 4, descending: true })).toEqual([3, 2, 1]);
    expect(await seqs({ types: ['PlotUsed'] })).toEqual([3, 4, 5]);
    expect(await seqs({ types: ['PlotUsed', 'PlotOpened'], after: 2 })).toEqual([3, 4, 5]);
    expect(await seqs({ types: [] })).toEqual([]);
    expect(await seqs({ stream: 'plot-b' })).toEqual([2, 3]);
    expect(await seqs({ subject: 'plot-a' })).toEqual([1, 3, 4]);
    expect(await seqs({ subject: 'plot-c' })).toEqual([5]);
    expect(await seqs({ subject: 'plot-a', stream: 'plot-b' })).toEqual([3]);
    expect(await seqs({ subject: 'plot-a', types: ['PlotUsed'], descending: true })).toEqual([4, 3]);
    expect(await seqs({ actor: 'ann' })).toEqual([2, 5]);
    expect(await seqs({ party: 'p1' })).toEqual([2, 3]);
    expect(await seqs({ commandId: 'command-4' })).toEqual([4]);
    const page = await queries.journal({ viewer: ALL, limit: 2, subject: 'plot-a', after: 1 });
    const stored = await made.log.store.readAll('' as never, 10);
    expect(page.map(({ json }) => json)).toEqual([stored[2]?.json, stored[3]?.json]);
    expect(page[0]).toMatchObject({ position: '3', id: 'event-3', stream: 'plot-b', revision: 1, type: 'PlotUsed' });
    const [bare] = await queries.journal({ viewer: ALL, limit: 1, subject: 'plot-a', after: 1, textless: true });
    expect(bare).toEqual({ ...page[0], json: '' });
    for (const upTo of [0, 3, 5, 9, undefined]) {
      const all = await queries.journal({ viewer: ALL, limit: 100, ...(upTo === undefined ? {} : { upTo }) });
      expect(await queries.journalCount({ viewer: ALL, ...(upTo === undefined ? {} : { upTo }) })).toBe(all.length);
    }
    await expect(queries.journal({ viewer: ALL, limit: 1_001 })).rejects.toMatchObject({ category: 'LIMIT_EXCEEDED' });
  });
});

describe('reservations', () => {
  it('are pending from when they are made until they are confirmed or released', async () => {
    const log = new PlotLog(new MemoryEventStore());
    const pool = 'claim-kvk-1';
    const reserve = (revision: number, type: string, reservation: string) => {
      const recordedAt = `2025-01-01T00:0${revision}:00.000Z`;
      const json = JSON.stringify({
        format: 1,
        id: `r${revision}`,
        type,
        stream: pool,
        revision,
        recordedAt,
        reservation,
        owner: 'plot-a',
        commandId: 'c',
        amount: 1,
      });
      return log.store.append({ stream: pool, kind: 'system', expected: revision - 1, events: [{ id: `r${revision}`, type, json }] });
    };
    const made = new InProcessViews(log.store, projections);
    opened.push(made);
    const pending = async (before: string) => {
      await made.catchUp();
      return (await queriesOn(made).queries.pendingReservations(before, 10)).map(({ reservation }) => reservation);
    };
    await reserve(0, 'ReservationMade', 'x');
    await reserve(1, 'ReservationMade', 'y');
    expect(await pending('2025-01-02')).toEqual(['x', 'y']);
    expect(await pending('2025-01-01T00:01:00.000Z')).toEqual(['x']);
    await reserve(2, 'ReservationConfirmed', 'x');
    await reserve(3, 'ReservationReleased', 'y');
    await reserve(4, 'ReservationReleased', 'x');
    await reserve(5, 'ReservationMade', 'x');
    expect(await pending('2025-01-02')).toEqual(['x']);
    expect((await queriesOn(made).queries.pendingReservations('2025-01-02', 10))[0]).toEqual({
      ...{ pool, reservation: 'x', owner: 'plot-a', commandId: 'c', amount: 1, recordedAt: '2025-01-01T00:05:00.000Z' },
    });
  });
});

/** The order of the database: null before all else, texts by code unit. */
function compare(a: readonly ColumnValue[], b: readonly ColumnValue[]): number {
  for (const [place, left] of a.entries()) {
    const right = b[place] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}
