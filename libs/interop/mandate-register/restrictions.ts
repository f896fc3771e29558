import type { Amounts, HolderLimit, Holders, LimitedHolder } from './amounts.js';
import { readAmounts } from './amounts.js';
import type { PlannedLimit } from './register-reading.js';

/** What the column Beperkingen says, as far as it is certain; all else is in `conditions`, word for word. */
export interface Restrictions {
  readonly signingOnly: boolean;
  readonly consentRequired: boolean;
  /** It cites Awb 10:4 in words that do not plainly ask for consent. */
  readonly consentUnclear: boolean;
  readonly limits: Readonly<Record<LimitedHolder, readonly PlannedLimit[]>>;
  readonly conditions: readonly string[];
}

const SIGNING_ONLY = /^(alleen|uitsluitend) (de )?ondertekening$/iu;
const MENTIONS_SIGNING_ONLY = /\b(alleen|uitsluitend) (de )?(ondertekening|ondertekenen)\b/iu;
const CONSENT_REQUIRED = /^instemming vereist( \(?Awb (art\. ?|artikel )?10:4( lid 1)?\)?)?$/iu;
const CITES_CONSENT = /(?<!\d)10:4(?!\d)/u;

type Part =
  | { readonly kind: 'signing' | 'consent' | 'condition'; readonly text: string }
  | { readonly kind: 'amounts'; readonly text: string; readonly amounts: Amounts };

export function readRestrictions(cell: string, holders: Holders): Restrictions {
  const parts = withoutContradictions(
    cell
      .split(/[;\r\n]+/u)
      .map((part) => part.trim().replace(/\s+/gu, ' '))
      .filter((part) => part !== '')
      .map((part) => readPart(part, holders)),
  );
  const conditions = parts.flatMap((part) =>
    part.kind === 'condition' || (part.kind === 'amounts' && !part.amounts.complete) ? [part.text] : [],
  );
  const limits = allLimits(parts);
  return {
    signingOnly: parts.some((part) => part.kind === 'signing' || MENTIONS_SIGNING_ONLY.test(part.text)),
    consentRequired: parts.some((part) => part.kind === 'consent'),
    consentUnclear: conditions.some((condition) => CITES_CONSENT.test(condition)),
    limits: { holder: limitsOf(limits, 'holder'), subHolder: limitsOf(limits, 'subHolder') },
    conditions,
  };
}

function readPart(text: string, holders: Holders): Part {
  const words = text.replace(/\.$/u, '');
  if (SIGNING_ONLY.test(words)) return { kind: 'signing', text };
  if (CONSENT_REQUIRED.test(words)) return { kind: 'consent', text };
  const amounts = readAmounts(words, holders);
  return amounts ? { kind: 'amounts', text, amounts } : { kind: 'condition', text };
}

/** Two amounts per act for one holder contradict each other: which of them holds is left to people. */
function withoutContradictions(parts: readonly Part[]): Part[] {
  const all = allLimits(parts);
  const contradicted = (limit: HolderLimit): boolean => limitsOf(all, limit.of).length > 1;
  return parts.map((part) =>
    part.kind === 'amounts' && part.amounts.limits.some(contradicted) ? { kind: 'condition', text: part.text } : part,
  );
}

function allLimits(parts: readonly Part[]): HolderLimit[] {
  return parts.flatMap((part) => (part.kind === 'amounts' ? part.amounts.limits : []));
}

function limitsOf(limits: readonly HolderLimit[], of: LimitedHolder): PlannedLimit[] {
  return limits.flatMap((each) => (each.of === of ? [each.limit] : []));
}
