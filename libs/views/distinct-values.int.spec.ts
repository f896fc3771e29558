import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '../event-stores/memory/memory-event-store.js';
import { tableShapes } from './bitemporal.js';
import { Documents } from './documents.js';
import type { Run } from './query-dialect.js';
import type { PageQuery, Viewer } from './read-models.js';
import { RowRoutes } from './row-route.js';
import { SnapshotQueries } from './snapshot-queries.js';
import { sqliteDialect } from './sqlite/sqlite-dialect.js';
import { InProcessViews } from './testing/in-process-views.js';
import { PlotLog, projections } from './testing/plot.fixture.js';

const ALL: Viewer = { party: null, seesAll: true };
const TODAY = '2025-06-15';
const WALK = /RECURSIVE STEP/;
const NEWS = /INDEX journal_order \(seq>\?\)/;
const VALUES = /plot_order0 \(name=\?/;
const EVERY_ROW = /SCAN plot USING COVERING INDEX plot_order0/;
const shapes = new Map(tableShapes(projections).map((shape) => [shape.name, shape]));
const opened: InProcessViews[] = [];

afterEach(closeAll);

function closeAll(): void {
  for (const views of opened.splice(0)) views.close();
}

/** Views whose questions are asked of one connection after another snapshot, as a server does, with the plans of each. */
function asking(fewRows: number) {
  const log = new PlotLog(new MemoryEventStore());
  const views = new InProcessViews(log.store, projections);
  opened.push(views);
  let plans: string[] = [];
  const run: Run = async (query) => {
    const { sql, parameters } = sqliteDialect.compile(query);
    const steps = views.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    plans.push(steps.map(({ detail }) => detail).join('; '));
    return views.db.prepare(sql).all(...parameters);
  };
  const documents = new Documents(projections);
  const routes = new RowRoutes(sqliteDialect, run, fewRows);
  const asked = async (part: string, more: Partial<PageQuery> = {}) => {
    const { seq } = await views.catchUp();
    const asOf = { validAt: TODAY, knownAt: seq };
    const where = [{ column: 'name', contains: part }, ...(more.where ?? [])];
    const query: PageQuery = { table: 'plot', order: ['name'], viewer: ALL, asOf, limit: 100, columnsOnly: true, ...more, where };
    plans = [];
    const rows = await new SnapshotQueries(sqliteDialect, shapes, documents, routes, run).page(query);
    return { names: rows.map(({ columns }) => columns.name), plan: plans.join('\n') };
  };
  return { log, views, asked };
}

describe('the different values of a column', () => {
  it('are found once by seeking, then kept with what is recorded later, and found anew after much', async () => {
    const { log, asked } = asking(0);
    for (let number = 0; number < 40; number += 1) await log.open(String(number), `Akker ${number % 8}`);
    const first = await asked('akker 3');
    expect(first.names).toEqual(Array(5).fill('Akker 3'));
    expect(first.plan).toMatch(WALK);
    expect(first.plan).toMatch(VALUES);
    const second = await asked('AKKER 4');
    expect(second.names).toEqual(Array(5).fill('Akker 4'));
    expect(second.plan).not.toMatch(WALK);
    expect(second.plan).not.toMatch(NEWS);
    expect(second.plan).toMatch(VALUES);

    await log.open('40', 'ÉLAN');
    await log.open('3', 'Élan');
    const third = await asked('élan');
    expect(third.names).toEqual(['ÉLAN', 'Élan']);
    expect(third.plan).not.toMatch(WALK);
    expect(third.plan).toMatch(NEWS);
    expect(third.plan).toMatch(VALUES);
    // The value that a plot had before is still that of a row.
    expect((await asked('akker 3')).names).toEqual(Array(4).fill('Akker 3'));

    for (let number = 0; number < 410; number += 1) await log.open(`more ${number}`, `Bos ${number % 9}`);
    const fourth = await asked('bos 7');
    expect(fourth.names).toHaveLength(45);
    expect(fourth.plan).toMatch(WALK);
    expect(fourth.plan).not.toMatch(NEWS);
  });

  it('are those of one part of an index, where its first columns are fixed', async () => {
    const { log, asked } = asking(0);
    for (const name of ['Akker', 'Bos', 'Heide', 'Zand']) await log.open(name, name, 'field');
    await log.open('wood', 'Akkerbos', 'wood');
    const inWood = { where: [{ column: 'kind', is: 'wood' }] };
    expect((await asked('akker', { where: [{ column: 'kind', is: 'field' }] })).names).toEqual(['Akker']);
    expect((await asked('akker', inWood)).names).toEqual(['Akkerbos']);
    await log.open('Akker', 'Akkerland', 'wood');
    expect((await asked('akkerl', inWood)).names).toEqual(['Akkerland']);
    expect((await asked('akkerl', { where: [{ column: 'kind', is: 'field' }] })).names).toEqual([]);
    // A list of kinds fixes none of them.
    expect((await asked('akker', { where: [{ column: 'kind', is: ['field', 'wood'] }] })).names).toEqual(['Akkerbos', 'Akkerland']);
  });

  it('find the same rows as testing each, whatever is recorded between questions', async () => {
    const names = ['Akker', 'akker', 'Akkerweg', 'Bos', 'Élan', 'elan', 'Heide', 'ČAKOVEC', null];
    const step = fc.record({ id: fc.nat(9), name: fc.constantFrom(...names), kind: fc.constantFrom('field', 'wood') });
    const part = fc.constantFrom('akk', 'ÉLAN', 'e', 'čak', 'os');
    const where = fc.constantFrom([], [{ column: 'kind', is: 'wood' }]);
    const round = fc.record({ steps: fc.array(step, { maxLength: 8 }), part, where });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 8 }), async (rounds) => {
        const byValue = asking(0);
        const byRow = asking(1_000);
        for (const { steps, part: sought, where: more } of rounds) {
          for (const { log } of [byValue, byRow]) for (const { id, name, kind } of steps) await log.open(String(id), name, kind);
          expect((await byValue.asked(sought, { where: more })).names).toEqual((await byRow.asked(sought, { where: more })).names);
        }
        closeAll();
      }),
      { numRuns: 60 },
    );
  });

  it('leave a cursor where it stands, also when only one value holds the part', async () => {
    const { log, asked } = asking(0);
    for (const name of ['Akker', 'Bos', 'Heide', 'Zand']) await log.open(name, name);
    expect((await asked('bos', { after: ['Akker', 'Zand', ''] })).names).toEqual(['Bos']);
    expect((await asked('bos', { after: ['Heide', 'A', ''] })).names).toEqual([]);
    expect((await asked('bos', { after: ['Heide', 'A', ''], descending: true })).names).toEqual(['Bos']);
  });

  it('are not looked for in few rows, or where they hardly repeat; rows are tested too when many values hold the part', async () => {
    const few = asking(17);
    for (let number = 0; number < 16; number += 1) await few.log.open(String(number), `Akker ${number % 2}`);
    const inFew = await few.asked('akker 1');
    expect(inFew.names).toHaveLength(8);
    expect(inFew.plan).not.toMatch(WALK);
    // As soon as the ledger is twice as long, it is looked at again.
    for (let number = 16; number < 40; number += 1) await few.log.open(String(number), `Akker ${number % 2}`);
    expect((await few.asked('akker 1')).plan).toMatch(WALK);

    const different = asking(16);
    for (let number = 0; number < 40; number += 1) await different.log.open(String(number), `Akker ${number}`);
    const found = await different.asked('akker 17');
    expect(found.names).toEqual(['Akker 17']);
    expect(found.plan).not.toMatch(WALK);
    expect(found.plan).toMatch(EVERY_ROW);

    const broad = asking(0);
    for (const name of ['Akker', 'Akkerweg', 'Bos', 'Heide']) await broad.log.open(name, name);
    const half = await broad.asked('akker');
    expect(half.names).toEqual(['Akker', 'Akkerweg']);
    expect(half.plan).toMatch(EVERY_ROW);
  });

  it('are not kept when there are too many', async () => {
    const { log, views, asked } = asking(0);
    await log.open('one', 'Akker');
    await views.catchUp();
    const row = `printf('%05d', n), '', '0000-01-01', '9999-12-31', 1, 9007199254740991, 0, '', 'field', printf('Bos %05d', n)`;
    await views.execute(`with recursive number(n) as (select 1 union all select n + 1 from number where n < 4000)
      insert into plot (entity, row_key, valid_from, valid_to, known_from, known_to, audience, participants, kind, name) select ${row} from number`);
    const { names, plan } = await asked('bos 03999');
    expect(names).toEqual(['Bos 03999']);
    expect(plan).toMatch(EVERY_ROW);
    expect((await asked('bos 03999')).plan).not.toMatch(WALK);
  });
});
