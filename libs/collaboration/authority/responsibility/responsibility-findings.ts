import type { Finding } from '../../../law/rules.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { recordedFindings, throughDays, type FoundDuring, type OpenFinding } from '../../findings/open-finding.js';
import { isAccountable, nobody } from './gap-rules.js';
import { statusOn, type ResponsibilityState } from './responsibility.js';

/**
 * What about a responsibility is not in order by itself: what was recorded with it, and days on which nobody is accountable. What
 * became of the accountable post is looked up when it is asked (`responsibilityGaps`).
 */
export function responsibilityFindings(state: ResponsibilityState): OpenFinding[] {
  const { readers, ended } = state;
  // That nobody will be accountable was told beforehand; the days themselves say so better.
  const recorded = recordedFindings(state, ended?.from).filter(({ finding }) => finding.ruleId !== 'NO_ACCOUNTABLE');
  const found = [...recorded, ...gaps(state)];
  return found.map((one) => ({ ...one, audience: { level: 'partners', parties: readers }, parties: readers }));
}

function gaps({ definition, assignments, ended }: ResponsibilityState): FoundDuring[] {
  if (!definition) return [];
  // Nobody else is asked about.
  const asked = assignments.filter(({ role }) => role === 'ACCOUNTABLE');
  const changes = asked.flatMap(({ standing }) => standing.flatMap(({ from, until }) => (until === null ? [from] : [from, until])));
  const days = [...changes, ...(ended ? [ended.from] : [])].filter((day) => day > definition.from);
  return throughDays([...new Set([definition.from, ...days])].sort(), (day) => (ended && ended.from <= day ? [] : gapOn(asked, day)));
}

function gapOn(assignments: ResponsibilityState['assignments'], day: LocalDate): Finding[] {
  const parts = assignments.flatMap((one) => {
    const status = statusOn(one, day);
    return status === undefined ? [] : [{ ...one, status }];
  });
  return parts.some(isAccountable) ? [] : [nobody(parts)];
}
