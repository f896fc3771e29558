import { finding } from '../../../law/rules.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { recordedFindings, type OpenFinding } from '../../findings/open-finding.js';
import { bindsWhenDue, dayAfter, factsOf, occurrences, type Occurrence } from './agreement-commitments.js';
import { endOf } from './agreement-standing.js';
import type { AgreementState } from './agreement-state.js';

const PUBLIC: Audience = { level: 'public', parties: [] };

/** What about an agreement is not in order: what was recorded with its texts, and commitments that are late or breached. */
export function agreementFindings(state: AgreementState): OpenFinding[] {
  const recorded = recordedFindings(state, endsOn(state));
  return [
    // Only findings of events that everyone may read are kept in the state.
    ...recorded.map((one) => ({ ...one, audience: PUBLIC, parties: state.readers })),
    ...occurrences(state).flatMap((one) => [...overdue(state, one), ...breached(state, one)]),
  ];
}

function endsOn(state: AgreementState): LocalDate | undefined {
  const last = state.versions.at(-1);
  const days = [state.terminated?.from, last && endOf(state, last)];
  return days.filter((day) => day !== undefined).sort()[0];
}

/** Late from the day after it was due until it is reported, or waived: that it is disputed or breached keeps nothing. */
function overdue(state: AgreementState, one: Occurrence): OpenFinding[] {
  const { due, commitment } = one;
  if (due === null || !bindsWhenDue(one) || dayAfter(due) === due) return [];
  const kept = factsOf(state, one).filter(({ kind }) => kind === 'REPORTED' || kind === 'CONFIRMED' || kind === 'WAIVED');
  const detail = {
    nl: `Toezegging ${commitment.id} moest op ${due} zijn nagekomen.`,
    en: `Commitment ${commitment.id} was due on ${due}.`,
  };
  const until = kept.map(({ on }) => on).sort()[0] ?? null;
  return [{ finding: finding('COMMITMENT_OVERDUE', { detail }), from: dayAfter(due), until, audience: PUBLIC, parties: partiesTo(one) }];
}

/** Until the next thing that is said of it. */
function breached(state: AgreementState, one: Occurrence): OpenFinding[] {
  const facts = factsOf(state, one);
  return facts.flatMap(({ kind, on, audience }, index) => {
    if (kind !== 'BREACHED') return [];
    const detail = { nl: `Toezegging ${one.commitment.id} is geschonden.`, en: `Commitment ${one.commitment.id} was breached.` };
    const until = facts[index + 1]?.on ?? null;
    return [{ finding: finding('COMMITMENT_BREACHED', { detail }), from: on, until, audience, parties: partiesTo(one) }];
  });
}

function partiesTo({ commitment: { owner, with: others } }: Occurrence): string[] {
  return [owner, ...others];
}
