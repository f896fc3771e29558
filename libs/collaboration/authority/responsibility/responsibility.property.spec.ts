import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at } from '../../../ledger/timeline.js';
import { rowsOf } from '../../../views/row-changes.js';
import { BEGIN_OF_TIME, END_OF_TIME } from '../../../views/view-definition.js';
import { made, type SmallTown } from '../../testing/small-town.js';
import { anyEvent, live, LIVE, REGISTERED } from './any-responsibility.fixture.js';
import type { ResponsibilityEvent } from './responsibility-events.js';
import { accountableByHand, day, DAYS, registerByHand } from './responsibility-oracle.fixture.js';
import { responsibility, type ResponsibilityState } from './responsibility.js';
import { responsibilityProjection } from './responsibility.view.js';

const DEFINED = { type: 'ResponsibilityDefined', data: { topic: 'Iets', areaCodes: [], steward: 's', from: day(3) } };

function told(events: readonly object[]): ResponsibilityEvent[] {
  return [DEFINED, ...events].map((event, revision) => ({
    ...event,
    envelope: { revision, id: `event ${revision}`, audience: { level: 'partners', parties: ['s'] }, origin: { kind: 'firsthand' } },
  })) as unknown as ResponsibilityEvent[];
}

const fold = (events: readonly ResponsibilityEvent[]): ResponsibilityState => events.reduce(responsibility.evolve, responsibility.initial);

describe('whatever was stored of a responsibility', () => {
  it('folds, and stands day by day as a register kept by hand says', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 14 }), (events) => {
        const history = told(events);
        const { assignments } = fold(history);
        const pages = registerByHand(history);
        expect(assignments.map(({ role }) => role)).toEqual(pages.map(({ role }) => role));
        for (const [index, { standing }] of assignments.entries()) {
          const days = Array.from({ length: DAYS }, (_, one) => at(standing, day(one)));
          expect(days).toEqual(pages[index]!.lines);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows as rows that cover every day once, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 14 }), (events) => {
        const numbers = new Set<unknown>();
        // The ledger numbers assignments itself; two of one number are no history of it.
        const distinct = events.filter(({ type, data }) => {
          const made =
            type === 'ResponsibilityTransferred'
              ? (data as { to: number }).to
              : type.endsWith('Assigned') || type.endsWith('Added')
                ? (data as { assignment: number }).assignment
                : undefined;
          return made === undefined || (!numbers.has(made) && numbers.add(made));
        });
        const [table, assignments] = responsibilityProjection.tables;
        const state = fold(told(distinct));
        const rows = table!.rows(state, 'one');
        expect([rows[0]?.validFrom, rows.at(-1)?.validTo]).toEqual([BEGIN_OF_TIME, END_OF_TIME]);
        rows.slice(1).forEach((row, index) => expect(row.validFrom).toBe(rows[index]?.validTo));
        // It throws when two rows of one key overlap.
        expect(rowsOf(assignments!, state, 'one').length).toBeGreaterThanOrEqual(state.assignments.length > 0 ? 1 : 0);
      }),
    );
  });
});

async function historyOf(town: SmallTown): Promise<ResponsibilityEvent[]> {
  return (await town.ledger.events()).filter(({ envelope }) => envelope.stream === `responsibility-${made('R')}`) as ResponsibilityEvent[];
}

const everyDay = Array.from({ length: DAYS }, (_, one) => day(one));

describe('whatever is asked of a responsibility', () => {
  it('never makes two accountable at once, and a transfer leaves no day between', async () => {
    const recorded = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...LIVE), { minLength: 15, maxLength: 30 }), async (sequence) => {
        const done = await live(sequence, async (town) => {
          const events = await historyOf(town);
          const pages = registerByHand(events);
          for (const on of everyDay) expect(accountableByHand(pages, on).length).toBeLessThanOrEqual(1);
          const last = events.at(-1);
          if (last?.type !== 'ResponsibilityTransferred') return;
          const { from, assignment, to } = last.data;
          const { assignments } = fold(events);
          const standing = (one: number) => at(assignments.find((found) => found.assignment === one)!.standing, from);
          expect([standing(assignment), standing(to)]).toEqual(['TRANSFERRED', 'IN_FORCE']);
        });
        done.recorded.forEach((name) => recorded.add(name));
      }),
      { numRuns: 40 },
    );
    expect([...recorded]).toEqual(
      expect.arrayContaining(['AcceptResponsibility', 'ReleaseResponsibility', 'AcceptResponsibilityTransfer']),
    );
  });

  it('tells R1 as a finding wherever what happened outside makes two accountable', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...LIVE, ...REGISTERED, ...REGISTERED), { minLength: 8, maxLength: 24 }), async (sequence) => {
        const { town } = await live(sequence, async () => undefined);
        const events = await historyOf(town);
        const pages = registerByHand(events);
        const twice = everyDay.some((on) => accountableByHand(pages, on).length > 1);
        if (!twice) return;
        seen += 1;
        expect(fold(events).findings.map(({ ruleId }) => ruleId)).toContain('R1');
      }),
      { numRuns: 40 },
    );
    expect(seen).toBeGreaterThan(0);
  });
});
