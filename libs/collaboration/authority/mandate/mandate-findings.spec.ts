import { describe, expect, it } from '@jest/globals';
import { mandateFindings } from './mandate-findings.js';
import type { MandateState } from './mandate.js';
import { actors, bound, college, INSTRUMENT, made, municipality, stateOf, withMandateA } from './testing/rivierenoord.js';

type Told = [ruleId: string, from: string, until: string | null, level: string];
const told = (state: MandateState): Told[] =>
  mandateFindings(state).map(({ finding, from, until, audience }) => [finding.ruleId, from, until, audience.level]);
const A = { mandate: made('M-A') };

describe('what is not in order about a grant', () => {
  it('is what was recorded with it, and that it was not made known, until it ends', async () => {
    const ledger = await withMandateA();
    const before = told(await stateOf(ledger, 'M-A'));
    const unpublished = before.find(([ruleId]) => ruleId === 'M13');
    expect(unpublished).toEqual(['M13', '2025-01-13', null, 'public']);
    expect(before.length).toBeGreaterThan(1);
    expect(before.every(([, , until]) => until === null)).toBe(true);
    expect(mandateFindings(await stateOf(ledger, 'M-A'))[0]?.parties).toEqual(expect.arrayContaining([college, municipality]));
    await ledger.on('2025-06-16').execute(actors.college, bound.revoke, { ...A, from: '2025-06-20', instrument: INSTRUMENT });
    const after = told(await stateOf(ledger, 'M-A'));
    expect(after.slice(0, 2).map(([, , until]) => until)).toEqual(['2025-06-20', '2025-06-20']);
    expect(after.find(([ruleId]) => ruleId === 'M13')).toEqual(['M13', '2025-01-13', '2025-06-20', 'public']);
  });

  it('includes that it lapsed, until somebody revokes it; the end of its own term is none', async () => {
    const ledger = await withMandateA();
    const state = await stateOf(ledger, 'M-A');
    const lapsed = (notedEnds: MandateState['notedEnds'], of = state) =>
      told({ ...of, notedEnds }).filter(([ruleId]) => ruleId === 'MANDATE_LAPSED');
    expect(lapsed([{ cause: 'EXPIRED', on: '2025-04-01' }])).toEqual([]);
    const ends = [
      { cause: 'PARENT_ENDED', on: '2025-03-01' },
      { cause: 'POST_ABOLISHED', on: '2025-02-01' },
    ] as const;
    expect(lapsed(ends)).toEqual([['MANDATE_LAPSED', '2025-02-01', null, 'public']]);
    await ledger.on('2025-06-16').execute(actors.college, bound.revoke, { ...A, from: '2025-06-20', instrument: INSTRUMENT });
    expect(lapsed(ends, await stateOf(ledger, 'M-A'))).toEqual([['MANDATE_LAPSED', '2025-02-01', '2025-06-20', 'public']]);
  });

  it('includes information that is overdue until it is given, for those who may read the question', async () => {
    const ledger = await withMandateA();
    const asked = await ledger.execute(actors.college, bound.ask, { ...A, question: 'Hoeveel?', due: '2025-02-01' });
    const overdue = async () => told(await stateOf(ledger, 'M-A')).filter(([ruleId]) => ruleId === 'D6');
    expect(await overdue()).toEqual([['D6', '2025-02-02', null, 'internal']]);
    const { request } = (asked.kind === 'recorded' ? asked.events[0]?.data : {}) as { request: string };
    await ledger.on('2025-02-10').execute(actors.director, bound.answer, { ...A, request, text: 'Drie.' });
    expect(await overdue()).toEqual([['D6', '2025-02-02', '2025-02-10', 'internal']]);
  });
});
