import { describe, expect, it } from '@jest/globals';
import { quoteProblem, readCsvRecords } from './csv-records.js';
import type { CsvBroken } from './csv-records.js';

const brief = (text: string) =>
  readCsvRecords(text, ';').map((record) =>
    record.kind === 'fields' ? [record.line, record.endLine, ...record.fields] : [record.line, record.code, record.column],
  );

describe('CSV records', () => {
  it('reads quoted delimiters, doubled quotes and line breaks inside quotes', () => {
    expect(brief('a;"b;c";"d ""e"""\n1;"2\n3";4\n5;6;7')).toEqual([
      [1, 1, 'a', 'b;c', 'd "e"'],
      [2, 3, '1', '2\n3', '4'],
      [4, 4, '5', '6', '7'],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('counts physical lines with %s, also inside quotes', (_name, newline) => {
    expect(brief(['a;b', '1;"x', 'y"', '', '2;3'].join(newline)).map(([line, endLine]) => [line, endLine])).toEqual([
      [1, 1],
      [2, 3],
      [5, 5],
    ]);
  });

  it('does not see a byte order mark as part of the first value', () => {
    expect(brief('\uFEFFa;b')).toEqual([[1, 1, 'a', 'b']]);
  });

  it('takes a line without any value for no record', () => {
    expect(brief('a;b\n\n;;\n  ;\n""\n1;2\n')).toEqual([
      [1, 1, 'a', 'b'],
      [6, 6, '1', '2'],
    ]);
  });

  it('places lines after text of several bytes', () => {
    expect(brief('é€😀;b\n"€\n";2\n3;4').map(([line]) => line)).toEqual([1, 2, 4]);
  });

  it.each([
    ['a quote that never closes', '1;"x', 'UNTERMINATED_QUOTE', 2],
    ['a quote inside a value', '1;x"y', 'QUOTE_INSIDE_VALUE', 2],
    ['text after a closing quote', '1;2;"x"y', 'TEXT_AFTER_CLOSING_QUOTE', 3],
    ['a space before an opening quote', '1; "x;y"', 'QUOTE_INSIDE_VALUE', 2],
  ])('reports %s at its field and reads the lines after it', (_name, line, code, column) => {
    expect(brief(`a;b\n${line}\n3;4\n`)).toEqual([
      [1, 1, 'a', 'b'],
      [2, code, column],
      [3, 3, '3', '4'],
    ]);
  });

  it('says in both languages what to do about a broken quote', () => {
    const problem = quoteProblem(readCsvRecords('1;"x', ';')[0] as CsvBroken, 'Soort');
    expect(problem).toMatchObject({ line: 1, column: 2, columnName: 'Soort', code: 'UNTERMINATED_QUOTE' });
    expect(problem.message.nl).toContain('aanhalingsteken dat nergens sluit');
    expect(problem.message.en).toContain('import again');
  });
});
