import { refusal } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { present } from '../../deciding/drafting.js';
import { invalid, liveDay, notNow } from '../../deciding/refusing.js';
import { authorityRecord } from '../../decisions/decision/decision-authority.js';
import { actingParty, asParty, draft, municipalOf, partyNeeds, refusedAttempt, type Rule } from './agreement-acting.js';
import { carries, decisionLookups, decisionNeeds } from './agreement-decision.js';
import { agreementEvents } from './agreement-events.js';
import { agreedBy, decisionFor } from './agreement-standing.js';
import { openProposal, type AgreementState, type Answer, type Municipal } from './agreement-state.js';
import type * as commands from './agreeing.commands.js';
import { answering, asked, conclusion, decidedFirst, type Acting, type Day } from './answering.js';
import { isRefusal, municipalSignatory, signatoryLookups, signatoryNeeds } from './signing-authority.js';

export const linkDecision: Rule<commands.LinkAgreementDecision> = {
  subject: ({ agreement }) => agreement,
  needs: ({ decision }, state, loaded) => [...partyNeeds(asked(state), loaded), ...decisionNeeds(decision, loaded)],
  lookups: ({ decision }, _state, loaded) => decisionLookups(decision, loaded),
  decide(command, state, context) {
    return answering(command, state, context, ({ proposal, party }) => {
      if (decisionFor(state, proposal, party)?.decision === command.decision) return { accepted: [] };
      const found = carries(command.decision, party, { proposal, agreement: state }, context.loaded);
      if ('ruleId' in found) return refusedAttempt('LINK_DECISION', found, { proposal, party }, state, context);
      const { pin, verdict, findings } = found;
      const { details, taken } = found.state;
      if (details.person !== undefined) return invalid('decision', 'ABOUT_A_PERSON', 'is about a person, and carries no agreement');
      const { decidedOn } = taken;
      const { decision } = command;
      const on = { proposal: proposal.number, hash: proposal.hash, party };
      const data = {
        ...on,
        decision,
        pin,
        authority: authorityRecord(verdict),
        decidedOn,
        ...present({ amountCents: details.amountCents }),
        findings,
      };
      const linked = { proposal: proposal.number, party, decision, pin, decidedOn, on: context.today };
      const next = { ...state, decisions: [...state.decisions, linked] };
      return { accepted: [draft(agreementEvents.decisionLinked, data, state, context), ...conclusion(next, proposal, context)] };
    });
  },
};

export const signAgreement: Rule<commands.SignAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: ({ mandate }, state, loaded) => [
    ...signatoryNeeds(state.municipal, mandate, loaded),
    ...partyNeeds(asked(state), loaded),
    ...linkedDecisions(state).flatMap((id) => decisionNeeds(id, loaded)),
  ],
  lookups: ({ mandate }, state, loaded) => [
    ...signatoryLookups(state.municipal, mandate, loaded),
    ...linkedDecisions(state).flatMap((id) => decisionLookups(id, loaded)),
  ],
  decide(command, state, context) {
    return answering(command, state, context, ({ proposal, party }) => {
      const own = municipalOf(state, party);
      if (!own) return notNow('Een partner tekent door in te stemmen.', 'A partner signs by consenting.');
      const acted = liveDay(command.signedOn, context);
      if ('refused' in acted) return acted;
      const unready =
        decidedFirst(state, proposal, party, acted.day) ?? stillDecided(state, { proposal, party }, context) ?? councilFirst(state, party);
      if (unready) return refusedAttempt('SIGN', unready, { proposal, party }, state, context);
      if (agreedBy(state, proposal, party)) return { accepted: [] };
      return signed(command.mandate, own, { proposal, party, day: acted.day }, state, context);
    });
  },
};

export const flagFarReaching: Rule<commands.FlagAgreementFarReaching> = {
  subject: ({ agreement }) => agreement,
  decide: ({ party, reason }, state, context) =>
    forMunicipality(state, party, context, (own) => {
      const flagged = state.farReaching.some((one) => one.party === own);
      return { accepted: flagged ? [] : [draft(agreementEvents.farReaching, { party: own, reason }, state, context)] };
    }),
};

export const recordCouncilHeard: Rule<commands.RecordCouncilHeard> = {
  subject: ({ agreement }) => agreement,
  decide: ({ party, on, reference }, state, context) =>
    forMunicipality(state, party, context, (own) => {
      if (on > context.today) return invalid('on', 'IN_THE_FUTURE', 'lies in the future');
      return { accepted: [{ ...draft(agreementEvents.councilHeard, { party: own, on, reference }, state, context), actDate: on }] };
    }),
};

function forMunicipality(
  state: AgreementState,
  named: string | undefined,
  context: DecideContext,
  decide: (party: string) => Decision,
): Decision {
  const municipalities = state.municipal.map(({ party }) => party);
  const own = actingParty(state, named, municipalities, context);
  if (own !== undefined) return decide(own);
  return asParty(state, context.today, context, () => notNow('Dit geldt voor gemeenten.', 'This is for municipalities.'));
}

function signed(
  mandateId: string | undefined,
  own: Municipal,
  { proposal, party, day }: Day,
  state: AgreementState,
  context: DecideContext,
): Decision {
  const signing = { mandate: mandateId, amountCents: proposal.terms.totalCents, on: day };
  const signatory = municipalSignatory(own, signing, context);
  if (isRefusal(signatory)) return refusedAttempt('SIGN', signatory, { proposal, party }, state, context);
  const { capacity, post, verdict, mandate, decidedBy } = signatory;
  const id = mandate && parseStream(mandate.stream).id;
  const authority = verdict ? authorityRecord(verdict) : { code: 'VALID', chain: [], reasons: [] };
  const on = { proposal: proposal.number, hash: proposal.hash, party };
  const data = { ...on, capacity, ...present({ post, mandate: id }), authority, findings: verdict?.warnings ?? [] };
  const event: EventDraft = {
    ...draft(agreementEvents.signed, data, state, context),
    actDate: day,
    decidedBy,
    ...(mandate ? { mandate } : {}),
  };
  const answer: Answer = { ...on, kind: 'SIGNED', on: day, revision: 0, awaits: [], actor: context.actor.person };
  return { accepted: [event, ...conclusion({ ...state, answers: [...state.answers, answer] }, proposal, context)] };
}

/** The decisions that the text on the table rests on. */
function linkedDecisions(state: AgreementState): string[] {
  const open = openProposal(state);
  return open ? state.decisions.filter(({ proposal }) => proposal === open.number).map(({ decision }) => decision) : [];
}

/** A decision that was withdrawn or contested since it was linked carries no signature. */
function stillDecided(state: AgreementState, { proposal, party }: Acting, { loaded }: DecideContext): Refusal | undefined {
  const linked = decisionFor(state, proposal, party);
  const carrying = linked && carries(linked.decision, party, { proposal, agreement: state }, loaded);
  return carrying && 'ruleId' in carrying ? carrying : undefined;
}

/** What the council has to be asked before (Gemeentewet 160 lid 2, 169 lid 4). */
function councilFirst({ nature, farReaching, councilHeard }: AgreementState, party: string): Refusal | undefined {
  if (councilHeard.some((one) => one.party === party)) return undefined;
  const detail = {
    nl: 'De raad kon nog geen wensen en bedenkingen geven.',
    en: 'The council could not give its wishes and reservations yet.',
  };
  if (nature?.legalPerson) return refusal('V2', { detail });
  return farReaching.some((one) => one.party === party) ? refusal('V3', { detail }) : undefined;
}
