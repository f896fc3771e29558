import type { LinkTerms } from '../../../law/authority-link.js';
import { reasonsNotInForce, type LinkState } from '../../../law/link-history.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { rememberingParts } from '../../../ledger/remembering.js';
import { segmentAt, type Segment, type Timeline } from '../../../ledger/timeline.js';
import { linkByNow, type MandateState } from './mandate.js';

/** How a mandate stands by itself; what its parents and its post do to it is computed for the chain when asked. */
export const MandateStatus = {
  PROPOSED: 'PROPOSED',
  AWAITING_CONSENT: 'AWAITING_CONSENT',
  CONSENT_REFUSED: 'CONSENT_REFUSED',
  NOT_YET: 'NOT_YET',
  IN_FORCE: 'IN_FORCE',
  SUSPENDED: 'SUSPENDED',
  REVOKED: 'REVOKED',
  ENDED: 'ENDED',
} as const;
export type MandateStatus = (typeof MandateStatus)[keyof typeof MandateStatus];

/** Days on which a mandate stands the same and says the same. */
export interface Standing {
  /** First day; null when it always stood so. */
  readonly since: LocalDate | null;
  /** First day on which it stands otherwise; null when it stays so. */
  readonly before: LocalDate | null;
  readonly status: MandateStatus;
  /** What it says; before its first day what it will say then. */
  readonly terms: LinkTerms;
  /** First day after its term, as known now. */
  readonly until: LocalDate | null;
}

/** Sorts before every date. */
const BEFORE_ALL_DAYS = '';

type Stood = Pick<MandateState, 'acts' | 'consents' | 'grant' | 'pin'>;

/** Every day that ever was, cut where the standing or the terms change; nothing before it is granted. */
export const standings = rememberingParts<MandateState, keyof Stood, readonly Standing[]>(
  ['acts', 'consents', 'grant', 'pin'],
  standingsOf,
);

function standingsOf(state: Stood): Standing[] {
  const history = linkByNow(state);
  if (!history) return [];
  const { term, suspension, ended, consents, terms } = history;
  const timelines: readonly (readonly Segment<unknown>[])[] = [
    term,
    suspension,
    ended,
    ...Object.values(consents),
    ...Object.values(terms),
  ];
  const cuts = timelines.flat().flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  const refusals = state.consents.filter(({ given }) => !given).map(({ on }) => on);
  const days = [...new Set([BEFORE_ALL_DAYS, ...cuts, ...refusals])].sort();
  const until = term.at(-1)?.until ?? null;
  const all = days.map((day, index) => ({
    since: day === BEFORE_ALL_DAYS ? null : day,
    before: days[index + 1] ?? null,
    status: statusOn(state, history, day),
    terms: saidOn(history, day),
    until,
  }));
  return joined(all);
}

function saidOn({ terms }: LinkState, date: LocalDate): LinkTerms {
  const said: Record<string, unknown> = {};
  for (const field in terms) {
    const timeline: Timeline<unknown> = terms[field as keyof LinkTerms];
    said[field] = (segmentAt(timeline, date) ?? timeline[0])?.value;
  }
  return said as unknown as LinkTerms;
}

function statusOn(state: Stood, history: LinkState, date: LocalDate): MandateStatus {
  const reasons = new Set(reasonsNotInForce(history, date));
  if (reasons.has('REVOKED')) return 'REVOKED';
  if (reasons.has('TERM_ENDED')) return 'ENDED';
  if (reasons.has('AWAITING_CONSENT')) return isRefused(state, date) ? 'CONSENT_REFUSED' : 'AWAITING_CONSENT';
  if (reasons.has('NOT_IN_FORCE')) return 'NOT_YET';
  return reasons.has('SUSPENDED') ? 'SUSPENDED' : 'IN_FORCE';
}

function isRefused({ grant, consents }: Stood, date: LocalDate): boolean {
  return (grant?.consentsNeeded ?? []).some((by) => consents.findLast((one) => one.by === by && one.on <= date)?.given === false);
}

/** Adjoining days on which it stands the same and says the same are one stretch: a cut without effect is none. */
function joined(all: readonly Standing[]): Standing[] {
  const result: Standing[] = [];
  for (const one of all) {
    const last = result.at(-1);
    if (last && last.status === one.status && sameTerms(last.terms, one.terms)) result[result.length - 1] = { ...last, before: one.before };
    else result.push(one);
  }
  return result;
}

function sameTerms(a: LinkTerms, b: LinkTerms): boolean {
  for (const field in a) if (a[field as keyof LinkTerms] !== b[field as keyof LinkTerms]) return false;
  return true;
}
