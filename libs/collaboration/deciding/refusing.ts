import { refusal, type RuleId } from '../../law/rules.js';
import type { DecideContext, Invalid, Refused } from '../../ledger/aggregate.js';
import type { InputProblem } from '../../ledger/errors.js';
import { addDays, type LocalDate } from '../../ledger/local-date.js';

/** How long a live act may wait to be recorded; what was done longer ago is registered, with its source. */
const LIVE_ACT_DAYS = 7;

/** A rule says no; nl and en tell what is wrong here. */
export function refuse(ruleId: RuleId, nl: string, en: string): Refused {
  return { refused: refusal(ruleId, { detail: { nl, en } }) };
}

export function notNow(nl: string, en: string): Refused {
  return refuse('NOT_IN_THIS_STATE', nl, en);
}

export function partyEnded(on: LocalDate): Refused {
  return refuse('PARTY_ENDED', `De partij is per ${on} beëindigd.`, `The party ended on ${on}.`);
}

/** An act cannot have been done after today. */
export function inTheFuture(date: LocalDate, context: Pick<DecideContext, 'today'>): Refused | undefined {
  return date <= context.today ? undefined : actInFuture(context);
}

export function actInFuture({ today }: Pick<DecideContext, 'today'>): Refused {
  return refuse('ACT_DATE_LATER_THAN_TODAY', `Het is vandaag ${today}.`, `Today is ${today}.`);
}

/** The day of a live act, or why it is none. */
export function liveDay(actDate: LocalDate | undefined, { today }: Pick<DecideContext, 'today'>): { day: LocalDate } | Refused {
  const day = actDate ?? today;
  if (day > today) return actInFuture({ today });
  if (day >= addDays(today, -LIVE_ACT_DAYS)) return { day };
  return refuse('DECIDED_TOO_LONG_AGO', `Langer dan ${LIVE_ACT_DAYS} dagen geleden.`, `More than ${LIVE_ACT_DAYS} days ago.`);
}

/** The input contradicts itself, or the streams it names. */
export function invalid(path: string, code: string, message: string): Invalid {
  return { invalid: [problem(path, code, message)] };
}

export function problem(path: string, code: string, message: string): InputProblem {
  return { path, problem: code, message };
}
