import { addDays, isLocalDate, type LocalDate } from '../../../ledger/local-date.js';
import { rememberingParts } from '../../../ledger/remembering.js';
import type { CommitmentStatus } from './agreement-kinds.js';
import type { AgreementState, CommitmentFact } from './agreement-state.js';
import { dueDates, type Commitment } from './agreement-terms.js';

/** One due day of a commitment, or the commitment itself where it has none, with the days on which it binds. */
export interface Occurrence {
  readonly commitment: Commitment;
  readonly due: LocalDate | null;
  readonly from: LocalDate;
  readonly until: LocalDate | null;
}

/** What the commitments of an agreement follow from. */
export const PROMISED = ['added', 'inForce', 'terminated', 'versions'] as const;
export type Promised = (typeof PROMISED)[number];

/** Every commitment that ever bound, due day by due day, as known now. */
export const occurrences = rememberingParts<AgreementState, Promised, readonly Occurrence[]>(PROMISED, occurrencesOf);

function occurrencesOf(state: Pick<AgreementState, Promised>): Occurrence[] {
  const texts = state.inForce.map(({ from, until, value }) => ({
    from,
    until,
    commitments: state.versions.findLast(({ number }) => number === value)?.terms.commitments ?? [],
  }));
  const added = state.added.map(({ commitment, from }) => ({ from, until: null, commitments: [commitment] }));
  const found = new Map<string, Occurrence>();
  for (const { from, until, commitments } of [...texts, ...added]) {
    for (const commitment of commitments) {
      for (const due of [...dueDates(commitment), ...(hasNoDate(commitment) ? [null] : [])]) {
        const known = found.get(occurrenceKey(commitment.id, due));
        // A later version that keeps the promise only restates it.
        found.set(occurrenceKey(commitment.id, due), { commitment, due, from: known?.from ?? from, until: fallsAway(due, until) });
      }
    }
  }
  const end = state.terminated?.from;
  return [...found.values()]
    .map((one) => ({ ...one, until: end !== undefined && (one.until === null || one.until > end) ? fallsAway(one.due, end) : one.until }))
    .filter(({ from, until }) => until === null || from < until);
}

/** What was due before a text ended stays owed; what would be due after falls away with it. */
function fallsAway(due: LocalDate | null, end: LocalDate | null): LocalDate | null {
  return end !== null && due !== null && due < end ? null : end;
}

/** Whether it still binds on its due day; else it fell away before. */
export function bindsWhenDue({ due, until }: Pick<Occurrence, 'due' | 'until'>): boolean {
  return until === null || (due !== null && due < until);
}

function hasNoDate({ due, recurrence }: Commitment): boolean {
  return due === undefined && recurrence === undefined;
}

export function occurrenceKey(commitment: string, due: LocalDate | null): string {
  return `${commitment} ${due ?? ''}`;
}

export function factsOf({ facts }: AgreementState, { commitment, due }: Pick<Occurrence, 'commitment' | 'due'>): CommitmentFact[] {
  return facts.filter((one) => one.commitment === commitment.id && one.due === due);
}

export interface CommitmentStanding {
  readonly status: CommitmentStatus;
  /** The day it was met, once it was. */
  readonly metOn?: LocalDate;
  readonly confirmed: boolean;
}

const AFTER: Readonly<Record<CommitmentFact['kind'], CommitmentStatus>> = {
  REPORTED: 'FULFILLED',
  CONFIRMED: 'FULFILLED',
  DISPUTED: 'DISPUTED',
  BREACHED: 'BREACHED',
  WAIVED: 'WAIVED',
};

/** How a commitment stands on a day: what was said of it last (as far as the reader may know) by then, else what the calendar says. */
export function standingOn(
  facts: readonly Pick<CommitmentFact, 'kind' | 'on'>[],
  due: LocalDate | null,
  day: LocalDate,
): CommitmentStanding {
  const last = facts.findLast(({ on }) => on <= day);
  if (!last) return { status: due !== null && due < day ? 'OVERDUE' : 'OPEN', confirmed: false };
  const status = AFTER[last.kind];
  return status === 'FULFILLED' ? { status, metOn: last.on, confirmed: last.kind === 'CONFIRMED' } : { status, confirmed: false };
}

/** Where dates end, no day follows. */
export function dayAfter(day: LocalDate): LocalDate {
  return isLocalDate(day) && day < '2999-12-31' ? addDays(day, 1) : day;
}
