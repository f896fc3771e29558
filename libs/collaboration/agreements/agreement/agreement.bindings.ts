import { bind, type CommandBinding } from '../../registration/registration.js';
import * as agreeing from './agreeing.commands.js';
import * as agreeingRules from './agreeing.decider.js';
import type { AgreementState } from './agreement-state.js';
import * as commitments from './commitments.commands.js';
import * as commitmentRules from './commitments.decider.js';
import * as correcting from './correcting.commands.js';
import { correctAgreement } from './correcting.decider.js';
import * as joiningRules from './joining.decider.js';
import * as learning from './learning.commands.js';
import * as learningRules from './learning.decider.js';
import * as living from './living.commands.js';
import * as livingRules from './living.decider.js';
import * as noting from './noting.commands.js';
import * as notingRules from './noting.decider.js';
import * as proposing from './proposing.commands.js';
import * as proposingRules from './proposing.decider.js';
import * as registering from './registering.commands.js';
import * as registeringRules from './registering.decider.js';
import * as signingRules from './signing.decider.js';

/** Every command on an agreement with what it means. */
export const agreementCommands: readonly CommandBinding<AgreementState>[] = [
  bind(proposing.DraftAgreement, proposingRules.draftAgreement),
  bind(proposing.ReviseAgreementDraft, proposingRules.reviseDraft),
  bind(proposing.ProposeAgreement, proposingRules.proposeAgreement),
  bind(proposing.CounterProposeAgreement, proposingRules.counterPropose),
  bind(proposing.ProposeAgreementAmendment, proposingRules.proposeAmendment),
  bind(proposing.WithdrawAgreementProposal, proposingRules.withdrawProposal),
  bind(agreeing.ConsentToAgreement, agreeingRules.consentToAgreement),
  bind(agreeing.DeclineAgreement, agreeingRules.declineAgreement),
  bind(agreeing.WithdrawAgreementConsent, agreeingRules.withdrawConsent),
  bind(agreeing.LinkAgreementDecision, signingRules.linkDecision),
  bind(agreeing.SignAgreement, signingRules.signAgreement),
  bind(agreeing.FlagAgreementFarReaching, signingRules.flagFarReaching),
  bind(agreeing.RecordCouncilHeard, signingRules.recordCouncilHeard),
  bind(correcting.CorrectAgreement, correctAgreement),
  bind(commitments.AddAgreementCommitment, commitmentRules.addCommitment),
  bind(commitments.ReportCommitmentFulfilment, commitmentRules.reportFulfilment),
  bind(commitments.ConfirmCommitmentFulfilment, commitmentRules.confirmFulfilment),
  bind(commitments.DisputeCommitmentFulfilment, commitmentRules.disputeFulfilment),
  bind(commitments.RecordCommitmentBreach, commitmentRules.recordBreach),
  bind(commitments.WaiveCommitment, commitmentRules.waiveCommitment),
  bind(living.SuspendAgreement, livingRules.suspendAgreement),
  bind(living.ResumeAgreement, livingRules.resumeAgreement),
  bind(living.ExtendAgreement, livingRules.extendAgreement),
  bind(living.TerminateAgreement, livingRules.terminateAgreement),
  bind(living.DetermineSubsidy, livingRules.determineSubsidy),
  bind(living.ReclaimSubsidy, livingRules.reclaimSubsidy),
  bind(living.AccedeToAgreement, joiningRules.accedeToAgreement),
  bind(living.ExitAgreement, joiningRules.exitAgreement),
  bind(learning.RecordAgreementRisk, learningRules.recordRisk),
  bind(learning.MitigateAgreementRisk, learningRules.mitigateRisk),
  bind(learning.StartRecalibration, learningRules.startRecalibration),
  bind(learning.ConcludeRecalibration, learningRules.concludeRecalibration),
  bind(learning.EvaluateAgreement, learningRules.evaluateAgreement),
  bind(registering.RegisterAgreement, registeringRules.registerAgreement),
  bind(registering.RegisterAgreementAmendment, registeringRules.registerAmendment),
  bind(noting.NoteAgreementStarted, notingRules.noteStarted),
  bind(noting.NoteAgreementExpired, notingRules.noteExpired),
  bind(noting.NoteCommitmentOverdue, notingRules.noteOverdue),
];
