import { addDays, dayOfWeek, yearOf } from '../ledger/local-date.js';
import type { LocalDate } from '../ledger/local-date.js';

/**
 * The generally recognised public holidays of the Algemene termijnenwet: article 3 lid 1, and Good Friday through lid 2.
 * Easter Sunday and Whit Sunday are Sundays and need no mention.
 */
interface Holiday {
  readonly name: { readonly nl: string; readonly en: string };
  readonly on: (year: number) => LocalDate;
}

const SUNDAY = 7;

const fixed = (monthAndDay: string) => (year: number) => `${year}-${monthAndDay}`;
const afterEaster = (days: number) => (year: number) => addDays(easterSunday(year), days);

const HOLIDAYS: readonly Holiday[] = [
  { name: { nl: 'Nieuwjaarsdag', en: "New Year's Day" }, on: fixed('01-01') },
  { name: { nl: 'Goede Vrijdag', en: 'Good Friday' }, on: afterEaster(-2) },
  { name: { nl: 'Tweede Paasdag', en: 'Easter Monday' }, on: afterEaster(1) },
  { name: { nl: 'Koningsdag', en: "King's Day" }, on: kingsDay },
  { name: { nl: 'Bevrijdingsdag', en: 'Liberation Day' }, on: fixed('05-05') },
  { name: { nl: 'Hemelvaartsdag', en: 'Ascension Day' }, on: afterEaster(39) },
  { name: { nl: 'Tweede Pinksterdag', en: 'Whit Monday' }, on: afterEaster(50) },
  { name: { nl: 'Eerste Kerstdag', en: 'Christmas Day' }, on: fixed('12-25') },
  { name: { nl: 'Tweede Kerstdag', en: 'Second Christmas Day' }, on: fixed('12-26') },
];

/**
 * Days put on a par with holidays by royal decree (article 3 lid 3), which comes out once in three years: the decree for
 * 2023–2025 and the one for 2026–2028. Other years need their decree added here.
 */
const EQUATED_DAYS: ReadonlySet<LocalDate> = new Set([
  ...['2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30'],
  ...['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'],
]);

const YEARS = new Map<number, ReadonlyMap<LocalDate, Holiday['name']>>();

/** The same for ever, and asked for every decision: worked out once a year. */
function holidaysOf(year: number): ReadonlyMap<LocalDate, Holiday['name']> {
  let days = YEARS.get(year);
  // The first of two on one day gives its name.
  if (!days) YEARS.set(year, (days = new Map([...HOLIDAYS].reverse().map(({ on, name }) => [on(year), name]))));
  return days;
}

/** The holiday's name, or null on any other day. */
export function holidayOn(date: LocalDate): Holiday['name'] | null {
  const holiday = holidaysOf(yearOf(date)).get(date);
  if (holiday) return holiday;
  return EQUATED_DAYS.has(date) ? { nl: 'Gelijkgestelde dag', en: 'Day equated with a holiday' } : null;
}

/** 27 April since 2014, before that Queen's Day on 30 April; a day earlier when that is a Sunday. */
function kingsDay(year: number): LocalDate {
  const birthday = `${year}-04-${year >= 2014 ? '27' : '30'}`;
  return dayOfWeek(birthday) === SUNDAY ? addDays(birthday, -1) : birthday;
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
export function easterSunday(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const lunarShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarShift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const lateMoon = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const daysAfterMarch = epact + weekday - 7 * lateMoon + 114;
  const month = Math.floor(daysAfterMarch / 31);
  const day = (daysAfterMarch % 31) + 1;
  return `${year}-0${month}-${String(day).padStart(2, '0')}`;
}
