import type { DecideContext, Decision } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { segmentAt } from '../../../ledger/timeline.js';
import { invalid, liveDay, notNow } from '../../deciding/refusing.js';
import { byAssignee, deputy, isSame, unknown } from './assigning.decider.js';
import {
  assigneeOf,
  concernedNeeds,
  councilLookups,
  draft,
  endedAssignee,
  keeps,
  notTheAssignee,
  otherAccountable,
  partyOf,
  readers,
  refusedR1,
  whileOpen,
  type Rule,
} from './responsibility-acting.js';
import { responsibilityEvents, TRANSFER_SIDES, type Assignee, type TransferSide } from './responsibility-events.js';
import type { Assignment, ResponsibilityState, Transfer } from './responsibility.js';
import type * as commands from './responsibility.commands.js';

/** Puts a transfer on the table; whoever proposes it has agreed for the side they are on. */
export const proposeTransfer: Rule<commands.ProposeResponsibilityTransfer> = {
  subject: ({ responsibility }) => responsibility,
  needs: (command, state, loaded) => concernedNeeds(state, loaded, [command]),
  lookups: (command, _state, loaded) => councilLookups([partyOf(command, loaded)], '2999-12-31', loaded),
  decide(command, state, context) {
    const acted = liveDay(command.actDate, context);
    if ('refused' in acted) return acted;
    const { day: on } = acted;
    const { from = on } = command;
    const giver = state.assignments.find(({ assignment }) => assignment === command.assignment);
    if (!giver) return unknown('assignment');
    const assignee = assigneeOf(command, from, context.loaded);
    if (!assignee) return invalid('post', 'ONE_OF', 'name a post or a party, and not both');
    if (isSame(assignee, giver.assignee)) return invalid('post', 'SELF', 'has it already');
    if (from < on) return invalid('from', 'IN_THE_PAST', 'what was transferred earlier is registered, with its source');
    // Who is both still has to accept: proposing is one act, taking on is another.
    const agreed = sidesOf(giver.assignee, assignee, on, context).slice(0, 1);
    if (agreed.length === 0 && !keeps(state, context)) return notTheAssignee(giver.assignee, on, context) as Decision;
    if (state.transfers.some((one) => isOpen(one) && one.assignment === giver.assignment))
      return notNow('Er ligt al een voorstel tot overdracht.', 'A transfer has been proposed already.');
    const refused = notStanding(giver, from) ?? endedAssignee(assignee, from, context.loaded);
    if (refused) return refused;
    const data = { transfer: state.transfers.length + 1, assignment: giver.assignment, assignee, on, from, agreed };
    const more = { actDate: on, valid: { from, until: null } };
    return whileOpen(state, from, () => ({
      accepted: [draft(responsibilityEvents.transferProposed.type, data, readers(state, [assignee.party], context), more)],
    }));
  },
};

/** The second of the two to agree makes it a transfer, from the agreed day or, when that has passed, from today. */
export const acceptTransfer: Rule<commands.AcceptResponsibilityTransfer> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    onTransfer(command, state, context, ({ transfer, giver, sides, on }) => {
      const news = sides.filter((side) => !transfer.agreed.includes(side));
      if (transfer.settled?.outcome === 'TRANSFERRED' || (!transfer.settled && news.length === 0)) return { accepted: [] };
      if (transfer.settled) return notOnTheTable();
      const as = news[0] === 'giver' ? giver.assignee : transfer.assignee;
      const audience = readers(state, [], context);
      const by = { ...byAssignee(as, on, context) };
      const own = deputy(as, on, context);
      if (TRANSFER_SIDES.some((side) => !transfer.agreed.includes(side) && !news.includes(side))) {
        const data = { transfer: transfer.transfer, side: news[0], on, ...own };
        return { accepted: [{ ...draft(responsibilityEvents.transferAgreed.type, data, audience), ...by }] };
      }
      const from = transfer.from > on ? transfer.from : on;
      const refused = notStanding(giver, from) ?? endedAssignee(transfer.assignee, from, context.loaded);
      if (refused) return refused;
      const until = segmentAt(giver.standing, from)?.until ?? null;
      const other = giver.role === 'ACCOUNTABLE' ? otherAccountable(state, { from, until }, [giver.assignment]) : undefined;
      if (other) return refusedR1(other);
      const data = {
        ...{ transfer: transfer.transfer, assignment: giver.assignment, to: state.assignments.length + 1 },
        ...{ assignee: transfer.assignee, on, from, until: until ?? undefined, ...own, findings: [] },
      };
      return { accepted: [{ ...draft(responsibilityEvents.transferred.type, data, audience, { valid: { from, until } }), ...by }] };
    }),
};

/** Either of the two may say no, also after having agreed, as long as the other has not. */
export const declineTransfer: Rule<commands.DeclineResponsibilityTransfer> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    onTransfer(command, state, context, ({ transfer, giver, sides, on }) => {
      if (transfer.settled?.outcome === 'DECLINED') return { accepted: [] };
      if (transfer.settled) return notOnTheTable();
      const as = sides.includes('giver') ? giver.assignee : transfer.assignee;
      const data = { transfer: transfer.transfer, on, reason: command.reason, ...deputy(as, on, context) };
      const drafted = draft(responsibilityEvents.transferDeclined.type, data, readers(state, [], context));
      return { accepted: [{ ...drafted, ...byAssignee(as, on, context) }] };
    }),
};

interface Answered {
  readonly transfer: Transfer;
  readonly giver: Assignment;
  /** For which of the two the actor may answer. */
  readonly sides: readonly TransferSide[];
  readonly on: LocalDate;
}

function onTransfer(
  command: { readonly transfer: number; readonly actDate?: LocalDate },
  state: ResponsibilityState,
  context: DecideContext,
  decide: (answered: Answered) => Decision,
): Decision {
  const acted = liveDay(command.actDate, context);
  if ('refused' in acted) return acted;
  const { day: on } = acted;
  const transfer = state.transfers.find((one) => one.transfer === command.transfer);
  const giver = state.assignments.find(({ assignment }) => assignment === transfer?.assignment);
  if (!transfer || !giver) return unknown('transfer');
  if (on < transfer.on) return invalid('actDate', 'BEFORE_START', `lies before the proposal, ${transfer.on}`);
  const sides = sidesOf(giver.assignee, transfer.assignee, on, context);
  if (sides.length === 0) return notTheAssignee(transfer.assignee, on, context) as Decision;
  return whileOpen(state, on, () => decide({ transfer, giver, sides, on }));
}

function sidesOf(giver: Assignee, receiver: Assignee, on: LocalDate, context: DecideContext): TransferSide[] {
  const assignees = { giver, receiver };
  return TRANSFER_SIDES.filter((side) => notTheAssignee(assignees[side], on, context) === undefined);
}

/** Only what counts can be handed over. */
function notStanding(giver: Assignment, from: LocalDate): Decision | undefined {
  if (segmentAt(giver.standing, from)?.value === 'IN_FORCE') return undefined;
  return notNow('Op die dag heeft de overdrager dit deel niet.', 'On that day the giver does not have this part.');
}

function isOpen({ settled }: Transfer): boolean {
  return settled === undefined;
}

function notOnTheTable(): Decision {
  return notNow('Deze overdracht ligt niet meer op tafel.', 'This transfer is no longer on the table.');
}
