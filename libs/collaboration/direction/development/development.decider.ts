import type { CommandRule, DecideContext, Decision, EventDraft, Need } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { originOf, withActingParty } from '../../deciding/drafting.js';
import { inTheFuture, invalid } from '../../deciding/refusing.js';
import { party } from '../../parties/party/party.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import type * as commands from './development.commands.js';
import { developmentEvents, type DevelopmentState } from './development.js';

type Rule<C> = CommandRule<DevelopmentState, C>;

export const nameDevelopmentNeed: Rule<commands.NameDevelopmentNeed> = {
  needs: ({ party: own, parties = [] }, _state, loaded) => [...organisationNeeds(own, loaded), ...partiesNeeds(parties)],
  decide(command, state, context) {
    const { need, party: own, functions, parties = [], on = context.today } = command;
    if (!mayName(own, context)) return forbidden('a party names what it needs to learn itself; its registrar may too');
    const data = { need, party: own, functions, parties: [...new Set(parties)], on };
    const organisation = organisationOf(own, context.today, context.loaded);
    return (
      inTheFuture(on, context) ?? {
        accepted: [
          { ...draft(developmentEvents.needNamed.type, data, on, state, context, [own, organisation, ...parties]), ...originOf(command) },
        ],
      }
    );
  },
};

export const holdDevelopmentSession: Rule<commands.HoldDevelopmentSession> = {
  subject: ({ development }) => development,
  needs: ({ parties = [] }) => partiesNeeds(parties),
  decide(command, state, context) {
    const { kind, about, functions, parties = [], on = context.today } = command;
    const data = { session: state.sessions.length + 1, kind, about, functions, parties: [...new Set(parties)], on };
    return takingPart(state, on, context, () => ({
      accepted: [{ ...draft(developmentEvents.sessionHeld.type, data, on, state, context, parties), ...originOf(command) }],
    }));
  },
};

export const agreeChangeStep: Rule<commands.AgreeChangeStep> = {
  subject: ({ development }) => development,
  decide({ change, functions = [], due, on }, state, context) {
    const day = on ?? context.today;
    if (due !== undefined && due < day) return invalid('due', 'BEFORE_START', 'lies before the day it was agreed');
    const data = { step: state.steps.length + 1, change, functions, on: day, due };
    return takingPart(state, day, context, () => ({ accepted: [draft(developmentEvents.stepAgreed.type, data, day, state, context)] }));
  },
};

export const reflectOnDevelopment: Rule<commands.ReflectOnDevelopment> = {
  subject: ({ development }) => development,
  decide({ text, step, on }, state, context) {
    const day = on ?? context.today;
    const agreed = state.steps.find((one) => one.step === step);
    if (step !== undefined && !agreed) return invalid('step', 'NO_SUCH_NUMBER', 'names no step of this development');
    if (agreed && day < agreed.on) return invalid('on', 'BEFORE_START', `lies before the step was agreed, ${agreed.on}`);
    const data = { reflection: state.reflections.length + 1, text, step, on: day };
    return takingPart(state, day, context, () => ({ accepted: [draft(developmentEvents.reflected.type, data, day, state, context)] }));
  },
};

export const correctDevelopment: Rule<commands.CorrectDevelopment> = {
  subject: ({ development }) => development,
  decide({ field, session, value, reason }, state, context) {
    const known = field === 'NEED' ? session === undefined : state.sessions.some((one) => one.session === session);
    if (!known) return invalid('session', 'NO_SUCH_NUMBER', 'name a session for SESSION, and none for NEED');
    return takingPart(state, context.today, context, () => ({
      accepted: [draft(developmentEvents.corrected.type, { field, session, value, reason }, context.today, state, context)],
    }));
  },
};

function mayName(own: string, context: DecideContext): boolean {
  const organisation = organisationOf(own, context.today, context.loaded);
  const keepsRecords = isRegistrar(context.actor) && speaksFor(context, organisation);
  return speaksFor(context, own) || keepsRecords;
}

/** Whoever learns together writes together; who comes later reads what was before. */
function takingPart(state: DevelopmentState, on: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  if (!state.readers.some((one) => speaksFor(context, one))) return forbidden('only the parties that learn together record this');
  const first = state.named?.on ?? on;
  if (on < first) return invalid('on', 'BEFORE_START', `lies before the need was named, ${first}`);
  return inTheFuture(on, context) ?? decide();
}

/** For everyone who learned along so far, and who joins now. */
function draft(
  type: string,
  data: object,
  on: LocalDate,
  { readers }: DevelopmentState,
  context: DecideContext,
  more: readonly string[] = [],
): EventDraft {
  const parties = withActingParty([...readers, ...more], context);
  return { type, data, actDate: on, audience: { level: 'internal', parties } };
}

function partiesNeeds(parties: readonly string[]): Need[] {
  return parties.map((id) => ({ aggregate: party.name, id }));
}
