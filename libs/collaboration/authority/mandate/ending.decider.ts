import { linkState, periodsInForce, reasonsNotInForce, type LinkState } from '../../../law/link-history.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { parseStream } from '../../../ledger/ids.js';
import { contains } from '../../../ledger/period.js';
import { at, segmentAt } from '../../../ledger/timeline.js';
import { forbidden } from '../../authorisation.js';
import { originOf } from '../../deciding/drafting.js';
import { actInFuture, invalid, liveDay, notNow } from '../../deciding/refusing.js';
import {
  byDeputy,
  currentGrantor,
  decidedBy,
  keepsRecordsOf,
  notTheGrantor,
  partiesToMandate,
  recorded,
  speaksForBearer,
  type Rule,
} from './acting.js';
import { chainOf, linkOf } from './authority-chain.js';
import { breach, findingsOf, firstBreach, together, type Examination } from './examination.js';
import { instrumentProblems } from './grant-intent.js';
import { startRules } from './grant-rules.js';
import { mandateEvents } from './mandate-events.js';
import type * as commands from './ending.commands.js';
import { authorityLink, type GrantRecord, type MandateState } from './mandate.js';
import { writingRules } from './writing-rules.js';

export const suspendMandate: Rule<commands.SuspendMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { until, reason } = command;
    return byGrantor('SuspendMandate', command, state, context, ({ from, history, examined }) => {
      if (at(history.ended, from)) return ended();
      if (until !== undefined && until <= from) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
      if (segmentAt(history.suspension, from)?.until === (until ?? null)) return { accepted: [] };
      return { type: mandateEvents.suspended.type, data: { from, until, reason, findings: [...examined.warnings] } };
    });
  },
};

export const resumeMandate: Rule<commands.ResumeMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide: (command, state, context) =>
    byGrantor('ResumeMandate', command, state, context, ({ from, history, examined }) => {
      if (!at(history.suspension, from)) return notNow('Op die dag is er geen opschorting.', 'It is not suspended on that day.');
      return { type: mandateEvents.resumed.type, data: { from, findings: [...examined.warnings] } };
    }),
};

/** M11: always possible. M4: of a general mandate in writing. */
export const revokeMandate: Rule<commands.RevokeMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { instrument, reason } = command;
    const problems = instrumentProblems(instrument);
    if (problems.length > 0) return { invalid: problems };
    return byGrantor('RevokeMandate', command, state, context, ({ from, grant, history, examined }) => {
      if (at(history.ended, from)) return { accepted: [] };
      const all = together(revocationRules(grant, command), examined);
      return firstBreach(all) ?? { type: mandateEvents.revoked.type, data: { from, instrument, reason, findings: [...all.warnings] } };
    });
  },
};

export const registerRevocation: Rule<commands.RegisterRevocation> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { from, instrument, reason, actDate } = command;
    const { grant } = state;
    const link = authorityLink(state);
    const history = link && linkState(link, null);
    if (!grant || !history) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
    const problems = instrumentProblems(instrument);
    if (problems.length > 0) return { invalid: problems };
    const grantor = currentGrantor(grant, context.loaded) ?? grant.holder;
    if (!keepsRecordsOf(grant.organisation, context) && !speaksForBearer(grantor, context.today, context)) {
      return forbidden('only the grantor, its organisation or a registrar registers a revocation');
    }
    if (actDate !== undefined && actDate > context.today) return actInFuture(context);
    if (at(history.ended, from)) return { accepted: [] };
    const examined = together(
      grant.kind === 'attribution' ? together() : revocationRules(grant, command),
      startRules({ from, actDate: actDate ?? null, retroactiveReason: reason }),
    );
    const data = { from, instrument, reason, findings: findingsOf(examined) };
    return { accepted: [{ type: mandateEvents.revoked.type, data, actDate, valid: { from, until: null }, ...originOf(command) }] };
  },
};

/** Tells that it ended by itself; the end follows from the facts, so that this only has to agree with them. */
export const noteMandateEnd: Rule<commands.NoteMandateEnd> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide({ cause, on }, state, context) {
    const { grant } = state;
    if (!grant) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
    if (context.actor.role !== 'service' && !keepsRecordsOf(grant.organisation, context))
      return forbidden('only the ledger itself or a registrar notes an end');
    if (on > context.today || !endedBy(cause, on, state, context)) {
      return invalid('cause', 'NOT_SO', 'is not why it was no longer in force on that day');
    }
    const known = state.notedEnds.some((one) => one.on === on && one.cause === cause);
    return { accepted: known ? [] : [{ type: mandateEvents.endNoted.type, data: { on, cause }, valid: { from: on, until: null } }] };
  },
};

function endedBy(cause: commands.NoteMandateEnd['cause'], on: LocalDate, state: MandateState, { loaded }: DecideContext): boolean {
  const link = linkOf(state, loaded);
  const reasons = reasonsNotInForce(link && linkState(link, null), on);
  switch (cause) {
    case 'EXPIRED':
      return reasons.includes('TERM_ENDED');
    case 'POST_ABOLISHED':
      return reasons.includes('LAPSED');
    case 'PARENT_ENDED': {
      const above = state.grant?.parent ? chainOf(parseStream(state.grant.parent.stream).id, loaded) : [];
      return above.length > 0 && !periodsInForce(above).some((period) => contains(period, on));
    }
    default:
      return cause satisfies never;
  }
}

function revocationRules({ kind, terms }: GrantRecord, { instrument }: Pick<commands.RevokeMandate, 'instrument'>): Examination {
  return writingRules({ kind, terms, instrument }, 'revocation', () => true);
}

export interface LiveAct {
  readonly from?: LocalDate;
  readonly actDate?: LocalDate;
  readonly retroactiveReason?: string;
}

export interface Granted {
  readonly from: LocalDate;
  readonly day: LocalDate;
  readonly grant: GrantRecord;
  readonly history: LinkState;
  /** Whether it reaches back (law.md M14). */
  readonly examined: Examination;
}

/** What the grantor does to a granted mandate now. A refusal for lack of authority is recorded. */
export function byGrantor(
  name: string,
  command: LiveAct,
  state: MandateState,
  context: DecideContext,
  act: (granted: Granted) => Decision | Pick<EventDraft, 'type' | 'data' | 'audience'>,
): Decision {
  const { grant } = state;
  const link = authorityLink(state);
  const history = link && linkState(link, null);
  if (!grant || !history) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
  const acted = liveDay(command.actDate, context);
  if ('refused' in acted) return acted;
  const { day } = acted;
  const grantor = currentGrantor(grant, context.loaded, day);
  if (!grantor) return firstBreach(attributionStands()) ?? { accepted: [] };
  const notAllowed = notTheGrantor(grantor, grant.organisation, day, context);
  if (notAllowed) return recorded(name, notAllowed, state, context);
  const from = command.from ?? day;
  const examined = startRules({ from, actDate: day, retroactiveReason: command.retroactiveReason });
  const done = act({ from, day, grant, history, examined });
  if (!('type' in done)) return done;
  const data = { ...(done.data as object), ...byDeputy(grantor, day, context) };
  return (
    firstBreach(examined) ?? {
      accepted: [{ ...done, data, actDate: day, valid: { from, until: null }, decidedBy: decidedBy(grantor, day, context) }],
    }
  );
}

export function ended(): Decision {
  return notNow('Deze verlening is op die dag al geëindigd.', 'This grant has ended by that day.');
}

function attributionStands(): Examination {
  return breach('M1', 'Een attributie verandert alleen met de wet.', 'An attribution changes with the law only.', {
    legalBasis: 'Awb 10:22',
  });
}
