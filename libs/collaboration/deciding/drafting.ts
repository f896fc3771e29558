import type { DecideContext, EventDraft } from '../../ledger/aggregate.js';
import { canonicalJson } from '../../ledger/codec.js';
import type { Origin } from '../../ledger/envelope.js';

/** An event at the audience of its type. */
export function draft(type: string, data: object): EventDraft {
  return { type, data };
}

/** Whoever acts reads along with the others, each named once; `more` come after. */
export function withActingParty(
  parties: readonly string[],
  { actingFor }: Pick<DecideContext, 'actingFor'>,
  more: readonly string[] = [],
): string[] {
  return [...new Set([...parties, ...(actingFor === null ? [] : [actingFor]), ...more])];
}

/** Where a fact was taken from, when it did not reach the ledger first; an attester makes it an import. */
export function originOf({ source, attester }: { readonly source?: string | undefined; readonly attester?: string | undefined }): {
  origin?: Origin;
} {
  if (source === undefined) return {};
  return { origin: attester === undefined ? { kind: 'registeredAfterwards', source } : { kind: 'imported', source, attester } };
}

/** The fields that have a value. */
export function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Partial<T>;
}

/** Whatever the order of their fields: a stored value has them in another. */
export function sameValue(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
