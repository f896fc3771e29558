import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Period } from './envelope.js';
import { addDays } from './local-date.js';
import { contains, covers, earlierEnd, intersect, isEmpty, isReversed } from './period.js';

const days = Array.from({ length: 30 }, (_, index) => addDays('2025-01-01', index));
const day = fc.nat({ max: 24 }).map((index) => days[index]!);
const period: fc.Arbitrary<Period> = fc.record({ from: day, until: fc.option(day) });
/** The days of a period within the month under test; the last five days stand for "for ever". */
const held = (p: Period) => days.filter((date) => contains(p, date));

describe('a period', () => {
  it('excludes its end', () => {
    const mandate = { from: '2025-01-01', until: '2025-06-20' };
    expect(contains(mandate, '2025-06-19')).toBe(true);
    expect(contains(mandate, '2025-06-20')).toBe(false);
    expect(contains(mandate, '2024-12-31')).toBe(false);
    expect(contains({ from: '2025-01-01', until: null }, '2999-12-31')).toBe(true);
  });

  it('is empty on one date and reversed when it ends before it starts', () => {
    expect(isEmpty({ from: '2025-01-01', until: '2025-01-01' })).toBe(true);
    expect(isReversed({ from: '2025-01-01', until: '2025-01-01' })).toBe(false);
    expect(isReversed({ from: '2025-01-02', until: '2025-01-01' })).toBe(true);
    expect(isEmpty({ from: '2025-01-01', until: null })).toBe(false);
    expect(earlierEnd(null, '2025-01-01')).toBe('2025-01-01');
    expect(earlierEnd(null, null)).toBeNull();
  });

  it('shares and covers exactly the days that counting gives', () => {
    fc.assert(
      fc.property(period, period, (a, b) => {
        const shared = intersect(a, b);
        expect(shared === null ? [] : held(shared)).toEqual(held(a).filter((date) => contains(b, date)));
        expect(covers(a, b)).toBe(held(b).every((date) => contains(a, date)));
      }),
      { numRuns: 1_000 },
    );
  });
});
