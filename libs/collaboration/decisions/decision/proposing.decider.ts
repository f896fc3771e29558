import type { CommandRule, DecideContext, Need } from '../../../ledger/aggregate.js';
import { forbidden, mayWrite } from '../../authorisation.js';
import { present, withActingParty } from '../../deciding/drafting.js';
import { invalid } from '../../deciding/refusing.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import {
  authorityLookups,
  authorityNeeds,
  authorityRecord,
  loadedAuthority,
  questionOf,
  verdictFor,
  requestOf,
  verdictWarnings,
} from './decision-authority.js';
import { audienceOf, draft, draftersWhileProposed, type Open } from './decision-drafts.js';
import { decisionEvents, type DecisionDetails } from './decision-events.js';
import { opensObjection } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import type * as commands from './proposing.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

export const proposeDecision: Rule<commands.ProposeDecision> = {
  needs: contentNeeds,
  decide(command, _state, context) {
    if (!mayWrite(context.actor)) return forbidden('auditors and residents propose no decisions');
    const details = detailsOf(command, context, context.today);
    const { type } = decisionEvents.proposed;
    return { accepted: [{ type, data: details, audience: audienceOf('preparation', details, context), actDate: context.today }] };
  },
};

/** The parties drafting with the body must exist: they will be able to read it. */
export function contentNeeds(
  { body, draftedWith = [], decidesOn }: commands.DecisionContent,
  _state: DecisionState,
  loaded: DecideContext['loaded'],
): Need[] {
  return [
    ...organisationNeeds(body, loaded),
    ...draftedWith.map((id) => ({ aggregate: 'party', id })),
    ...(decidesOn ? [{ aggregate: 'decision', id: decidesOn.decision }] : []),
  ];
}

/** What a command says of a decision, with the parties that draft it: body, its organisation, the acting party and those named. */
export function detailsOf(command: commands.DecisionContent, context: DecideContext, onDate: string): DecisionDetails {
  const { subject, reference, nature, power, body, amountCents, vat, areaCode, beneficiary, aboutPerson, forCase, partnership } = command;
  const { restrictions, mandateProvidedBy, fineReportedBy, objectionOpen, decidesOn, draftedWith = [] } = command;
  const drafters = withActingParty([body, organisationOf(body, onDate, context.loaded)], context, draftedWith);
  return {
    ...{ subject, nature, power, body, drafters },
    ...present({
      reference,
      amountCents,
      areaCode,
      beneficiary,
      person: aboutPerson,
      forCase,
      partnership,
      mandateProvidedBy,
      fineReportedBy,
      decidesOn,
    }),
    vat: vat ?? 'notApplicable',
    restrictions: restrictions ?? [],
    objectionOpen: objectionOpen ?? opensObjection(nature),
  };
}

export const amendProposal: Rule<commands.AmendDecisionProposal> = {
  subject: ({ decision }) => decision,
  decide({ subject, reference, amountCents, areaCode, beneficiary, reason }, state, context) {
    const changes = present({ subject, reference, amountCents, areaCode, beneficiary });
    if (Object.keys(changes).length === 0) return invalid('subject', 'NOTHING_TO_AMEND', 'names nothing to amend');
    return draftersWhileProposed(state, context, (open) => ({
      accepted: [preparation(decisionEvents.amended.type, { ...changes, reason }, open)],
    }));
  },
};

export const addOption: Rule<commands.AddDecisionOption> = {
  subject: ({ decision }) => decision,
  decide: ({ text, consequences }, state, context) =>
    draftersWhileProposed(state, context, (open) => ({
      accepted: [preparation(decisionEvents.optionAdded.type, { option: state.options.length + 1, text, consequences }, open)],
    })),
};

export const exploreInitiatives: Rule<commands.ExploreInitiativesForDecision> = {
  subject: ({ decision }) => decision,
  decide: ({ initiatives = [], found }, state, context) =>
    draftersWhileProposed(state, context, (open) => ({
      accepted: [preparation(decisionEvents.initiativesExplored.type, { initiatives, found }, open)],
    })),
};

export const skipExploration: Rule<commands.SkipExplorationForDecision> = {
  subject: ({ decision }) => decision,
  decide: ({ reason }, state, context) =>
    draftersWhileProposed(state, context, (open) => ({
      accepted: [preparation(decisionEvents.explorationSkipped.type, { reason }, open)],
    })),
};

export const withdrawProposal: Rule<commands.WithdrawDecisionProposal> = {
  subject: ({ decision }) => decision,
  decide: ({ reason }, state, context) =>
    draftersWhileProposed(state, context, (open) => ({
      accepted: [preparation(decisionEvents.proposalWithdrawn.type, { reason }, open)],
    })),
};

export const checkAuthority: Rule<commands.CheckDecisionAuthority> = {
  subject: ({ decision }) => decision,
  needs: ({ mandate }, state, loaded) => authorityNeeds(requestOf(state, mandate), loaded),
  lookups: ({ mandate }, state, loaded) => authorityLookups(requestOf(state, mandate), loaded),
  decide: (command, state, context) =>
    draftersWhileProposed(state, context, (open) => {
      const onDate = command.onDate ?? context.today;
      const { chain, holdings } = loadedAuthority(requestOf(state, command.mandate), context.loaded);
      const { details } = open;
      const verdict = verdictFor({ body: details.body, chain, holdings, question: questionOf(details, onDate) });
      const findings = verdictWarnings(verdict);
      const data = { onDate, ...present({ mandate: command.mandate }), authority: authorityRecord(verdict), findings };
      return { accepted: [preparation(decisionEvents.authorityChecked.type, data, open)] };
    }),
};

function preparation(type: string, data: object, open: Open) {
  return draft(type, data, 'preparation', open);
}
