import type { BilingualText, Refusal } from '../ledger/refusal.js';
import type { FailureReason } from './authority-question.js';
import { refusal } from './rules.js';
import type { RuleId } from './rules.js';
import type { Verdict } from './verdict.js';

const text = (nl: string, en: string): BilingualText => ({ nl, en });

/** What each reason means, as one sentence for people. */
export const REASON_TEXTS: Readonly<Record<FailureReason, BilingualText>> = {
  ACT_DATE_LATER: text('Deze verlening is pas na die dag gedaan.', 'This grant was made only after that day.'),
  REVOKED: text('Op die dag was het ingetrokken.', 'It had been revoked on that day.'),
  LAPSED: text('Op die dag was het vervallen.', 'It had lapsed on that day.'),
  AWAITING_CONSENT: text('Op die dag ontbrak een vereiste instemming.', 'A required consent was missing on that day.'),
  NOT_IN_FORCE: text('Op die dag gold het nog niet.', 'It was not in force yet on that day.'),
  TERM_ENDED: text('Op die dag was de looptijd voorbij.', 'Its term was over on that day.'),
  SUSPENDED: text('Op die dag was het geschorst.', 'It was suspended on that day.'),
  PARENT_ENDED: text('Het bovenliggende mandaat was geëindigd.', 'The mandate above it had ended.'),
  PARENT_NOT_IN_FORCE: text('Het bovenliggende mandaat gold op die dag niet.', 'The mandate above it was not in force on that day.'),
  CHAIN_BROKEN: text('Het sluit niet aan op wat erboven staat.', 'It does not connect to what stands above it.'),
  SUB_MANDATE_NOT_ALLOWED: text('Ondermandaat was niet toegestaan.', 'A sub-mandate was not allowed.'),
  OTHER_KIND: text('Dit soort verlening geeft deze bevoegdheid niet.', 'This kind of grant does not empower to this.'),
  OTHER_HOLDER: text('Een andere functie hield het op die dag.', 'Another post held it on that day.'),
  OTHER_CASE: text('Het is voor een ander geval gegeven.', 'It was given for another case.'),
  POWER: text('Het omvat deze bevoegdheid niet.', 'It does not cover this power.'),
  AMOUNT: text('Het bedrag gaat boven de grens.', 'The amount exceeds its limit.'),
  TERRITORY: text('Het gebied valt erbuiten.', 'The area lies outside it.'),
  HELD_BY_ANOTHER_BODY: text('De bevoegdheid ligt bij een ander bestuursorgaan.', 'The power lies with another administrative body.'),
  DELEGATED_AWAY: text('De bevoegdheid is gedelegeerd.', 'The power has been delegated.'),
};

/** Reasons that break another rule than "outside the bounds of the mandate". */
const OTHER_RULES: Readonly<Partial<Record<FailureReason, RuleId>>> = {
  AWAITING_CONSENT: 'M6',
  SUB_MANDATE_NOT_ALLOWED: 'M10',
  HELD_BY_ANOTHER_BODY: 'M2',
  DELEGATED_AWAY: 'G2',
};

/** The refusal of a live act that this verdict does not carry, failing link first; null when it is plainly valid. */
export function authorityRefusal({ code, failing, chain }: Verdict): Refusal | null {
  const reason = failing?.reasons[0];
  if (code === 'VALID' || !failing || !reason) return null;
  const others = chain.filter(({ stream }) => stream !== failing.stream).map(({ pin }) => pin);
  return refusal(OTHER_RULES[reason] ?? 'D3', { detail: REASON_TEXTS[reason], pins: [failing.pin, ...others] });
}
