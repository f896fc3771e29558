import type { DecideContext, Decision } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { invalid, liveDay, notNow } from '../../deciding/refusing.js';
import { byDeputy } from '../mandate/acting.js';
import {
  assigneeOf,
  concernedNeeds,
  councilLookups,
  draft,
  endedAssignee,
  gapFindings,
  keeps,
  keptWhileOpen,
  notTheAssignee,
  otherAccountable,
  partyOf,
  postOn,
  readers,
  refusedR1,
  whileOpen,
  type Rule,
} from './responsibility-acting.js';
import { ASSIGNING, responsibilityEvents, type Assignee, type RaciRole } from './responsibility-events.js';
import { statusOn, type Assignment, type ResponsibilityState } from './responsibility.js';
import type * as commands from './responsibility.commands.js';

export const assignAccountable: Rule<commands.AssignAccountable> = assigning('ACCOUNTABLE');
export const assignResponsible: Rule<commands.AssignResponsible> = assigning('RESPONSIBLE');
export const addConsulted: Rule<commands.AddConsulted> = assigning('CONSULTED');
export const addInformed: Rule<commands.AddInformed> = assigning('INFORMED');

/** Gives somebody a part, which counts from acceptance. */
function assigning(role: RaciRole): Rule<commands.AssignAccountable> {
  return {
    subject: ({ responsibility }) => responsibility,
    needs: (command, state, loaded) => concernedNeeds(state, loaded, [command]),
    lookups: (command, _state, loaded) => councilLookups([partyOf(command, loaded)], LATEST, loaded),
    decide(command, state, context) {
      const acted = liveDay(command.actDate, context);
      if ('refused' in acted) return acted;
      const { day: on } = acted;
      const { from = on, until } = command;
      const assignee = assigneeOf(command, from, context.loaded);
      if (!assignee) return invalid('post', 'ONE_OF', 'name a post or a party, and not both');
      const first = [state.definition?.from ?? from, on, from].sort().at(-1)!;
      if (until !== undefined && until <= first) return invalid('until', 'REVERSED_PERIOD', `must lie after ${first}`);
      return keptWhileOpen(state, first, context, () => {
        const same = state.assignments.find((one) => one.role === role && isSame(one.assignee, assignee) && isAlive(one, first));
        if (same) return same.from === from && same.until === (until ?? null) ? { accepted: [] } : hasPart(same);
        const other = role === 'ACCOUNTABLE' ? otherAccountable(state, { from: first, until: until ?? null }) : undefined;
        const refused = other ? refusedR1(other) : endedAssignee(assignee, first, context.loaded);
        if (refused) return refused;
        const data = { assignment: state.assignments.length + 1, assignee, on, from, until, findings: [] };
        const audience = readers(state, [assignee.party], context);
        const more = { actDate: on, valid: { from, until: until ?? null } };
        return { accepted: [draft(ASSIGNING[role].type, data, audience, more)] };
      });
    },
  };
}

const LATEST = '2999-12-31';

export const acceptResponsibility: Rule<commands.AcceptResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    answering(command, state, context, (one, on) => {
      if (one.acceptedOn !== undefined) return { accepted: [] };
      if (statusOn(one, on) !== 'AWAITING_ACCEPTANCE') return notAwaiting();
      const first = one.from > on ? one.from : on;
      // Two may be on offer when one of them was registered from outside: whoever accepts first has it.
      const taken = { ...state, assignments: state.assignments.filter(({ acceptedOn }) => acceptedOn !== undefined) };
      const other = one.role === 'ACCOUNTABLE' ? otherAccountable(taken, { from: first, until: one.until }) : undefined;
      if (other) return refusedR1(other);
      const data = { assignment: one.assignment, on, ...deputy(one.assignee, on, context), findings: [] };
      const valid = { from: first, until: one.until };
      return {
        accepted: [
          {
            ...byAssignee(one.assignee, on, context),
            ...draft(responsibilityEvents.accepted.type, data, readers(state, [], context), { valid }),
          },
        ],
      };
    }),
};

