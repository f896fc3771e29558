import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coversArea, coversPower, isSubset, isTerritorySubset, LIMIT_PERIODS, narrowerOrEqual, VAT_BASES, withinLimits } from './powers.js';
import type { Limit, PowerScope } from './powers.js';

const CODES = ['a', 'b', 'c', 'd', 'e'];
const codes = fc.subarray(CODES);
const scope: fc.Arbitrary<PowerScope> = fc.oneof(
  codes.map((listed): PowerScope => ({ kind: 'listed', powers: listed.map((code) => ({ code, legalBasis: [] })) })),
  codes.map((except): PowerScope => ({ kind: 'allExcept', except })),
);

describe('powers', () => {
  it('are compared by code, whatever the articles beside them say', () => {
    const wide: PowerScope = { kind: 'listed', powers: [{ code: 'subsidie-welzijn', legalBasis: ['ASV art. 3'] }] };
    const child: PowerScope = { kind: 'listed', powers: [{ code: 'subsidie-welzijn', legalBasis: ['ASV artikel 3'] }] };
    expect(isSubset(child, wide)).toBe(true);
    expect(coversPower(wide, 'subsidie-zorg')).toBe(false);
  });

  it('of a child are a subset exactly when each code it covers is covered above', () => {
    fc.assert(
      fc.property(scope, scope, (child, parent) => {
        // A code nobody named stands for every power that "all except" also gives.
        const covered = [...CODES, 'unnamed'].filter((code) => coversPower(child, code));
        expect(isSubset(child, parent)).toBe(covered.every((code) => coversPower(parent, code)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a territory', () => {
  it('without codes is everywhere', () => {
    expect(coversArea([], 'WK036301')).toBe(true);
    expect(coversArea(['noord'], 'zuid')).toBe(false);
    expect(isTerritorySubset([], ['noord'])).toBe(false);
    expect(isTerritorySubset(['noord'], [])).toBe(true);
    expect(isTerritorySubset(['noord', 'west'], ['noord'])).toBe(false);
    expect(isTerritorySubset(['noord'], ['west', 'noord'])).toBe(true);
  });
});

describe('limits', () => {
  const perAct: Limit = { amountCents: 2_500_000, per: 'act', vat: 'notApplicable' };
  const perYear: Limit = { amountCents: 3_000_000, per: 'calendarYear', vat: 'notApplicable' };
  const perBeneficiary: Limit = { amountCents: 1_000_000, per: 'beneficiaryYear', vat: 'notApplicable' };

  it('hold up to and including their amount', () => {
    expect(withinLimits([perAct], { amountCents: 2_500_000, vat: 'notApplicable' })).toBe('within');
    expect(withinLimits([perAct], { amountCents: 2_500_001, vat: 'notApplicable' })).toBe('exceeded');
    expect(withinLimits([], { amountCents: 900_000_000, vat: 'including' })).toBe('within');
  });

  it('count what was used before in the year, for all or for one beneficiary', () => {
    const amount = {
      amountCents: 500_000,
      vat: 'notApplicable' as const,
      usedInYearCents: 2_500_000,
      usedByBeneficiaryInYearCents: 500_000,
    };
    expect(withinLimits([perAct, perYear, perBeneficiary], amount)).toBe('within');
    expect(withinLimits([perYear], { ...amount, usedInYearCents: 2_500_001 })).toBe('exceeded');
    expect(withinLimits([perBeneficiary], { ...amount, usedByBeneficiaryInYearCents: 500_001 })).toBe('exceeded');
  });

  it('ask for a person where the answer depends on the VAT rate', () => {
    const including: Limit = { amountCents: 100, per: 'act', vat: 'including' };
    const excluding: Limit = { amountCents: 100, per: 'act', vat: 'excluding' };
    expect(withinLimits([including], { amountCents: 100, vat: 'excluding' })).toBe('unknown');
    expect(withinLimits([including], { amountCents: 101, vat: 'excluding' })).toBe('exceeded');
    expect(withinLimits([excluding], { amountCents: 100, vat: 'including' })).toBe('within');
    expect(withinLimits([excluding], { amountCents: 101, vat: 'including' })).toBe('unknown');
    expect(withinLimits([excluding, { ...including, amountCents: 99 }], { amountCents: 100, vat: 'including' })).toBe('exceeded');
  });

  it('of a child are narrower or equal', () => {
    expect(narrowerOrEqual([perAct], [{ ...perAct, amountCents: 10_000_000 }])).toBe(true);
    expect(narrowerOrEqual([{ ...perAct, amountCents: 15_000_000 }], [{ ...perAct, amountCents: 10_000_000 }])).toBe(false);
    expect(narrowerOrEqual([], [perAct])).toBe(false);
    expect(narrowerOrEqual([perAct], [])).toBe(true);
    expect(narrowerOrEqual([perAct], [perAct, perYear])).toBe(false);
    expect(narrowerOrEqual([{ ...perYear, amountCents: 2_500_000 }], [perAct])).toBe(true);
    expect(narrowerOrEqual([{ ...perAct, vat: 'excluding' }], [{ ...perAct, vat: 'including' }])).toBe(false);
    expect(narrowerOrEqual([{ ...perAct, vat: 'including' }], [{ ...perAct, vat: 'excluding' }])).toBe(true);
  });

  it('that are narrower never allow what the wider ones forbid', () => {
    const limit = fc.record({
      amountCents: fc.nat({ max: 10 }),
      per: fc.constantFrom(...LIMIT_PERIODS),
      vat: fc.constantFrom(...VAT_BASES),
    });
    const limits = fc.array(limit, { maxLength: 3 });
    const amount = fc
      .record({ amountCents: fc.nat({ max: 10 }), other: fc.nat({ max: 5 }), same: fc.nat({ max: 5 }), vat: fc.constantFrom(...VAT_BASES) })
      .map(({ amountCents, other, same, vat }) => ({
        amountCents,
        vat,
        usedInYearCents: other + same,
        usedByBeneficiaryInYearCents: same,
      }));
    fc.assert(
      fc.property(limits, limits, amount, (child, parent, asked) => {
        fc.pre(narrowerOrEqual(child, parent));
        if (withinLimits(child, asked) === 'within') expect(withinLimits(parent, asked)).not.toBe('exceeded');
      }),
      { numRuns: 500 },
    );
  });
});
