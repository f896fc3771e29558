import { bind, type CommandBinding } from '../../registration/registration.js';
import * as forming from './forming.commands.js';
import * as formingRules from './forming.decider.js';
import * as membership from './membership.commands.js';
import * as membershipRules from './membership.decider.js';
import type { PartnershipState } from './partnership-state.js';
import * as roles from './roles.commands.js';
import * as roleRules from './roles.decider.js';
import * as working from './working.commands.js';
import * as workingRules from './working.decider.js';

/** Every command on a partnership with what it means. */
export const partnershipCommands: readonly CommandBinding<PartnershipState>[] = [
  bind(forming.ProposePartnership, formingRules.proposePartnership),
  bind(forming.FormPartnership, formingRules.formPartnership),
  bind(forming.RegisterPartnership, formingRules.registerPartnership),
  bind(forming.AmendPartnership, formingRules.amendPartnership),
  bind(forming.CorrectPartnership, formingRules.correctPartnership),
  bind(forming.EndPartnership, formingRules.endPartnership),
  bind(membership.InviteToPartnership, membershipRules.inviteToPartnership),
  bind(membership.JoinPartnership, membershipRules.joinPartnership),
  bind(membership.RegisterMembership, membershipRules.registerMembership),
  bind(membership.LeavePartnership, membershipRules.leavePartnership),
  bind(membership.AdmitGuest, membershipRules.admitGuest),
  bind(membership.ReleaseGuest, membershipRules.releaseGuest),
  bind(roles.DefineRole, roleRules.defineRole),
  bind(roles.AssignRole, roleRules.assignRole),
  bind(roles.RegisterRoleAssignment, roleRules.registerRoleAssignment),
  bind(roles.EndRoleAssignment, roleRules.endRoleAssignment),
  bind(roles.DeclareRoleTension, roleRules.declareRoleTension),
  bind(working.AgreeWorkingRules, workingRules.agreeWorkingRules),
  bind(working.ChoosePartnershipScale, workingRules.chooseScale),
  bind(working.PictureProcess, workingRules.pictureProcess),
  bind(working.ReviewRelationship, workingRules.reviewRelationship),
  bind(working.EvaluatePartnership, workingRules.evaluatePartnership),
];
