import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './local-date.js';
import { at, clear, combine, correct, intersection, NOTHING, periodsWhere, segmentAt, set } from './timeline.js';
import type { SetUntil, Timeline } from './timeline.js';

describe('a timeline', () => {
  const term = set<number>(NOTHING, { from: '2025-01-01', to: '2026-01-01', value: 10, revision: 0 });

  it('keeps later changes when an earlier day is changed afterwards', () => {
    const amended = set(term, { from: '2025-06-01', to: 'open', value: 20, revision: 1 });
    const retroactive = set(amended, { from: '2025-03-01', value: 15, revision: 2 });
    expect(retroactive).toEqual([
      { from: '2025-01-01', until: '2025-03-01', value: 10, revision: 0 },
      { from: '2025-03-01', until: '2025-06-01', value: 15, revision: 2 },
      { from: '2025-06-01', until: null, value: 20, revision: 1 },
    ]);
    expect(at(set(amended, { from: '2025-03-01', to: 'open', value: 15, revision: 2 }), '2025-07-01')).toBe(15);
  });

  it('counts the end of a value as a change', () => {
    expect(set(term, { from: '2025-11-01', value: 9, revision: 1 }).at(-1)).toMatchObject({ from: '2025-11-01', until: '2026-01-01' });
    expect(set(term, { from: '2024-11-01', value: 9, revision: 1 })[0]).toMatchObject({ from: '2024-11-01', until: '2025-01-01' });
  });

  it('corrects every piece that stems from one revision', () => {
    const split = set(term, { from: '2025-04-01', to: '2025-05-01', value: 99, revision: 1 });
    expect(correct(split, 0, (value) => value + 1).map(({ value }) => value)).toEqual([11, 99, 11]);
    expect(segmentAt(split, '2025-05-01')).toMatchObject({ from: '2025-05-01', revision: 0 });
  });

  it('leaves the timeline it was given alone, and ignores a stretch without days', () => {
    const before = JSON.stringify(term);
    set(term, { from: '2025-02-01', to: 'open', value: 1, revision: 1 });
    clear(term, { from: '2025-02-01', to: 'open' });
    correct(term, 0, () => 0);
    expect(JSON.stringify(term)).toBe(before);
    expect(set(term, { from: '2025-02-01', to: '2025-02-01', value: 1, revision: 1 })).toBe(term);
    expect(clear(term, { from: '2025-02-01', to: '2025-01-01' })).toBe(term);
  });

  it('tells when something is in force from separate timelines', () => {
    const consent = set<true>(NOTHING, { from: '2025-02-03', to: 'open', value: true, revision: 3 });
    const suspension = set<string>(NOTHING, { from: '2025-05-01', to: '2025-06-01', value: 'under review', revision: 4 });
    const stretches = combine({ term, consent, suspension });
    expect(periodsWhere(stretches, (v) => v.term && v.consent && !v.suspension)).toEqual([
      { from: '2025-02-03', until: '2025-05-01' },
      { from: '2025-06-01', until: '2026-01-01' },
    ]);
    expect(intersection([term, consent])).toEqual([{ from: '2025-02-03', until: '2026-01-01' }]);
    expect(intersection([term, NOTHING])).toEqual([]);
    expect(stretches[0]).toEqual({ from: '2025-01-01', until: '2025-02-03', values: { term: 10 } });
  });
});

const HORIZON = 40;
const days = Array.from({ length: HORIZON + 1 }, (_, index) => addDays('2025-02-10', index));

/** What a timeline says, written out day by day: the oracle knows no segments. The last day stands for every later one. */
interface Cell {
  readonly value: number;
  readonly revision: number;
}
interface Oracle {
  cells: (Cell | undefined)[];
}
type Step =
  | { readonly kind: 'set' | 'clear'; readonly from: number; readonly to: number | 'open' | 'untilNextChange' }
  | { readonly kind: 'correct'; readonly target: number };

const dayIndex = fc.nat({ max: HORIZON - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('set' as const, 'set' as const, 'clear' as const),
      from: dayIndex,
      to: fc.oneof(dayIndex, fc.constantFrom('open' as const, 'untilNextChange' as const)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('correct' as const), target: fc.nat({ max: 12 }) }) },
);

function byDay(oracle: Oracle, change: Step, revision: number): void {
  if (change.kind === 'correct') {
    oracle.cells = oracle.cells.map((cell) => (cell?.revision === change.target ? { ...cell, value: cell.value + 1_000 } : cell));
    return;
  }
  const differs = (index: number) => JSON.stringify(oracle.cells[index - 1]) !== JSON.stringify(oracle.cells[index]);
  let end = change.to === 'open' ? days.length : (change.to as number);
  if (change.to === 'untilNextChange') {
    end = change.from + 1;
    while (end < days.length && !differs(end)) end += 1;
  }
  for (let index = change.from; index < end; index += 1) {
    oracle.cells[index] = change.kind === 'set' ? { value: revision * 10, revision } : undefined;
  }
}

function bySegments(timeline: Timeline<number>, change: Step, revision: number): Timeline<number> {
  if (change.kind === 'correct') return correct(timeline, change.target, (value) => value + 1_000);
  const to: SetUntil = typeof change.to === 'number' ? days[change.to]! : change.to;
  const from = days[change.from]!;
  return change.kind === 'set' ? set(timeline, { from, to, value: revision * 10, revision }) : clear(timeline, { from, to });
}

describe('any history of a timeline', () => {
  const history = fc.array(step, { maxLength: 12 });

  it('says on every day what writing the days out one by one says', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const oracle: Oracle = { cells: days.map(() => undefined) };
        let timeline: Timeline<number> = NOTHING;
        steps.forEach((change, revision) => {
          byDay(oracle, change, revision);
          timeline = bySegments(timeline, change, revision);
        });
        const stored = JSON.parse(JSON.stringify(timeline)) as Timeline<number>;
        expect(stored).toEqual(timeline);
        days.forEach((date, index) => {
          const segment = segmentAt(stored, date);
          expect(segment && { value: segment.value, revision: segment.revision }).toEqual(oracle.cells[index]);
        });
      }),
      { numRuns: 600 },
    );
  });

  it('is in order, without overlap and without empty segments', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const timeline = steps.reduce<Timeline<number>>((sofar, change, revision) => bySegments(sofar, change, revision), NOTHING);
        timeline.forEach(({ from, until }, index) => {
          if (until !== null) expect(from < until).toBe(true);
          const next = timeline[index + 1];
          if (next) expect(until !== null && until <= next.from).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('lies side by side with others as it lies alone', () => {
    fc.assert(
      fc.property(history, history, (one, other) => {
        const build = (steps: Step[]) => steps.reduce<Timeline<number>>((sofar, change, i) => bySegments(sofar, change, i), NOTHING);
        const [a, b] = [build(one), build(other)];
        const stretches = combine({ a, b });
        const both = intersection([a, b]);
        for (const date of days) {
          const stretch = stretches.filter(({ from, until }) => from <= date && (until === null || date < until));
          expect(stretch.length).toBeLessThanOrEqual(1);
          expect([stretch[0]?.values.a, stretch[0]?.values.b]).toEqual([at(a, date), at(b, date)]);
          const inBoth = both.some(({ from, until }) => from <= date && (until === null || date < until));
          expect(inBoth).toBe(at(a, date) !== undefined && at(b, date) !== undefined);
        }
      }),
      { numRuns: 300 },
    );
  });
});
