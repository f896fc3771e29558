import { describe, expect, it } from '@jest/globals';
import { readRestrictions } from './restrictions.js';

const two = { holder: 'Directeur Sociaal Domein', subHolder: 'Teammanager Wmo' };
const one = { holder: 'Programmamanager', subHolder: '' };
const read = (cell: string, holders = two) => {
  const { limits, conditions } = readRestrictions(cell, holders);
  return { holder: limits.holder.map((limit) => limit.amountCents), sub: limits.subHolder.map((limit) => limit.amountCents), conditions };
};
const nothing = { holder: [], sub: [] };

describe('amounts in restrictions', () => {
  it.each([
    ['Directeur t/m € 250.000, teammanager t/m € 50.000 per overeenkomst', [25_000_000], [5_000_000]],
    ['Directeur t/m € 100.000; teammanager t/m € 25.000', [10_000_000], [2_500_000]],
    ['teammanager wmo maximaal €25000,50 per indicatie', [], [2_500_050]],
    ['Directeur Sociaal Domein ten hoogste € 1.000,- per opdracht.', [100_000], []],
  ])('%s are limits per act of the holders they name', (cell, holder, sub) => {
    expect(read(cell)).toEqual({ holder, sub, conditions: [] });
  });

  it('belong to the only holder when they name none', () => {
    expect(read('t/m € 12.500 per indicatie', one)).toEqual({ holder: [1_250_000], sub: [], conditions: [] });
  });

  it.each([
    ['it names neither of two holders', 't/m € 12.500 per indicatie'],
    ['it names somebody else', 'Consulent t/m € 12.500'],
    ['it is per year', 'Directeur t/m € 12.500 per jaar'],
    ['it is per year and beneficiary', 'Teammanager t/m € 25.000 per jaar per inwoner'],
    ['the bound may exclude the amount', 'Directeur tot € 12.500'],
    ['the amount is written in English', 'Directeur t/m € 12,500'],
    ['the amount is in words', 'Directeur t/m € 1,5 mln'],
    ['there are words around it', 'Directeur t/m € 12.500 mits begroot'],
    ['a negation stands before it', 'niet: besluiten, directeur t/m € 12.500'],
    ['it is beyond what can be counted', 'Directeur t/m € 999999999999999'],
  ])('stay text when %s', (_why, cell) => {
    expect(read(cell)).toEqual({ ...nothing, conditions: [cell] });
  });

  it('are uncertain when both holders begin with the word', () => {
    const holders = { holder: 'Teammanager Wmo', subHolder: 'Teammanager Jeugd' };
    expect(read('Teammanager t/m € 100', holders)).toEqual({ ...nothing, conditions: ['Teammanager t/m € 100'] });
    expect(read('Teammanager Jeugd t/m € 100', holders)).toEqual({ holder: [], sub: [10_000], conditions: [] });
  });

  it('become a limit as far as they are certain, and stay text as well for the rest', () => {
    const cell = 't/m € 75.000 per opdracht en € 300.000 per jaar';
    expect(read(cell, one)).toEqual({ holder: [7_500_000], sub: [], conditions: [cell] });
  });

  it('are uncertain when a period at the end of the list may be theirs too', () => {
    const cell = 'Directeur t/m € 250.000, teammanager t/m € 50.000 per jaar';
    expect(read(cell)).toEqual({ ...nothing, conditions: [cell] });
  });

  it('are left to people when two for one holder contradict each other', () => {
    expect(read('t/m € 100; maximaal € 200', one)).toEqual({ ...nothing, conditions: ['t/m € 100', 'maximaal € 200'] });
  });

  it.each([
    ['t/m € 100', 'notStated'],
    ['t/m € 100 excl. btw per opdracht', 'excluded'],
    ['t/m € 100 per opdracht (inclusief btw)', 'included'],
  ])('%s: VAT %s', (cell, vat) => {
    expect(readRestrictions(cell, one).limits.holder).toEqual([{ amountCents: 10_000, per: 'act', vat }]);
  });
});

describe('other restrictions', () => {
  it('stay in their own words, one condition per part', () => {
    expect(read('Directeur t/m € 100.000; niet: weigeren op beleidsgronden\nAlleen ontvankelijkheid')).toEqual({
      holder: [10_000_000],
      sub: [],
      conditions: ['niet: weigeren op beleidsgronden', 'Alleen ontvankelijkheid'],
    });
  });

  it('are absent from an empty cell', () => {
    expect(readRestrictions('', two)).toEqual({
      signingOnly: false,
      consentRequired: false,
      consentUnclear: false,
      limits: { holder: [], subHolder: [] },
      conditions: [],
    });
  });
});
