import type { LocalDate } from '../ledger/local-date.js';
import { at } from '../ledger/timeline.js';
import type { Pin } from '../ledger/refusal.js';
import type { AuthorityQuestion, FailureReason, HumanCheck, LinkFailure } from './authority-question.js';
import type { AuthorityLink, LinkKind } from './authority-link.js';
import { holdingOf } from './holding.js';
import { withinBounds } from './link-bounds.js';
import { linkState, reasonsNotInForce, termsAt } from './link-history.js';
import type { LinkState } from './link-history.js';
import { finding } from './rules.js';
import type { Finding } from './rules.js';

export interface VerdictInput {
  /** The body in whose name is decided. */
  readonly body: string;
  /** From the body down to the holder, as known at the moment asked for; empty when the body decides itself. */
  readonly chain: readonly AuthorityLink[];
  /** Attributions and delegations, to whichever body, that may concern this power. */
  readonly holdings: readonly AuthorityLink[];
  readonly question: AuthorityQuestion;
  /** The decision by which the competent body ratified (bekrachtigd) this one. */
  readonly ratification?: { readonly pin: Pin; readonly actDate: LocalDate };
}

export const VERDICTS = ['VALID', 'VALID_ONLY_WITH_HINDSIGHT', 'VALID_THEN_CONTESTED_NOW', 'INVALID'] as const;
export type VerdictCode = (typeof VERDICTS)[number];

/** One of the two answers: from the acts done by then, or from all that is known now. */
export interface Authority {
  readonly valid: boolean;
  /** Links that fail, from the body down. */
  readonly failures: readonly LinkFailure[];
  /** The failing link nearest to the holder. */
  readonly failing: LinkFailure | null;
}

export interface ChainStep {
  readonly stream: string;
  readonly pin: Pin;
  readonly kind: LinkKind;
  readonly grantor: string | null;
  /** Whoever held it on the decision's date; null when nobody did. */
  readonly holder: string | null;
}

/** Whether this could be decided by this chain on that date, seen from then and from now. An aid, not legal advice. */
export interface Verdict {
  readonly code: VerdictCode;
  readonly then: Authority;
  readonly now: Authority;
  /** Links from the body to the holder; none when the body decides itself. */
  readonly chain: readonly ChainStep[];
  /** What a refusal names: the failing link now, else the one failing then. */
  readonly failing: LinkFailure | null;
  /** The ratifying decision, when the verdict rests on it. */
  readonly through: Pin | null;
  readonly humanCheckRequired: boolean;
  readonly humanChecks: readonly HumanCheck[];
  readonly warnings: readonly Finding[];
}

/**
 * *Then* counts the acts done on or before the decision's date, *now* all that the caller knows; both ask what holds on
 * the decision's date. So an act that reaches back changes now and never then.
 */
export function verdictOf(input: VerdictInput): Verdict {
  const { question, chain, ratification } = input;
  const then = examine(input, question.onDate);
  const now = examine(input, null);
  const code = codeOf(then.valid, now.valid);
  // Only a decision that was not taken yet can be ratified later; it never makes a decision plainly valid.
  const through = code !== 'VALID' && ratification && ratification.actDate >= question.onDate ? ratification.pin : null;
  const humanChecks = distinct([...then.humanChecks, ...now.humanChecks]);
  return {
    code: through ? 'VALID_ONLY_WITH_HINDSIGHT' : code,
    then: authority(then),
    now: authority(now),
    chain: chain.map((link, index) => step(link, now.states[index] ?? null, question.onDate)),
    failing: now.failures.at(-1) ?? then.failures.at(-1) ?? null,
    through,
    humanCheckRequired: humanChecks.length > 0,
    humanChecks,
    warnings: [...now.warnings, ...undated(input)],
  };
}

function codeOf(then: boolean, now: boolean): VerdictCode {
  if (then && now) return 'VALID';
  if (now) return 'VALID_ONLY_WITH_HINDSIGHT';
  return then ? 'VALID_THEN_CONTESTED_NOW' : 'INVALID';
}

