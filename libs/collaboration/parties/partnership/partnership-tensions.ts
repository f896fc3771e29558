import { tensionBetween, tensionMatrixOn, type RoleTension } from '../../../law/tension-matrix.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { intersect } from '../../../ledger/period.js';
import type { Assignment, DeclaredTension } from './partnership-state.js';

/** Two assignments that rub, from the first day on which both hold. */
export interface FoundTension {
  readonly tension: RoleTension;
  readonly assignments: readonly [Assignment, Assignment];
  readonly from: LocalDate;
}

/** What an assignment rubs with, by the matrix of the first day on which both hold. */
export function tensionsWith(one: Assignment, others: readonly Assignment[]): FoundTension[] {
  return others.flatMap((other) => {
    if (one.bearer !== other.bearer && one.assignee.id !== other.assignee.id) return [];
    const shared = intersect(one, other);
    if (!shared) return [];
    const tension = tensionBetween(tensionMatrixOn(shared.from), one.role, other.role);
    return tension && meet(tension, one, other) ? [{ tension, assignments: [one, other], from: shared.from }] : [];
  });
}

function meet({ bearer, matter }: RoleTension, one: Assignment, other: Assignment): boolean {
  const same = bearer === 'PARTY' ? one.bearer === other.bearer : one.assignee.id === other.assignee.id;
  const overlap = matter === 'ANY' || one.matter === undefined || other.matter === undefined || one.matter === other.matter;
  return same && overlap;
}

/** A soft tension of which its bearer said how it is handled, or which dilemma explores it. */
export function isDeclared(
  { tension, assignments: [{ bearer }] }: FoundTension,
  declared: readonly DeclaredTension[],
  on: LocalDate,
): boolean {
  return declared.some((one) => one.bearer === bearer && one.from <= on && tension.roles.every((role) => one.roles.includes(role)));
}
