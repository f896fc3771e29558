import type { Period } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { intersect, isEmpty } from '../../../ledger/period.js';

/** What a party has for some days, an identifier or somebody who represents it: the same one no more than once at a time. */
export interface Holding {
  readonly from: LocalDate;
  /** First day on which it no longer has it. */
  readonly until?: LocalDate | undefined;
}

export function daysOf({ from, until }: Holding): Period {
  return { from, until: until ?? null };
}

/** Had on some day; what ended on its first day never was. */
export function wasHad(one: Holding): boolean {
  return !isEmpty(daysOf(one));
}

export function atTheSameTime<H extends Holding>(had: readonly H[], one: Holding): H | undefined {
  return had.find((other) => intersect(daysOf(other), daysOf(one)) !== null);
}

/** The one that an end on this day is about: that began last. */
export function begunBy<H extends Holding>(had: readonly H[], day: LocalDate): H | undefined {
  return had.filter(({ from }) => from <= day).reduce<H | undefined>((last, one) => (last && last.from > one.from ? last : one), undefined);
}

/** All that is had, with that one's end. */
export function ended<H extends Holding>(all: readonly H[], isTheSame: (one: H) => boolean, until: LocalDate): H[] {
  const one = begunBy(all.filter(isTheSame), until);
  return all.map((other) => (other === one ? { ...other, until } : other));
}
