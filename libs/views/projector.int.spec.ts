import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '../event-stores/memory/memory-event-store.js';
import { decodeEvent } from '../ledger/codec.js';
import { StoreUnavailable } from '../ledger/errors.js';
import type { EventStore, StorableEvent, StoredEvent } from '../ledger/event-store.js';
import { Registry } from '../ledger/registry.js';
import { altered } from './testing/altered-store.fixture.js';
import { anyDay, history, record } from './testing/plot-history.fixture.js';
import { plot, plotEvent, PlotLog, plots, projections, uses, type PlotEvent, type PlotState } from './testing/plot.fixture.js';
import { viewDatabases, type OpenOptions, type TestViews } from './testing/view-databases.js';
import type { ViewRow } from './view-definition.js';

const opened: TestViews[] = [];
const ALL = { party: null, seesAll: true };

async function closeAll(): Promise<void> {
  for (const views of opened.splice(0)) await views.close();
}

async function recorded(steps: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const log = new PlotLog(store);
  await log.open('a', 'Akker');
  for (let number = 2; number <= steps; number += 1) await log.use('a', `2025-0${number}-01`, 'open', `use ${number}`);
  return store;
}

afterEach(closeAll);

describe.each(viewDatabases())('in $name', (database) => {
  async function viewsOf(store: EventStore, options: OpenOptions = {}): Promise<TestViews> {
    const views = await database.open(store, projections, options);
    opened.push(views);
    return views;
  }

  describe('bitemporal tables', () => {
    it('say on any day, as known at any moment, what the state then said', async () => {
      await fc.assert(
        fc.asyncProperty(history, fc.array(fc.tuple(anyDay, fc.nat(45)), { minLength: 5, maxLength: 15 }), async (steps, questions) => {
          const store = new MemoryEventStore();
          await record(new PlotLog(store), steps);
          const views = await viewsOf(store);
          await views.catchUp();
          const stored = await store.readAll('' as StoredEvent['position'], 1_000);
          const snapshot = views.snapshot();
          for (const [validAt, knownAt] of questions) {
            const states = statesAt(stored.slice(0, knownAt));
            for (const table of [plots, uses]) {
              const rows = await snapshot.rows({ table: table.name, asOf: { validAt, knownAt }, viewer: ALL });
              const expected = [...states].flatMap(([id, state]) =>
                table
                  .rows(state, id)
                  .filter((row) => holdsOn(row, validAt))
                  .map((row) => [id, row.key, row.columns, row.doc()]),
              );
              expect(rows.map(({ entity, key, columns, doc }) => [entity, key, columns, doc])).toEqual(expected.sort());
              expect(await snapshot.count({ table: table.name, asOf: { validAt, knownAt }, viewer: ALL })).toBe(expected.length);
            }
          }
          await snapshot.close();
          await closeAll();
        }),
        { numRuns: database.rounds(40) },
      );
    });

    it('are the same however the log is cut into batches and however little is remembered', async () => {
      await fc.assert(
        fc.asyncProperty(history, fc.integer({ min: 1, max: 12 }), async (steps, batchEvents) => {
          const store = new MemoryEventStore();
          await record(new PlotLog(store), steps);
          const [whole, cut] = [await viewsOf(store), await viewsOf(store, { batchEvents, cachedStreams: 1 })];
          await whole.catchUp();
          await cut.catchUp();
          expect(await cut.dump()).toEqual(await whole.dump());
          await closeAll();
        }),
        { numRuns: database.rounds(30) },
      );
    });
  });

  describe('the projector', () => {
    it('tells how far it is after each batch, and takes up new events from there', async () => {
      const store = await recorded(5);
      const heads: number[] = [];
      const views = await viewsOf(store, { batchEvents: 2, onHead: ({ seq }) => heads.push(seq) });
      await views.catchUp();
      expect(heads).toEqual([2, 4, 5]);
      expect(views.head()).toEqual({ seq: 5, position: '5', knownTime: '2025-01-01T00:05:00.000Z' });
    });

    it('numbers ledger events only, but passes system events', async () => {
      const store = new MemoryEventStore();
      const log = new PlotLog(store);
      await log.open('a', 'Akker');
      await store.append({ stream: 'progress-x', kind: 'system', expected: -1, events: [{ id: 's1', type: 'AnythingElse', json: '{}' }] });
      await log.open('b', 'Bos');
      const views = await viewsOf(store);
      expect(await views.catchUp()).toMatchObject({ seq: 2, position: '3' });
      const snapshot = views.snapshot();
      expect([
        await snapshot.seqAtPosition('2' as never),
        await snapshot.seqAtPosition('3' as never),
        await snapshot.seqAtPosition('' as never),
      ]).toEqual([1, 2, 0]);
      await snapshot.close();
    });

    it('keeps the running maximum of recordedAt beside the raw value', async () => {
      const store = new MemoryEventStore();
      const log = new PlotLog(store);
      for (const minute of ['10', '30', '20'])
        await log.add(minute, { type: 'PlotOpened', data: { name: minute, kind: 'k' }, recordedAt: `2025-01-01T00:${minute}:00.000Z` });
      const views = await viewsOf(store, { batchEvents: 2 });
      expect((await views.catchUp()).knownTime).toBe('2025-01-01T00:30:00.000Z');
      const snapshot = views.snapshot();
      const at = (minute: string) => snapshot.seqAtInstant(`2025-01-01T00:${minute}:00.000Z`);
      expect([await at('09'), await at('10'), await at('29'), await at('30')]).toEqual([0, 1, 1, 3]);
      await snapshot.close();
    });

    it('stops before an event its projection cannot take, with everything before it applied', async () => {
      for (const batchEvents of [1, 3, 100]) {
        const store = await recorded(4);
        const log = new PlotLog(store, 100);
        await log.open('b', 'Bos');
        await log.add('b', { type: 'PlotCursed', data: {} });
        await log.open('c', 'Cirkel');
        const views = await viewsOf(store, { batchEvents });
        await expect(views.catchUp()).rejects.toThrow('nothing grows here');
        expect(views.projector.failure).toMatchObject({ position: '6', type: 'PlotCursed', projection: 'plot', upgradeRequired: false });
        expect(views.head().position).toBe('5');
        expect(await views.projector.step()).toBe(0);
      }
    });

    it('asks for a newer build at a type or version it does not know, and never skips it', async () => {
      const store = await recorded(2);
      await new PlotLog(store, 100).add('z', { type: 'PlotSold', data: {} });
      const views = await viewsOf(store);
      await views.projector.catchUp();
      expect(views.projector.failure).toMatchObject({ position: '3', type: 'PlotSold', upgradeRequired: true });
      expect(views.head().position).toBe('2');

      const newer = altered(await recorded(3), {
        event: (event) => (event.revision === 2 ? { ...event, json: event.json.replace('"version":1', '"version":2') } : event),
      });
      const older = await viewsOf(newer);
      await older.projector.catchUp();
      expect(older.projector.failure).toMatchObject({ position: '3', upgradeRequired: true });
    });

    it('stops at a skip: a position that is missing, or a revision where positions have holes', async () => {
      const gone = (position: string) => ({ event: (event: StoredEvent) => (event.position === position ? undefined : event) });
      const views = await viewsOf(altered(await recorded(4), gone('3')));
      await views.projector.catchUp();
      expect(views.projector.failure?.message).toBe('position 4 follows on 2: the log skips');

      for (const batchEvents of [1, 100]) {
        const holes = await viewsOf(altered(await recorded(4), { positions: (position) => position * 10, ...gone('30') }), { batchEvents });
        await holes.projector.catchUp();
        expect(holes.projector.failure).toMatchObject({ position: '40', message: 'plot-a goes from revision 1 to 3: an event is missing' });
      }
      const whole = await viewsOf(altered(await recorded(4), { positions: (position) => position * 10 }), { batchEvents: 3 });
      expect(await whole.catchUp()).toMatchObject({ seq: 4, position: '40' });
    });

    it('stops loudly when a row it must close is not there', async () => {
      const store = await recorded(3);
      const views = await viewsOf(store, { batchEvents: 100 });
      await views.catchUp();
      await views.execute('DELETE FROM plot_use WHERE known_to > 1000');
      await new PlotLog(store, 100).open('b', 'Bos');
      await store.append({ stream: 'plot-a', kind: 'ledger', expected: 2, events: [await earlierUse(store)] });
      await views.projector.catchUp();
      expect(views.projector.failure).toMatchObject({ projection: 'tables', position: '5' });
      expect(views.projector.failure?.message).toMatch(/plot_use: closing the row of a .* met 0 rows, not one/);
      expect(views.head().position).toBe('4');
    });

    it('stops before an event whose rows the database refuses, with everything before it applied', async () => {
      const store = await recorded(3);
      const log = new PlotLog(store, 100);
      await log.open('b', 'Bos');
      await log.add('b', { type: 'PlotUsed', data: { from: '2025-01-01', to: 'open', use: 'rye', by: 'x' } });
      const views = await viewsOf(store, { batchEvents: 100 });
      await views.execute(`insert into journal_subject (subject, seq) values ('plot-x', 5)`);
      await views.projector.catchUp();
      expect(views.projector.failure).toMatchObject({ projection: 'tables', position: '5', eventId: 'event-102' });
      expect(views.projector.failure?.message).toMatch(/unique/i);
      expect(views.head().position).toBe('4');
      await views.execute(`delete from journal_subject where subject = 'plot-x'`);
    });

    it('stores every character as it was given', async () => {
      const store = new MemoryEventStore();
      const name = 'tab\t line\n return\r \\ \\N \\. "quoted" \u{1f600} é {a,b} \\t';
      await new PlotLog(store).open('a', name);
      await new PlotLog(store, 10).open('b', '\\N');
      const views = await viewsOf(store);
      await views.catchUp();
      const snapshot = views.snapshot();
      const rows = await snapshot.rows({ table: 'plot', asOf: { validAt: '2025-01-01', knownAt: 2 }, viewer: ALL });
      expect(rows.map(({ columns, doc }) => [columns.name, doc.name])).toEqual([
        [name, name],
        ['\\N', '\\N'],
      ]);
      await snapshot.close();
    });

    it('does not take a log that is away for a moment for a failing event', async () => {
      const store = new MemoryEventStore();
      const log = new PlotLog(store);
      for (const id of ['a', 'b', 'c']) await log.open(id, id);
      await log.use('a', '2025-01-01', 'open', 'rye');
      let away = true;
      const readStream: EventStore['readStream'] = async (...args) => {
        if (away) throw new StoreUnavailable('away');
        return store.readStream(...args);
      };
      const views = await viewsOf(Object.assign(altered(store, {}), { readStream }), { batchEvents: 1, cachedStreams: 1 });
      await expect(views.catchUp()).rejects.toThrow('away');
      expect(views.projector.failure).toBeUndefined();
      expect(views.head().position).toBe('3');
      away = false;
      expect((await views.catchUp()).position).toBe('4');
    });
  });
});

/** From the first day on: it replaces every use there is. */
async function earlierUse(store: EventStore): Promise<StorableEvent> {
  const last = (await store.readStream('plot-a')).at(-1) as StoredEvent;
  return plotEvent(900, 'plot-a', last.revision + 1, { type: 'PlotUsed', data: { from: '2025-01-01', to: 'open', use: 'all' } });
}

function statesAt(stored: readonly StoredEvent[]): Map<string, PlotState> {
  const registry = new Registry([plot]);
  const states = new Map<string, PlotState>();
  for (const event of stored) {
    const id = event.stream.slice('plot-'.length);
    states.set(id, plot.evolve(states.get(id) ?? plot.initial, decodeEvent(registry, event) as PlotEvent));
  }
  return states;
}

function holdsOn(row: ViewRow, date: string): boolean {
  return row.validFrom <= date && date < row.validTo;
}
