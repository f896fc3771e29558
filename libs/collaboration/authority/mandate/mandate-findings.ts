import { finding, type Finding } from '../../../law/rules.js';
import type { Audience } from '../../../ledger/envelope.js';
import { addDays, isLocalDate, type LocalDate } from '../../../ledger/local-date.js';
import type { BilingualText } from '../../../ledger/refusal.js';
import { recordedFindings, type FoundDuring, type OpenFinding } from '../../findings/open-finding.js';
import { partiesOf } from './mandate-due.js';
import type { MandateEndCause } from './mandate-events.js';
import type { GrantRecord, InformationRequest, MandateState } from './mandate.js';
import { standings } from './standing.js';

const PUBLIC: Audience = { level: 'public', parties: [] };

/** What about a grant is not in order. Of one that is only proposed the rules are looked at again when it is granted. */
export function mandateFindings(state: MandateState): OpenFinding[] {
  const { grant, requests, publication } = state;
  if (!grant) return [];
  const parties = partiesOf(grant);
  const ends = endOf(state);
  const silent = unpublished(grant).map((one): FoundDuring => {
    const until = [publication?.on, ends].filter((day) => day !== undefined).sort()[0] ?? null;
    return { finding: one, from: grant.actDate ?? grant.from, until };
  });
  const shown = [...recordedFindings(state, ends), ...silent, ...lapse(state, ends)];
  return [...shown.map((one) => ({ ...one, audience: PUBLIC, parties })), ...requests.flatMap((one) => unanswered(one, parties))];
}

/** M13: told for as long as no publication of a general grant is recorded. */
export function unpublished(grant: GrantRecord): Finding[] {
  if (grant.kind === 'attribution' || grant.terms.forCase !== null) return [];
  const detail = { nl: 'Er is geen bekendmaking vastgelegd.', en: 'No publication is recorded.' };
  return [finding('M13', { effect: 'W', detail })];
}

/** The day from which it is revoked or its term is over, for good as far as is known. */
function endOf(state: MandateState): LocalDate | undefined {
  const last = standings(state).at(-1);
  return last?.since && (last.status === 'REVOKED' || last.status === 'ENDED') ? last.since : undefined;
}

const LAPSED: Readonly<Record<Exclude<MandateEndCause, 'EXPIRED'>, BilingualText>> = {
  PARENT_ENDED: { nl: 'De verlening erboven is geëindigd.', en: 'The grant above it has ended.' },
  POST_ABOLISHED: {
    nl: 'De functie die het hield, is zonder opvolger opgeheven.',
    en: 'The post that held it was abolished without successor.',
  },
};

/** It lapsed because of something else, and nobody has revoked it or let its term end since. */
function lapse({ notedEnds }: MandateState, ends: LocalDate | undefined): FoundDuring[] {
  const lapses = notedEnds.flatMap(({ on, cause }) => (cause === 'EXPIRED' ? [] : [{ on, cause }]));
  const [first] = lapses.sort((a, b) => (a.on < b.on ? -1 : 1));
  return first ? [{ finding: finding('MANDATE_LAPSED', { detail: LAPSED[first.cause] }), from: first.on, until: ends ?? null }] : [];
}

/** D6: from the day after the answer was due until it is given. */
function unanswered({ due, answer, audience }: InformationRequest, parties: readonly string[]): OpenFinding[] {
  // Where dates end, no day follows on which it could be late.
  const late = due < '2999-12-31' && isLocalDate(due) ? addDays(due, 1) : undefined;
  if (late === undefined) return [];
  const detail = { nl: `Het antwoord moest er op ${due} zijn.`, en: `The answer was due on ${due}.` };
  return [{ finding: finding('D6', { detail }), from: late, until: answer?.on ?? null, audience, parties }];
}