interface Examination {
  readonly valid: boolean;
  readonly failures: readonly LinkFailure[];
  readonly humanChecks: readonly HumanCheck[];
  readonly warnings: readonly Finding[];
  readonly states: readonly (LinkState | null)[];
}

function examine({ body, chain, holdings, question }: VerdictInput, doneBy: LocalDate | null): Examination {
  const holding = holdingOf(body, holdings, question, doneBy);
  const failures: LinkFailure[] = holding.failure ? [holding.failure] : [];
  const humanChecks: HumanCheck[] = [];
  const states = chain.map((link) => linkState(link, doneBy));
  let inherited: FailureReason | null = null;

  chain.forEach((link, index) => {
    const state = states[index] ?? null;
    const own = reasonsNotInForce(state, question.onDate);
    const reasons: FailureReason[] = inherited ? [...own, inherited] : [...own];
    inherited = passedOn(reasons);
    reasons.push(...connection(body, chain, states, index));
    if (state && index === chain.length - 1 && otherHolder(state, question)) reasons.push('OTHER_HOLDER');

    const terms = state && termsAt(state, question.onDate);
    const bounds = terms && withinBounds(link, terms, question);
    reasons.push(...(bounds?.reasons ?? []));
    humanChecks.push(...(bounds?.humanChecks ?? []));
    if (reasons.length > 0) failures.push({ stream: link.stream, pin: link.pin, reasons });
  });
  return { valid: failures.length === 0, failures, humanChecks, warnings: holding.warnings, states };
}

/** What a link's not being in force means for the links below it. */
function passedOn(reasons: readonly FailureReason[]): FailureReason | null {
  if (reasons.length === 0) return null;
  const ending: readonly FailureReason[] = ['REVOKED', 'LAPSED', 'TERM_ENDED', 'PARENT_ENDED'];
  return reasons.some((reason) => ending.includes(reason)) ? 'PARENT_ENDED' : 'PARENT_NOT_IN_FORCE';
}

/** Whether a link hangs from the one above it, which had to allow a sub-mandate when it was granted (Awb 10:9). */
function connection(body: string, chain: readonly AuthorityLink[], states: readonly (LinkState | null)[], index: number): FailureReason[] {
  const link = chain[index]!;
  const parent = chain[index - 1];
  if (!parent) return link.parent === null && link.grantor === body ? [] : ['CHAIN_BROKEN'];
  if (link.parent !== parent.stream) return ['CHAIN_BROKEN'];
  const [state, above] = [states[index], states[index - 1]];
  if (!state || !above) return [];
  const granted = state.grantedOn > state.from ? state.grantedOn : state.from;
  return at(above.terms.subMandateAllowed, granted) ? [] : ['SUB_MANDATE_NOT_ALLOWED'];
}

function otherHolder(state: LinkState, { holder, onDate }: AuthorityQuestion): boolean {
  const held = at(state.holder, onDate);
  return holder !== undefined && held !== undefined && held !== holder;
}

function authority({ valid, failures }: Examination): Authority {
  return { valid, failures, failing: failures.at(-1) ?? null };
}

function step({ stream, pin, kind, grantor }: AuthorityLink, state: LinkState | null, date: LocalDate): ChainStep {
  return { stream, pin, kind, grantor, holder: (state && at(state.holder, date)) ?? null };
}

function undated({ chain }: VerdictInput): Finding[] {
  return chain
    .filter((link) => link.acts.some((act) => act.actDate === null))
    .map((link) =>
      finding('ACT_DATE_NOT_RECORDED', {
        detail: {
          nl: `Van ${link.stream} ontbreekt de datum van een handeling; de ingangsdatum telt.`,
          en: `An act date of ${link.stream} is missing; the day from which it works counts.`,
        },
      }),
    );
}

function distinct(checks: readonly HumanCheck[]): HumanCheck[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}
