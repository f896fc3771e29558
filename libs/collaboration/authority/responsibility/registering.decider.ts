import { finding, type Finding } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft, Invalid } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden } from '../../authorisation.js';
import { originOf } from '../../deciding/drafting.js';
import { actInFuture, invalid } from '../../deciding/refusing.js';
import { areaProblems } from '../../parties/areas.js';
import { organisationNeeds } from '../../parties/post/organisation.js';
import { isAlive, unknown } from './assigning.decider.js';
import {
  assigneeOf,
  concernedNeeds,
  councilLookups,
  draft,
  endedAssignee,
  gapFindings,
  otherAccountable,
  partyOf,
  readers,
  registers,
  secondAccountable,
  type Named,
  type Rule,
} from './responsibility-acting.js';
import { ASSIGNING, responsibilityEvents, type Assignee, type RaciRole } from './responsibility-events.js';
import { responsibility, type Assignment, type ResponsibilityState } from './responsibility.js';
import type * as commands from './registering.commands.js';

const LATEST = '2999-12-31';
const REGISTRARS = 'only a registrar of the organisation that keeps it registers what was agreed elsewhere';

/** A responsibility as it was agreed elsewhere, with everyone in it. It stands as told; what is not in order becomes a finding. */
export const registerResponsibility: Rule<commands.RegisterResponsibility> = {
  needs: ({ steward, assignments }, state, loaded) => [
    ...organisationNeeds(steward, loaded),
    ...concernedNeeds(state, loaded, assignments),
  ],
  lookups: ({ steward, assignments }, _state, loaded) =>
    councilLookups([steward, ...assignments.map((one) => partyOf(one, loaded))], LATEST, loaded),
  decide(command, state, context) {
    const { topic, description, reference, areaCodes = [], power, partnership, steward, from, assignments } = command;
    const problems = areaProblems(areaCodes);
    if (problems.length > 0) return { invalid: problems };
    const definition = { topic, description, reference, areaCodes, power, partnership, steward, from };
    const parties = [steward, ...assignments.map((one) => partyOf(one, context.loaded))];
    const audience = readers(state, parties, context);
    const registering: Registering = { source: command, audience, context };
    return whenRegistrar({ ...state, definition }, context, () => {
      let told: ResponsibilityState = { ...state, definition };
      const drafts: EventDraft[] = [registered(responsibilityEvents.defined.type, definition, from, registering)];
      for (const [index, one] of assignments.entries()) {
        const made = assignmentDrafts({ ...one, number: index + 1 }, told, registering, `assignments.${index}.`);
        if ('invalid' in made) return made;
        drafts.push(...made.drafts);
        told = made.state;
      }
      return { accepted: drafts };
    });
  },
};

export const registerAssignment: Rule<commands.RegisterResponsibilityAssignment> = {
  subject: ({ responsibility: id }) => id,
  needs: (command, state, loaded) => concernedNeeds(state, loaded, [command]),
  lookups: (command, _state, loaded) => councilLookups([partyOf(command, loaded)], LATEST, loaded),
  decide(command, state, context) {
    const audience = readers(state, [partyOf(command, context.loaded)], context);
    return whenRegistrar(state, context, () => {
      const number = state.assignments.length + 1;
      const made = assignmentDrafts({ ...command, number }, state, { source: command, audience, context }, '');
      return 'invalid' in made ? made : { accepted: made.drafts };
    });
  },
};

export const registerAcceptance: Rule<commands.RegisterResponsibilityAcceptance> = {
  subject: ({ responsibility: id }) => id,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    onAssignment(command, state, context, (one) => {
      if (one.acceptedOn !== undefined) return { accepted: [] };
      const { on } = command;
      const first = on > one.from ? on : one.from;
      const other = one.role === 'ACCOUNTABLE' ? otherAccountable(state, { from: first, until: one.until }, [one.assignment]) : undefined;
      const data = { assignment: one.assignment, on, findings: [...notStanding(one, on), ...(other ? [foundR1(other)] : [])] };
      const registering = { source: command, audience: readers(state, [], context), context };
      return { accepted: [registered(responsibilityEvents.accepted.type, data, on, registering)] };
    }),
};

export const registerTransfer: Rule<commands.RegisterResponsibilityTransfer> = {
  subject: ({ responsibility: id }) => id,
  needs: (command, state, loaded) => concernedNeeds(state, loaded, [command]),
  lookups: (command, _state, loaded) => councilLookups([partyOf(command, loaded)], LATEST, loaded),
  decide: (command, state, context) =>
    onAssignment(command, state, context, (giver) => {
      const on = command.on ?? (command.from < context.today ? command.from : context.today);
      const from = command.from > on ? command.from : on;
      if (on > context.today) return actInFuture(context);
      const assignee = assigneeOf(command, from, context.loaded);
      if (!assignee) return oneOf('');
      const other = giver.role === 'ACCOUNTABLE' ? otherAccountable(state, { from, until: null }, [giver.assignment]) : undefined;
      const findings = [...notStanding(giver, from), ...(other ? [foundR1(other)] : []), ...foundEnded(assignee, from, context)];
      const data = { assignment: giver.assignment, to: state.assignments.length + 1, assignee, on, from, findings };
      const registering = { source: command, audience: readers(state, [assignee.party], context), context };
      return { accepted: [registered(responsibilityEvents.transferred.type, data, on, registering, from)] };
    }),
};

