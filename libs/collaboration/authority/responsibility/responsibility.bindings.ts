import { bind, type CommandBinding } from '../../registration/registration.js';
import * as assigning from './assigning.decider.js';
import * as defining from './defining.decider.js';
import * as registering from './registering.commands.js';
import * as registered from './registering.decider.js';
import * as commands from './responsibility.commands.js';
import type { ResponsibilityState } from './responsibility.js';
import * as transferring from './transferring.decider.js';

/** Every command on a responsibility with what it means. */
export const responsibilityCommands: readonly CommandBinding<ResponsibilityState>[] = [
  bind(commands.DefineResponsibility, defining.defineResponsibility),
  bind(commands.AssignAccountable, assigning.assignAccountable),
  bind(commands.AssignResponsible, assigning.assignResponsible),
  bind(commands.AddConsulted, assigning.addConsulted),
  bind(commands.AddInformed, assigning.addInformed),
  bind(commands.AcceptResponsibility, assigning.acceptResponsibility),
  bind(commands.DeclineResponsibility, assigning.declineResponsibility),
  bind(commands.ReleaseResponsibility, assigning.releaseResponsibility),
  bind(commands.ProposeResponsibilityTransfer, transferring.proposeTransfer),
  bind(commands.AcceptResponsibilityTransfer, transferring.acceptTransfer),
  bind(commands.DeclineResponsibilityTransfer, transferring.declineTransfer),
  bind(commands.TuneResponsibility, defining.tuneResponsibility),
  bind(commands.CorrectResponsibility, defining.correctResponsibility),
  bind(commands.EndResponsibility, defining.endResponsibility),
  bind(registering.RegisterResponsibility, registered.registerResponsibility),
  bind(registering.RegisterResponsibilityAssignment, registered.registerAssignment),
  bind(registering.RegisterResponsibilityAcceptance, registered.registerAcceptance),
  bind(registering.RegisterResponsibilityTransfer, registered.registerTransfer),
  bind(registering.RegisterResponsibilityRelease, registered.registerRelease),
];
