import type { Aggregate } from '../../../ledger/aggregate.js';
import type { LedgerEvent } from '../../../ledger/envelope.js';
import { set } from '../../../ledger/timeline.js';
import { dayOf, pinOf } from '../../deciding/envelopes.js';
import { agreementEvents, isReaching, type AgreementEvent, type ReachingEvent, type VersionData } from './agreement-events.js';
import { living } from './agreement-life.js';
import { NO_AGREEMENT, type AgreementState, type Answer, type Nature, type Proposal } from './agreement-state.js';

/** An agreement (afspraak), from its first draft to its end: who agreed to which text, on what authority, and what became of it. */
export const agreement: Aggregate<AgreementState, AgreementEvent> = {
  name: 'agreement',
  events: Object.values(agreementEvents),
  initial: NO_AGREEMENT,
  evolve,
};

function evolve(state: AgreementState, event: AgreementEvent): AgreementState {
  const next = isReaching(event) ? reaching(state, event) : living(state, event);
  const findings = 'findings' in event.data && isForAll(event) ? event.data.findings : [];
  const foundOn = [...next.foundOn, ...findings.map(() => dayOf(event.envelope))];
  return findings.length > 0 ? { ...next, findings: [...next.findings, ...findings], foundOn } : next;
}

/** Findings on what only the parties may read stay with it. */
function isForAll({ envelope: { audience } }: LedgerEvent): boolean {
  return audience.level === 'public';
}

function reaching(state: AgreementState, event: ReachingEvent): AgreementState {
  const { envelope } = event;
  switch (event.type) {
    case 'AgreementDrafted': {
      const { terms, drafters } = event.data;
      return { ...state, nature: natureOf(event.data), drafters, readers: drafters, draft: { terms, on: dayOf(envelope) } };
    }
    case 'AgreementDraftRevised':
      return state.draft ? { ...state, draft: { ...state.draft, terms: event.data.terms } } : state;
    case 'AgreementProposed':
    case 'AgreementCounterProposed':
    case 'AgreementAmendmentProposed':
      return proposed(state, event);
    case 'AgreementPersonalValueStated': {
      const { item, commitment, opening } = event.data;
      const value = { item, commitment, opening: { text: opening, event: envelope.id, field: 'opening' }, audience: envelope.audience };
      return { ...state, personal: [...state.personal, value] };
    }
    case 'AgreementConsented':
    case 'AgreementSigned':
    case 'AgreementDeclined':
    case 'AgreementConsentWithdrawn':
      return { ...state, answers: [...state.answers, answerOf(event)] };
    case 'AgreementProposalWithdrawn':
      return ended(state, event.data.proposal, { on: dayOf(envelope), as: 'WITHDRAWN' });
    case 'AgreementDecisionLinked': {
      const { proposal, party, decision, pin, decidedOn } = event.data;
      return { ...state, decisions: [...state.decisions, { proposal, party, decision, pin, decidedOn, on: dayOf(envelope) }] };
    }
    case 'AgreementFarReachingFlagged':
      return { ...state, farReaching: [...state.farReaching, event.data] };
    case 'AgreementCouncilHeard':
      return { ...state, councilHeard: [...state.councilHeard, event.data] };
    case 'AgreementAttemptRefused':
      return state;
    case 'AgreementConcluded':
    case 'AgreementAmended':
      return binding(ended(state, event.data.proposal, { on: event.data.concludedOn, as: 'CONCLUDED' }), event.data, event);
    case 'AgreementRegistered':
      return registered({ ...state, nature: natureOf(event.data), drafters: event.data.readers }, event);
    case 'AgreementAmendmentRegistered':
      return registered(state, event);
    case 'AgreementCorrected': {
      const correction = { ...event.data, on: dayOf(envelope), revision: envelope.revision };
      return { ...state, corrections: [...state.corrections, correction] };
    }
    default:
      return event satisfies never;
  }
}

function natureOf({ kind, statutoryBasis, legalPerson }: Nature): Nature {
  return { kind, ...(statutoryBasis === undefined ? {} : { statutoryBasis }), legalPerson };
}

