import type { Decision } from '../../../ledger/aggregate.js';
import { present } from '../../deciding/drafting.js';
import { invalid, notNow, refuse } from '../../deciding/refusing.js';
import { asParty, draft, type Rule } from './agreement-acting.js';
import { agreementEvents } from './agreement-events.js';
import { partiesOn } from './agreement-standing.js';
import type { AgreementState, Evidence, Recalibration } from './agreement-state.js';
import type * as commands from './learning.commands.js';
import { notConcluded, whileStanding } from './living.decider.js';

export const recordRisk: Rule<commands.RecordAgreementRisk> = {
  subject: ({ agreement }) => agreement,
  decide: ({ text, owner }, state, context) =>
    asParty(state, context.today, context, (by) => {
      if (owner !== undefined && !partiesOn(state, context.today).includes(owner))
        return invalid('owner', 'NO_PARTY', 'is no party to the agreement');
      if (state.risks.some((one) => one.text === text)) return { accepted: [] };
      return {
        accepted: [draft(agreementEvents.riskRecorded, { by, risk: state.risks.length + 1, text, ...present({ owner }) }, state, context)],
      };
    }),
};

export const mitigateRisk: Rule<commands.MitigateAgreementRisk> = {
  subject: ({ agreement }) => agreement,
  decide: ({ risk, text }, state, context) =>
    asParty(state, context.today, context, (by) => {
      const known = state.risks.find(({ number }) => number === risk);
      if (!known) return invalid('risk', 'UNKNOWN', 'is no risk of this agreement');
      return { accepted: known.mitigation === text ? [] : [draft(agreementEvents.riskMitigated, { by, risk, text }, state, context)] };
    }),
};

export const startRecalibration: Rule<commands.StartRecalibration> = {
  subject: ({ agreement }) => agreement,
  decide: ({ question, evidence = [] }, state, context) =>
    whileStanding(state, context, (by) => {
      if (evidence.length === 0) {
        return refuse(
          'RECALIBRATION_WITHOUT_EVIDENCE',
          'Noem de meting, de evaluatie of het signaal waarop de herijking berust.',
          'Cite the measurement, the evaluation or the signal that the recalibration rests on.',
        );
      }
      const malformed = malformedEvidence(evidence);
      if (malformed) return malformed;
      if (openRecalibration(state)) return notNow('Er loopt al een herijking.', 'A recalibration is under way already.');
      const data = { by, recalibration: state.recalibrations.length + 1, question, evidence: cited(evidence) };
      return { accepted: [draft(agreementEvents.recalibrationStarted, data, state, context)] };
    }),
};

export const concludeRecalibration: Rule<commands.ConcludeRecalibration> = {
  subject: ({ agreement }) => agreement,
  decide: ({ outcome, motivation }, state, context) =>
    asParty(state, context.today, context, (by) => {
      const open = openRecalibration(state);
      if (!open) return notNow('Er loopt geen herijking.', 'No recalibration is under way.');
      const version = state.versions.at(-1)?.number ?? 0;
      const amended = version > open.startedAt;
      if ((outcome === 'ADJUST' || outcome === 'SCALE') && !amended)
        return notNow('De wijziging is nog niet gesloten.', 'The amendment was not concluded yet.');
      if (outcome === 'STOP' && !state.terminated) return notNow('De afspraak is nog niet beëindigd.', 'The agreement was not ended yet.');
      const data = { by, recalibration: open.number, outcome, ...(amended ? { version } : {}), motivation };
      return { accepted: [draft(agreementEvents.recalibrated, data, state, context)] };
    }),
};

export const evaluateAgreement: Rule<commands.EvaluateAgreement> = {
  subject: ({ agreement }) => agreement,
  decide: ({ conclusion, evidence = [], on }, state, context) =>
    asParty(state, context.today, context, (by) => {
      const day = on ?? context.today;
      if (state.versions.length === 0) return notConcluded();
      if (day > context.today) return invalid('on', 'IN_THE_FUTURE', 'lies in the future');
      const malformed = malformedEvidence(evidence);
      if (malformed) return malformed;
      const data = { by, on: day, conclusion, evidence: cited(evidence) };
      return { accepted: [{ ...draft(agreementEvents.evaluated, data, state, context), actDate: day }] };
    }),
};

function openRecalibration({ recalibrations }: AgreementState): Recalibration | undefined {
  return recalibrations.find(({ outcome }) => outcome === undefined);
}

function malformedEvidence(evidence: readonly commands.EvidenceInput[]): Decision | undefined {
  const index = evidence.findIndex(({ stream }) => !/^[a-z][a-zA-Z]*-[0-9a-f-]{36}$/.test(stream));
  return index < 0 ? undefined : invalid(`evidence.${index}.stream`, 'isStream', 'must be a stream as a pin has it');
}

function cited(evidence: readonly commands.EvidenceInput[]): Evidence[] {
  return evidence.map(({ kind, stream, revision, eventId }) => ({ kind, pin: { stream, revision, eventId } }));
}
