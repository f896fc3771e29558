import type { PlannedLimit } from './register-reading.js';

export interface Holders {
  readonly holder: string;
  /** Empty when the row has no sub-mandate. */
  readonly subHolder: string;
}
export type LimitedHolder = 'holder' | 'subHolder';
export interface HolderLimit {
  readonly of: LimitedHolder;
  readonly limit: PlannedLimit;
}

interface AmountClause {
  /** Leading words before the bound; empty when the clause names nobody. */
  readonly named: string;
  readonly bounded: boolean;
  readonly cents: number;
  readonly vat: PlannedLimit['vat'];
  /** Words from "per" on; empty when there are none. */
  readonly dimension: string;
}

/** Dimensions that bound one act. A year, a beneficiary or anything else is left to people. */
const PER_ACT = new Set(['', 'per overeenkomst', 'per opdracht', 'per indicatie']);

/** "Tot" is not among the bounds: whether it includes the amount is not certain. */
const CLAUSE =
  /^(?:(?<named>\p{L}[^€]*?)\s+)??(?:(?<bound>t\/m|tot en met|maximaal|max\.?|ten hoogste)\s*)?€\s*(?<euros>\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(?<cents>\d{2}|-{1,2}))?(?:\s+(?<dimension>per\s+\p{L}.*))?$/iu;
const VAT = /\s*\(?\b(?<side>incl|excl)(?:\.|usief|lusief)?\s*btw\b\)?/iu;

/** What one part of the restrictions cell says in amounts. */
export interface Amounts {
  readonly limits: readonly HolderLimit[];
  /** False when an amount is left whose holder or dimension is not certain: the part then stays text as well. */
  readonly complete: boolean;
}

/** Undefined when the part is not a list of amounts and nothing else: words around an amount may change what it means. */
export function readAmounts(part: string, holders: Holders): Amounts | undefined {
  const clauses = part.split(/,\s+|\s+en\s+/iu).map(readClause);
  if (!clauses.every((clause) => clause !== undefined) || !clauses[0]?.bounded) return undefined;
  // A dimension at the end of a list may be meant for all of it, so one that is not per act makes an amount without any uncertain.
  const allPerAct = clauses.every((clause) => PER_ACT.has(clause.dimension));
  const limits = clauses.flatMap((clause): HolderLimit[] => {
    const of = limitedHolder(clause.named, holders);
    const certain = clause.dimension === '' ? allPerAct : PER_ACT.has(clause.dimension);
    return of && certain ? [{ of, limit: { amountCents: clause.cents, per: 'act', vat: clause.vat } }] : [];
  });
  return { limits, complete: limits.length === clauses.length };
}

function readClause(text: string): AmountClause | undefined {
  const side = VAT.exec(text)?.groups?.['side']?.toLowerCase();
  const match = CLAUSE.exec(text.replace(VAT, '').trim());
  const groups = match?.groups;
  if (!groups) return undefined;
  const cents = Number(groups['euros']?.replaceAll('.', '')) * 100 + Number(/^\d+$/u.exec(groups['cents'] ?? '')?.[0] ?? 0);
  if (!Number.isSafeInteger(cents)) return undefined;
  return {
    named: groups['named'] ?? '',
    bounded: groups['bound'] !== undefined,
    cents,
    vat: side === undefined ? 'notStated' : side === 'incl' ? 'included' : 'excluded',
    dimension: (groups['dimension'] ?? '').toLowerCase().replace(/\s+/gu, ' '),
  };
}

/** Whose limit it is: the one holder whose name starts with the words given, or the row's only holder when none are given. */
function limitedHolder(named: string, { holder, subHolder }: Holders): LimitedHolder | undefined {
  if (named === '') return subHolder === '' ? 'holder' : undefined;
  const isHolder = startsWithWords(holder, named);
  const isSub = startsWithWords(subHolder, named);
  if (isHolder === isSub) return undefined;
  return isHolder ? 'holder' : 'subHolder';
}

function startsWithWords(name: string, words: string): boolean {
  return `${name.toLowerCase()} `.startsWith(`${words.toLowerCase()} `);
}
