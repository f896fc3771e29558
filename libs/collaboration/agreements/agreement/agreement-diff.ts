import { canonicalJson } from '../../../ledger/codec.js';
import { ITEM_LISTS, type Terms } from './agreement-terms.js';

/** One thing that is different between two texts. */
export interface TermsChange {
  /** E.g. `totalCents`, `quantities.places.amount`, `commitments.C4`. */
  readonly path: string;
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly from: unknown;
  readonly to: unknown;
}

/** What an amendment says about itself is no difference in what was agreed. */
const ABOUT_THE_TEXT = ['amends', 'effectiveFrom', 'earlierStartReason'];

/** Field by field what is different between two texts, in the order of their fields. */
export function differences(from: Terms, to: Terms): TermsChange[] {
  const lists: readonly string[] = ITEM_LISTS;
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((field) => !ABOUT_THE_TEXT.includes(field));
  const plain = fields.filter((field) => !lists.includes(field));
  return [
    ...plain.sort().flatMap((field) => changeAt(field, valueOf(from, field), valueOf(to, field))),
    ...ITEM_LISTS.flatMap((list) => itemChanges(list, from[list], to[list])),
    ...orderChange(from, to),
  ];
}

interface Item {
  readonly id: string;
}

function itemChanges(list: string, from: readonly Item[], to: readonly Item[]): TermsChange[] {
  const ids = [...new Set([...from, ...to].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const before = from.find((item) => item.id === id);
    const after = to.find((item) => item.id === id);
    if (!before || !after) return changeAt(`${list}.${id}`, before, after);
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return fields.flatMap((field) => changeAt(`${list}.${id}.${field}`, valueOf(before, field), valueOf(after, field)));
  });
}

/** Clauses are the one list whose order says something. */
function orderChange(from: Terms, to: Terms): TermsChange[] {
  const common = (these: readonly Item[], those: readonly Item[]) =>
    these.map(({ id }) => id).filter((id) => those.some((item) => item.id === id));
  return changeAt('clauses', common(from.clauses, to.clauses), common(to.clauses, from.clauses));
}

function changeAt(path: string, from: unknown, to: unknown): TermsChange[] {
  if (from === undefined && to === undefined) return [];
  if (from === undefined) return [{ path, kind: 'ADDED', from: null, to }];
  if (to === undefined) return [{ path, kind: 'REMOVED', from, to: null }];
  return canonicalJson(from) === canonicalJson(to) ? [] : [{ path, kind: 'CHANGED', from, to }];
}

function valueOf(value: object, field: string): unknown {
  return (value as Record<string, unknown>)[field];
}
