import type { AgreementCorrection } from './agreement-state.js';
import type { AgreementField, ClericalAgreementField } from './agreement-kinds.js';
import type { Terms } from './agreement-terms.js';

type Laid = Pick<AgreementCorrection, 'versions' | 'field' | 'item' | 'value'>;

const ITEM_FIELDS = {
  PARTICULAR: ['particulars', 'text'],
  CLAUSE_HEADING: ['clauses', 'heading'],
  QUANTITY_NAME: ['quantities', 'name'],
  LINE_NAME: ['lines', 'name'],
  DOCUMENT_NAME: ['documents', 'name'],
} as const satisfies Readonly<Record<Exclude<ClericalAgreementField, 'TITLE'>, readonly [keyof Terms, string]>>;

/** What a clerical field of some terms says; undefined where there is none. */
export function clericalValue(terms: Terms, field: ClericalAgreementField, item: string | undefined): string | undefined {
  if (field === 'TITLE') return terms.title;
  const [list, property] = ITEM_FIELDS[field];
  const found = (terms[list] as readonly { id: string }[]).find(({ id }) => id === item);
  return (found as Record<string, string> | undefined)?.[property];
}

/** The terms of a version as they should have been written. The agreed ones stay as they are. */
export function correctedTerms(terms: Terms, version: number, corrections: readonly Laid[]): Terms {
  return corrections.filter(({ versions }) => versions.includes(version)).reduce(laidOver, terms);
}

function laidOver(terms: Terms, { field, item, value }: Laid): Terms {
  if (field === 'TITLE') return { ...terms, title: value };
  const [list, property] = ITEM_FIELDS[field];
  const items = (terms[list] as readonly { id: string }[]).map((one) => (one.id === item ? { ...one, [property]: value } : one));
  return { ...terms, [list]: items };
}

/**
 * A name may be spelt otherwise, but the numbers and dates in it are what was agreed. A particular is a reference or a name by itself, so
 * that its digits may be wrong too.
 */
export function touchesTerm(field: AgreementField, was: string, value: string): boolean {
  const digits = (text: string) => text.replaceAll(/\D+/g, ' ').trim();
  return field !== 'PARTICULAR' && digits(was) !== digits(value);
}
