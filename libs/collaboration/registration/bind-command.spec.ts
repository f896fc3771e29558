import { describe, expect, it } from '@jest/globals';
import { InputType } from '@nestjs/graphql';
import { BadInput } from '../../ledger/errors.js';
import { LIMITS } from '../../ledger/limits.js';
import { bindCommand, bindInput } from './bind-command.js';
import { Command, CommandInput } from './command-input.js';
import {
  CentsField,
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdentifierField,
  IdField,
  NestedField,
  TextField,
} from './fields.js';

const Colour = { RED: 'RED', BLUE: 'BLUE' } as const;
const PARTY = '6f0c9d6e-3c7b-4a55-9c1e-0d6d2b7f6a01';
/** Passes the eleven-test; nobody's. */
const NINE_DIGITS = '111222333';

@InputType()
class Part {
  @TextField('Name.')
  name!: string;

  @FreeTextField('Remark.', { optional: true })
  remark?: string;
}

@Command('Try every kind of field.')
class TryFields extends CommandInput {
  @IdField('Party.')
  party!: string;

  @TextField('Name.')
  name!: string;

  @FreeTextField('Why.', { optional: true })
  why?: string;

  @FreeTextField('Reasons.', { optional: true, list: true })
  reasons?: string[];

  @IdentifierField('RSIN.', { optional: true })
  rsin?: string;

  @DateField('Day.', { optional: true })
  day?: string;

  @CentsField('Amount.', { optional: true })
  cents?: number;

  @CountField('Count.', { optional: true, from: 1, to: 10 })
  count?: number;

  @FlagField('Flag.', { optional: true })
  flag?: boolean;

  @ChoiceField(Colour, 'Colour.', { optional: true })
  colour?: string;

  @IdField('Others.', { optional: true, list: true })
  others?: string[];

  @NestedField(() => Part, 'Part.')
  part!: Part;

  @NestedField(() => Part, 'Parts.', { optional: true, list: true, min: 1 })
  parts?: Part[];
}

const RIGHT = { party: PARTY, name: 'Stichting Welzijn', part: { name: 'deel' } };

