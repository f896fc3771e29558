import { bind, type CommandBinding } from '../../registration/registration.js';
import * as consent from './consent.decider.js';
import * as ending from './ending.decider.js';
import * as granting from './granting.decider.js';
import * as grants from './granting.commands.js';
import * as endings from './ending.commands.js';
import * as commands from './mandate.commands.js';
import * as rules from './mandate.decider.js';
import type { MandateState } from './mandate.js';

/** Every command on a mandate with what it means. */
export const mandateCommands: readonly CommandBinding<MandateState>[] = [
  bind(grants.GrantMandate, granting.grantMandate),
  bind(grants.GrantSubMandate, granting.grantSubMandate),
  bind(grants.ProposeMandate, granting.proposeMandate),
  bind(grants.GrantProposedMandate, granting.grantProposedMandate),
  bind(grants.RegisterMandate, granting.registerMandate),
  bind(grants.RecordAttribution, granting.recordAttribution),
  bind(commands.ConsentToMandate, consent.consentToMandate),
  bind(commands.RefuseConsent, consent.refuseConsent),
  bind(commands.RegisterConsent, consent.registerConsent),
  bind(commands.AllowSubMandate, rules.allowSubMandate),
  bind(commands.AmendMandate, rules.amendMandate),
  bind(commands.GiveInstruction, rules.giveInstruction),
  bind(endings.SuspendMandate, ending.suspendMandate),
  bind(endings.ResumeMandate, ending.resumeMandate),
  bind(endings.RevokeMandate, ending.revokeMandate),
  bind(endings.RegisterRevocation, ending.registerRevocation),
  bind(endings.NoteMandateEnd, ending.noteMandateEnd),
  bind(commands.MakeMandateKnown, rules.makeMandateKnown),
  bind(commands.CorrectMandate, rules.correctMandate),
  bind(commands.RequestInformation, rules.requestInformation),
  bind(commands.GiveInformation, rules.giveInformation),
];
