import type { LocalDate } from '../../../ledger/local-date.js';
import { rememberingLast } from '../../../ledger/remembering.js';
import type { Timer } from '../../timers/timer.js';
import { bindsWhenDue, dayAfter, factsOf, occurrences, type Occurrence } from './agreement-commitments.js';
import { endOf } from './agreement-standing.js';
import { noteOf, type AgreementState } from './agreement-state.js';

export const AgreementTimer = {
  START: 'AGREEMENT_START',
  EXPIRY: 'AGREEMENT_EXPIRY',
  COMMITMENT_DUE: 'COMMITMENT_DUE',
  COMMITMENT_OVERDUE: 'COMMITMENT_OVERDUE',
} as const;

type Shown = Pick<Timer, 'key' | 'on' | 'text' | 'command' | 'parties'> & {
  readonly kind: (typeof AgreementTimer)[keyof typeof AgreementTimer];
};

/** What comes due about an agreement and was not noted yet. It informs: what holds on a date follows from the dates alone. */
export function agreementDue(state: AgreementState, agreement: string): Timer[] {
  const all = [...startsAndEnd(state, agreement), ...commitments(state, agreement)];
  const audience = { level: 'partners' as const, parties: state.readers };
  return [...new Map(all.filter(({ key }) => !state.noted.includes(key)).map((one) => [one.key, { audience, ...one }])).values()];
}

function startsAndEnd(state: AgreementState, agreement: string): Shown[] {
  const { versions, terminated, readers: parties } = state;
  const last = versions.at(-1);
  const end = last && endOf(state, last);
  const before = (on: LocalDate) => terminated === undefined || on < terminated.from;
  const starts = versions.map(({ number, from: on }): Shown => ({
    ...{ key: noteOf('START', String(number), on), on, kind: AgreementTimer.START, parties },
    text: { nl: `Versie ${number} van de afspraak gaat in.`, en: `Version ${number} of the agreement starts.` },
    command: { name: 'NoteAgreementStarted', input: { agreement, version: number } },
  }));
  const ends: Shown[] =
    end === undefined
      ? []
      : [
          {
            ...{ key: noteOf('EXPIRY', '', end), on: end, kind: AgreementTimer.EXPIRY, parties },
            text: { nl: 'De afspraak loopt af.', en: 'The agreement expires.' },
            command: { name: 'NoteAgreementExpired', input: { agreement } },
          },
        ];
  return [...starts, ...ends].filter(({ on }) => before(on));
}

/** What was reported or waived is neither due nor late. */
function commitments(state: AgreementState, agreement: string): Shown[] {
  return awaited(occurrences(state), agreement).flatMap(({ one, timers }) => (factsOf(state, one).length > 0 ? [] : timers));
}

/** Of each due day on which a commitment binds: that day, and the day after, on which it is late. */
const awaited = rememberingLast(awaitedOf);

function awaitedOf(all: readonly Occurrence[], agreement: string): { readonly one: Occurrence; readonly timers: readonly Shown[] }[] {
  return all.flatMap((one) => {
    const { commitment, due } = one;
    if (due === null || !bindsWhenDue(one)) return [];
    const { id, owner } = commitment;
    const parties = [owner, ...commitment.with];
    const input = { agreement, commitment: id, due };
    const timers: readonly Shown[] = [
      {
        ...{ key: `DUE ${id} ${due}`, on: due, kind: AgreementTimer.COMMITMENT_DUE, parties },
        text: { nl: `Toezegging ${id} moet zijn nagekomen.`, en: `Commitment ${id} is due.` },
      },
      {
        ...{ key: noteOf('OVERDUE', id, due), on: dayAfter(due), kind: AgreementTimer.COMMITMENT_OVERDUE, parties },
        text: { nl: `Toezegging ${id} is te laat.`, en: `Commitment ${id} is overdue.` },
        command: { name: 'NoteCommitmentOverdue', input },
      },
    ];
    return [{ one, timers }];
  });
}
