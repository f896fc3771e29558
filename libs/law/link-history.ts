import type { Period } from '../ledger/envelope.js';
import type { LocalDate } from '../ledger/local-date.js';
import { intersect } from '../ledger/period.js';
import { at, clear, combine, NOTHING, periodsWhere, segmentAt, set } from '../ledger/timeline.js';
import type { Timeline } from '../ledger/timeline.js';
import type { FailureReason } from './authority-question.js';
import type { ActEffect, AuthorityLink, Consenter, LinkAct, LinkTerms } from './authority-link.js';

/** What a link's acts add up to: separate timelines, of which "in force" is the intersection. */
export interface LinkState {
  /** The day the grant was made, or from which it works when nobody recorded that day. */
  readonly grantedOn: LocalDate;
  readonly from: LocalDate;
  readonly term: Timeline<true>;
  readonly holder: Timeline<string>;
  readonly terms: { readonly [Field in keyof LinkTerms]: Timeline<LinkTerms[Field]> };
  readonly consentsNeeded: readonly Consenter[];
  readonly consents: { readonly [By in Consenter]: Timeline<true> };
  readonly suspension: Timeline<true>;
  readonly ended: Timeline<'REVOKED' | 'LAPSED'>;
}

/** The day an act was done; an act without one counts from the day it works. */
export function dayOf({ actDate, effect }: LinkAct): LocalDate {
  return actDate ?? effect.from;
}

/**
 * By the list of acts itself: questions weigh the same links many times, and lists of acts never change. What
 * counts on a day is what counted on the last day before it on which some act was done, so that there are no more entries than acts.
 */
const FOLDED = new WeakMap<readonly LinkAct[], Map<LocalDate, LinkState | null>>();

/** The link as its acts up to a day made it, or all of them; null when it was not granted by then. */
export function linkState({ acts }: AuthorityLink, doneBy: LocalDate | null): LinkState | null {
  let byDay = FOLDED.get(acts);
  if (!byDay) FOLDED.set(acts, (byDay = new Map()));
  const last = lastDay(acts, doneBy);
  let state = byDay.get(last);
  if (state === undefined) {
    state = acts.filter((act) => dayOf(act) <= last).reduce<LinkState | null>(withAct, null);
    byDay.set(last, state);
  }
  return state;
}

/** The last day, not after a given one, on which an act was done; before every day when there is none. */
function lastDay(acts: readonly LinkAct[], until: LocalDate | null): LocalDate {
  let last = '';
  for (const act of acts) {
    const day = dayOf(act);
    if (day > last && (until === null || day <= until)) last = day;
  }
  return last;
}

function withAct(state: LinkState | null, act: LinkAct): LinkState | null {
  const { effect, pin } = act;
  if (effect.kind === 'granted') return granted(act, effect);
  return state && changed(state, act, effect, pin.revision);
}

type Granted = Extract<ActEffect, { kind: 'granted' }>;

function granted(act: LinkAct, { from, until, holder, terms, consentsNeeded }: Granted): LinkState {
  const { revision } = act.pin;
  // Only the term says when the link ends; the other timelines run on, so that an extension finds them.
  const open = <T>(value: T): Timeline<T> => set<T>(NOTHING, { from, to: 'open', value, revision });
  return {
    grantedOn: dayOf(act),
    from,
    term: set<true>(NOTHING, { from, to: until ?? 'open', value: true, revision }),
    holder: open(holder),
    terms: mapTerms(terms, (value) => open(value)),
    consentsNeeded,
    consents: { holder: NOTHING, organisation: NOTHING },
    suspension: NOTHING,
    ended: NOTHING,
  };
}

