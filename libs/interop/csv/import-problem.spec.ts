import { describe, expect, it } from '@jest/globals';
import { shownValue } from './import-problem.js';

describe('a cell in a message', () => {
  it('is shortened to 80 characters and put on one line', () => {
    expect(shownValue('  a\n b ')).toBe('a b');
    expect(shownValue('😀'.repeat(81))).toBe(`${'😀'.repeat(80)}…`);
  });

  it('never shows nine digits that could be a citizen service number', () => {
    expect(shownValue('klant 111222333, zaak 1112223334')).toBe('klant •••••••••, zaak 1112223334');
  });
});
