import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onEachStore, runs } from '../../event-stores/contract/each-store.js';
import { finding } from '../../law/rules.js';
import type { Aggregate, CommandRule } from '../../ledger/aggregate.js';
import { defineEvent, z } from '../../ledger/event-definition.js';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { InProcessViews } from '../../views/testing/in-process-views.js';
import type { Projection } from '../../views/view-definition.js';
import { partyProjection } from '../parties/party/party.view.js';
import { postProjection } from '../parties/post/post.view.js';
import { Command, CommandInput } from '../registration/command-input.js';
import { FlagField, TextField } from '../registration/fields.js';
import { comparePlaces, mergedCount, mergedPage } from '../serving/merged-pages.js';
import type { RequestScope } from '../serving/request-scope.js';
import { ADMINISTRATOR, id, LedgerHarness, type Bound } from '../testing/ledger-harness.js';
import { findingTable, findingTables } from './finding-table.js';
import { sourcesOf, type FindingsFilter } from './findings.resolver.js';

@Command('Build a wall.')
class BuildWall extends CommandInput {
  @TextField('Cracks, each `rule effect from until`.', { list: true })
  cracks!: string[];

  @FlagField('Whether only we may see them.', { optional: true })
  hidden?: boolean;
}

interface Crack {
  readonly ruleId: 'M4' | 'S1';
  readonly effect: 'W' | 'F';
  readonly from: string;
  readonly until: string | null;
}
interface Wall {
  readonly cracks: readonly string[];
  readonly hidden?: boolean | undefined;
}
const [us, them] = [id('us'), id('them')];
const NAMES = ['abbey', 'belfry', 'chapel'];

function crackOf(text: string): Crack {
  const [ruleId, effect, from, until] = text.split(' ') as [Crack['ruleId'], Crack['effect'], string, string];
  return { ruleId, effect, from, until: until === 'open' ? null : until };
}

/** Three aggregates that differ in name only. */
const walls = NAMES.map((name): Projection<Wall> => {
  const aggregate: Aggregate<Wall, LedgerEvent<string, Wall>> = {
    name,
    events: [defineEvent(`${name}Built`, z.object({ cracks: z.array(z.string()), hidden: z.boolean().optional() }))],
    initial: { cracks: [] },
    evolve: (_, { data }) => data,
  };
  const table = findingTable<Wall>(aggregate, ({ cracks, hidden }) =>
    cracks.map(crackOf).map(({ ruleId, effect, from, until }) => ({
      finding: finding(ruleId, { effect, detail: { nl: 'scheur', en: 'crack' } }),
      ...{ from, until },
      audience: hidden ? { level: 'partners', parties: [us] } : { level: 'public', parties: [] },
      parties: hidden ? [us] : [],
    })),
  );
  return { aggregate, tables: [table] };
});
const projections = [...walls, partyProjection, postProjection];
const tables = findingTables(projections);

function ruleOf(name: string): Bound<BuildWall> {
  const rule: CommandRule<Wall, BuildWall> = {
    decide: ({ cracks, hidden }) => ({ accepted: [{ type: `${name}Built`, data: { cracks, hidden } }] }),
  };
  return [BuildWall, rule, name];
}

const crack = fc
  .tuple(
    fc.constantFrom('M4', 'S1'),
    fc.constantFrom('W', 'F'),
    fc.constantFrom('2025-01-01', '2025-01-02', '2025-01-04'),
    fc.constantFrom('open', '2025-01-02', '2025-01-03'),
  )
  .map((parts) => parts.join(' '));
const wall = fc.record({ name: fc.constantFrom(...NAMES), cracks: fc.array(crack, { minLength: 1, maxLength: 3 }), hidden: fc.boolean() });
const asked = fc.record({
  party: fc.constantFrom(undefined, us),
  ruleId: fc.constantFrom(undefined, 'M4'),
  effect: fc.constantFrom(undefined, 'W' as const),
  aggregate: fc.constantFrom(undefined, 'belfry'),
});

/** What a reader should be told, one by one. */
function expected(all: readonly { name: string; cracks: string[]; hidden: boolean }[], { viewer, on, filter }: Question): string[] {
  return all
    .filter(({ name, hidden }) => (viewer === us || !hidden) && (!filter.party || hidden) && (filter.aggregate ?? name) === name)
    .flatMap(({ name, cracks }) => cracks.map((text) => ({ name, ...crackOf(text) })))
    .filter(({ from, until }) => from <= on && (until === null || on < until))
    .filter(({ ruleId, effect }) => (filter.ruleId ?? ruleId) === ruleId && (filter.effect ?? effect) === effect)
    .map(({ name, ruleId, effect, from }) => `${from} ${name} ${ruleId} ${effect}`)
    .sort();
}

interface Question {
  readonly viewer: string;
  readonly on: string;
  readonly filter: FindingsFilter;
}

onEachStore(() => {
  describe('findings over several tables', () => {
    it('are the same list whatever the size of its pages, in order, for whoever may see them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(wall, { maxLength: 6 }),
          fc.integer({ min: 1, max: 4 }),
          fc.constantFrom('2025-01-01', '2025-01-02', '2025-01-05'),
          asked,
          async (all, limit, on, filter) => {
            const ledger = new LedgerHarness(projections);
            for (const { name, ...input } of all) await ledger.execute(ADMINISTRATOR, ruleOf(name), input);
            const views = new InProcessViews(ledger.store, projections);
            try {
              const { seq: knownAt } = await views.catchUp();
              const snapshot = views.snapshot();
              for (const viewer of [us, them]) {
                const scope = { snapshot, viewer: { party: viewer, seesAll: false } } as unknown as RequestScope;
                const sources = sourcesOf(scope, tables, filter as FindingsFilter, { validAt: on, knownAt });
                const seen: { place: readonly string[]; said: string }[] = [];
                for (let after: readonly string[] | undefined; ;) {
                  const page = await mergedPage(sources, limit, after);
                  for (const { place, item } of page)
                    seen.push({ place, said: `${item.since} ${item.aggregate} ${item.finding.ruleId} ${item.finding.effect}` });
                  if (page.length < limit) break;
                  after = page.at(-1)!.place;
                }
                const places = seen.map(({ place }) => place);
                expect(new Set(places.map(String)).size).toBe(places.length);
                expect(places).toEqual([...places].sort(comparePlaces));
                const told = expected(all, { viewer, on, filter: filter as FindingsFilter });
                expect(seen.map(({ said }) => said).sort()).toEqual(told);
                expect(await mergedCount(sources)).toBe(told.length);
              }
              await snapshot.close();
            } finally {
              views.close();
            }
          },
        ),
        runs(25),
      );
    });
  });
});