export const declineResponsibility: Rule<commands.DeclineResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    answering(command, state, context, (one, on) => {
      if (one.declined) return { accepted: [] };
      if (statusOn(one, on) !== 'AWAITING_ACCEPTANCE') return notAwaiting();
      const data = { assignment: one.assignment, on, reason: command.reason, ...deputy(one.assignee, on, context) };
      return {
        accepted: [
          { ...byAssignee(one.assignee, on, context), ...draft(responsibilityEvents.declined.type, data, readers(state, [], context)) },
        ],
      };
    }),
};

/** Laid down by whoever has it, or taken back by whoever keeps it. Nobody need come after: that is told, not refused. */
export const releaseResponsibility: Rule<commands.ReleaseResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide(command, state, context) {
    const acted = liveDay(command.actDate, context);
    if ('refused' in acted) return acted;
    const { day: on } = acted;
    const one = state.assignments.find(({ assignment }) => assignment === command.assignment);
    if (!one) return unknown('assignment');
    const { from = on, reason } = command;
    const barred = keeps(state, context) ? undefined : notTheAssignee(one.assignee, on, context);
    if (barred) return barred;
    if (one.released?.from === from) return { accepted: [] };
    if (from < on) return invalid('from', 'IN_THE_PAST', 'what was released earlier is registered, with its source');
    if (!isAlive(one, from)) return notNow('Deze toewijzing geldt op die dag niet.', 'This assignment does not stand on that day.');
    const data = {
      assignment: one.assignment,
      on,
      from,
      reason,
      ...deputy(one.assignee, on, context),
      findings: gapFindings(state, one, from, 'W'),
    };
    const more = { actDate: on, valid: { from, until: null } };
    return { accepted: [draft(responsibilityEvents.released.type, data, readers(state, [], context), more)] };
  },
};

interface Answer {
  readonly assignment: number;
  readonly actDate?: LocalDate;
}

function answering(
  { assignment, actDate }: Answer,
  state: ResponsibilityState,
  context: DecideContext,
  decide: (one: Assignment, on: LocalDate) => Decision,
): Decision {
  const acted = liveDay(actDate, context);
  if ('refused' in acted) return acted;
  const one = state.assignments.find((found) => found.assignment === assignment);
  if (!one) return unknown('assignment');
  if (acted.day < one.on) return invalid('actDate', 'BEFORE_START', `lies before the assignment, ${one.on}`);
  return notTheAssignee(one.assignee, acted.day, context) ?? whileOpen(state, acted.day, () => decide(one, acted.day));
}

/** In whose name somebody answers: the post as it is held that day, or the party itself. */
export function byAssignee({ kind, id, party }: Assignee, on: LocalDate, context: DecideContext) {
  const { actor, loaded } = context;
  return { actDate: on, decidedBy: { party, actor: actor.person, ...(kind === 'post' ? { post: postOn(id, on, loaded) } : {}) } };
}

export function deputy(assignee: Assignee, on: LocalDate, context: DecideContext): { deputyPost?: string | undefined } {
  if (assignee.kind === 'party') return {};
  return byDeputy({ ...assignee, id: postOn(assignee.id, on, context.loaded) }, on, context);
}

export function isAlive(one: Assignment, on: LocalDate): boolean {
  const status = statusOn(one, on);
  return status === 'AWAITING_ACCEPTANCE' || status === 'NOT_YET' || status === 'IN_FORCE';
}

export function isSame(a: Assignee, b: Assignee): boolean {
  return a.kind === b.kind && a.id === b.id;
}

export function unknown(path: string): Decision {
  return invalid(path, 'NO_SUCH_NUMBER', `names no ${path} of this responsibility`);
}

function hasPart({ assignment }: Assignment): Decision {
  return notNow(`Heeft dit deel al (toewijzing ${assignment}).`, `Has this part already (assignment ${assignment}).`);
}

function notAwaiting(): Decision {
  return notNow('Deze toewijzing wacht niet op aanvaarding.', 'This assignment awaits no acceptance.');
}
