import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Aggregate, CommandRule } from '../../ledger/aggregate.js';
import { defineEvent, z } from '../../ledger/event-definition.js';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { InProcessViews } from '../../views/testing/in-process-views.js';
import type { Projection } from '../../views/view-definition.js';
import { Command, CommandInput } from '../registration/command-input.js';
import { DateField, IdField } from '../registration/fields.js';
import type { RequestScope } from '../serving/request-scope.js';
import { ADMINISTRATOR, id, LedgerHarness, type Bound } from '../testing/ledger-harness.js';
import { dueTable, dueTables } from './due-table.js';
import { countDue, firstDue, placeOf } from './upcoming.js';

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
  return { aggregate, tables: [dueTable(aggregate, due)] };
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
          for (const party of [us, them]) {
            const scope = { snapshot, viewer: { party, seesAll: false } } as unknown as RequestScope;
            const query = { where: [{ column: 'due_on', from: '2025-01-02' }], asOf: { validAt: '2025-01-01', knownAt } };
            const seen: string[] = [];
            for (let after: readonly string[] | undefined; ;) {
              const page = await firstDue(scope, tables, { ...query, limit, ...(after ? { after } : {}) });
              seen.push(...page.map((item) => placeOf(item).join(' ')));
              if (page.length < limit) break;
              after = placeOf(page.at(-1)!);
            }
            const shown = towers.filter(({ hidden }) => party === us || !hidden);
            const expected = shown.flatMap(({ days }) => days.filter((one) => one >= '2025-01-02'));
            expect(seen).toEqual([...new Set(seen)].sort());
            expect(seen.map((place) => place.slice(0, 10))).toEqual(expected.sort());
            expect(await countDue(scope, tables, query)).toBe(expected.length);
          }
          await snapshot.close();
        } finally {
          views.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});
