import { bind, type CommandBinding } from '../../registration/registration.js';
import * as commands from './decision.commands.js';
import * as rules from './decision.decider.js';
import type { DecisionState } from './decision-state.js';

/** Every command on a decision with what it means. */
export const decisionCommands: readonly CommandBinding<DecisionState>[] = [
  bind(commands.ProposeDecision, rules.proposeDecision),
  bind(commands.AmendDecisionProposal, rules.amendProposal),
  bind(commands.AddDecisionOption, rules.addOption),
  bind(commands.ExploreInitiativesForDecision, rules.exploreInitiatives),
  bind(commands.SkipExplorationForDecision, rules.skipExploration),
  bind(commands.OpenDecisionConsultation, rules.openConsultation),
  bind(commands.CloseDecisionConsultation, rules.closeConsultation),
  bind(commands.GiveDecisionAdvice, rules.giveAdvice),
  bind(commands.SubmitDecisionView, rules.submitView),
  bind(commands.RaiseReasonedObjection, rules.raiseReasonedObjection),
  bind(commands.IntegrateReasonedObjection, rules.integrateReasonedObjection),
  bind(commands.OverruleReasonedObjection, rules.overruleReasonedObjection),
  bind(commands.DeclareInterest, rules.declareInterest),
  bind(commands.CheckDecisionAuthority, rules.checkAuthority),
  bind(commands.WithdrawDecisionProposal, rules.withdrawProposal),
  bind(commands.TakeDecision, rules.takeDecision),
  bind(commands.RegisterDecision, rules.registerDecision),
  bind(commands.RatifyDecision, rules.ratifyDecision),
  bind(commands.SignDecision, rules.signDecision),
  bind(commands.RecheckDecisionAuthority, rules.recheckAuthority),
  bind(commands.MakeDecisionKnown, rules.makeKnown),
  bind(commands.EnterDecisionIntoForce, rules.enterIntoForce),
  bind(commands.LodgeObjection, rules.lodgeObjection),
  bind(commands.DecideObjection, rules.decideObjection),
  bind(commands.LodgeAppeal, rules.lodgeAppeal),
  bind(commands.DecideAppeal, rules.decideAppeal),
  bind(commands.WithdrawDecision, rules.withdrawDecision),
  bind(commands.ExpireDecision, rules.expireDecision),
  bind(commands.SupersedeDecision, rules.supersedeDecision),
  bind(commands.RecordDecisionImplementation, rules.recordImplementation),
  bind(commands.SetDecisionReviewDue, rules.setReviewDue),
  bind(commands.CorrectDecision, rules.correctDecision),
];
