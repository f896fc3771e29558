import { objectionTerm } from '../../../law/terms.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { Timer } from '../../timers/timer.js';
import { audienceNow, type DecisionState, type Ended, type ProposalDetails } from './decision-state.js';

export const DecisionTimer = {
  OBJECTION_TERM_END: 'OBJECTION_TERM_END',
  ENTRY_INTO_FORCE: 'DECISION_ENTRY_INTO_FORCE',
  REVIEW_DUE: 'DECISION_REVIEW_DUE',
  CONSULTATION_END: 'DECISION_CONSULTATION_END',
  WITHDRAWAL: 'DECISION_WITHDRAWAL',
  EXPIRY: 'DECISION_EXPIRY',
  SUPERSESSION: 'DECISION_SUPERSESSION',
  ANNULMENT: 'DECISION_ANNULMENT',
} as const;

type Kind = (typeof DecisionTimer)[keyof typeof DecisionTimer];
type Shown = Pick<Timer, 'key' | 'on' | 'text'> & { readonly kind: Kind };

/** What comes due about a decision. Its status follows from its dates, so that nothing has to be recorded when they come. */
export function decisionDue(state: DecisionState): Timer[] {
  const { details } = state;
  if (!details) return [];
  const audience = audienceNow(state, details);
  const parties = partiesOf(details);
  return [
    ...[...objectionTermEnd(state, details), ...entryIntoForce(state), ...review(state), ...end(state)].map((one) => ({
      ...one,
      audience,
      parties,
    })),
    ...consultationEnds(state, parties),
  ];
}

/** Whose list it stands in. Who a decision about a person is for stays out of it. */
export function partiesOf({ drafters, beneficiary, person }: ProposalDetails): string[] {
  return [...new Set([...drafters, ...(beneficiary !== undefined && person === undefined ? [beneficiary] : [])])];
}

/** The last day on which an objection can be lodged; of a decision that is no more there is none to lodge. */
function objectionTermEnd({ madeKnown, ended }: DecisionState, { objectionOpen }: ProposalDetails): Shown[] {
  if (!madeKnown || !objectionOpen || ended?.kind === 'WITHDRAWN' || ended?.kind === 'ANNULLED') return [];
  const { end: on } = objectionTerm(madeKnown.on);
  const text = { nl: 'Laatste dag om bezwaar te maken.', en: 'Last day to lodge an objection.' };
  return [{ key: 'objection term', on, kind: DecisionTimer.OBJECTION_TERM_END, text }];
}

function entryIntoForce({ inForce, ended }: DecisionState): Shown[] {
  if (!inForce || ended) return [];
  const text = { nl: 'Het besluit treedt in werking.', en: 'The decision enters into force.' };
  return [{ key: 'entry into force', on: inForce.on, kind: DecisionTimer.ENTRY_INTO_FORCE, text }];
}

function review({ reviewDue, ended }: DecisionState): Shown[] {
  if (!reviewDue || ended) return [];
  const text = { nl: 'Het besluit moet opnieuw worden bekeken.', en: 'The decision is due for review.' };
  return [{ key: 'review', on: reviewDue.due, kind: DecisionTimer.REVIEW_DUE, text }];
}

const ENDS: Readonly<Record<Exclude<Ended['kind'], 'PROPOSAL_WITHDRAWN'>, Pick<Shown, 'kind' | 'text'>>> = {
  WITHDRAWN: { kind: DecisionTimer.WITHDRAWAL, text: { nl: 'Het besluit is ingetrokken.', en: 'The decision is withdrawn.' } },
  EXPIRED: { kind: DecisionTimer.EXPIRY, text: { nl: 'Het besluit vervalt.', en: 'The decision expires.' } },
  SUPERSEDED: {
    kind: DecisionTimer.SUPERSESSION,
    text: { nl: 'Een ander besluit komt ervoor in de plaats.', en: 'Another decision takes its place.' },
  },
  ANNULLED: { kind: DecisionTimer.ANNULMENT, text: { nl: 'Het besluit is vernietigd.', en: 'The decision is annulled.' } },
};

function end({ ended }: DecisionState): Shown[] {
  if (!ended || ended.kind === 'PROPOSAL_WITHDRAWN') return [];
  return [{ key: 'end', on: ended.from, ...ENDS[ended.kind] }];
}

/** Each for whoever may read the consultation. */
function consultationEnds({ consultations, taken, ended }: DecisionState, parties: readonly string[]): Timer[] {
  if (taken || ended) return [];
  return consultations.flatMap(({ until, closed, audience, parties: consulted }, index) =>
    until === undefined || closed
      ? []
      : [
          {
            key: `consultation ${index + 1}`,
            on: until,
            kind: DecisionTimer.CONSULTATION_END,
            text: { nl: 'De consultatie loopt tot vandaag.', en: 'The consultation runs until today.' },
            audience: audience satisfies Audience,
            parties: [...new Set([...parties, ...consulted])],
          },
        ],
  );
}
