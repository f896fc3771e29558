import { isDeciding } from '../../../law/partnership-roles.js';
import { tensionMatrixOn } from '../../../law/tension-matrix.js';
import type { CommandRule, DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains } from '../../../ledger/period.js';
import { originOf, sameValue } from '../../deciding/drafting.js';
import { invalid, notNow, problem, refuse } from '../../deciding/refusing.js';
import { organisationNeeds } from '../post/organisation.js';
import {
  asFindings,
  assignedDraft,
  assigneeNeeds,
  assignmentOf,
  heldAlready,
  invalidWish,
  objectionsTo,
  roleCode,
  wishProblems,
  type RoleWish,
} from './partnership-assigning.js';
import { amongKeepers, councilLookups, draft, outsideItsLife, partnerNeeds, partnersDraft, since, whenOpen } from './partnership-drafts.js';
import { partnershipEvents } from './partnership-events.js';
import type { DeclaredTension, PartnershipState, RoleDefinition } from './partnership-state.js';
import { definitionOn } from './partnership.js';
import type * as commands from './roles.commands.js';

type Rule<C> = CommandRule<PartnershipState, C>;
type Declaring = Pick<commands.TensionDeclarationInput, 'declaration' | 'dilemma' | 'aboutPerson'>;

const LOCAL_CODE = /^[a-z][a-z0-9-]*$/;

export const defineRole: Rule<commands.DefineRole> = {
  subject: ({ partnership }) => partnership,
  decide(command, state, context) {
    const { role, localRole, name, purpose, accountabilities = [], domain, from = context.today } = command;
    const code = roleCode(command);
    if ((role === undefined) === (localRole === undefined)) return invalid('role', 'ONE_ROLE', 'name either a role or a localRole');
    if (localRole !== undefined && (!LOCAL_CODE.test(localRole) || name === undefined))
      return invalid('localRole', 'isLocalRole', 'must be lower-case letters, digits and hyphens, with a name beside it');
    const deciding = role === undefined ? (command.deciding ?? false) : isDeciding(role);
    const value = {
      ...(name === undefined ? {} : { name }),
      deciding,
      purpose,
      accountabilities,
      ...(domain === undefined ? {} : { domain }),
    };
    const known = definitionOn(state, code, from);
    return whenOpen(state, from, context, () => {
      if (known && known.deciding !== deciding) return invalid('deciding', 'FIXED', 'stays as it was: who may have the role hangs on it');
      const same = known !== undefined && sameValue(known, value);
      return { accepted: same ? [] : [defined({ role: code, ...value, from }, state, context)] };
    });
  },
};

function defined(
  data: RoleDefinition & { readonly role: string; readonly from: LocalDate },
  state: PartnershipState,
  context: DecideContext,
): EventDraft {
  return { ...draft(partnershipEvents.roleDefined.type, data, state, context), ...since(data.from) };
}

export const assignRole: Rule<commands.AssignRole> = {
  subject: ({ partnership }) => partnership,
  needs: (command, state, loaded) => [...assigneeNeeds(command, loaded), ...(command.tensions?.length ? partnerNeeds(state) : [])],
  lookups: (command, state, loaded) => (command.tensions?.length ? councilLookups(state, loaded) : []),
  decide: (command, state, context) =>
    whenOpen(state, command.from ?? context.today, context, () =>
      assigning(state, wishOf(command, context), command.tensions ?? [], context),
    ),
};

/** A role is taken up: refused for what would not be in order, together with what is declared about it. */
export function assigning(
  state: PartnershipState,
  wish: RoleWish,
  tensions: readonly commands.RoleTensionInput[],
  context: DecideContext,
): Decision {
  const undeclared = tensions.flatMap((one, index) => sayProblems(one, `tensions.${index}.`));
  const invalid = invalidWish([...wishProblems(state, wish), ...undeclared]);
  if (invalid) return invalid;
  const assignment = assignmentOf(state, wish, context.loaded);
  const held = heldAlready(state, assignment);
  if (held) {
    if (held.from === assignment.from && held.until === assignment.until) return { accepted: [] };
    return notNow('Deze rol is in die periode al zo toegewezen.', 'This role is assigned so already in that period.');
  }
  const { bearer, role, from } = assignment;
  const declared = tensions.map((one, index) => ({
    tension: state.tensions.length + 1 + index,
    bearer,
    roles: [role, one.with],
    from,
    ...one,
  }));
  const [first] = objectionsTo(state, assignment, declared.map(asDeclared), context.loaded);
  if (first) return refuse(first.ruleId, first.detail.nl, first.detail.en);
  return { accepted: [...declared.map((one) => declaredDraft(one, state, context)), assignedDraft(assignment, [], state, context)] };
}

