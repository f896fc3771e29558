import type { BilingualText } from '../ledger/refusal.js';

/**
 * What a rule does by default. B: a live act is refused · W: accepted, with a warning · F: a finding in reports ·
 * —: states a permission or a computation and stops nobody. On a fact that happened outside, B becomes F.
 */
export type RuleEffect = 'B' | 'W' | 'F' | '—';

export interface Rule {
  readonly effect: RuleEffect;
  /** The article, or null for a rule of our own. */
  readonly legalBasis: string | null;
  readonly title: BilingualText;
}

export function rule(effect: RuleEffect, legalBasis: string | null, nl: string, en: string): Rule {
  return { effect, legalBasis, title: { nl, en } };
}
