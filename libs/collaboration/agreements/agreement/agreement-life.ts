import type { Envelope } from '../../../ledger/envelope.js';
import { clear, set } from '../../../ledger/timeline.js';
import { dayOf } from '../../deciding/envelopes.js';
import type { LifeEvent } from './agreement-events.js';
import { noteOf, type AgreementState, type CommitmentFact } from './agreement-state.js';

/** What happens to an agreement once it was concluded. */
export function living(state: AgreementState, event: LifeEvent): AgreementState {
  const { envelope } = event;
  switch (event.type) {
    case 'AgreementSuspended': {
      const { from, until } = event.data;
      return { ...state, suspended: set(state.suspended, { from, to: until ?? 'open', value: true, revision: envelope.revision }) };
    }
    case 'AgreementResumed':
      return { ...state, suspended: clear(state.suspended, { from: event.data.from }) };
    case 'AgreementExtended': {
      const { until, clause, reason } = event.data;
      const version = state.versions.at(-1)?.number ?? 0;
      return { ...state, extensions: [...state.extensions, { until, version, clause, reason }] };
    }
    case 'AgreementTerminated': {
      const { from, by, manner, reason, legalGround, decision } = event.data;
      return { ...state, terminated: { from, by, manner, reason, legalGround, decision } };
    }
    case 'AgreementSubsidyDetermined': {
      const { amountCents, decision, determinedOn: on } = event.data;
      return { ...state, determined: { amountCents, decision, on } };
    }
    case 'AgreementSubsidyReclaimed': {
      const { amountCents, decision, reclaimedOn: on } = event.data;
      return { ...state, reclaimed: [...state.reclaimed, { amountCents, decision, on }] };
    }
    case 'AgreementPartyAcceded': {
      const { party, from, municipal: own } = event.data;
      const readers = [...new Set([...state.readers, party, ...(own ? Object.values(own) : [])])];
      const municipal = own ? [...state.municipal, own] : state.municipal;
      return { ...state, acceded: [...state.acceded, { party, from }], readers, municipal };
    }
    case 'AgreementPartyExited': {
      const { party, from, reason } = event.data;
      return { ...state, exited: [...state.exited, { party, from, reason }] };
    }
    case 'AgreementStartNoted':
      return noted(state, noteOf('START', String(event.data.version), event.data.on));
    case 'AgreementExpiryNoted':
      return noted(state, noteOf('EXPIRY', '', event.data.on));
    case 'AgreementCommitmentOverdueNoted':
      return noted(state, noteOf('OVERDUE', event.data.commitment, event.data.due));
    case 'AgreementCommitmentAdded':
      return { ...state, added: [...state.added, event.data] };
    case 'AgreementFulfilmentReported':
      return fact(state, 'REPORTED', { ...event.data, on: event.data.metOn }, envelope);
    case 'AgreementFulfilmentConfirmed':
      return fact(state, 'CONFIRMED', { ...event.data, on: event.data.metOn }, envelope);
    case 'AgreementFulfilmentDisputed':
      return fact(state, 'DISPUTED', { ...event.data, text: event.data.reason }, envelope);
    case 'AgreementCommitmentBreached':
      return fact(state, 'BREACHED', { ...event.data, text: event.data.reason }, envelope);
    case 'AgreementCommitmentWaived':
      return fact(state, 'WAIVED', { ...event.data, text: event.data.reason }, envelope);
    default:
      return learning(state, event);
  }
}

type LearningEvent = Extract<
  LifeEvent,
  {
    type:
      'AgreementRiskRecorded' | 'AgreementRiskMitigated' | 'AgreementRecalibrationStarted' | 'AgreementRecalibrated' | 'AgreementEvaluated';
  }
>;

/** Risks, recalibrations and evaluations. */
function learning(state: AgreementState, event: LearningEvent): AgreementState {
  const on = dayOf(event.envelope);
  switch (event.type) {
    case 'AgreementRiskRecorded': {
      const { risk: number, text, owner } = event.data;
      return { ...state, risks: [...state.risks, { number, on, text, owner }] };
    }
    case 'AgreementRiskMitigated': {
      const { risk, text: mitigation } = event.data;
      return { ...state, risks: state.risks.map((one) => (one.number === risk ? { ...one, mitigation } : one)) };
    }
    case 'AgreementRecalibrationStarted': {
      const { recalibration: number, question, evidence } = event.data;
      const started = { number, startedOn: on, startedAt: state.versions.at(-1)?.number ?? 0, question, evidence };
      return { ...state, recalibrations: [...state.recalibrations, started] };
    }
    case 'AgreementRecalibrated': {
      const { recalibration, outcome, motivation, version } = event.data;
      const told = { outcome, on, motivation, ...(version === undefined ? {} : { version }) };
      const recalibrations = state.recalibrations.map((one) => (one.number === recalibration ? { ...one, outcome: told } : one));
      return { ...state, recalibrations };
    }
    case 'AgreementEvaluated':
      return { ...state, evaluations: [...state.evaluations, event.data] };
    default:
      return event satisfies never;
  }
}

function noted(state: AgreementState, note: string): AgreementState {
  return { ...state, noted: [...state.noted, note] };
}

function fact(
  state: AgreementState,
  kind: CommitmentFact['kind'],
  data: { commitment: string; due?: string | undefined; by: string; on: string; text?: string | undefined },
  { audience }: Envelope,
): AgreementState {
  const { commitment, due, by, on, text } = data;
  return { ...state, facts: [...state.facts, { commitment, due: due ?? null, kind, on, by, text, audience }] };
}
