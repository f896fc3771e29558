import { finding, type Finding, type RuleId } from '../../law/rules.js';
import type { Refusal } from '../../ledger/refusal.js';

/** A rule that a fact does not meet. It happened, so it stands, and this shows. */
export function found(ruleId: RuleId, nl: string, en: string): Finding {
  return finding(ruleId, { effect: 'F', detail: { nl, en } });
}

/** What a live act is refused for, as a finding on a fact that happened outside. */
export function asFinding({ ruleId, title, detail, legalBasis }: Omit<Refusal, 'pins'>): Finding {
  return { ruleId: ruleId as RuleId, effect: 'F', title, detail, legalBasis };
}
