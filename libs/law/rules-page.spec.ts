import { describe, expect, it } from '@jest/globals';
import { RULES } from './rules.js';
import { rulesPage } from './rules-page.js';

const rows = rulesPage()
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

describe('the page of rules', () => {
  it('has one row of five cells for every rule, as the rule itself says', () => {
    const listed = rows.filter((cells) => cells.length === 5).slice(2);
    expect(listed).toEqual(
      Object.entries(RULES).map(([ruleId, { effect, legalBasis, title }]) => [ruleId, effect, legalBasis ?? 'own', title.nl, title.en]),
    );
  });

  it('explains every effect that a rule has', () => {
    const explained = rows.filter((cells) => cells.length === 3).map(([effect]) => effect);
    expect(explained).toEqual(expect.arrayContaining([...new Set(Object.values(RULES).map(({ effect }) => effect))]));
  });

  it('keeps its columns under each other', () => {
    const widths = new Set(
      rulesPage()
        .split('\n')
        .filter((line) => line.split('|').length === 7)
        .map((line) => line.length),
    );
    expect(widths.size).toBe(1);
  });

  it('says that it is an aid', () => {
    expect(rulesPage()).toContain('An aid, not legal advice.');
  });
});
