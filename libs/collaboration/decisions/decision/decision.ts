import type { Aggregate } from '../../../ledger/aggregate.js';
import { dayOf, pinOf } from '../../deciding/envelopes.js';
import { written, writtenIf } from '../../free-text.js';
import { afterTaking } from './decision-aftermath.js';
import {
  decisionEvents,
  isDeciding,
  isPreparation,
  pickDetails,
  type DecidingEvent,
  type DecisionEvent,
  type PreparationEvent,
} from './decision-events.js';
import { contributed, NO_DECISION, without, type DecisionState, type ReasonedObjection, type Taking } from './decision-state.js';

/** A decision (besluit) from proposal to its end: in whose name, under which authority, made known when, contested how. */
export const decision: Aggregate<DecisionState, DecisionEvent> = {
  name: 'decision',
  events: Object.values(decisionEvents),
  initial: NO_DECISION,
  evolve,
};

/** Findings on what fewer may read (a check, an objection lodged) stay with it; the others are the decision's own. */
function evolve(state: DecisionState, event: DecisionEvent): DecisionState {
  const findings =
    'findings' in event.data && event.type !== 'DecisionObjectionLodged' && event.type !== 'DecisionAuthorityChecked'
      ? event.data.findings
      : [];
  const next = isPreparation(event) ? preparing(state, event) : isDeciding(event) ? deciding(state, event) : afterTaking(state, event);
  const foundOn = [...next.foundOn, ...findings.map(() => dayOf(event.envelope))];
  return findings.length > 0 ? { ...next, findings: [...next.findings, ...findings], foundOn } : next;
}

/** What happens to a proposal. */
function preparing(state: DecisionState, event: PreparationEvent): DecisionState {
  const { envelope } = event;
  switch (event.type) {
    case 'DecisionProposed': {
      const subject = written(event, 'subject');
      return { ...state, details: { ...event.data, subject, preparedBy: envelope.recordedBy }, proposedOn: dayOf(envelope) };
    }
    case 'DecisionProposalAmended': {
      const changes = without(event.data, 'reason', 'subject');
      if (!state.details) return state;
      return { ...state, details: { ...state.details, ...changes, ...writtenIf(event, 'subject') } };
    }
    case 'DecisionOptionAdded': {
      const added = {
        ...contributed(envelope),
        option: event.data.option,
        text: written(event, 'text'),
        ...writtenIf(event, 'consequences'),
      };
      return { ...state, options: [...state.options, added] };
    }
    case 'DecisionInitiativesExplored': {
      const explored = { ...contributed(envelope), skipped: false, initiatives: event.data.initiatives, text: written(event, 'found') };
      return { ...state, explorations: [...state.explorations, explored] };
    }
    case 'DecisionExplorationSkipped':
      return {
        ...state,
        explorations: [...state.explorations, { ...contributed(envelope), skipped: true, initiatives: [], text: written(event, 'reason') }],
      };
    case 'DecisionConsultationOpened': {
      const { parties, until } = event.data;
      return {
        ...state,
        consultations: [...state.consultations, { ...contributed(envelope), question: written(event, 'question'), parties, until }],
      };
    }
    case 'DecisionConsultationClosed': {
      const closed = { on: dayOf(envelope), summary: written(event, 'summary') };
      return { ...state, consultations: state.consultations.map((one) => (one.closed ? one : { ...one, closed })) };
    }
    case 'DecisionAdviceGiven':
      return {
        ...state,
        advice: [...state.advice, { ...contributed(envelope), adviser: event.data.adviser, text: written(event, 'text') }],
      };
    case 'DecisionViewSubmitted': {
      const { view, anonymous } = event.data;
      return { ...state, views: [...state.views, { ...contributed(envelope), view, anonymous, text: written(event, 'text') }] };
    }
    case 'DecisionReasonedObjectionRaised': {
      const { objection, party } = event.data;
      const raised = { ...contributed(envelope), objection, party, argument: written(event, 'argument') };
      return { ...state, reasonedObjections: [...state.reasonedObjections, raised] };
    }
    case 'DecisionReasonedObjectionIntegrated':
      return answered(state, event.data.objection, { kind: 'INTEGRATED', on: dayOf(envelope), text: written(event, 'change') });
    case 'DecisionReasonedObjectionOverruled':
      return answered(state, event.data.objection, { kind: 'OVERRULED', on: dayOf(envelope), text: written(event, 'motivation') });
    case 'DecisionInterestDeclared':
      return { ...state, interests: [...state.interests, { ...contributed(envelope), declarant: event.data.declarant }] };
    case 'DecisionAuthorityChecked': {
      return { ...state, checks: [...state.checks, { ...contributed(envelope), ...event.data }] };
    }
    case 'DecisionAttemptRefused': {
      const attempt = without(event.data, 'detail');
      return { ...state, attempts: [...state.attempts, { ...contributed(envelope), ...attempt }] };
    }
    case 'DecisionInterestExplained':
      // Stays sealed in the log: who declared an interest, and when, is all that deciding needs.
      return state;
    case 'DecisionProposalWithdrawn':
      return { ...state, ended: { kind: 'PROPOSAL_WITHDRAWN', from: dayOf(envelope), reason: written(event, 'reason') } };
    default:
      return event satisfies never;
  }
}

