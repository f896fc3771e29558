import { refusal } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { present } from '../../deciding/drafting.js';
import { invalid, liveDay, notNow } from '../../deciding/refusing.js';
import { draft, municipalOf, refusedAttempt, type Rule } from './agreement-acting.js';
import { agreementEvents } from './agreement-events.js';
import { formOf, type AgreementAttempt } from './agreement-kinds.js';
import { agreedBy, hasAnswered } from './agreement-standing.js';
import type { AgreementState, Answer } from './agreement-state.js';
import type * as commands from './agreeing.commands.js';
import { answering, asked, conclusion, decidedFirst, type Day } from './answering.js';
import { isRefusal, partnerSignatory, representativeNeeds } from './signing-authority.js';

export const consentToAgreement: Rule<commands.ConsentToAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: (_command, state, loaded) => representativeNeeds(asked(state), loaded),
  decide(command, state, context) {
    return answering(command, state, context, ({ proposal, party }) => {
      const acted = liveDay(command.actDate, context);
      if ('refused' in acted) return acted;
      if (acted.day < proposal.on) return invalid('actDate', 'TOO_EARLY', `lies before the proposal, of ${proposal.on}`);
      const on = { proposal: proposal.number, hash: proposal.hash, party };
      const { underReservation = false, reservation } = command;
      if (underReservation) {
        const data = { ...on, awaits: [], underReservation, ...present({ reservation }), findings: [] };
        return { accepted: [{ ...draft(agreementEvents.consented, data, state, context), actDate: acted.day }] };
      }
      return consented(on, { proposal, party, day: acted.day }, state, context);
    });
  },
};

export const declineAgreement: Rule<commands.DeclineAgreement> = {
  subject: ({ agreement }) => agreement,
  decide: (command, state, context) =>
    answering(command, state, context, ({ proposal, party }) => {
      const data = { proposal: proposal.number, hash: proposal.hash, party, reason: command.reason };
      return { accepted: [draft(agreementEvents.declined, data, state, context)] };
    }),
};

export const withdrawConsent: Rule<commands.WithdrawAgreementConsent> = {
  subject: ({ agreement }) => agreement,
  decide: (command, state, context) =>
    answering(command, state, context, ({ proposal, party }) => {
      if (!hasAnswered(state, proposal, party))
        return notNow('Er is geen instemming om in te trekken.', 'There is no consent to take back.');
      const data = { proposal: proposal.number, hash: proposal.hash, party, reason: command.reason };
      return { accepted: [draft(agreementEvents.consentWithdrawn, data, state, context)] };
    }),
};

function consented(
  on: { proposal: number; hash: string; party: string },
  { proposal, party, day }: Day,
  state: AgreementState,
  context: DecideContext,
): Decision {
  const no = (attempt: AgreementAttempt, because: Refusal) => refusedAttempt(attempt, because, { proposal, party }, state, context);
  if (municipalOf(state, party)) return no('CONSENT', decidedFirst(state, proposal, party, day) ?? bySignature());
  if (!state.nature || !formOf(state.nature.kind).consensual) {
    const detail = { nl: 'Een subsidie komt tot stand door het besluit.', en: 'A subsidy comes about by the decision.' };
    return { refused: refusal('CONSENT_NOT_EXPECTED', { detail }) };
  }
  const signatory = partnerSignatory(party, day, context);
  if (isRefusal(signatory)) return no('CONSENT', signatory);
  const { post, awaits, decidedBy } = signatory;
  const answer: Answer = {
    ...{ proposal: proposal.number, party, kind: 'CONSENTED', on: day, revision: 0, awaits, actor: context.actor.person },
    ...present({ post }),
  };
  const repeated = agreedBy(state, proposal, party) !== undefined || hasSigned(state, answer);
  if (repeated) return { accepted: [] };
  const data = { ...on, ...present({ post }), awaits, underReservation: false, findings: [] };
  const event: EventDraft = { ...draft(agreementEvents.consented, data, state, context), actDate: day, decidedBy };
  return { accepted: [event, ...conclusion({ ...state, answers: [...state.answers, answer] }, proposal, context)] };
}

/** The same person in the same post, since the party last took its answer back. */
function hasSigned(state: AgreementState, { proposal, party, post, actor }: Answer): boolean {
  const last = state.answers.findLast(
    (one) => one.proposal === proposal && one.party === party && one.post === post && one.actor === actor,
  );
  const taken = state.answers.findLast(
    (one) => one.proposal === proposal && one.party === party && (one.kind === 'DECLINED' || one.kind === 'WITHDRAWN'),
  );
  return last?.kind === 'CONSENTED' && (taken?.revision ?? -1) < last.revision;
}

function bySignature(): Refusal {
  const detail = {
    nl: 'Een gemeente bindt zich door de handtekening van de burgemeester of van wie volmacht heeft.',
    en: 'A municipality binds itself by the signature of the mayor or of whoever has power of attorney.',
  };
  return refusal('V1', { detail, legalBasis: 'Gemeentewet 171' });
}
