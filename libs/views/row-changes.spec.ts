import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertShown, changeRows, rowsOf, type TableRow } from './row-changes.js';
import type { TableDefinition, ViewRow } from './view-definition.js';

const table: TableDefinition<readonly ViewRow[]> = {
  name: 'thing',
  version: 1,
  columns: { size: 'integer' },
  orders: [],
  rows: (rows) => rows,
};
const day = (number: number) => `2025-01-${String(number).padStart(2, '0')}`;

/** Rows that do not overlap: consecutive stretches with a gap here and there. */
const rowSet = fc
  .array(
    fc.record({
      key: fc.constantFrom('', 'x'),
      size: fc.nat(3),
      skip: fc.boolean(),
      level: fc.constantFrom('public' as const, 'internal' as const),
    }),
    { maxLength: 12 },
  )
  .map((pieces) =>
    pieces.flatMap(({ key, size, skip, level }, index): ViewRow[] => {
      const audience = { level, parties: level === 'public' ? [] : ['p'] };
      return skip ? [] : [{ key, validFrom: day(index + 1), validTo: day(index + 2), audience, columns: { size }, doc: () => ({ size }) }];
    }),
  );

const text = (row: TableRow) => JSON.stringify(row);

describe('row changes', () => {
  it('turn the rows before into the rows after, touching only what differs', () => {
    fc.assert(
      fc.property(rowSet, rowSet, (left, right) => {
        const [before, after] = [rowsOf(table, left, 'id'), rowsOf(table, right, 'id')];
        const { close, insert, rows } = changeRows(table, before, right, 'id');
        const kept = before.filter((row) => !close.includes(row));
        expect([...kept, ...insert].map(text).sort()).toEqual(after.map(text).sort());
        expect(rows.map(text)).toEqual(after.map(text));
        const closed = new Set(close.map(text));
        expect(insert.filter((row) => closed.has(text(row)))).toEqual([]);
        expect(rows.filter((row) => before.includes(row)).sort()).toEqual(kept.sort());
      }),
    );
  });

  it('are none when nothing changed', () => {
    fc.assert(
      fc.property(rowSet, (rows) => {
        const before = rowsOf(table, rows, 'id');
        expect(changeRows(table, before, rows, 'id')).toEqual({ close: [], insert: [], rows: before });
      }),
    );
  });
});

describe('the rows of a state', () => {
  const row: ViewRow = {
    key: '',
    validFrom: day(1),
    validTo: day(5),
    audience: { level: 'public', parties: [] },
    columns: { size: 1 },
    doc: () => ({}),
  };

  it.each([
    ['that hold on no day', [{ ...row, validTo: day(1) }], 'on no day'],
    ['that hold twice on a day', [row, { ...row, validFrom: day(4), validTo: day(9) }], 'both hold on 2025-01-04'],
    ['with a column of the wrong type', [{ ...row, columns: { size: 'big' } }], 'thing.size'],
    ['with a column missing', [{ ...row, columns: {} }], 'thing.size'],
    ['with a party id that would name others', [{ ...row, audience: { level: 'internal' as const, parties: ['a|b'] } }], 'separates'],
  ])('are refused: rows %s', (_, rows, message) => {
    expect(() => rowsOf(table, rows, 'id')).toThrow(message);
  });

  it('are refused without a document when something is to be recorded', () => {
    expect(() => assertShown(table, [{ ...row, doc: () => undefined }], 'id')).toThrow('no JSON form');
    expect(() => assertShown(table, [row], 'id')).not.toThrow();
  });

  it('may hold on the same day under different keys', () => {
    expect(rowsOf(table, [row, { ...row, key: 'x' }], 'id')).toHaveLength(2);
  });
});
