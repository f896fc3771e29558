import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '../event-stores/memory/memory-event-store.js';
import type { ColumnValue } from './view-definition.js';
import type { PageQuery, StoredRow, Viewer } from './read-models.js';
import { history, record } from './testing/plot-history.fixture.js';
import { PlotLog, projections } from './testing/plot.fixture.js';
import { viewDatabases, type TestViews, type ViewDatabase } from './testing/view-databases.js';

const ALL: Viewer = { party: null, seesAll: true };
const ANYONE: Viewer = { party: null, seesAll: false };
const party = (id: string): Viewer => ({ party: id, seesAll: false });
const TODAY = '2025-06-15';
/** Two letters can be one, of two marks or of one. */
const NAMES = ['Akker', 'akker', 'AKKERWEG', 'Bos', 'Heide', 'Élan', 'E\u0301LAN', 'elan', 'ČAKOVEC', 'Zand', 'zand', '', null];
const opened: TestViews[] = [];

afterEach(closeAll);

async function closeAll(): Promise<void> {
  for (const views of opened.splice(0)) await views.close();
}

type Fill = (log: PlotLog) => Promise<unknown>;

async function viewsIn(database: ViewDatabase, fill: Fill): Promise<{ views: TestViews; log: PlotLog }> {
  const log = new PlotLog(new MemoryEventStore());
  await fill(log);
  const made = await database.open(log.store, projections);
  opened.push(made);
  await made.catchUp();
  return { views: made, log };
}

function cursor(row: StoredRow, order: readonly string[]): ColumnValue[] {
  return [...order.map((column) => row.columns[column] ?? null), row.entity, row.key];
}

describe.each(viewDatabases())('in $name', (database) => {
  const views = (fill: Fill) => viewsIn(database, fill);

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
          const { queries } = made.views.explained();
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
          const { queries: after } = made.views.explained();
          const paged: StoredRow[] = [];
          for (;;) {
            const last = paged.at(-1);
            const page = await after.page({ ...query, limit, ...(last ? { after: cursor(last, asked.order) } : {}) });
            paged.push(...page);
            if (page.length < limit) break;
          }
          expect(paged).toEqual(whole);
          await closeAll();
        }),
        { numRuns: database.rounds(120) },
      );
    });

    it('are refused beyond their limit, in an order that is not declared, and with a cursor of another list', async () => {
      const { queries } = (await views((log) => log.open('a', 'Akker'))).views.explained();
      const query: PageQuery = { table: 'plot', viewer: ALL, asOf: { validAt: TODAY, knownAt: 1 }, order: ['name'], limit: 101 };
      expect(await queries.page(query)).toHaveLength(1);
      await expect(queries.page({ ...query, limit: 102 })).rejects.toMatchObject({ category: 'LIMIT_EXCEEDED' });
      await expect(queries.page({ ...query, order: ['kind'] })).rejects.toThrow('no order kind');
      await expect(queries.page({ ...query, after: ['x'] })).rejects.toThrow('has 3 values, not 1');
      await expect(queries.rows({ ...query, where: [{ column: 'nothing', is: 1 }] })).rejects.toThrow('no column nothing');
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
      const { queries } = made.views.explained();
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
      const { queries } = made.explained();
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

  describe('a part of a text', () => {
    it('is found in every case and script, in pages either way, in rows and in numbers, whether rows are tested or values', async () => {
      const step = fc.record({ id: fc.nat(11), name: fc.constantFrom(...NAMES), kind: fc.constantFrom('field', 'wood') });
      const question = fc.record({
        part: fc.constantFrom('akk', 'AKKERW', 'ÉLA', 'éla', 'e', 'čak', 'Bos', 'zz', ''),
        kind: fc.constantFrom(undefined, 'field'),
        order: fc.constantFrom(['name'], ['kind', 'name']),
        descending: fc.boolean(),
        limit: fc.integer({ min: 1, max: 3 }),
        knownAt: fc.nat(40),
      });
      const steps = fc.array(step, { minLength: 1, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(steps, question, fc.constantFrom(0, undefined), async (opened, { part, kind, ...asked }, fewRows) => {
          const made = await views(async (log) => {
            for (const { id, name, kind: as } of opened) await log.open(String(id), name, as);
          });
          const { queries } = made.views.explained(fewRows);
          const knownAt = Math.min(asked.knownAt, opened.length);
          const then = new Map(opened.slice(0, knownAt).map((one) => [String(one.id), one]));
          const fold = (text: string) => text.normalize('NFC').toLowerCase();
          const held = [...then].filter(
            ([, one]) => one.name !== null && fold(one.name).includes(fold(part)) && (kind === undefined || one.kind === kind),
          );
          const where = [{ column: 'name', contains: part }, ...(kind === undefined ? [] : [{ column: 'kind', is: kind }])];
          const query = { table: 'plot', viewer: ALL, asOf: { validAt: TODAY, knownAt }, where };
          const paged: StoredRow[] = [];
          for (;;) {
            const last = paged.at(-1);
            const page = await queries.page({ ...query, ...asked, ...(last ? { after: cursor(last, asked.order) } : {}) });
            paged.push(...page);
            if (page.length < asked.limit) break;
          }
          const sorted = [...paged].sort((a, b) => compare(cursor(a, asked.order), cursor(b, asked.order)) * (asked.descending ? -1 : 1));
          expect(paged).toEqual(sorted);
          expect(paged.map(({ entity }) => entity).sort()).toEqual(held.map(([id]) => id).sort());
          expect((await queries.rows(query)).map(({ entity }) => entity)).toEqual(held.map(([id]) => id).sort());
          expect(await queries.count(query)).toBe(held.length);
          await closeAll();
        }),
        { numRuns: database.rounds(160) },
      );
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
      const { queries } = made.views.explained();
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
      for (const [after, known] of [
        [
          0,
          [
            [2, 'event-2'],
            [3, 'event-3'],
          ],
        ],
        [2, [[3, 'event-3']]],
        [3, []],
      ] as const) {
        const { upTo, streams } = await queries.streams(['plot-b', 'plot-x'], after);
        expect([upTo, streams.map((events) => events.map(({ seq, event }) => [seq, event.id]))]).toEqual([5, [known, []]]);
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
      const made = await database.open(log.store, projections);
      opened.push(made);
      const pending = async (before: string) => {
        await made.catchUp();
        return (await made.explained().queries.pendingReservations(before, 10)).map(({ reservation }) => reservation);
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
      expect((await made.explained().queries.pendingReservations('2025-01-02', 10))[0]).toEqual({
        ...{ pool, reservation: 'x', owner: 'plot-a', commandId: 'c', amount: 1, recordedAt: '2025-01-01T00:05:00.000Z' },
      });
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
