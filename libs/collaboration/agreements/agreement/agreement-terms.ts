import { contentHash } from '../../../ledger/content-hash.js';
import type { InputProblem } from '../../../ledger/errors.js';
import { z } from '../../../ledger/event-definition.js';
import { addMonths, isLocalDate } from '../../../ledger/local-date.js';
import { date, id } from '../../deciding/event-fields.js';

/** 15 April, July, October and January, eight times: first, how many months between, and how often. */
export const recurrence = z.object({ first: date, everyMonths: z.number(), times: z.number() });

export const commitment = z.object({
  id,
  text: z.string(),
  /** The one party that owes it. */
  owner: id,
  /** Others it is done with. */
  with: z.array(id),
  due: date.optional(),
  recurrence: recurrence.optional(),
});

/**
 * What parties agree on, as they consent to it: a canonical content whose hash is the agreement's identity. Lists that have no order of
 * their own are kept in the order of their ids, so that the same agreement always has the same hash.
 */
export const terms = z.object({
  title: z.string(),
  purpose: z.string().optional(),
  parties: z.array(id),
  from: date,
  until: date.optional(),
  /** Names and references: a location, a contact post, a case number. */
  particulars: z.array(z.object({ id, name: z.string(), text: z.string() })),
  clauses: z.array(z.object({ id, heading: z.string().optional(), text: z.string() })),
  quantities: z.array(z.object({ id, name: z.string(), amount: z.number(), unit: z.string() })),
  lines: z.array(z.object({ id, name: z.string(), amountCents: z.number() })),
  totalCents: z.number().optional(),
  commitments: z.array(commitment),
  documents: z.array(z.object({ id, name: z.string(), sha256: z.string() })),
  /** Personal values as salted commitments: what they say stands sealed in an event of its own. */
  personal: z.array(z.object({ id, name: z.string(), commitment: z.string() })),
  /** Hash of the version this one changes: a chain, so that no two rounds ever ask consent to the same hash. */
  amends: z.string().optional(),
  /** From when an amendment works; default from its conclusion. */
  effectiveFrom: date.optional(),
  /** Why it works from a day before it was concluded. */
  earlierStartReason: z.string().optional(),
});
export type Terms = z.infer<typeof terms>;
export type Commitment = z.infer<typeof commitment>;

/** Lists of the terms that are found by id. */
export const ITEM_LISTS = ['particulars', 'clauses', 'quantities', 'lines', 'commitments', 'documents', 'personal'] as const;
export type ItemList = (typeof ITEM_LISTS)[number];

export type TermsInput = Partial<Terms> & Pick<Terms, 'title' | 'parties' | 'from'>;

/** The one form of some terms. Clauses keep their order, which readers follow; all else has none. */
export function canonicalTerms(input: TermsInput): Terms {
  const { parties, clauses = [], commitments = [], ...rest } = input;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null));
  return plain({
    ...(present as unknown as Omit<Terms, 'parties'>),
    parties: [...new Set(parties)].sort(),
    particulars: byId(input.particulars),
    clauses,
    quantities: byId(input.quantities),
    lines: byId(input.lines),
    commitments: byId(commitments.map((one) => ({ ...one, with: [...new Set(one.with ?? [])].sort() }))),
    documents: byId(input.documents),
    personal: byId(input.personal),
  });
}

export function hashOf(content: Terms): string {
  return contentHash(content);
}

function byId<Item extends { id: string }>(items: readonly Item[] = []): Item[] {
  return [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Without classes and absent values: what is hashed is what is stored. */
function plain(value: Terms): Terms {
  return JSON.parse(JSON.stringify(value)) as Terms;
}

/** What changes of some terms: single fields, items to put in the place of those with their id, and ids of items that fall away. */
export interface TermsChanges extends Partial<Omit<Terms, 'amends'>> {
  readonly without?: readonly string[];
  /** The agreement runs on without an end. */
  readonly withoutEnd?: boolean;
}

export function changed(base: Terms, { without = [], withoutEnd = false, ...changes }: TermsChanges): Terms {
  const next: Record<string, unknown> = { ...base };
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined || value === null) continue;
    next[field] = isItemList(field) ? merged(base[field], value as readonly { id: string }[]) : value;
  }
  for (const list of ITEM_LISTS) next[list] = (next[list] as { id: string }[]).filter((item) => !without.includes(item.id));
  if (withoutEnd) delete next['until'];
  return canonicalTerms(next as unknown as Terms);
}

function isItemList(field: string): field is ItemList {
  return (ITEM_LISTS as readonly string[]).includes(field);
}

function merged(base: readonly { id: string }[], items: readonly { id: string }[]): { id: string }[] {
  const replaced = base.map((item) => items.find((one) => one.id === item.id) ?? item);
  return [...replaced, ...items.filter((item) => !base.some((one) => one.id === item.id))];
}

/** Most times a commitment may come back. */
const OCCURRENCES = 200;

/** Every day on which a commitment is due; none when it has no date. */
export function dueDates({ due, recurrence: returning }: Pick<Commitment, 'due' | 'recurrence'>): string[] {
  const dates = due === undefined ? [] : [due];
  const { first, everyMonths, times } = returning ?? { first: '', everyMonths: 0, times: 0 };
  // Stored data is not trusted: a date that cannot be reckoned with gives no due days.
  if (!isLocalDate(first) || !(everyMonths >= 1)) return dates;
  const returns = Array.from({ length: Math.min(times, OCCURRENCES) }, (_, index) => index * everyMonths);
  return [
    ...dates,
    ...returns.filter((months) => Number(first.slice(0, 4)) + months / 12 < 2999).map((months) => addMonths(first, months)),
  ];
}

/** Everything that contradicts itself in some terms, at once. */
export function termsProblems(content: Terms, path: string): InputProblem[] {
  const { from, until, parties, commitments, lines, totalCents, documents } = content;
  const wrong = (field: string, problem: string, message: string): InputProblem => ({ path: `${path}.${field}`, problem, message });
  const sum = lines.reduce((total, { amountCents }) => total + amountCents, 0);
  return [
    ...(parties.length < 2 ? [wrong('parties', 'TOO_FEW', 'an agreement has two parties or more')] : []),
    ...(until !== undefined && until <= from ? [wrong('until', 'REVERSED_PERIOD', 'must lie after from')] : []),
    ...(totalCents !== undefined && lines.length > 0 && sum !== totalCents
      ? [wrong('totalCents', 'NOT_THE_SUM', `the lines add up to ${sum} cents`)]
      : []),
    ...repeatedIds(content).map((one) => wrong('id', 'REPEATED', `${one} names two items; an id stands for one`)),
    ...commitments.flatMap(({ id: name, owner, with: others, due, recurrence: returning }) => [
      ...([owner, ...others].every((one) => parties.includes(one))
        ? []
        : [wrong('commitments', 'NO_PARTY', `${name} is owed by, or done with, somebody who is no party`)]),
      ...(due !== undefined && returning !== undefined
        ? [wrong('commitments', 'TWO_DUES', `${name} has either a due date or a recurrence`)]
        : []),
    ]),
    ...documents.flatMap(({ sha256 }) =>
      /^[0-9a-f]{64}$/.test(sha256) ? [] : [wrong('documents', 'isSha256', 'sha256 must be 64 hexadecimal digits in lower case')],
    ),
  ];
}

/** Ids are the agreement's own, over all its lists: corrections and amendments name them. */
function repeatedIds(content: Terms): string[] {
  const ids = ITEM_LISTS.flatMap((list) => content[list].map((item) => item.id));
  return [...new Set(ids.filter((one, index) => ids.indexOf(one) < index))];
}
