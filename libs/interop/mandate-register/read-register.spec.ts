import { describe, expect, it } from '@jest/globals';
import { MAX_IMPORT_CHARACTERS } from '../csv/csv-records.js';
import { HEADER } from './columns.js';
import type { ColumnKey } from './columns.js';
import { readMandateRegister, readMandateRegisterFile } from './read-register.js';
import { csvRow, readOne, register, reported } from './register-samples.js';

const problemOf = (text: string) => reported(readMandateRegister(text).rows[0]).problems;

describe('the file of a mandate register', () => {
  it.each([
    ['empty', '', 'EMPTY_FILE', 1],
    ['blank', '\uFEFF\n\n', 'EMPTY_FILE', 1],
    ['with a broken quote in its header', `"${HEADER.join(';')}\n`, 'UNTERMINATED_QUOTE', 1],
    ['separated by commas', HEADER.join(','), 'WRONG_HEADER', 1],
    ['with a column renamed', HEADER.join(';').replace('Gemandateerde', 'Gemachtigde'), 'WRONG_HEADER', 6],
    ['with a column missing', HEADER.slice(0, 9).join(';'), 'WRONG_HEADER', 10],
    ['with a column too many', `${HEADER.join(';')};Opmerking`, 'WRONG_HEADER', 11],
    ['too large', 'x'.repeat(MAX_IMPORT_CHARACTERS + 1), 'FILE_TOO_LARGE', 1],
  ])('is not read when it is %s', (_name, text, code, column) => {
    const { problem, rows, totals } = readMandateRegister(text);
    expect(problem).toMatchObject({ code, line: 1, column });
    expect([rows, totals.rows, totals.grants]).toEqual([[], 0, 0]);
  });

  it('names what the header should say and what it says', () => {
    const { problem } = readMandateRegister(HEADER.join(';').replace('Soort', 'Type'));
    expect(problem).toMatchObject({ columnName: 'Soort', expected: 'Soort', found: 'Type' });
    expect(problem?.message.nl).toContain('in kolom 2 is “Soort” verwacht en staat “Type”');
    expect(problem?.message.en).toContain('column 2 should hold “Soort” and holds “Type”');
  });

  it('is read with a byte order mark and Windows line ends', () => {
    const text = `\uFEFF${register(csvRow()).replaceAll('\n', '\r\n')}`;
    expect(readMandateRegister(text)).toEqual(readMandateRegister(register(csvRow())));
  });

  it('is reported when it is not UTF-8', () => {
    const file = Buffer.from(register(csvRow({ holder: 'Coördinator' })), 'latin1');
    expect(readMandateRegisterFile(file)).toMatchObject({ problem: { code: 'NOT_UTF8', line: 2, column: 6 }, rows: [] });
    expect(readMandateRegisterFile(Buffer.from(register(csvRow()))).totals.read).toBe(1);
  });
});