type ProposalEvent = Extract<ReachingEvent, { type: 'AgreementProposed' | 'AgreementCounterProposed' | 'AgreementAmendmentProposed' }>;
const PROPOSAL_KINDS = {
  AgreementProposed: 'PROPOSAL',
  AgreementCounterProposed: 'COUNTER_PROPOSAL',
  AgreementAmendmentProposed: 'AMENDMENT',
} as const;

/** A text that comes on the table takes the place of the one that lay there, and voids what was answered to it. */
function proposed(state: AgreementState, event: ProposalEvent): AgreementState {
  const { proposal: number, version, hash, terms, by, rationale, readers, municipal } = event.data;
  const on = dayOf(event.envelope);
  const kind = PROPOSAL_KINDS[event.type];
  const added: Proposal = { number, version, hash, terms, by, rationale, kind, on, pin: pinOf(event.envelope) };
  const earlier = state.proposals.map((one) => (one.ended ? one : { ...one, ended: { on, as: 'SUPERSEDED' as const } }));
  return { ...state, proposals: [...earlier, added], readers: [...new Set([...state.readers, ...readers])], municipal };
}

function ended(state: AgreementState, number: number, end: NonNullable<Proposal['ended']>): AgreementState {
  const proposals = state.proposals.map((one) => (one.number === number && !one.ended ? { ...one, ended: end } : one));
  return { ...state, proposals };
}

type AnswerEvent = Extract<
  ReachingEvent,
  { type: 'AgreementConsented' | 'AgreementSigned' | 'AgreementDeclined' | 'AgreementConsentWithdrawn' }
>;

function answerOf(event: AnswerEvent): Answer {
  const { data, envelope } = event;
  const { proposal, party } = data;
  const said = { proposal, party, on: dayOf(envelope), revision: envelope.revision, awaits: [], actor: envelope.decidedBy?.actor };
  switch (event.type) {
    case 'AgreementConsented': {
      const { underReservation, reservation, post, awaits } = event.data;
      return { ...said, kind: underReservation ? 'RESERVED' : 'CONSENTED', post, awaits, text: reservation };
    }
    case 'AgreementSigned':
      return { ...said, kind: 'SIGNED', post: event.data.post, mandate: event.data.mandate };
    case 'AgreementDeclined':
      return { ...said, kind: 'DECLINED', text: event.data.reason };
    case 'AgreementConsentWithdrawn':
      return { ...said, kind: 'WITHDRAWN', text: event.data.reason };
    default:
      return event satisfies never;
  }
}

/** From its day on the text is what binds; a later version takes over from its own day. */
function binding(state: AgreementState, data: VersionData, { envelope }: LedgerEvent): AgreementState {
  const { version: number, proposal, hash, terms, concludedOn, from } = data;
  const added = { number, proposal, hash, terms, concludedOn, from, pin: pinOf(envelope), origin: envelope.origin };
  return {
    ...state,
    versions: [...state.versions, added],
    inForce: set(state.inForce, { from, to: 'open', value: number, revision: envelope.revision }),
  };
}

type RegisteredEvent = Extract<ReachingEvent, { type: 'AgreementRegistered' | 'AgreementAmendmentRegistered' }>;

/** A text that was agreed elsewhere, with who is said to have signed it. */
function registered(state: AgreementState, event: RegisteredEvent): AgreementState {
  const { data, envelope } = event;
  const { proposal: number, version, hash, terms, readers, municipal, concludedOn, signatures } = data;
  const text: Proposal = {
    ...{ number, version, hash, terms, kind: 'REGISTERED', by: envelope.actedFor ?? '', on: concludedOn, pin: pinOf(envelope) },
    ended: { on: concludedOn, as: 'CONCLUDED' },
  };
  const answers = signatures.map(({ party, post, mandate, on }): Answer => ({
    ...{ proposal: number, party, kind: 'SIGNED', on: on ?? concludedOn, revision: envelope.revision, post, mandate, awaits: [] },
  }));
  const open = state.proposals.map((one) => (one.ended ? one : { ...one, ended: { on: concludedOn, as: 'SUPERSEDED' as const } }));
  return binding(
    {
      ...state,
      proposals: [...open, text],
      answers: [...state.answers, ...answers],
      readers: [...new Set([...state.readers, ...readers])],
      municipal,
    },
    data,
    event,
  );
}
