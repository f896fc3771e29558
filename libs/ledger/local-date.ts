/**
 * Legal dates and instants as text: dates are `YYYY-MM-DD` in Europe/Amsterdam, instants UTC with milliseconds. Both have
 * one fixed form, so that `<` and `>` on the strings order them. Pure arithmetic: a date must come out the same on every machine.
 */

/** A calendar date `YYYY-MM-DD`, years 1800–2999. */
export type LocalDate = string;
/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export type Instant = string;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_YEAR = 1800;
const LAST_YEAR = 2999;
const DATE_FORM = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT_FORM = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A real calendar date in the one accepted form. */
export function isLocalDate(text: string): boolean {
  if (!DATE_FORM.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** A real moment in the one accepted form. */
export function isInstant(text: string): boolean {
  return INSTANT_FORM.test(text) && isLocalDate(text.slice(0, 10));
}

/** @throws RangeError when the result leaves the years 1800–2999 */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(toDayNumber(date) + days);
}

export function addWeeks(date: LocalDate, weeks: number): LocalDate {
  return addDays(date, weeks * 7);
}

/** The same day of a later month, or that month's last day when it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  if (!isLocalDate(date)) throw new RangeError('not a calendar date');
  const index = yearOf(date) * 12 + (Number(date.slice(5, 7)) - 1) + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return format(year, month, Math.min(Number(date.slice(8, 10)), daysInMonth(year, month)));
}

/** How many days `to` lies after `from`; negative when it lies before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** 1 = Monday … 7 = Sunday. */
export function dayOfWeek(date: LocalDate): number {
  // Day 0 (1970-01-01) was a Thursday.
  return modulo(toDayNumber(date) + 3, 7) + 1;
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** The legal date on which a moment falls. */
export function amsterdamDate(instant: Instant): LocalDate {
  const ms = Date.parse(instant);
  return fromDayNumber(Math.floor((ms + offsetMs(ms)) / DAY_MS));
}

/** The last millisecond of a legal date. */
export function endOfAmsterdamDay(date: LocalDate): Instant {
  const midnight = (toDayNumber(date) + 1) * DAY_MS;
  const guess = midnight - offsetMs(midnight - 2 * HOUR_MS);
  const end = midnight - offsetMs(guess - 1) - 1;
  // In the years 1919–1927 clocks went back at midnight: the day then had its last hour twice.
  const later = midnight - offsetMs(end + 2 * HOUR_MS) - 1;
  return new Date(
    later > end && toDayNumber(amsterdamDate(new Date(later).toISOString())) === toDayNumber(date) ? later : end,
  ).toISOString();
}

/** Days since 1970-01-01 in the Gregorian calendar, by counting from 1 March so that leap days come last. */
function toDayNumber(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError('not a calendar date');
  const month = Number(date.slice(5, 7));
  const year = yearOf(date) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468;
}

function fromDayNumber(dayNumber: number): LocalDate {
  const days = dayNumber + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return format(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
}

function format(year: number, month: number, day: number): LocalDate {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new RangeError(`a date outside the years ${FIRST_YEAR}–${LAST_YEAR}`);
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/**
 * Amsterdam's distance from UTC. Since 1996 summer time runs from the last Sunday of March to the last Sunday of October,
 * both at 01:00 UTC (Directive 2000/84/EC); what came before is left to the time zone tables.
 */
function offsetMs(ms: number): number {
  if (Number.isNaN(ms)) throw new RangeError('not an instant');
  const year = new Date(ms).getUTCFullYear();
  if (year < 1996) return tabulatedOffsetMs(ms);
  return ms >= lastSundayAtOne(year, 2) && ms < lastSundayAtOne(year, 9) ? 2 * HOUR_MS : HOUR_MS;
}

function lastSundayAtOne(year: number, monthIndex: number): number {
  // March and October both have 31 days.
  const last = Date.UTC(year, monthIndex, 31, 1);
  return last - new Date(last).getUTCDay() * DAY_MS;
}

/** Made when it is first needed, which is seldom: making it takes every thread that starts some 20 ms. */
let oldClock: Intl.DateTimeFormat | undefined;

function tabulatedOffsetMs(ms: number): number {
  oldClock ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' });
  const whole = Math.floor(ms / 1_000) * 1_000;
  return Date.parse(`${oldClock.format(whole).replace(' ', 'T')}Z`) - whole;
}
