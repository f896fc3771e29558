import { describe, expect, it } from '@jest/globals';
import { type GraphQLScalarType, parseValue as parseLiteral } from 'graphql';
import { EuroCentsScalar, InstantScalar, KnownAtScalar, LocalDateScalar, PositionScalar, UuidScalar } from './scalars.js';

const fault = expect.objectContaining({ category: 'BAD_USER_INPUT' });

describe('cents', () => {
  it('are a whole number as a number, as digits or in the query itself', () => {
    for (const [value, cents] of [
      [0, 0],
      ['0', 0],
      [2 ** 53 - 1, 2 ** 53 - 1],
      ['9007199254740991', 2 ** 53 - 1],
      ['0012', 12],
    ] as const) {
      expect(EuroCentsScalar.parseValue(value)).toBe(cents);
      expect(EuroCentsScalar.parseLiteral(parseLiteral(JSON.stringify(value === '0012' ? value : cents)), {})).toBe(cents);
    }
  });

  it.each([
    [0.01],
    [-1],
    [2 ** 53],
    ['9007199254740992'],
    ['99999999999999999'],
    ['1.5'],
    ['1e3'],
    [' 1'],
    [''],
    ['-1'],
    [null],
    [true],
    [[1]],
    [Number.NaN],
  ])('are not %p', (value) => {
    expect(() => EuroCentsScalar.parseValue(value)).toThrow(fault);
  });

  it.each(['1.5', '-1', '9007199254740993', '"1,00"', 'true', '[1]', '{a: 1}'])('are not written %s', (literal) => {
    expect(() => EuroCentsScalar.parseLiteral(parseLiteral(literal), {})).toThrow(fault);
  });
});

describe('a scalar', () => {
  const cases: [GraphQLScalarType, string, unknown[]][] = [
    [LocalDateScalar, '2024-02-29', ['2025-02-29', '', 1, null]],
    [InstantScalar, '2025-01-13T09:00:00.000Z', ['2025-01-13', '2025-02-30T00:00:00.000Z', 0]],
    [PositionScalar, 'x'.repeat(200), ['', 'x'.repeat(201), 1]],
    [KnownAtScalar, 'x'.repeat(200), ['', 'x'.repeat(201), {}]],
    [
      UuidScalar,
      '6f0c9d6e-3c7b-4a55-9c1e-0d6d2b7f6a01',
      ['x', '6f0c9d6e3c7b4a559c1e0d6d2b7f6a01', '6f0c9d6e-3c7b-9a55-9c1e-0d6d2b7f6a01', 1],
    ],
  ];
  it.each(cases)('%s takes its own form, as a value and as a literal, and nothing else', (scalar, right, wrong) => {
    expect(scalar.parseValue(right)).toBe(right);
    expect(scalar.parseLiteral(parseLiteral(JSON.stringify(right)), {})).toBe(right);
    for (const value of wrong) {
      expect(() => scalar.parseValue(value)).toThrow(fault);
      if (typeof value !== 'object') expect(() => scalar.parseLiteral(parseLiteral(JSON.stringify(value)), {})).toThrow(fault);
    }
  });

  it('of an id makes upper and lower case one', () => {
    expect(UuidScalar.parseValue('6F0C9D6E-3C7B-4A55-9C1E-0D6D2B7F6A01')).toBe('6f0c9d6e-3c7b-4a55-9c1e-0d6d2b7f6a01');
  });
});
