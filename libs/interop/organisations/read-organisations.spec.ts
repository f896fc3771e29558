import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readOrganisations, readOrganisationsFile } from './read-organisations.js';
import { TOOI_IDENTIFIERS } from './value-lists.js';

const HEADER = 'tooi_uri,naam,lijst';
const amsterdam = `${TOOI_IDENTIFIERS}gemeente/gm0363,gemeente Amsterdam,gemeentelijst`;
const read = (...lines: string[]) => readOrganisations([HEADER, ...lines].join('\n'));

describe('public organisations', () => {
  it('are planned by TOOI URI, municipalities with their CBS code, existence unknown', () => {
    expect(read(amsterdam).rows).toEqual([
      {
        kind: 'read',
        line: 2,
        endLine: 2,
        party: {
          tooiUri: `${TOOI_IDENTIFIERS}gemeente/gm0363`,
          name: 'gemeente Amsterdam',
          kind: 'MUNICIPALITY',
          cbsCode: 'GM0363',
          existence: 'unknown',
        },
      },
    ]);
  });

  it.each([
    ['so/so1108', 'solijst', 'REGION'],
    ['so/hv_05019346', 'solijst', 'REGION'],
    ['oorg/oorg10004', 'oorglijst', 'OTHER_PUBLIC_BODY'],
    ['zbo/zb000060', 'zbolijst', 'INDEPENDENT_PUBLIC_BODY'],
    ['waterschap/ws0155', 'waterschaplijst', 'WATER_BOARD'],
    ['provincie/pv20', 'provincielijst', 'PROVINCE'],
    ['col/col01', 'caribischelijst', 'CARIBBEAN_PUBLIC_BODY'],
  ])('%s of %s is a %s without CBS code', (path, list, kind) => {
    const [row] = read(`${TOOI_IDENTIFIERS}${path},"Naam, met komma",${list}`).rows;
    expect(row).toMatchObject({ kind: 'read', party: { kind, name: 'Naam, met komma' } });
    expect(row?.kind === 'read' && 'cbsCode' in row.party).toBe(false);
  });

  it('may share a name, not a URI', () => {
    const { rows, totals } = read(amsterdam, amsterdam.replace('gm0363', 'gm0001'), amsterdam);
    expect(totals).toMatchObject({ rows: 3, read: 2, reported: 1 });
    expect(rows[2]).toMatchObject({ kind: 'reported', problems: [{ code: 'REPEATED_URI', line: 4, column: 1, columnName: 'tooi_uri' }] });
    expect(JSON.stringify(rows[2])).toContain('on line 2 already');
  });

  it.each([
    ['another site', amsterdam.replace('identifier.overheid.nl', 'example.org'), 'INVALID_URI', 1],
    ['an unknown form', amsterdam.replace('gm0363', 'gm363'), 'INVALID_URI', 1],
    ['a line of the list that is no organisation', amsterdam.replace('gemeente/gm0363', 'thes/gm0363'), 'INVALID_URI', 1],
    ['an unknown list', amsterdam.replace('gemeentelijst', 'dorpenlijst'), 'UNKNOWN_LIST', 3],
    ['the list of another kind', amsterdam.replace('gemeentelijst', 'solijst'), 'LIST_CONTRADICTS_URI', 3],
    ['no name', amsterdam.replace('gemeente Amsterdam', ' '), 'EMPTY_VALUE', 2],
    ['an unreadable character', amsterdam.replace('Amsterdam', 'Amst\uFFFDrdam'), 'UNREADABLE_CHARACTER', 2],
    ['a very long name', amsterdam.replace('Amsterdam', 'x'.repeat(17_000)), 'TEXT_TOO_LONG', 2],
    ['a comma in a name without quotes', amsterdam.replace('Amsterdam', 'Nuenen, Gerwen'), 'TOO_MANY_FIELDS', 2],
    ['a field missing', amsterdam.replace(',gemeentelijst', ''), 'TOO_FEW_FIELDS', 3],
    ['a quote in a name', amsterdam.replace('Amsterdam', '"A"'), 'QUOTE_INSIDE_VALUE', 2],
  ])('with %s are reported', (_name, line, code, column) => {
    const { rows, totals } = read(line, amsterdam);
    expect(rows[0]).toMatchObject({
      kind: 'reported',
      line: 2,
      problems: [{ line: 2, column, code, columnName: HEADER.split(',')[column - 1] }],
    });
    expect(totals).toMatchObject({ read: 1, reported: 1 });
  });

  it.each([
    ['an empty file', '', 'EMPTY_FILE', 1],
    ['semicolons', HEADER.replaceAll(',', ';'), 'WRONG_HEADER', 1],
    ['another column', HEADER.replace('naam', 'name'), 'WRONG_HEADER', 2],
  ])('are not read from %s', (_name, text, code, column) => {
    expect(readOrganisations(text)).toMatchObject({ problem: { code, column }, rows: [], totals: { rows: 0 } });
  });

  it('are not read from bytes that are not UTF-8', () => {
    const bytes = Buffer.from(`${HEADER}\n${amsterdam.replace('Amsterdam', 'Fryslân')}`, 'latin1');
    expect(readOrganisationsFile(bytes)).toMatchObject({ problem: { code: 'NOT_UTF8', line: 2, column: 2 }, rows: [] });
  });

  it('never throw: rows read and rows reported are all rows', () => {
    const part = fc.oneof(
      fc.constantFrom(',', '"', '\n', amsterdam, `\n${amsterdam}\n`, 'gemeentelijst'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const { rows, totals } = read(parts.join(''));
        expect([totals.rows, totals.read + totals.reported]).toEqual([rows.length, rows.length]);
        expect(Object.values(totals.byKind).reduce((sum, count) => sum + count, 0)).toBe(totals.read);
      }),
      { numRuns: 200 },
    );
  });
});
