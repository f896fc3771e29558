import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCbsCode, isKvkNumber, isOin, isRsin, isTooiUri, possibleBsn, tooiUriOfMunicipality } from './identifiers.js';

/** 123456782 and 111222333 are well-known test numbers that pass the eleven-test and belong to nobody. */
const elevenTest = (digits: string) => [...digits].reduce((sum, d, i) => sum + Number(d) * [9, 8, 7, 6, 5, 4, 3, 2, -1][i]!, 0) % 11 === 0;
const passing = fc
  .integer({ min: 10_000_000, max: 999_999_999 })
  .map((number) => String(number).padStart(9, '0'))
  .filter(elevenTest);

describe('identifiers of organisations', () => {
  it('know an RSIN by the eleven-test', () => {
    expect(isRsin('123456782')).toBe(true);
    expect(isRsin('123456789')).toBe(false);
    expect(isRsin('000000000')).toBe(false);
    expect(isRsin('12345678')).toBe(false);
  });

  it('know an OIN by its parts', () => {
    expect(isOin('00000099000000001000')).toBe(true);
    expect(isOin('00000001123456782000')).toBe(true);
    expect(isOin('00000001123456789000')).toBe(false);
    expect(isOin('00000003123456780000')).toBe(true);
    expect(isOin('00000003123456789000')).toBe(false);
    expect(isOin('0000000400000A3B0000')).toBe(true);
    expect(isOin('00000099000000000000')).toBe(false);
    expect(isOin('0000009900000000100')).toBe(false);
    expect(isOin('12345678000000001000')).toBe(false);
    expect(isOin('00000099000000001234')).toBe(false);
  });

  it('keep the zeros of a KvK number', () => {
    expect(isKvkNumber('01234567')).toBe(true);
    expect(isKvkNumber('1234567')).toBe(false);
  });

  it('go from a CBS code to a TOOI URI', () => {
    expect(isCbsCode('GM0363')).toBe(true);
    expect(isCbsCode('gm0363')).toBe(false);
    expect(tooiUriOfMunicipality('GM0363')).toBe('https://identifier.overheid.nl/tooi/id/gemeente/gm0363');
    expect(tooiUriOfMunicipality('PV27')).toBeNull();
    expect(isTooiUri('https://identifier.overheid.nl/tooi/id/gemeente/gm0363')).toBe(true);
    expect(isTooiUri('https://identifier.overheid.nl/tooi/id/caribisch_openbaar_lichaam/ol1005')).toBe(true);
    expect(isTooiUri('http://identifier.overheid.nl/tooi/id/gemeente/gm0363')).toBe(false);
    expect(isTooiUri('https://example.org/tooi/id/gemeente/gm0363')).toBe(false);
  });
});

describe('a possible citizen service number', () => {
  it.each([
    '123456782',
    'BSN 123456782.',
    'bsn:123456782',
    '(123456782)',
    'BSN-123456782',
    '123.456.782',
    '123 456 782',
    '1234.56.782',
    '1234 56 782',
    '12 34 56 78 2',
    'Geboren in 1950, nummer 123456782, woont in Noord',
    'In 2025 123 456 782 genoemd',
    'Er zijn 3 123456782 vermeldingen',
    '123456782\n111222333',
    '123 456 782',
    '１２３４５６７８２',
  ])('is seen in %j', (text) => {
    expect(possibleBsn(text)).toBe(true);
  });

  it.each([
    '123456789',
    '000000000',
    '12345678',
    '0123456782',
    '1234567820',
    '06 12345678',
    '+31 123 456 782',
    'NL123456782B01',
    '123456782-5aab-4c3d-8e2f-123456789abc'.slice(1),
    '12345678-2123-4567-8212-345678212345',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    `${'a'.repeat(31)}123456782`,
    'https://example.org/zaak/123456782',
    'urn:nbn:nl:123456782',
    '00000001123456782000',
    '2025-02-26T10:00:00.000Z',
    '52.123456782',
    '€ 8.400.000 in 2025 en 2026',
    '',
  ])('is not seen in %j', (text) => {
    expect(possibleBsn(text)).toBe(false);
  });

  it('is found however it is broken up in a usual way, and wherever it stands', () => {
    const words = fc.constantFrom('', 'Mevrouw heeft nummer ', 'zie: ', 'a b c ');
    const groupings = fc.constantFrom([9], [3, 3, 3], [4, 2, 3]);
    fc.assert(
      fc.property(passing, groupings, fc.constantFrom('.', ' '), words, words, (digits, sizes, separator, before, after) => {
        let rest = digits;
        const groups = sizes.map((size) => {
          const group = rest.slice(0, size);
          rest = rest.slice(size);
          return group;
        });
        expect(possibleBsn(`${before}${groups.join(separator)}${after && ` ${after}`}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is never seen in nine digits that fail the test, nor in a UUID', () => {
    const failing = fc
      .nat({ max: 999_999_999 })
      .map((number) => String(number).padStart(9, '0'))
      .filter((digits) => !elevenTest(digits));
    fc.assert(fc.property(failing, (digits) => !possibleBsn(`nummer ${digits}.`)));
    fc.assert(fc.property(fc.uuid(), (uuid) => !possibleBsn(`zie ${uuid} en verder`)));
  });
});
