import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentTo, contentHash } from '../../../ledger/content-hash.js';
import { correctedTerms, touchesTerm } from './agreement-corrections.js';
import { differences } from './agreement-diff.js';
import { canonicalTerms, changed, dueDates, hashOf, termsProblems, type Terms } from './agreement-terms.js';
import { hashedTerms, municipality, TERMS, welzijn } from './agreement.fixture.js';

describe('the hash of some terms', () => {
  it('is SHA-256 over their canonical JSON', () => {
    // Computed by hand: printf '{"a":"é","b":1}' | sha256sum.
    expect(contentHash({ b: 1, a: 'é' })).toBe('aa58fba8483623bed37c1b02edfccbdd9a53123837c20bfa4cb4049993a2872e');
  });

  it('does not depend on the order in which anything without an order was written', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...LISTED], { minLength: 3 }), fc.boolean(), (quantities, swap) => {
        const parties = swap ? [welzijn, municipality] : [municipality, welzijn, welzijn];
        expect(hashOf(hashedTerms({ quantities, parties }))).toBe(hashOf(hashedTerms({ quantities: LISTED })));
      }),
    );
  });

  it('differs with every single thing that is agreed', () => {
    const base = hashedTerms();
    const variants: Partial<Terms>[] = [
      { title: 'Anders' },
      { until: '2026-01-02' },
      { totalCents: 8_400_001, lines: [] },
      { clauses: [...base.clauses, { id: '9', text: 'Meer' }] },
      { quantities: [{ ...base.quantities[0]!, amount: 73 }] },
      { commitments: base.commitments.map((one) => ({ ...one, owner: municipality })) },
      { earlierStartReason: 'Het werk was al begonnen' },
      { amends: 'f'.repeat(64) },
    ];
    const hashes = [base, ...variants.map((one) => changed(base, one))].map(hashOf);
    expect(new Set(hashes.slice(0, -1)).size).toBe(variants.length);
    expect(hashOf(canonicalTerms({ ...base, amends: 'f'.repeat(64) }))).not.toBe(hashOf(base));
  });

  it('stands for a personal value without telling it', () => {
    const value = { salt: 'A'.repeat(22), text: 'J. Jansen' };
    const terms = changed(hashedTerms(), { personal: [{ id: 'contact', name: 'Contactpersoon', commitment: commitmentTo(value) }] });
    expect(JSON.stringify(terms)).not.toContain('Jansen');
    expect(commitmentTo({ ...value, salt: 'B'.repeat(22) })).not.toBe(commitmentTo(value));
    expect(hashOf(terms)).not.toBe(hashOf(hashedTerms()));
  });
});

describe('a change of some terms', () => {
  it('replaces items by their id, adds new ones and takes others away', () => {
    const next = changed(hashedTerms(), {
      quantities: [
        { id: 'places', name: 'Plaatsen', amount: 60, unit: 'plaats' },
        { id: 'visits', name: 'Bezoeken', amount: 5, unit: 'bezoek' },
      ],
      without: ['C1'],
      withoutEnd: true,
    });
    expect(next.quantities.map(({ id, amount }) => [id, amount])).toEqual([
      ['places', 60],
      ['visits', 5],
    ]);
    expect(next.commitments.map(({ id }) => id)).toEqual(['C2']);
    expect(next.until).toBeUndefined();
  });

  it('shows field by field, with nothing that did not change', () => {
    const from = hashedTerms();
    expect(differences(from, from)).toEqual([]);
    const to = changed(from, { title: 'Anders', clauses: [{ id: 'new', text: 'Nieuw' }], without: ['C1'], effectiveFrom: '2025-05-01' });
    expect(differences(from, to).map(({ path, kind }) => [path, kind])).toEqual([
      ['title', 'CHANGED'],
      ['clauses.new', 'ADDED'],
      ['commitments.C1', 'REMOVED'],
    ]);
    const turned = { ...to, clauses: [...to.clauses].reverse() };
    expect(differences(to, turned)).toEqual([{ path: 'clauses', kind: 'CHANGED', from: ['option', 'new'], to: ['new', 'option'] }]);
  });
});

describe('terms that contradict themselves', () => {
  it('are told all at once', () => {
    const wrong = hashedTerms({
      parties: [municipality],
      until: '2025-03-01',
      totalCents: 1,
      documents: [{ id: 'C1', name: 'Bijlage', sha256: 'x' }],
      commitments: [
        { id: 'C1', text: 'x', owner: welzijn, with: [], due: '2025-07-01', recurrence: { first: '2025-07-01', everyMonths: 1, times: 2 } },
      ],
    });
    expect(termsProblems(wrong, 'terms').map(({ problem }) => problem)).toEqual([
      'TOO_FEW',
      'REVERSED_PERIOD',
      'NOT_THE_SUM',
      'REPEATED',
      'NO_PARTY',
      'TWO_DUES',
      'isSha256',
    ]);
    expect(termsProblems(hashedTerms(), 'terms')).toEqual([]);
  });
});

describe('due days', () => {
  it('come back every so many months, so often', () => {
    const quarters = dueDates({ recurrence: { first: '2025-04-15', everyMonths: 3, times: 8 } });
    expect([quarters.length, quarters[0], quarters[3], quarters[7]]).toEqual([8, '2025-04-15', '2026-01-15', '2027-01-15']);
    expect(dueDates({ due: '2025-07-01' })).toEqual(['2025-07-01']);
    expect(dueDates({})).toEqual([]);
  });

  it('are few and never a fault, whatever was stored', () => {
    for (const recurrence of [
      { first: 'never', everyMonths: 1, times: 3 },
      { first: '2025-01-31', everyMonths: 0, times: 3 },
      { first: '2998-01-31', everyMonths: 120, times: 1e9 },
    ])
      expect(dueDates({ recurrence }).length).toBeLessThanOrEqual(200);
  });
});

describe('a correction', () => {
  it('is laid over some versions and leaves the others and the agreed text', () => {
    const terms = hashedTerms();
    const laid = [{ versions: [1], field: 'PARTICULAR' as const, item: 'location', value: 'De Linde' }];
    expect(correctedTerms(terms, 1, laid).particulars[0]?.text).toBe('De Linde');
    expect(correctedTerms(terms, 2, laid)).toEqual(terms);
    expect(terms).toEqual(canonicalTerms(TERMS as unknown as Terms));
  });

  it('of a name never changes the numbers in it', () => {
    expect(touchesTerm('TITLE', 'Dagactiviteten 2025', 'Dagactiviteiten 2025')).toBe(false);
    expect(touchesTerm('TITLE', 'Dagactiviteiten 2025', 'Dagactiviteiten 2026')).toBe(true);
    expect(touchesTerm('PARTICULAR', 'Z-2025-0117', 'Z-2025-0171')).toBe(false);
  });
});

const LISTED = ['a', 'b', 'c'].map((id) => ({ id, name: id, amount: 1, unit: 'x' }));
