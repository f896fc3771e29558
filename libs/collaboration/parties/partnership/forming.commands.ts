import { InputType, registerEnumType } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  AttesterField,
  ChoiceField,
  CountField,
  DateField,
  FreeTextField,
  IdField,
  NestedField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { PartnershipField } from './partnership-kinds.js';
import { FIRST_DAY, PARTNERSHIP } from './roles.commands.js';

registerEnumType(PartnershipField, {
  name: 'PartnershipField',
  description: 'What a correction names. Only NAME and ROLE_NAME are clerical (kennelijke verschrijving); the others are terms.',
});

@InputType({ isAbstract: true })
export abstract class PartnershipContent extends CommandInput {
  @TextField('Name (naam).')
  name!: string;

  @FreeTextField('What the partners work together for (bedoeling).')
  purpose!: string;

  @TextField('Topics (themas), e.g. `eenzaamheid`.', { optional: true, list: true, maxBytes: 100 })
  topics?: string[];

  @TextField('Area codes (gebieden), e.g. `GM0363` or `noord`.', { optional: true, list: true, maxBytes: 100 })
  areas?: string[];
}

@Command('Propose a partnership (samenwerkingsverband) and invite parties to it. Until it is formed only they see it.')
export class ProposePartnership extends PartnershipContent {
  @IdField('Parties that are invited (uitgenodigd); they join by themselves.', { optional: true, list: true })
  invite?: string[];
}

@InputType({ description: 'Who carries the process (proceseigenaar): a party or a post of a member.' })
export class ProcessOwnerInput {
  @IdField('The party.', { optional: true })
  party?: string;

  @IdField('The post (functie).', { optional: true })
  post?: string;
}

@Command('Form a partnership (vormen): at least two members that joined, and one process owner.')
export class FormPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @NestedField(() => ProcessOwnerInput, 'The process owner, unless that role is assigned already.', { optional: true })
  processOwner?: ProcessOwnerInput;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@InputType({ description: 'A member or guest of a partnership that came about outside the ledger.' })
export class RegisteredSeatInput {
  @IdField('The party.')
  party!: string;

  @DateField('First day; default the first day of the partnership.', { optional: true })
  from?: string;

  @DateField('First day on which it was no longer.', { optional: true })
  until?: string;
}

@InputType({ description: 'A role as it was held outside the ledger.' })
export class RegisteredRoleInput {
  @ChoiceField(RoleType, 'A standard role (rol).')
  role!: RoleType;

  @IdField('The party that has it; either this or `post`.', { optional: true })
  party?: string;

  @IdField('The post that has it (functie).', { optional: true })
  post?: string;

  @TextField('The one matter (zaak) it is for.', { optional: true })
  matter?: string;

  @DateField('First day; default the first day of the partnership.', { optional: true })
  from?: string;

  @DateField('First day on which it was no longer held.', { optional: true })
  until?: string;
}

@Command(
  'Register (achteraf vastleggen) a partnership that came about outside the ledger. It stands as it is told; what is not in order becomes a finding.',
)
export class RegisterPartnership extends PartnershipContent {
  @DateField('First day.')
  from!: string;

  @DateField('First day on which it was no longer.', { optional: true })
  until?: string;

  @NestedField(() => RegisteredSeatInput, 'Members (leden).', { list: true })
  members!: RegisteredSeatInput[];

  @NestedField(() => RegisteredSeatInput, 'Guests (gasten).', { optional: true, list: true })
  guests?: RegisteredSeatInput[];

  @NestedField(() => RegisteredRoleInput, 'Roles; local ones are defined and registered afterwards.', { optional: true, list: true })
  roles?: RegisteredRoleInput[];

  @TextField('Where it is written down, e.g. a covenant.', { optional: true })
  instrument?: string;

  @SourceField()
  source!: string;

  @AttesterField()
  attester?: string;
}

@Command('Amend (wijzigen) what a partnership is called or is for, from a date on.')
export class AmendPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @TextField('Name.', { optional: true })
  name?: string;

  @FreeTextField('What the partners work together for.', { optional: true })
  purpose?: string;

  @TextField('Topics.', { optional: true, list: true, maxBytes: 100 })
  topics?: string[];

  @TextField('Area codes.', { optional: true, list: true, maxBytes: 100 })
  areas?: string[];

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in a name that one revision recorded.')
export class CorrectPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @CountField('Revision of the event that holds the slip.')
  revision!: number;

  @ChoiceField(PartnershipField, 'The field.')
  field!: PartnershipField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('End a partnership (beëindigen), or drop the proposal for one.')
export class EndPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @DateField('First day on which it is no longer; default today.', { optional: true })
  on?: string;

  @FreeTextField('Why.')
  reason!: string;
}
