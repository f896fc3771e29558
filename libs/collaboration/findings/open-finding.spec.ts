import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finding, type Finding, type RuleId } from '../../law/rules.js';
import { recordedFindings, throughDays } from './open-finding.js';

const about = (ruleId: RuleId, en = 'text', effect: 'W' | 'F' = 'F'): Finding => finding(ruleId, { effect, detail: { nl: en, en } });
const DAYS = ['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04', '2025-01-05'];

describe('what events recorded', () => {
  const [warning, fact] = [about('M4', 'no hash', 'W'), about('V1')];
  const recorded = { findings: [warning, fact], foundOn: ['2025-01-01', '2025-01-02'] };

  it('stands since its own day: a warning as long as its subject runs, a fact for good', () => {
    expect(recordedFindings(recorded, '2025-02-01')).toEqual([
      { finding: warning, from: '2025-01-01', until: '2025-02-01' },
      { finding: fact, from: '2025-01-02', until: null },
    ]);
    expect(recordedFindings(recorded, undefined).map(({ until }) => until)).toEqual([null, null]);
  });

  it('is over once something puts it right, or the subject ends before that', () => {
    const putRight = () => '2025-03-01';
    expect(recordedFindings(recorded, '2025-02-01', putRight).map(({ until }) => until)).toEqual(['2025-02-01', '2025-03-01']);
  });
});

describe('what follows from the days', () => {
  it('holds on exactly the days on which it is found, each stretch as long as it can be', () => {
    const found = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c')), { minLength: DAYS.length, maxLength: DAYS.length });
    fc.assert(
      fc.property(found, (byDay) => {
        const on = (day: string) => byDay[DAYS.indexOf(day)] as string[];
        const stretches = throughDays(DAYS, (day) => on(day).map((text) => about('MEMBERS_MISSING', text)));
        for (const day of DAYS) {
          const standing = stretches.filter(({ from, until }) => from <= day && (until === null || day < until));
          expect(standing.map((one) => one.finding.detail.en).sort()).toEqual([...on(day)].sort());
        }
        for (const {
          finding: { detail },
          from,
          until,
        } of stretches) {
          expect(stretches.some((one) => one.finding.detail.en === detail.en && one.from === until)).toBe(false);
          expect(on(from)).toContain(detail.en);
        }
      }),
    );
  });

  it('is told once a day, however often it is found', () => {
    expect(throughDays(['2025-01-01'], () => [about('M4'), about('M4')])).toHaveLength(1);
  });
});