/** What makes it a decision, and what that rests on. */
function deciding(state: DecisionState, event: DecidingEvent): DecisionState {
  const { envelope } = event;
  switch (event.type) {
    case 'DecisionTaken':
      return { ...state, taken: taking(event) };
    case 'DecisionRegistered': {
      const subject = written(event, 'subject');
      const details = { ...pickDetails(event.data), subject, preparedBy: envelope.recordedBy };
      return { ...state, details, proposedOn: event.data.decidedOn, taken: taking(event) };
    }
    case 'DecisionVotesRecorded':
      return { ...state, votes: [...state.votes, { ...event.data, decidedOn: dayOf(envelope), audience: envelope.audience }] };
    case 'DecisionSigned':
      return state.taken ? { ...state, taken: { ...state.taken, signed: [...state.taken.signed, event.data] } } : state;
    case 'DecisionRatified': {
      const { body, ratifiedOn, decision: by, ratification } = event.data;
      return {
        ...state,
        ratified: { body, ratifiedOn, decision: by, pin: ratification ?? pinOf(envelope), ...writtenIf(event, 'motivation') },
      };
    }
    case 'DecisionAuthorityContested':
      return state.taken ? { ...state, contestedOn: dayOf(envelope), taken: { ...state.taken, contested: event.data.authority } } : state;
    default:
      return event satisfies never;
  }
}

function taking(event: Extract<DecisionEvent, { type: 'DecisionTaken' | 'DecisionRegistered' }>): Taking {
  const { envelope, data } = event;
  const { outcome, decidedOn, body, option, legalGround, reasonsOmittedUnder, mandate, capacity, holder, deputyPost } = data;
  const { words, delegationCited, adoption, pools, authority, person } = data;
  const said = { outcome, decidedOn, body, option, legalGround, reasonsOmittedUnder, words, delegationCited, adoption, pools, person };
  return {
    ...said,
    ...{ mandate, capacity, holder, deputyPost, authority },
    pin: pinOf(envelope),
    actor: envelope.decidedBy?.actor,
    registered: event.type === 'DecisionRegistered',
    origin: envelope.origin,
    signed: [],
    ...writtenIf(event, 'motivation'),
  };
}

function answered(state: DecisionState, objection: number, answer: NonNullable<ReasonedObjection['answer']>): DecisionState {
  return { ...state, reasonedObjections: state.reasonedObjections.map((one) => (one.objection === objection ? { ...one, answer } : one)) };
}
