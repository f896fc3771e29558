import { createHash } from 'node:crypto';
import { isLocalDate } from '../../ledger/local-date.js';
import type { GrantingBody, GrantKind } from './register-reading.js';

/** The one separator of bodies in a cell: "Burgemeester en wethouders" is one body. */
export const BODY_SEPARATOR = ' / ';

const KINDS: Readonly<Record<string, Exclude<GrantKind, 'signing'>>> = {
  mandaat: 'mandaat',
  volmacht: 'volmacht',
  machtiging: 'machtiging',
  delegatie: 'delegation',
};

const BODIES: Readonly<Record<string, GrantingBody>> = {
  'burgemeester en wethouders': 'college',
  'college van burgemeester en wethouders': 'college',
  college: 'college',
  burgemeester: 'mayor',
  gemeenteraad: 'council',
  raad: 'council',
};

/** Posts that stand for everyone who holds one. */
const CATEGORY_POSTS = new Set(['budgethouder', 'budgethouders', 'budgetbeheerder', 'budgetbeheerders']);

/** What the column Soort means. A signing mandate is written as Mandaat; its legal basis and restriction tell it apart. */
export function kindOf(value: string): Exclude<GrantKind, 'signing'> | undefined {
  return lookUp(KINDS, value);
}

export function bodyOf(value: string): GrantingBody | undefined {
  return lookUp(BODIES, value);
}

/** The bodies of a cell in its order, or undefined when one of them is not known. */
export function readBodies(value: string): GrantingBody[] | undefined {
  const bodies = value.split(BODY_SEPARATOR).map(bodyOf);
  return bodies.every((body) => body !== undefined) ? bodies : undefined;
}

export function isCategoryPost(name: string): boolean {
  return CATEGORY_POSTS.has(name.toLowerCase());
}

/** `01-07-2025` as `2025-07-01`; undefined when it is no date of the calendar in that form. */
export function startDateOf(value: string): string | undefined {
  const [, day, month, year] = /^(\d{2})-(\d{2})-(\d{4})$/u.exec(value) ?? [];
  const date = `${year}-${month}-${day}`;
  return isLocalDate(date) ? date : undefined;
}

const CODE_WORDS_MAX = 80;

/**
 * A power's code from its Nr and wording: the same text always gives the same code. A long wording is cut and closed with a
 * digest, because powers are compared by code and two of them must never share one.
 */
export function powerCodeOf(nr: string, power: string): string {
  const words = slug(power);
  if (words.length <= CODE_WORDS_MAX) return [slug(nr), words].filter(Boolean).join('-');
  const digest = createHash('sha256').update(words).digest('hex').slice(0, 8);
  return `${slug(nr)}-${words.slice(0, CODE_WORDS_MAX).replace(/-[^-]*$/u, '')}-${digest}`;
}

function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, value: string): Value | undefined {
  const key = value.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
