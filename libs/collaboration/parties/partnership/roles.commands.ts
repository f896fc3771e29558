import { InputType, registerEnumType } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  AttesterField,
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  NestedField,
  SourceField,
  TextField,
} from '../../registration/fields.js';

registerEnumType(RoleType, {
  name: 'PartnershipRoleType',
  description:
    'Standard roles: opdrachtgever, regievoerder, opdrachtnemer, facilitator, handhaver, leverancier van expertise, bevorderaar van diversiteit, verbinder, netwerkpartner, financier, kadersteller, controleur, bestuurder, proceseigenaar, procesbegeleider, initiatiefnemer, uitdager, deelnemer, beoordelaar, beoordeelde, beslisser, bezwaarbehandelaar, adviseur, auditor, waarnemer.',
});

export const PARTNERSHIP = 'The partnership.';
export const FIRST_DAY = 'First day; default today.';
export const ABOUT_PERSON = 'Pseudonymous id of the natural person the text is about; it is then sealed under that person.';

const STANDARD = 'A standard role (rol); either this or `localRole`.';
const LOCAL = 'Code of a local role of this partnership, e.g. `buurtverbinder`.';

/** Who has which role, for how long. */
@InputType({ isAbstract: true })
export abstract class RoleHolderContent extends CommandInput {
  @ChoiceField(RoleType, STANDARD, { optional: true })
  role?: RoleType;

  @TextField(LOCAL, { optional: true })
  localRole?: string;

  @IdField('The party that has it: a member, a body or part of one, or a guest; either this or `post`.', { optional: true })
  party?: string;

  @IdField('The post that has it (functie), of a member or guest.', { optional: true })
  post?: string;

  @TextField('The one matter (zaak) it is for; default everything the partners do.', { optional: true })
  matter?: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @DateField('First day on which the role is no longer held.', { optional: true })
  until?: string;
}

@InputType({ isAbstract: true })
export abstract class TensionDeclarationInput {
  @FreeTextField('How the tension is handled (verklaring).', { optional: true })
  declaration?: string;

  @IdField('The dilemma that explores it.', { optional: true })
  dilemma?: string;

  @IdField(ABOUT_PERSON, { optional: true })
  aboutPerson?: string;
}

@InputType({ description: 'A soft tension with another role of the same party: a declaration, a dilemma, or both.' })
export class RoleTensionInput extends TensionDeclarationInput {
  @ChoiceField(RoleType, 'The other role.')
  with!: RoleType;
}

@Command('Define a role (roldefinitie): what it is for here, what it accounts for and what it arranges by itself.')
export class DefineRole extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @ChoiceField(RoleType, STANDARD, { optional: true })
  role?: RoleType;

  @TextField('Code of a local role, e.g. `buurtverbinder`; lower case, with hyphens.', { optional: true })
  localRole?: string;

  @TextField('What a local role is called.', { optional: true })
  name?: string;

  @FlagField('A local role that binds the others, and is for members only. Default false; of a standard role it is fixed.', {
    optional: true,
  })
  deciding?: boolean;

  @FreeTextField('What it is for (bedoeling).')
  purpose!: string;

  @FreeTextField('What it accounts for (verantwoordelijkheden).', { optional: true, list: true, maxBytes: 1_000 })
  accountabilities?: string[];

  @FreeTextField('What it may arrange by itself (domein).', { optional: true })
  domain?: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command(
  'Assign a role (rol toewijzen) to a member, a guest or a post. Two roles that rub in one hand take a declaration or a dilemma; some never go together.',
)
export class AssignRole extends RoleHolderContent {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @NestedField(() => RoleTensionInput, 'How the tensions it brings are handled.', { optional: true, list: true })
  tensions?: RoleTensionInput[];
}

@Command('Register a role (rol) as it was held outside the ledger; what is not in order becomes a finding.')
export class RegisterRoleAssignment extends RoleHolderContent {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @SourceField()
  source!: string;

  @AttesterField()
  attester?: string;
}

@Command('End the assignment of a role (roltoewijzing beëindigen), with the reason.')
export class EndRoleAssignment extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @CountField('Number of the assignment, from 1.', { from: 1 })
  assignment!: number;

  @DateField('First day on which the role is no longer held; default today.', { optional: true })
  on?: string;

  @FreeTextField('Why.')
  reason!: string;

  @IdField(ABOUT_PERSON, { optional: true })
  aboutPerson?: string;
}

@Command('Declare how a party handles two roles that rub (rolspanning).')
export class DeclareRoleTension extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @IdField('The party that bears both roles.')
  bearer!: string;

  @ChoiceField(RoleType, 'The two roles.', { list: true, min: 2 })
  roles!: RoleType[];

  @FreeTextField('How the tension is handled (verklaring).', { optional: true })
  declaration?: string;

  @IdField('The dilemma that explores it.', { optional: true })
  dilemma?: string;

  @IdField(ABOUT_PERSON, { optional: true })
  aboutPerson?: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}
