import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { HEADER } from './columns.js';
import { readMandateRegister, readMandateRegisterFile } from './read-register.js';
import { csvRow, register, SOUND_ROW } from './register-samples.js';

/** Texts in the register's own alphabet reach further into the reader than random ones do. */
const fragment = fc.constantFrom(
  ';',
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  ' / ',
  '€',
  't/m € 5.000',
  ' ',
  '\uD800',
  '\u0000',
  csvRow(),
  ...Object.values(SOUND_ROW),
  ...HEADER,
);
const registerLike = fc
  .array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 })
  .map((parts) => parts.join(''));
const cell = fc.oneof(fragment, fc.constantFrom(...Object.values(SOUND_ROW)), fc.string({ maxLength: 12 }));

describe('any text', () => {
  it('is read or reported, never thrown: rows read and rows reported are all rows, and every line has its row', () => {
    fc.assert(
      fc.property(registerLike, (body) => {
        const text = `${HEADER.join(';')}\n${body}`;
        const { problem, rows, totals } = readMandateRegister(text);
        expect(problem).toBeNull();
        expect(totals.read + totals.reported).toBe(rows.length);
        expect(rows.filter((row) => row.kind === 'reported' && row.problems.length === 0)).toEqual([]);
        expect(rows.filter((row) => row.kind === 'read' && row.grants.length === 0)).toEqual([]);
        const owners = new Map<number, number>();
        for (const row of rows) {
          for (let line = row.line; line <= row.endLine; line += 1) owners.set(line, (owners.get(line) ?? 0) + 1);
        }
        const written = text.split(/\r\n|\n|\r/u).flatMap((line, index) => (/[^;"\s]/u.test(line) && index > 0 ? [index + 1] : []));
        expect(written.filter((line) => owners.get(line) !== 1)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('also without a header, and as bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), registerLike, (bytes, text) => {
        for (const reading of [readMandateRegisterFile(bytes), readMandateRegister(text)]) {
          expect(reading.totals.read + reading.totals.reported).toBe(reading.rows.length);
          expect(reading.problem === null || reading.rows.length === 0).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('written as CSV gives back as many rows as were written', () => {
    const row = fc.array(cell, { minLength: 1, maxLength: 13 }).filter((cells) => cells.some((value) => value.trim() !== ''));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const { totals } = readMandateRegister(stringify([[...HEADER], ...rows], { delimiter: ';', quoted: true }));
        expect([totals.rows, totals.read + totals.reported]).toEqual([rows.length, rows.length]);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same reading again, and sound rows stay sound beside any others', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 9 }), { maxLength: 6 }), (rows) => {
        const others = stringify(rows, { delimiter: ';', quoted: true });
        const text = `${register(csvRow())}${others}${csvRow({ nr: 'Z9' })}\n`;
        const reading = readMandateRegister(text);
        expect(reading.rows.flatMap((row) => (row.kind === 'read' ? [row.nr] : []))).toEqual(['A1.1', 'Z9']);
        expect(readMandateRegister(text)).toEqual(reading);
      }),
      { numRuns: 100 },
    );
  });
});
