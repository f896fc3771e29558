import { finding, refusal, type Finding, type RefusalGrounds, type RuleId } from '../../../law/rules.js';
import type { EventDraft } from '../../../ledger/aggregate.js';
import type { Pin, Refusal } from '../../../ledger/refusal.js';
import { asFinding } from '../../deciding/findings.js';

/** A rule that forbids, with what it would say: a refusal of a live act, a finding on a fact that happened outside. */
export interface Breach extends Refusal {
  readonly ruleId: RuleId;
}

/** What the rules say about an act, in the order in which they are told. */
export interface Examination {
  readonly breaches: readonly Breach[];
  readonly warnings: readonly Finding[];
}

export const NOTHING_WRONG: Examination = { breaches: [], warnings: [] };

export function breach(ruleId: RuleId, nl: string, en: string, more: Omit<RefusalGrounds, 'detail'> = {}): Examination {
  return { breaches: [{ ...refusal(ruleId, { detail: { nl, en }, ...more }), ruleId }], warnings: [] };
}

export function warning(ruleId: RuleId, nl: string, en: string): Examination {
  return { breaches: [], warnings: [finding(ruleId, { effect: 'W', detail: { nl, en } })] };
}

export function together(...parts: readonly Examination[]): Examination {
  return { breaches: parts.flatMap(({ breaches }) => breaches), warnings: parts.flatMap(({ warnings }) => warnings) };
}

/** On a fact that happened outside every rule gives a finding. */
export function findingsOf({ breaches, warnings }: Examination): Finding[] {
  return [...breaches.map(asFinding), ...warnings];
}

/** The first breach refuses a live act; pins name the failing link first. */
export function firstBreach({ breaches }: Examination): { refused: Refusal; record?: EventDraft } | undefined {
  return breaches[0] && { refused: breaches[0] };
}

/** Puts one pin in front. */
export function failingFirst(failing: Pin, all: readonly Pin[]): Pin[] {
  return [failing, ...all.filter(({ stream }) => stream !== failing.stream)];
}
