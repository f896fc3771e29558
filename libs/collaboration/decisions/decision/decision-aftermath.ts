import { written, writtenIf } from '../../free-text.js';
import type { AftermathEvent } from './decision-events.js';
import { type DecisionState, type Ended, type Remedy } from './decision-state.js';

/** What follows once a decision was taken. */
export function afterTaking(state: DecisionState, event: AftermathEvent): DecisionState {
  const { envelope } = event;
  switch (event.type) {
    case 'DecisionMadeKnown': {
      const { manner, on, publication, remedy } = event.data;
      return { ...state, madeKnown: { manner, on, publication, remedy } };
    }
    case 'DecisionEnteredIntoForce': {
      const { on, worksBackTo } = event.data;
      return { ...state, inForce: { on, worksBackTo, ...writtenIf(event, 'reason') } };
    }
    case 'DecisionObjectionLodged': {
      const { objection, lodgedOn, party, person, findings } = event.data;
      const lodged = {
        number: objection,
        lodgedOn,
        party,
        person,
        findings,
        grounds: written(event, 'grounds'),
        audience: envelope.audience,
      };
      return { ...state, objections: [...state.objections, lodged] };
    }
    case 'DecisionObjectionDecided': {
      const { objection, outcome, decidedOn, mandate, decision } = event.data;
      return { ...state, objections: answered(state.objections, objection, { outcome, decidedOn, mandate, decision }) };
    }
    case 'DecisionObjectionAnswered': {
      const motivation = written(event, 'motivation');
      return {
        ...state,
        objections: state.objections.map((one) =>
          one.number === event.data.objection && one.answer ? { ...one, answer: { ...one.answer, motivation } } : one,
        ),
      };
    }
    case 'DecisionAppealLodged': {
      const { appeal, lodgedOn, court, reference, party, person } = event.data;
      return {
        ...state,
        appeals: [...state.appeals, { number: appeal, lodgedOn, court, reference, party, person, audience: envelope.audience }],
      };
    }
    case 'DecisionAppealDecided': {
      const { appeal, outcome, decidedOn, ruling, annulledFrom } = event.data;
      const appeals = answered(state.appeals, appeal, { outcome, decidedOn, ruling });
      return { ...state, appeals, ...(annulledFrom === undefined ? {} : { ended: { kind: 'ANNULLED', from: annulledFrom } }) };
    }
    case 'DecisionWithdrawn':
      return { ...state, ended: end('WITHDRAWN', event) };
    case 'DecisionExpired':
      return { ...state, ended: end('EXPIRED', event) };
    case 'DecisionSuperseded': {
      const { by, limitsGivenBack } = event.data;
      return { ...state, ended: { ...end('SUPERSEDED', event), by, limitsGivenBack } };
    }
    case 'DecisionImplemented': {
      const { on, completed } = event.data;
      return { ...state, implementation: [...state.implementation, { on, completed, text: written(event, 'text') }] };
    }
    case 'DecisionReviewDueSet':
      return { ...state, reviewDue: { due: event.data.due, reason: written(event, 'reason') } };
    case 'DecisionCorrected': {
      const { field } = event.data;
      const correction = { revision: event.envelope.revision, field, value: written(event, 'value'), reason: written(event, 'reason') };
      return { ...state, corrections: [...state.corrections, correction] };
    }
    default:
      return event satisfies never;
  }
}

type Ending = Extract<AftermathEvent, { type: 'DecisionWithdrawn' | 'DecisionExpired' | 'DecisionSuperseded' }>;

function end(kind: Ended['kind'], event: Ending): Ended {
  return { kind, from: event.data.from, reason: written(event, 'reason') };
}

function answered(remedies: readonly Remedy[], number: number, answer: NonNullable<Remedy['answer']>): Remedy[] {
  return remedies.map((one) => (one.number === number ? { ...one, answer } : one));
}
