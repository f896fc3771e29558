import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden } from '../../authorisation.js';
import { invalid, notNow } from '../../deciding/refusing.js';
import { draft, type Rule } from './agreement-acting.js';
import { bindsWhenDue, factsOf, occurrences } from './agreement-commitments.js';
import { agreementEvents } from './agreement-events.js';
import { endOf } from './agreement-standing.js';
import { noteOf, type AgreementState } from './agreement-state.js';
import type * as commands from './noting.commands.js';

export const noteStarted: Rule<commands.NoteAgreementStarted> = {
  subject: ({ agreement }) => agreement,
  decide({ version: number }, state, context) {
    const version = state.versions.find((one) => one.number === number);
    if (!version) return invalid('version', 'UNKNOWN', 'is no version of this agreement');
    const { from: on } = version;
    return noting(state, context, { note: noteOf('START', String(number), on), reachedOn: on, stands: stillStands(state, on) }, () =>
      draft(agreementEvents.startNoted, { version: number, on }, state, context),
    );
  },
};

export const noteExpired: Rule<commands.NoteAgreementExpired> = {
  subject: ({ agreement }) => agreement,
  decide(_command, state, context) {
    const last = state.versions.at(-1);
    const on = last && endOf(state, last);
    if (on === undefined) return notNow('De afspraak heeft geen einde.', 'The agreement has no end.');
    return noting(state, context, { note: noteOf('EXPIRY', '', on), reachedOn: on, stands: stillStands(state, on) }, () =>
      draft(agreementEvents.expiryNoted, { on }, state, context),
    );
  },
};

export const noteOverdue: Rule<commands.NoteCommitmentOverdue> = {
  subject: ({ agreement }) => agreement,
  decide({ commitment, due }, state, context) {
    const occurrence = occurrences(state).find((one) => one.commitment.id === commitment && one.due === due);
    const stands = occurrence !== undefined && bindsWhenDue(occurrence) && factsOf(state, occurrence).length === 0;
    // The whole due day counts: a commitment is late from the day after.
    const reached = due < context.today ? due : undefined;
    return noting(state, context, { note: noteOf('OVERDUE', commitment, due), reachedOn: reached, stands }, () =>
      draft(agreementEvents.commitmentOverdueNoted, { commitment, due }, state, context),
    );
  },
};

function stillStands({ terminated }: AgreementState, on: LocalDate): boolean {
  return terminated === undefined || on < terminated.from;
}

/** Once, after its day came, and only when it is still so; otherwise nothing happened. */
function noting(
  { noted }: AgreementState,
  { actor, today }: DecideContext,
  { note, reachedOn, stands }: { note: string; reachedOn: LocalDate | undefined; stands: boolean },
  event: () => EventDraft,
): Decision {
  if (actor.role !== 'administrator') return forbidden("only the ledger's clock notes deadlines");
  const reached = reachedOn !== undefined && reachedOn <= today;
  return { accepted: stands && reached && !noted.includes(note) ? [event()] : [] };
}
