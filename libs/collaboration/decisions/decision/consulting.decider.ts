import type { CommandRule, Decision } from '../../../ledger/aggregate.js';
import { forbidden, isRegistrar, mayWrite, speaksFor } from '../../authorisation.js';
import { refuse } from '../../deciding/refusing.js';
import { audienceOf, draft, draftersWhileProposed, isDrafter, whileProposed, type Open } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import type { DecisionState } from './decision-state.js';
import type * as commands from './consulting.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

export const openConsultation: Rule<commands.OpenDecisionConsultation> = {
  subject: ({ decision }) => decision,
  needs: ({ parties }) => parties.map((id) => ({ aggregate: 'party', id })),
  decide: ({ question, parties, until }, state, context) =>
    draftersWhileProposed(state, context, (open) => {
      if (consultationIsOpen(state)) return refuse('NOT_IN_THIS_STATE', 'Er loopt al een raadpleging.', 'A consultation is open already.');
      // The parties asked read this event and answer it; what else is being prepared they do not see.
      const audience = audienceOf('preparation', open.details, context, parties);
      return { accepted: [{ ...preparation(decisionEvents.consultationOpened.type, { question, parties, until }, open), audience }] };
    }),
};

export const closeConsultation: Rule<commands.CloseDecisionConsultation> = {
  subject: ({ decision }) => decision,
  decide: ({ summary }, state, context) =>
    draftersWhileProposed(state, context, (open) => {
      if (!consultationIsOpen(state)) return refuse('NOT_IN_THIS_STATE', 'Er loopt geen raadpleging.', 'No consultation is open.');
      return { accepted: [preparation(decisionEvents.consultationClosed.type, { summary }, open)] };
    }),
};

export function consultationIsOpen({ consultations }: DecisionState): boolean {
  return consultations.some(({ closed }) => closed === undefined);
}

export const giveAdvice: Rule<commands.GiveDecisionAdvice> = {
  subject: ({ decision }) => decision,
  needs: ({ adviser }) => (adviser ? [{ aggregate: 'party', id: adviser }] : []),
  decide: ({ text, adviser }, state, context) =>
    whileProposed(state, context, (open) => {
      const by = adviser ?? context.actingFor;
      if (by === null || (!speaksFor(context, by) && !isDrafter(open.details, context))) return forbidden(OWN_VOICE);
      return { accepted: [preparation(decisionEvents.adviceGiven.type, { adviser: by, text }, open)] };
    }),
};

const OWN_VOICE = 'a party advises and objects for itself; the drafting parties record the advice of others';

export const submitView: Rule<commands.SubmitDecisionView> = {
  subject: ({ decision }) => decision,
  decide: ({ text, submittedBy, anonymous = false }, state, context) =>
    whileProposed(state, context, ({ details }) => {
      if (anonymous && submittedBy !== undefined) {
        return { invalid: [{ path: 'submittedBy', problem: 'ANONYMOUS', message: 'an anonymous view names nobody' }] };
      }
      const person = anonymous ? {} : { person: submittedBy ?? context.actor.person };
      const data = { view: state.views.length + 1, text, anonymous, ...person };
      return { accepted: [{ type: decisionEvents.viewSubmitted.type, data, audience: audienceOf('person', details, context) }] };
    }),
};

export const raiseReasonedObjection: Rule<commands.RaiseReasonedObjection> = {
  subject: ({ decision }) => decision,
  decide: ({ argument }, state, context) =>
    whileProposed(state, context, (open) => {
      if (context.actingFor === null) return forbidden(OWN_VOICE);
      const data = { objection: state.reasonedObjections.length + 1, party: context.actingFor, argument };
      return { accepted: [preparation(decisionEvents.objectionRaised.type, data, open)] };
    }),
};

export const integrateReasonedObjection: Rule<commands.IntegrateReasonedObjection> = {
  subject: ({ decision }) => decision,
  decide: ({ objection, change }, state, context) =>
    draftersWhileProposed(state, context, (open) =>
      answering(state, objection, () => ({
        accepted: [preparation(decisionEvents.objectionIntegrated.type, { objection, change }, open)],
      })),
    ),
};

export const overruleReasonedObjection: Rule<commands.OverruleReasonedObjection> = {
  subject: ({ decision }) => decision,
  decide: ({ objection, motivation }, state, context) =>
    draftersWhileProposed(state, context, (open) =>
      answering(state, objection, () => ({
        accepted: [preparation(decisionEvents.objectionOverruled.type, { objection, motivation }, open)],
      })),
    ),
};

function answering(state: DecisionState, number: number, answer: () => Decision): Decision {
  const raised = state.reasonedObjections.find(({ objection }) => objection === number);
  if (!raised) return { invalid: [{ path: 'objection', problem: 'UNKNOWN', message: 'is no reasoned objection to this proposal' }] };
  if (raised.answer) return refuse('ALREADY_DECIDED', 'Dit bezwaar is al beantwoord.', 'This objection has been answered already.');
  return answer();
}

/** A person declares an own interest at any time; the drafting parties record it for another. Saying it twice changes nothing. */
export const declareInterest: Rule<commands.DeclareInterest> = {
  subject: ({ decision }) => decision,
  decide({ interest, declarant }, state, context) {
    const { details } = state;
    if (!details || !mayWrite(context.actor)) return forbidden('auditors and residents decide nothing here');
    const person = declarant ?? context.actor.person;
    if (person !== context.actor.person && !isDrafter(details, context) && !isRegistrar(context.actor)) return forbidden(OWN_VOICE);
    if (state.interests.some((one) => one.declarant === person)) return { accepted: [] };
    const { interestDeclared, interestExplained } = decisionEvents;
    return {
      accepted: [
        { type: interestDeclared.type, data: { declarant: person }, audience: audienceOf('preparation', details, context) },
        { type: interestExplained.type, data: { person, interest }, audience: { level: 'confidential', parties: [details.body] } },
      ],
    };
  },
};

function preparation(type: string, data: object, open: Open) {
  return draft(type, data, 'preparation', open);
}