export const registerRoleAssignment: Rule<commands.RegisterRoleAssignment> = {
  subject: ({ partnership }) => partnership,
  needs: (command, _state, loaded) => assigneeNeeds(command, loaded),
  decide: (command, state, context) =>
    amongKeepers(state, context, () => {
      const wish = wishOf(command, context);
      const invalid = invalidWish([...wishProblems(state, wish), ...outsideItsLife(state, wish.from)]);
      if (invalid) return invalid;
      const assignment = assignmentOf(state, wish, context.loaded);
      const held = heldAlready(state, assignment);
      if (held && held.from === assignment.from && held.until === assignment.until) return { accepted: [] };
      const findings = asFindings(objectionsTo(state, assignment, [], context.loaded));
      return { accepted: [{ ...assignedDraft(assignment, findings, state, context), ...originOf(command) }] };
    }),
};

export const endRoleAssignment: Rule<commands.EndRoleAssignment> = {
  subject: ({ partnership }) => partnership,
  decide(command, state, context) {
    const { assignment, on = context.today, reason, aboutPerson: person } = command;
    const held = state.assignments.find((one) => one.assignment === assignment);
    if (!held) return invalid('assignment', 'UNKNOWN', 'is no assignment of this partnership');
    return whenOpen(state, on, context, () => {
      if (held.until === on) return { accepted: [] };
      if (!contains(held, on)) return invalid('on', 'NOT_HELD', 'is no day on which the role is held');
      const data = { assignment, on, reason, person };
      return { accepted: [{ ...draft(partnershipEvents.assignmentEnded.type, data, state, context), ...since(on) }] };
    });
  },
};

export const declareRoleTension: Rule<commands.DeclareRoleTension> = {
  subject: ({ partnership }) => partnership,
  needs: ({ bearer }, state, loaded) => [...organisationNeeds(bearer, loaded), ...partnerNeeds(state)],
  lookups: (_command, state, loaded) => councilLookups(state, loaded),
  decide(command, state, context) {
    const { bearer, roles, from = context.today } = command;
    const found = tensionMatrixOn(from).tensions.find((one) => roles.length === 2 && one.roles.every((role) => roles.includes(role)));
    if (!found) return invalid('roles', 'NO_TENSION', 'are no two roles that rub by the tension matrix of that day');
    const problems = sayProblems(command, '');
    if (problems.length > 0) return { invalid: problems };
    return whenOpen(state, from, context, () => {
      if (found.kind === 'HARD') {
        return refuse(
          'HARD_TENSION',
          `Dit is niet met een verklaring op te lossen. ${found.reason.nl}`,
          `No declaration settles this. ${found.reason.en}`,
        );
      }
      const { declaration, dilemma, aboutPerson } = command;
      const tension = state.tensions.length + 1;
      return { accepted: [declaredDraft({ tension, bearer, roles, from, declaration, dilemma, aboutPerson }, state, context)] };
    });
  },
};

type Declared = Pick<DeclaredTension, 'tension' | 'bearer' | 'roles' | 'from'> & Declaring;

function declaredDraft(
  { tension, bearer, roles, from, declaration, dilemma, aboutPerson }: Declared,
  state: PartnershipState,
  context: DecideContext,
) {
  const tensionMatrix = tensionMatrixOn(from).version;
  const data = { tension, bearer, roles, declaration, dilemma, from, tensionMatrix, person: aboutPerson };
  return { ...partnersDraft(partnershipEvents.tensionDeclared.type, data, state, context), ...since(from) };
}

/** As the state would hold it; what it says does not matter for whether it was declared. */
function asDeclared({ tension, bearer, roles, from }: Declared): DeclaredTension {
  return { tension, bearer, roles, from, audience: { level: 'partners', parties: [] } };
}

function sayProblems({ declaration, dilemma }: Declaring, path: string) {
  if (declaration !== undefined || dilemma !== undefined) return [];
  return [problem(`${path}declaration`, 'NOTHING_DECLARED', 'say how the tension is handled, or name the dilemma that explores it')];
}

function wishOf(command: commands.RoleHolderContent, { today }: DecideContext): RoleWish {
  const { role, localRole, party, post, matter, from = today, until = null } = command;
  return {
    ...(role === undefined ? {} : { role }),
    ...(localRole === undefined ? {} : { localRole }),
    ...(party === undefined ? {} : { party }),
    ...(post === undefined ? {} : { post }),
    ...{ matter, from, until },
  };
}