describe('a row with the wrong number of fields', () => {
  const plain = (...fields: string[]) => fields.join(';');
  const start = ['A1', 'Mandaat', 'Verlenen van vergunningen'];
  const end = ['01-01-2025', 'gmb-2024-500001'];

  it.each([
    ['a legal basis', plain(...start, 'Awb titel 4.2', ' Wet art. 3', 'Burgemeester', 'Directeur', '', '', ...end), 5, 'Bevoegd orgaan'],
    ['the restrictions', plain(...start, 'Awb', 'Burgemeester', 'Directeur', '', 'Na overleg', ' schriftelijk', ...end), 9, 'Ingangsdatum'],
    [
      'the power',
      plain('A1', 'Mandaat', 'Verlenen', ' weigeren', 'Wet art. 3', 'Burgemeester', 'Directeur', '', '', ...end),
      4,
      'Wettelijke grondslag',
    ],
    ['the place of publication', plain(...start, 'Wet', 'Burgemeester', 'Directeur', '', '', ...end, 'gmb-2024-5'), 11, null],
  ])('names the first column that does not fit after a semicolon in %s', (_name, row, column, columnName) => {
    expect(problemOf(register(row))).toMatchObject([{ line: 2, code: 'TOO_MANY_FIELDS', expected: 10, found: 11, column, columnName }]);
  });

  it.each([
    ['an empty value left out', plain(...start, 'Awb', 'Burgemeester', 'Directeur', '', ...end), 8, 9],
    ['the last value left out', plain(...start, 'Awb', 'Burgemeester', 'Directeur', '', '', '01-01-2025'), 10, 9],
    ['one field only', 'A1', 2, 1],
  ])('names where it goes wrong with %s', (_name, row, column, found) => {
    expect(problemOf(register(row))).toMatchObject([{ code: 'TOO_FEW_FIELDS', expected: 10, found, column }]);
  });

  it('shows the value and what to do', () => {
    const [problem] = problemOf(register(plain(...start, 'Awb', ' Wet art. 3', 'Burgemeester', 'Directeur', '', '', ...end)));
    expect(problem?.message.nl).toContain('heeft 11 velden in plaats van 10');
    expect(problem?.message.nl).toContain('kolom 5 (Bevoegd orgaan): “Wet art. 3”');
    expect(problem?.message.en).toContain('put that whole value between double quotes');
  });

  it('gives the line on which a row starts, after a row of several lines', () => {
    const { rows } = readMandateRegister(register(csvRow({ restrictions: 'Na overleg\nSchriftelijk' }), 'B1;Mandaat'));
    expect(rows.map(({ line, endLine, kind }) => [line, endLine, kind])).toEqual([
      [2, 3, 'read'],
      [4, 4, 'reported'],
    ]);
  });
});

describe('a value that does not fit', () => {
  it.each<[ColumnKey, string, string, number]>([
    ['nr', 'eerste', 'INVALID_NR', 1],
    ['kind', 'Besluit', 'UNKNOWN_KIND', 2],
    ['kind', 'toString', 'UNKNOWN_KIND', 2],
    ['power', '01-01-2025', 'MISPLACED_VALUE', 3],
    ['bodies', 'Directeur', 'UNKNOWN_BODY', 5],
    ['bodies', 'Burgemeester en wethouders/Burgemeester', 'UNKNOWN_BODY', 5],
    ['bodies', 'Burgemeester, Gemeenteraad', 'UNKNOWN_BODY', 5],
    ['bodies', 'Burgemeester / Burgemeester', 'REPEATED_BODY', 5],
    ['holder', 'Directeur / Teammanager', 'SEVERAL_HOLDERS', 6],
    ['holder', 'gmb-2024-500001', 'MISPLACED_VALUE', 6],
    ['holder', 'Burgemeester en wethouders', 'GRANT_TO_ITSELF', 6],
    ['subHolder', 'Consulent / Medewerker', 'SEVERAL_HOLDERS', 7],
    ['subHolder', 'directeur dienstverlening', 'GRANT_TO_ITSELF', 7],
    ['restrictions', '01-01-2025', 'MISPLACED_VALUE', 8],
    ['start', '2025-01-01', 'INVALID_DATE', 9],
    ['start', '31-02-2025', 'INVALID_DATE', 9],
    ['start', '29-02-2025', 'INVALID_DATE', 9],
    ['start', '1-1-2025', 'INVALID_DATE', 9],
    ['instrument', 'collegebesluit', 'INVALID_INSTRUMENT', 10],
    ['instrument', 'gmb-2024', 'INVALID_INSTRUMENT', 10],
    ['instrument', '01-01-2025', 'INVALID_INSTRUMENT', 10],
    ['power', 'Verlenen\u0000', 'UNREADABLE_CHARACTER', 3],
    ['holder', 'Co\uFFFDrdinator', 'UNREADABLE_CHARACTER', 6],
    ['power', 'x'.repeat(16 * 1024 + 1), 'TEXT_TOO_LONG', 3],
  ])('%s %j is reported as %s', (key, value, code, column) => {
    const { problems } = reported(readOne({ [key]: value }));
    expect(problems).toMatchObject([{ line: 2, column, columnName: HEADER[column - 1], code }]);
    expect(problems[0]?.message.nl).toMatch(/importeer opnieuw/u);
    expect(problems[0]?.message.en).toMatch(/import again/u);
  });

  it.each(['nr', 'kind', 'power', 'legalBasis', 'bodies', 'holder', 'start', 'instrument'] as const)('%s may not be empty', (key) => {
    expect(reported(readOne({ [key]: '  ' })).problems).toMatchObject([{ code: 'EMPTY_VALUE' }]);
  });

  it('comes with every other one of its row', () => {
    expect(reported(readOne({ kind: 'x', bodies: 'y', start: 'z' })).problems.map((problem) => problem.column)).toEqual([2, 5, 9]);
  });

  it('says what was expected and found, without digits that could be a citizen service number', () => {
    const [problem] = reported(readOne({ bodies: 'Zaak 111222333' })).problems;
    expect(problem).toMatchObject({ found: 'Zaak •••••••••', expected: expect.stringContaining('Burgemeester en wethouders') });
    expect(JSON.stringify(problem)).not.toContain('111222333');
  });

  it.each(['gmb-2024-500001', 'CVDR712345', 'CVDR712345/2', 'Z-2024-00123', 'Z24/1234', '2024-001234'])(
    '%s is an instrument',
    (instrument) => {
      expect(readOne({ instrument }).kind).toBe('read');
    },
  );
});

