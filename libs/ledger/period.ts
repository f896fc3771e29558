import type { Period } from './envelope.js';
import type { LocalDate } from './local-date.js';

/** `until` lies before `from`: no period at all, an input error. */
export function isReversed(period: Period): boolean {
  return period.until !== null && period.until < period.from;
}

/** Holds on no day. */
export function isEmpty(period: Period): boolean {
  return period.until !== null && period.until <= period.from;
}

export function contains(period: Period, date: LocalDate): boolean {
  return period.from <= date && (period.until === null || date < period.until);
}

/** The days both share; null when there are none. */
export function intersect(a: Period, b: Period): Period | null {
  const shared = { from: a.from > b.from ? a.from : b.from, until: earlierEnd(a.until, b.until) };
  return isEmpty(shared) ? null : shared;
}

/** Every day of `inner` lies in `outer`. */
export function covers(outer: Period, inner: Period): boolean {
  if (isEmpty(inner)) return true;
  return outer.from <= inner.from && (outer.until === null || (inner.until !== null && inner.until <= outer.until));
}

/** The earlier of two exclusive ends, where null is open. */
export function earlierEnd(a: LocalDate | null, b: LocalDate | null): LocalDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
