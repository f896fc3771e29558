import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onEachStore, runs } from '../../event-stores/contract/each-store.js';
import type { Aggregate, CommandRule } from '../../ledger/aggregate.js';
import { defineEvent, z } from '../../ledger/event-definition.js';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { InProcessViews } from '../../views/testing/in-process-views.js';
import type { AsOf } from '../../views/read-models.js';
import type { Projection } from '../../views/view-definition.js';
import { Command, CommandInput } from '../registration/command-input.js';
import { DateField, IdField } from '../registration/fields.js';
import type { RequestScope } from '../serving/request-scope.js';
import { ADMINISTRATOR, id, LedgerHarness, type Bound } from '../testing/ledger-harness.js';
import { dueTables, dueTablesOf } from './due-table.js';
import { countDue, firstDue, placeOf, type DueFilter } from './upcoming.js';

@Command('Set the bells.')
class SetBells extends CommandInput {
  @DateField('Days.', { list: true })
  days!: string[];

  @IdField('For whom alone.', { optional: true })
  audience?: string;
}

interface Bells {
  readonly days: readonly string[];
  readonly audience?: string;
}

/** Three aggregates that differ in name only. */
const NAMES = ['abbey', 'belfry', 'chapel'];
const projections = NAMES.map((name): Projection<Bells> => {
  const type = `${name}Set`;
  const aggregate: Aggregate<Bells, LedgerEvent<string, Bells>> = {
    name,
    events: [defineEvent(type, z.object({ days: z.array(z.string()), audience: z.string().optional() }))],
    initial: { days: [] },
    evolve: (_, { data }) => data,
  };
  const due = ({ days, audience }: Bells) =>
    days.map((on, index) => ({
      key: `bell ${index}`,
      on,
      kind: 'BELL',
      text: { nl: 'bim', en: 'bam' },
      audience:
        audience === undefined ? ({ level: 'public', parties: [] } as const) : ({ level: 'partners', parties: [audience] } as const),
      parties: audience === undefined ? [] : [audience],
    }));
  return { aggregate, tables: dueTablesOf(aggregate, due) };
});
const tables = dueTables(projections);

function ruleOf(name: string): Bound<SetBells> {
  const rule: CommandRule<Bells, SetBells> = {
    decide: ({ days, audience }) => ({ accepted: [{ type: `${name}Set`, data: { days, audience } }] }),
  };
  return [SetBells, rule, name];
}

const day = fc.constantFrom('2025-01-01', '2025-01-02', '2025-01-03');
const tower = fc.record({ name: fc.constantFrom(...NAMES), days: fc.array(day, { minLength: 1, maxLength: 3 }), hidden: fc.boolean() });
const [us, them] = [id('us'), id('them')];

/** The places of the whole list, page by page. */
async function paged(scope: RequestScope, query: DueFilter & { readonly asOf: AsOf }, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let after: readonly string[] | undefined; ;) {
    const page = await firstDue(scope, tables, { ...query, limit, ...(after ? { after } : {}) });
    for (const { doc } of page) expect(doc.text).toEqual({ nl: 'bim', en: 'bam' });
    seen.push(...page.map((item) => placeOf(item).join(' ')));
    if (page.length < limit) return seen;
    after = placeOf(page.at(-1)!);
  }
}

onEachStore(() => {
  describe('what comes due over several tables', () => {
    it('is the same list whatever the size of its pages, in order, for whoever may see it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(tower, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), async (towers, limit) => {
          const ledger = new LedgerHarness(projections);
          for (const { name, days, hidden } of towers)
            await ledger.execute(ADMINISTRATOR, ruleOf(name), { days, ...(hidden ? { audience: us } : {}) });
          const views = new InProcessViews(ledger.store, projections);
          try {
            const { seq: knownAt } = await views.catchUp();
            const snapshot = views.snapshot();
            const query = { where: [{ column: 'due_on', from: '2025-01-02' }], asOf: { validAt: '2025-01-01', knownAt } };
            const scopeOf = (party: string) => ({ snapshot, viewer: { party, seesAll: false } }) as unknown as RequestScope;
            const open = await paged(scopeOf(them), query, limit);
            for (const party of [us, them]) {
              const scope = scopeOf(party);
              const seen = await paged(scope, query, limit);
              const shown = towers.filter(({ hidden }) => party === us || !hidden);
              const expected = shown.flatMap(({ days }) => days.filter((one) => one >= '2025-01-02'));
              expect(seen).toEqual([...new Set(seen)].sort());
              expect(seen.map((place) => place.slice(0, 10))).toEqual(expected.sort());
              expect(await countDue(scope, tables, query)).toBe(expected.length);
              // Whoever it concerns may see it here, so that the list of a party is what others miss, in the same order.
              const ofUs = { ...query, party: us };
              const concerned = party === us ? seen.filter((place) => !open.includes(place)) : [];
              expect(await paged(scope, { ...ofUs, commands: false }, limit)).toEqual(concerned);
              expect(await paged(scope, ofUs, limit)).toEqual(concerned);
              expect(await countDue(scope, tables, ofUs)).toBe(concerned.length);
            }
            await snapshot.close();
          } finally {
            views.close();
          }
        }),
        runs(25),
      );
    });
  });
});
