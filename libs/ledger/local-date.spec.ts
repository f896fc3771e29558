import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addWeeks,
  amsterdamDate,
  dayOfWeek,
  daysBetween,
  endOfAmsterdamDay,
  isInstant,
  isLocalDate,
  yearOf,
} from './local-date.js';

const anyDate = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });

describe('a legal date', () => {
  it.each(['2025-02-28', '2024-02-29', '2000-02-29', '1800-01-01', '2999-12-31', '2025-04-30'])('%s is a calendar date', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-00-10',
    '2025-13-01',
    '2025-01-00',
    '1799-12-31',
    '3000-01-01',
    '2025-1-01',
    '+002025-01-01',
    '2025-01-01T00:00:00.000Z',
    ' 2025-01-01',
    '2025-01-01\n',
    '',
  ])('%j is not', (text) => {
    expect(isLocalDate(text)).toBe(false);
  });

  it('counts days like the calendar does', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5_000, max: 5_000 }), (date, days) => {
        const expected = new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
        if (!isLocalDate(expected)) return expect(() => addDays(date, days)).toThrow(RangeError);
        expect(addDays(date, days)).toBe(expected);
        expect(daysBetween(date, expected)).toBe(days);
        expect(dayOfWeek(date) % 7).toBe(new Date(date).getUTCDay());
      }),
      { numRuns: 1_000 },
    );
  });

  it('adds weeks and months, and keeps to the last day of a shorter month', () => {
    expect(addWeeks('2025-02-26', 6)).toBe('2025-04-09');
    expect(addMonths('2025-01-31', 1)).toBe('2025-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2025-12-15', 1)).toBe('2026-01-15');
    expect(addMonths('2025-01-15', -1)).toBe('2024-12-15');
    expect(addMonths('2025-03-31', -13)).toBe('2024-02-29');
    expect(dayOfWeek('2025-01-06')).toBe(1);
    expect(dayOfWeek('1899-12-31')).toBe(7);
    expect(yearOf('2025-01-06')).toBe(2025);
  });

  it('never makes a date outside the accepted years, nor starts from a text that is no date', () => {
    expect(() => addDays('2999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('1800-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('2025-02-30', 1)).toThrow(RangeError);
    expect(() => addMonths('2025-02-30', 1)).toThrow(RangeError);
    expect(() => addDays('2025-01-01', Number.NaN)).toThrow(RangeError);
  });
});

describe('a moment', () => {
  it('has one form', () => {
    expect(isInstant('2025-08-01T23:59:59.999Z')).toBe(true);
    for (const text of [
      '2025-08-01T23:59:59Z',
      '2025-08-01T24:00:00.000Z',
      '2025-02-30T10:00:00.000Z',
      '2025-08-01T23:59:59.999+02:00',
      '',
    ]) {
      expect(isInstant(text)).toBe(false);
    }
  });

  it.each([
    ['2025-01-12T22:59:59.999Z', '2025-01-12'],
    ['2025-01-12T23:00:00.000Z', '2025-01-13'],
    ['2025-06-30T21:59:59.999Z', '2025-06-30'],
    ['2025-06-30T22:00:00.000Z', '2025-07-01'],
    ['2025-10-26T22:59:59.999Z', '2025-10-26'],
    ['2025-10-26T23:00:00.000Z', '2025-10-27'],
    ['2025-03-30T21:59:59.999Z', '2025-03-30'],
  ])('%s falls on %s in Amsterdam', (instant, date) => {
    expect(amsterdamDate(instant)).toBe(date);
  });

  it('ends on its last moment also when clocks went back at midnight', () => {
    expect(endOfAmsterdamDay('1926-10-02')).toBe('1926-10-02T23:59:59.999Z');
    expect(endOfAmsterdamDay('1926-10-03')).toBe('1926-10-03T23:59:59.999Z');
    expect(amsterdamDate('1926-10-02T23:59:59.999Z')).toBe('1926-10-02');
  });

  it('falls on the day the time zone tables say, and a day ends one millisecond before the next', () => {
    const moments = fc.date({ min: new Date('1850-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (moment) => {
        const date = amsterdamDate(moment.toISOString());
        expect(date).toBe(clock.format(moment));
        const end = endOfAmsterdamDay(date);
        expect(isInstant(end)).toBe(true);
        expect(clock.format(new Date(end))).toBe(date);
        expect(clock.format(Date.parse(end) + 1)).toBe(addDays(date, 1));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what is no moment', () => {
    expect(() => amsterdamDate('yesterday')).toThrow(RangeError);
  });
});