function problemsOf(change: Record<string, unknown>): string[] {
  try {
    bindCommand(TryFields, { ...RIGHT, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.problems.map(({ path, problem }) => `${path} ${problem}`).sort();
  }
}

describe('a command’s input', () => {
  it('is bound when every field is right, with whatever is absent or null left out', () => {
    const bound = bindCommand(TryFields, { ...RIGHT, why: null, day: undefined, parts: [{ name: 'a', remark: null }] });
    expect(bound).toBeInstanceOf(TryFields);
    expect(bound.parts![0]).toBeInstanceOf(Part);
    expect(JSON.parse(JSON.stringify(bound))).toEqual({ ...RIGHT, parts: [{ name: 'a' }] });
    expect(Object.keys(bound)).not.toContain('why');
    expect(Object.keys(bound.parts![0]!)).toEqual(['name']);
  });

  it.each([
    ['an unknown field', { colr: 'RED' }, ['colr whitelistValidation']],
    ['an unknown field inside', { part: { name: 'a', nme: 'b' } }, ['part.nme whitelistValidation']],
    ['an unknown field in a list', { parts: [{ name: 'a' }, { name: 'b', nme: 'c' }] }, ['parts.1.nme whitelistValidation']],
    [
      'nothing where something must be',
      { party: undefined, name: null, part: undefined },
      ['name isNotBlank', 'name isString', 'name maxTextBytes', 'part isObject', 'party isUuid'],
    ],
    ['a number for a text', { name: 1 }, ['name isNotBlank', 'name isString', 'name maxTextBytes']],
    ['a blank text', { name: ' \n' }, ['name isNotBlank']],
    ['half a character', { why: '\ud83d' }, ['why isNotBlank']],
    ['a zero byte', { why: 'a\u0000b' }, ['why isNotBlank']],
    ['no UUID', { party: 'x' }, ['party isUuid']],
    ['the nil UUID', { party: '00000000-0000-0000-0000-000000000000' }, ['party isUuid']],
    ['a text for a list', { others: PARTY }, ['others isArray', 'others arrayMaxSize', 'others arrayMinSize']],
    ['null in a list', { reasons: [null] }, ['reasons isNotBlank', 'reasons isString', 'reasons maxTextBytes']],
    ['a text for an object', { part: 'a' }, ['part isObject', 'part nestedValidation']],
    ['a list for an object', { part: [{ name: 'a' }] }, ['part isObject']],
    ['an object for a list', { parts: { name: 'a' } }, ['parts arrayMaxSize', 'parts arrayMinSize', 'parts isArray']],
    ['a list with too few', { parts: [] }, ['parts arrayMinSize']],
    ['a text for a flag', { flag: 'true' }, ['flag isBoolean']],
    ['another choice', { colour: 'GREEN' }, ['colour isIn']],
    ['a choice’s prototype', { colour: 'toString' }, ['colour isIn']],
    ['one under the range', { count: 0 }, ['count min']],
    ['one over the range', { count: 11 }, ['count max']],
    ['half a count', { count: 1.5 }, ['count isInt']],
    ['a count in a text', { count: '2' }, ['count isInt', 'count max', 'count min']],
    [
      'several mistakes at once',
      { name: '', count: 0, why: NINE_DIGITS, parts: [{ name: 'a', remark: 1 }] },
      [
        'count min',
        'name isNotBlank',
        'parts.0.remark isNotBlank',
        'parts.0.remark isString',
        'parts.0.remark maxTextBytes',
        'why POSSIBLE_BSN',
      ],
    ],
  ])('with %s is refused, field by field', (_what, change, problems) => {
    expect(problemsOf(change)).toEqual([...problems].sort());
  });

  it.each([[null], ['text'], [7], [[]], [[RIGHT]], [undefined]])('that is no object (%j) is refused', (input) => {
    expect(() => bindCommand(TryFields, input as never)).toThrow(BadInput);
    expect(() => bindInput(Part, input as never)).toThrow(BadInput);
  });

  it('takes ids in any case and makes them one', () => {
    const { party, others } = bindCommand(TryFields, { ...RIGHT, party: PARTY.toUpperCase(), others: [PARTY.toUpperCase()] });
    expect([party, others]).toEqual([PARTY, [PARTY]]);
  });

  it('has dates that exist, in one form', () => {
    for (const day of ['2024-02-29', '2000-02-29', '1800-01-01', '2999-12-31']) expect(problemsOf({ day })).toEqual([]);
    for (const day of [
      '2025-02-29',
      '1900-02-29',
      '2025-04-31',
      '2025-13-01',
      '2025-00-10',
      '2025-1-1',
      '1799-12-31',
      '3000-01-01',
      '2025-01-01T00:00:00Z',
      '',
      20250101,
    ]) {
      expect(problemsOf({ day })).toEqual(['day isLocalDate']);
    }
  });

  it('has whole cents from 0 to 2^53−1', () => {
    for (const cents of [0, 1, Number.MAX_SAFE_INTEGER]) expect(problemsOf({ cents })).toEqual([]);
    for (const cents of [0.1, 1e-9, -1, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY, '1', true])
      expect(problemsOf({ cents })).not.toEqual([]);
  });

  it('has texts and lists up to their limits, and not one over', () => {
    const why = 'ë'.repeat(LIMITS.textBytes / 2);
    expect(problemsOf({ why, name: 'x'.repeat(500), others: Array(LIMITS.listItems).fill(PARTY) })).toEqual([]);
    expect(problemsOf({ why: `${why}a` })).toEqual(['why maxTextBytes']);
    expect(problemsOf({ name: 'x'.repeat(501) })).toEqual(['name maxTextBytes']);
    expect(problemsOf({ others: Array(LIMITS.listItems + 1).fill(PARTY) })).toEqual(['others arrayMaxSize']);
  });

  it('that only asks is checked alike, but may hold any number', () => {
    expect(bindInput(Part, { name: NINE_DIGITS, remark: null })).toEqual(Object.assign(new Part(), { name: NINE_DIGITS }));
    expect(() => bindInput(Part, { name: 1 })).toThrow(BadInput);
  });
});

describe('nine digits that could be a citizen service number', () => {
  const found = ['POSSIBLE_BSN'];

  it('are refused in structured texts, declared or not', () => {
    expect(problemsOf({ name: `Jan ${NINE_DIGITS}` })).toEqual(['name POSSIBLE_BSN']);
    expect(problemsOf({ part: { name: NINE_DIGITS } })).toEqual([`part.name ${found[0]}`]);
    expect(problemsOf({ name: NINE_DIGITS, declaredNotBsn: ['name'] })).toEqual(['declaredNotBsn.0 NO_FREE_TEXT', 'name POSSIBLE_BSN']);
  });

  it('are refused in free texts, unless that very position is declared', () => {
    const change = { why: `zaak ${NINE_DIGITS}`, reasons: ['geen', NINE_DIGITS], parts: [{ name: 'a', remark: NINE_DIGITS }] };
    expect(problemsOf(change)).toEqual(['parts.0.remark POSSIBLE_BSN', 'reasons.1 POSSIBLE_BSN', 'why POSSIBLE_BSN']);
    expect(problemsOf({ ...change, declaredNotBsn: ['why', 'reasons.0'] })).toEqual([
      'parts.0.remark POSSIBLE_BSN',
      'reasons.1 POSSIBLE_BSN',
    ]);
    const declaredNotBsn = ['why', 'reasons.1', 'parts.0.remark'];
    expect(bindCommand(TryFields, { ...RIGHT, ...change, declaredNotBsn }).declaredNotBsn).toEqual(declaredNotBsn);
  });

  it('are let be in identifiers', () => {
    expect(problemsOf({ rsin: NINE_DIGITS })).toEqual([]);
  });

  it('cannot be recorded as a declaration', () => {
    expect(problemsOf({ declaredNotBsn: [NINE_DIGITS] })).toEqual(['declaredNotBsn.0 NO_FREE_TEXT']);
  });

  it('are in no message, wherever they stand', () => {
    for (const change of [
      { name: NINE_DIGITS },
      { why: `x ${NINE_DIGITS}` },
      { declaredNotBsn: [NINE_DIGITS] },
      { [NINE_DIGITS]: 1 },
      { '111.222.333': 'x' },
      { part: { name: 'a', [NINE_DIGITS]: 1 } },
      { part: NINE_DIGITS },
      { colour: NINE_DIGITS },
      { party: NINE_DIGITS },
      { day: NINE_DIGITS },
      { unknown: { [NINE_DIGITS]: NINE_DIGITS } },
      { rsin: `${NINE_DIGITS}${'x'.repeat(500)}` },
    ]) {
      const fault = (() => {
        try {
          bindCommand(TryFields, { ...RIGHT, ...change });
          return undefined;
        } catch (error) {
          return error as BadInput;
        }
      })();
      expect(fault).toBeInstanceOf(BadInput);
      expect(`${fault!.message} ${JSON.stringify(fault!.details)}`).not.toMatch(/111\D?222\D?333/);
    }
  });
});
