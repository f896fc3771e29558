import { addDays, addWeeks, dayOfWeek } from '../ledger/local-date.js';
import type { LocalDate } from '../ledger/local-date.js';
import { holidayOn } from './holidays.js';

const SATURDAY = 6;

/** Days, both included, on which an objection or appeal can be lodged. */
export interface LegalTerm {
  readonly start: LocalDate;
  /** The last day. */
  readonly end: LocalDate;
}

/** Six weeks (Awb 6:7) from the day after the decision was made known (6:8), moved on to a working day. */
export function objectionTerm(madeKnownOn: LocalDate): LegalTerm {
  return { start: addDays(madeKnownOn, 1), end: workingDayFrom(addWeeks(madeKnownOn, 6)) };
}

export function isWorkingDay(date: LocalDate): boolean {
  return dayOfWeek(date) < SATURDAY && holidayOn(date) === null;
}

/** The day itself, or the first that is no Saturday, Sunday or public holiday (Algemene termijnenwet 1 lid 1). */
export function workingDayFrom(date: LocalDate): LocalDate {
  return isWorkingDay(date) ? date : workingDayFrom(addDays(date, 1));
}