describe('rows beside each other', () => {
  it('are reported when a later one repeats a mandate, and the earlier one stands', () => {
    const { rows, totals } = readMandateRegister(register(csvRow({ subHolder: 'Consulent' }), csvRow({ power: 'Iets anders' })));
    expect(rows[0]?.kind).toBe('read');
    const { problems } = reported(rows[1]);
    expect(problems).toMatchObject([{ code: 'REPEATED_KEY', line: 3, column: 1 }]);
    expect(problems[0]?.message.en).toContain('line 2');
    expect(totals).toMatchObject({ rows: 2, read: 1, reported: 1, grants: 2 });
  });

  it('may share a number when body, holder or instrument differ', () => {
    const rows = [csvRow(), csvRow({ bodies: 'Burgemeester' }), csvRow({ holder: 'Griffier' }), csvRow({ instrument: 'gmb-2025-1' })];
    expect(readMandateRegister(register(...rows)).totals).toMatchObject({ read: 4, grants: 4 });
  });

  it('do not keep each other out: a reported row takes no key', () => {
    const { rows } = readMandateRegister(register(csvRow({ start: 'ooit' }), csvRow()));
    expect(rows.map((row) => row.kind)).toEqual(['reported', 'read']);
  });

  it('survive a quote that never closes in a row before them', () => {
    const { rows } = readMandateRegister(register(csvRow({ nr: 'A1' }), 'A2;"Mandaat;x', csvRow({ nr: 'A3' }).replaceAll('"', '')));
    expect(rows.map(({ line, kind, nr }) => [line, kind, nr])).toEqual([
      [2, 'read', 'A1'],
      [3, 'reported', null],
      [4, 'read', 'A3'],
    ]);
    expect(reported(rows[1]).problems).toMatchObject([{ code: 'UNTERMINATED_QUOTE', column: 2, columnName: 'Soort' }]);
  });

  it('warn when a post is written in two ways, and keep two posts', () => {
    const { rows, posts } = readMandateRegister(
      register(csvRow({ nr: 'A1', holder: 'Teammanager Wmo' }), csvRow({ nr: 'A2', subHolder: 'teammanager WMO' })),
    );
    expect(rows[1]).toMatchObject({
      kind: 'read',
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'POST_ALSO_WRITTEN_OTHERWISE', column: 7 })]),
    });
    expect(posts.map((post) => post.name)).toEqual(['Teammanager Wmo', 'Directeur Dienstverlening', 'teammanager WMO']);
  });

  it('name a post once', () => {
    expect(readMandateRegister(register(csvRow({ nr: 'A1' }), csvRow({ nr: 'A2' }))).posts).toEqual([
      { name: 'Directeur Dienstverlening', category: false, organisation: 'own' },
    ]);
  });
});
