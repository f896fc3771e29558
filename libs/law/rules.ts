import type { BilingualText, Pin, Refusal } from '../ledger/refusal.js';
import { AGREEMENT_RULES } from './agreement-rules.js';
import { DECISION_RULES } from './decision-rules.js';
import { DELEGATION_RULES, MANDATE_RULES } from './mandate-rules.js';
import { OPEN_ITEM_RULES } from './open-item-rules.js';
import { OWN_RULES } from './own-rules.js';
import { PARTNERSHIP_RULES } from './partnership-rules.js';
import { RESPONSIBILITY_RULES } from './responsibility-rules.js';
import type { Rule } from './rule.js';

/** Every rule a refusal, warning or finding can name. Articles are those of Dutch law; `null` marks a rule of our own. */
export const RULES = {
  ...MANDATE_RULES,
  ...DELEGATION_RULES,
  ...DECISION_RULES,
  ...AGREEMENT_RULES,
  ...PARTNERSHIP_RULES,
  ...RESPONSIBILITY_RULES,
  ...OPEN_ITEM_RULES,
  ...OWN_RULES,
} satisfies Record<string, Rule>;
export type RuleId = keyof typeof RULES;

export interface RefusalGrounds {
  /** What is wrong here, for this person: the title already says the rule. */
  readonly detail: BilingualText;
  /** What the rule looked at, the failing link first. */
  readonly pins?: readonly Pin[];
  /** The article that applies here, when it is another than the rule's first. */
  readonly legalBasis?: string | null;
}

export function refusal(ruleId: RuleId, { detail, pins = [], legalBasis }: RefusalGrounds): Refusal {
  const { title, legalBasis: article } = RULES[ruleId];
  return { ruleId, title, detail, legalBasis: legalBasis === undefined ? article : legalBasis, pins };
}

/** A rule that was not met where nothing is refused: W on a live act, F on a recorded fact. */
export interface Finding {
  readonly ruleId: RuleId;
  readonly effect: 'W' | 'F';
  readonly title: BilingualText;
  readonly detail: BilingualText;
  readonly legalBasis: string | null;
}

export interface FindingGrounds {
  readonly detail: BilingualText;
  /** Default W for a rule that only warns, F for every other. */
  readonly effect?: 'W' | 'F';
  readonly legalBasis?: string | null;
}

export function finding(ruleId: RuleId, { detail, effect, legalBasis }: FindingGrounds): Finding {
  const { title, legalBasis: article, effect: usual } = RULES[ruleId];
  return {
    ruleId,
    effect: effect ?? (usual === 'W' ? 'W' : 'F'),
    title,
    detail,
    legalBasis: legalBasis === undefined ? article : legalBasis,
  };
}
