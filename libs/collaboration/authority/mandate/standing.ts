import { linkState, reasonsNotInForce, type LinkState } from '../../../law/link-history.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Segment } from '../../../ledger/timeline.js';
import { BEGIN_OF_TIME, END_OF_TIME } from '../../../views/view-definition.js';
import { authorityLink, type MandateState } from './mandate.js';

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
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate;
  readonly status: MandateStatus;
  readonly history: LinkState;
}

/** Every day that ever was, cut where the standing or the terms change; nothing before it is granted. */
export function standings(state: MandateState): Standing[] {
  const link = authorityLink(state);
  const history = link && linkState(link, null);
  if (!history) return [];
  const { term, suspension, ended, consents, terms } = history;
  const timelines: readonly (readonly Segment<unknown>[])[] = [term, suspension, ended, ...Object.values(consents), ...Object.values(terms)];
  const cuts = timelines.flat().flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  const refusals = state.consents.filter(({ given }) => !given).map(({ on }) => on);
  const days = [...new Set([BEGIN_OF_TIME, ...cuts, ...refusals])].sort();
  const all = days.map((validFrom, index) => ({
    validFrom,
    validTo: days[index + 1] ?? END_OF_TIME,
    status: statusOn(state, history, validFrom),
    history,
  }));
  return joined(all, history);
}

function statusOn(state: MandateState, history: LinkState, date: LocalDate): MandateStatus {
  const reasons = new Set(reasonsNotInForce(history, date));
  if (reasons.has('REVOKED')) return 'REVOKED';
  if (reasons.has('TERM_ENDED')) return 'ENDED';
  if (reasons.has('AWAITING_CONSENT')) return isRefused(state, date) ? 'CONSENT_REFUSED' : 'AWAITING_CONSENT';
  if (reasons.has('NOT_IN_FORCE')) return 'NOT_YET';
  return reasons.has('SUSPENDED') ? 'SUSPENDED' : 'IN_FORCE';
}

function isRefused({ grant, consents }: MandateState, date: LocalDate): boolean {
  return (grant?.consentsNeeded ?? []).some((by) => consents.findLast((one) => one.by === by && one.on <= date)?.given === false);
}

/** Adjoining days with the same standing and terms are one stretch: a cut without effect is none. */
function joined(all: readonly Standing[], history: LinkState): Standing[] {
  const result: Standing[] = [];
  for (const one of all) {
    const last = result.at(-1);
    if (last && last.status === one.status && !termsChange(history, one.validFrom)) result[result.length - 1] = { ...last, validTo: one.validTo };
    else result.push(one);
  }
  return result;
}

function termsChange({ terms }: LinkState, on: LocalDate): boolean {
  // The first segment of a term is what the grant says: a stretch before it shows the same.
  return Object.values(terms).some((timeline: readonly Segment<unknown>[]) => timeline.some(({ from }, index) => index > 0 && from === on));
}
