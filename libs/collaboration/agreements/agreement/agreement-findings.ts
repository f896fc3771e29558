import { finding } from '../../../law/rules.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { rememberingParts } from '../../../ledger/remembering.js';
import { recordedFindings, type OpenFinding } from '../../findings/open-finding.js';
import { bindsWhenDue, dayAfter, factsOf, occurrences, PROMISED, type Occurrence, type Promised } from './agreement-commitments.js';
import { endOf } from './agreement-standing.js';
import type { AgreementState, CommitmentFact } from './agreement-state.js';

const PUBLIC: Audience = { level: 'public', parties: [] };

/** What about an agreement is not in order: what was recorded with its texts, and commitments that are late or breached. */
export function agreementFindings(state: AgreementState): OpenFinding[] {
  const recorded = recordedFindings(state, endsOn(state));
  return [
    // Only findings of events that everyone may read are kept in the state.
    ...recorded.map((one) => ({ ...one, audience: PUBLIC, parties: state.readers })),
    ...awaited(state).flatMap((one) => {
      const facts = factsOf(state, one);
      return [...overdue(one, facts), ...breached(one, facts)];
    }),
  ];
}

function endsOn(state: AgreementState): LocalDate | undefined {
  const last = state.versions.at(-1);
  const days = [state.terminated?.from, last && endOf(state, last)];
  return days.filter((day) => day !== undefined).sort()[0];
}

interface Awaited extends Occurrence {
  readonly parties: readonly string[];
  /** What is said when nothing is said of it, from the day after it was due. */
  readonly late?: Pick<OpenFinding, 'finding' | 'from'>;
}

const awaited = rememberingParts<AgreementState, Promised, readonly Awaited[]>(PROMISED, (state) =>
  occurrences(state).map((one) => ({ ...one, ...lateOf(one), parties: [one.commitment.owner, ...one.commitment.with] })),
);

function lateOf(one: Occurrence): Pick<Awaited, 'late'> {
  const { due, commitment } = one;
  if (due === null || !bindsWhenDue(one) || dayAfter(due) === due) return {};
  const detail = {
    nl: `Toezegging ${commitment.id} moest op ${due} zijn nagekomen.`,
    en: `Commitment ${commitment.id} was due on ${due}.`,
  };
  return { late: { finding: finding('COMMITMENT_OVERDUE', { detail }), from: dayAfter(due) } };
}

/** Late until it is reported, or waived: that it is disputed or breached keeps nothing. */
function overdue({ late, parties }: Awaited, facts: readonly CommitmentFact[]): OpenFinding[] {
  if (!late) return [];
  let until: LocalDate | null = null;
  for (const { kind, on } of facts) {
    const isSettled = kind === 'REPORTED' || kind === 'CONFIRMED' || kind === 'WAIVED';
    if (isSettled && (until === null || on < until)) until = on;
  }
  return [{ ...late, until, audience: PUBLIC, parties }];
}

/** Until the next thing that is said of it. */
function breached(one: Awaited, facts: readonly CommitmentFact[]): OpenFinding[] {
  return facts.flatMap(({ kind, on, audience }, index) => {
    if (kind !== 'BREACHED') return [];
    const detail = { nl: `Toezegging ${one.commitment.id} is geschonden.`, en: `Commitment ${one.commitment.id} was breached.` };
    const until = facts[index + 1]?.on ?? null;
    return [{ finding: finding('COMMITMENT_BREACHED', { detail }), from: on, until, audience, parties: one.parties }];
  });
}
