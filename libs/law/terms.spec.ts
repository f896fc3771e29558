import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOfWeek, daysBetween } from '../ledger/local-date.js';
import { easterSunday, holidayOn } from './holidays.js';
import { isWorkingDay, objectionTerm, workingDayFrom } from './terms.js';

describe('the public holidays', () => {
  it.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('Easter of %i is %s', (year, date) => {
    expect(easterSunday(year)).toBe(date);
  });

  it('are those of the Algemene termijnenwet', () => {
    const year = Array.from({ length: 365 }, (_, index) => addDays('2025-01-01', index));
    expect(year.filter((date) => holidayOn(date)).map((date) => [date, holidayOn(date)?.en])).toEqual([
      ['2025-01-01', "New Year's Day"],
      ['2025-04-18', 'Good Friday'],
      ['2025-04-21', 'Easter Monday'],
      ['2025-04-26', "King's Day"],
      ['2025-05-05', 'Liberation Day'],
      ['2025-05-29', 'Ascension Day'],
      ['2025-05-30', 'Day equated with a holiday'],
      ['2025-06-09', 'Whit Monday'],
      ['2025-12-25', 'Christmas Day'],
      ['2025-12-26', 'Second Christmas Day'],
    ]);
  });

  it("move King's Day off a Sunday, and know Queen's Day", () => {
    expect(holidayOn('2026-04-27')?.nl).toBe('Koningsdag');
    expect(holidayOn('2025-04-27')).toBeNull();
    expect(holidayOn('2013-04-30')?.nl).toBe('Koningsdag');
    expect(holidayOn('2006-04-29')?.nl).toBe('Koningsdag');
    expect(holidayOn('2014-04-26')?.nl).toBe('Koningsdag');
  });
});

describe('the objection term', () => {
  it.each([
    ['an ordinary Wednesday', '2025-02-26', '2025-02-27', '2025-04-09'],
    ['an ordinary Tuesday', '2025-04-08', '2025-04-09', '2025-05-20'],
    ['a Saturday', '2025-01-04', '2025-01-05', '2025-02-17'],
    ['a Sunday', '2025-01-05', '2025-01-06', '2025-02-17'],
    ['Good Friday, through Easter', '2025-03-07', '2025-03-08', '2025-04-22'],
    ['Easter Monday', '2025-03-10', '2025-03-11', '2025-04-22'],
    ["King's Day on a Monday", '2026-03-16', '2026-03-17', '2026-04-28'],
    ["King's Day on a Saturday, through Sunday", '2025-03-15', '2025-03-16', '2025-04-28'],
    ['Liberation Day', '2025-03-24', '2025-03-25', '2025-05-06'],
    ['Ascension Day, through the day equated with it', '2025-04-17', '2025-04-18', '2025-06-02'],
    ['Whit Monday', '2025-04-28', '2025-04-29', '2025-06-10'],
    ['Christmas, through the weekend', '2025-11-13', '2025-11-14', '2025-12-29'],
    ["New Year's Day, through the day equated with it", '2025-11-20', '2025-11-21', '2026-01-05'],
  ])('that would end on %s: made known %s', (_, madeKnownOn, start, end) => {
    expect(objectionTerm(madeKnownOn)).toEqual({ start, end });
  });

  it('lasts six weeks or a few days more, and always ends on a working day', () => {
    fc.assert(
      fc.property(fc.nat({ max: 40_000 }), (index) => {
        const madeKnownOn = addDays('2000-01-01', index);
        const { end } = objectionTerm(madeKnownOn);
        expect(isWorkingDay(end)).toBe(true);
        expect(dayOfWeek(end)).toBeLessThan(6);
        const days = daysBetween(madeKnownOn, end);
        expect(days).toBeGreaterThanOrEqual(42);
        expect(Array.from({ length: days - 42 }, (_, more) => addDays(madeKnownOn, 42 + more)).some(isWorkingDay)).toBe(false);
        expect(workingDayFrom(end)).toBe(end);
      }),
      { numRuns: 500 },
    );
  });
});
