import { describe, expect, it } from '@jest/globals';
import { finding, refusal, RULES } from './rules.js';
import type { RuleId } from './rules.js';

const detail = { nl: 'Hier ontbreekt iets.', en: 'Something is missing here.' };
const pin = { stream: 'mandate-a', revision: 3, eventId: 'e' };

describe('the rules', () => {
  it('have a title in both languages, and an article or an explicit none', () => {
    for (const { title, legalBasis } of Object.values(RULES)) {
      expect(title.nl.length).toBeGreaterThan(5);
      expect(title.en.length).toBeGreaterThan(5);
      expect(title.nl).not.toBe(title.en);
      if (legalBasis !== null) expect(legalBasis).toMatch(/^(Awb|Gemeentewet) (\d|afdeling)/);
    }
  });

  it('all have a place for what the law asks of mandates, decisions and delegation', () => {
    const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
    const expected = [...numbered('M', 15), ...numbered('D', 6), ...numbered('G', 6), ...numbered('P', 3), 'I1', 'I2', 'C1'];
    expect(Object.keys(RULES)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[RuleId, string]>([
    ['M4', 'Awb 10:5 lid 2'],
    ['M6', 'Awb 10:4 lid 1'],
    ['M10', 'Awb 10:9'],
    ['D3', 'Awb 10:2'],
    ['V1', 'Gemeentewet 160'],
  ])('%s rests on %s', (ruleId, legalBasis) => {
    expect(refusal(ruleId, { detail })).toEqual({ ruleId, legalBasis, title: RULES[ruleId].title, detail, pins: [] });
  });

  it('can rest on another article in another situation, or on none', () => {
    expect(refusal('M4', { detail, legalBasis: 'Awb 10:8 lid 2', pins: [pin] })).toMatchObject({
      legalBasis: 'Awb 10:8 lid 2',
      pins: [pin],
    });
    expect(refusal('M3', { detail, legalBasis: null }).legalBasis).toBeNull();
    expect(refusal('M14', { detail }).legalBasis).toBeNull();
  });

  it('become a warning or a finding where nothing is refused', () => {
    expect(finding('M13', { detail })).toMatchObject({ ruleId: 'M13', effect: 'W', legalBasis: 'Awb 3:42', detail });
    expect(finding('M6', { detail })).toMatchObject({ ruleId: 'M6', effect: 'F' });
    expect(finding('M4', { detail, effect: 'W', legalBasis: null })).toMatchObject({ effect: 'W', legalBasis: null });
  });
});