function changed(state: LinkState, act: LinkAct, effect: Exclude<ActEffect, Granted>, revision: number): LinkState {
  const { from } = effect;
  switch (effect.kind) {
    case 'consented': {
      // Consent is never retroactive (law.md M6), whatever its author filled in.
      const since = dayOf(act) > from ? dayOf(act) : from;
      const consent = set(state.consents[effect.by], { from: since, to: 'open', value: true as const, revision });
      return { ...state, consents: { ...state.consents, [effect.by]: consent } };
    }
    case 'amended':
      return { ...state, terms: amended(state.terms, effect, revision) };
    case 'termChanged': {
      // Nothing says what the grant meant before its own start, so a new term never begins earlier.
      const since = from > state.from ? from : state.from;
      const before = clear(state.term, { from: since, to: 'open' });
      return { ...state, term: set(before, { from: since, to: effect.until ?? 'open', value: true as const, revision }) };
    }
    case 'suspended':
      return { ...state, suspension: set(state.suspension, { from, to: effect.until ?? 'open', value: true as const, revision }) };
    case 'resumed':
      return { ...state, suspension: clear(state.suspension, { from }) };
    case 'revoked':
    case 'lapsed': {
      if (at(state.ended, from)) return state;
      const value = effect.kind === 'revoked' ? ('REVOKED' as const) : ('LAPSED' as const);
      return { ...state, ended: set(state.ended, { from, value, revision }) };
    }
    case 'succeeded':
      return { ...state, holder: set(state.holder, { from, value: effect.holder, revision }) };
  }
}

function amended(terms: LinkState['terms'], { from, to, terms: news }: Extract<ActEffect, { kind: 'amended' }>, revision: number) {
  return mapTerms(terms, (timeline, field) => {
    const value = news[field];
    return value === undefined ? timeline : set<unknown>(timeline, { from, ...(to && { to }), value, revision });
  });
}

function mapTerms<T extends object>(
  terms: T,
  toTimeline: (value: T[keyof T], field: keyof LinkTerms) => Timeline<unknown>,
): LinkState['terms'] {
  const mapped: Record<string, Timeline<unknown>> = {};
  for (const field in terms) mapped[field] = toTimeline(terms[field], field as keyof LinkTerms);
  return mapped as unknown as LinkState['terms'];
}

/** The terms on a day; null before the grant works. */
export function termsAt(state: LinkState, date: LocalDate): LinkTerms | null {
  const values: Record<string, unknown> = {};
  for (const field in state.terms) {
    const value = at<unknown>(state.terms[field as keyof LinkTerms], date);
    if (value === undefined) return null;
    values[field] = value;
  }
  return values as unknown as LinkTerms;
}

/** Why a link by itself, whatever its parents, is not in force on a day; empty when it is. */
export function reasonsNotInForce(state: LinkState | null, date: LocalDate): FailureReason[] {
  if (!state) return ['ACT_DATE_LATER'];
  const ended = at(state.ended, date);
  const reasons: FailureReason[] = ended ? [ended] : [];
  if (state.consentsNeeded.some((by) => !at(state.consents[by], date))) reasons.push('AWAITING_CONSENT');
  if (!segmentAt(state.term, date)) reasons.push(state.term.some(({ from }) => from > date) ? 'NOT_IN_FORCE' : 'TERM_ENDED');
  if (at(state.suspension, date)) reasons.push('SUSPENDED');
  return reasons;
}

/** When a whole chain is in force: every link's term and consents, without suspension or end. */
export function periodsInForce(chain: readonly AuthorityLink[], doneBy: LocalDate | null = null): Period[] {
  const perLink = chain.map((link) => ownPeriods(linkState(link, doneBy)));
  return perLink.reduce((shared, periods) => shared.flatMap((a) => periods.flatMap((b) => intersect(a, b) ?? [])));
}

function ownPeriods(state: LinkState | null): Period[] {
  if (!state) return [];
  const { term, suspension, ended, consents, consentsNeeded } = state;
  return periodsWhere(
    combine({ term, suspension, ended, ...consents }),
    (on) => on.term && !on.suspension && !on.ended && consentsNeeded.every((by) => on[by]),
  );
}