export const registerRelease: Rule<commands.RegisterResponsibilityRelease> = {
  subject: ({ responsibility: id }) => id,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide: (command, state, context) =>
    onAssignment(command, state, context, (one) => {
      const { from, reason } = command;
      if (one.released?.from === from) return { accepted: [] };
      const on = from < context.today ? from : context.today;
      const findings = [...notStanding(one, from), ...gapFindings(state, one, from, 'F')];
      const data = { assignment: one.assignment, on, from, reason, findings };
      const registering = { source: command, audience: readers(state, [], context), context };
      return { accepted: [registered(responsibilityEvents.released.type, data, on, registering, from)] };
    }),
};

interface Registering {
  readonly source: { readonly source: string; readonly attester?: string };
  readonly audience: Audience;
  readonly context: DecideContext;
}

interface Told extends Named {
  readonly number: number;
  readonly role: RaciRole;
  readonly from: LocalDate;
  readonly until?: LocalDate;
  readonly acceptedOn?: LocalDate;
}

interface Made {
  readonly drafts: readonly EventDraft[];
  readonly state: ResponsibilityState;
}

/** The assignment and, when it was accepted, its acceptance; with the state after both, for the next one. */
function assignmentDrafts(told: Told, state: ResponsibilityState, registering: Registering, path: string): Made | Invalid {
  const { number, role, from, until, acceptedOn } = told;
  const { context } = registering;
  if (until !== undefined && until <= from) return invalid(`${path}until`, 'REVERSED_PERIOD', 'must lie after from');
  if (acceptedOn !== undefined && acceptedOn > context.today) return invalid(`${path}acceptedOn`, 'IN_THE_FUTURE', 'lies after today');
  const assignee = assigneeOf(told, from, context.loaded);
  if (!assignee) return oneOf(path);
  const on = [from, acceptedOn ?? from, context.today].sort()[0]!;
  const other = role === 'ACCOUNTABLE' ? otherAccountable(state, { from, until: until ?? null }) : undefined;
  const findings = [...(other ? [foundR1(other)] : []), ...foundEnded(assignee, from, context)];
  const assigned = { assignment: number, assignee, on, from, until, findings };
  const accepted = { assignment: number, on: acceptedOn, findings: [] };
  const drafts = [
    registered(ASSIGNING[role].type, assigned, on, registering, from),
    ...(acceptedOn === undefined ? [] : [registered(responsibilityEvents.accepted.type, accepted, acceptedOn, registering)]),
  ];
  return { drafts, state: drafts.reduce(afterDraft, state) };
}

/** What the state will be, for what the next assignment of the same command has to heed. */
function afterDraft(state: ResponsibilityState, { type, data, audience, origin }: EventDraft): ResponsibilityState {
  const envelope = { revision: 0, audience, origin, id: '' };
  return responsibility.evolve(state, { type, data, envelope } as unknown as Parameters<typeof responsibility.evolve>[1]);
}

function registered(
  type: string,
  data: object,
  actDate: LocalDate,
  { source, audience, context }: Registering,
  from = actDate,
): EventDraft {
  // What begins later was agreed today at the latest.
  const day = actDate > context.today ? context.today : actDate;
  return draft(type, data, audience, { actDate: day, valid: { from, until: null }, ...originOf(source) });
}

function whenRegistrar(state: ResponsibilityState, context: DecideContext, decide: () => Decision): Decision {
  return registers(state, context) ? decide() : forbidden(REGISTRARS);
}

function onAssignment(
  command: { readonly assignment: number; readonly on?: LocalDate },
  state: ResponsibilityState,
  context: DecideContext,
  decide: (one: Assignment) => Decision,
): Decision {
  return whenRegistrar(state, context, () => {
    if (command.on !== undefined && command.on > context.today) return actInFuture(context);
    const one = state.assignments.find(({ assignment }) => assignment === command.assignment);
    return one ? decide(one) : unknown('assignment');
  });
}

function foundR1(other: Assignment): Finding {
  return finding('R1', { effect: 'F', detail: secondAccountable(other) });
}

function foundEnded(assignee: Assignee, on: LocalDate, { loaded }: DecideContext): Finding[] {
  const ended = endedAssignee(assignee, on, loaded)?.refused;
  if (!ended) return [];
  return [finding(assignee.kind === 'post' ? 'POST_ABOLISHED' : 'PARTY_ENDED', { effect: 'F', detail: ended.detail })];
}

function notStanding(one: Assignment, on: LocalDate): Finding[] {
  if (isAlive(one, on)) return [];
  const detail = { nl: `Deze toewijzing gold op ${on} niet.`, en: `This assignment did not stand on ${on}.` };
  return [finding('NOT_IN_THIS_STATE', { effect: 'F', detail })];
}

function oneOf(path: string): Invalid {
  return invalid(`${path}post`, 'ONE_OF', 'name a post or a party, and not both');
}
