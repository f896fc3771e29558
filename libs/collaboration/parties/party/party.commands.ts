import { InputType, registerEnumType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  ChoiceField,
  CountField,
  DateField,
  FreeTextField,
  IdentifierField,
  IdField,
  NestedField,
  TextField,
} from '../../registration/fields.js';
import { CLERICAL_FIELDS, IdentifierScheme, PartyKind, type ClericalField } from './party.js';

registerEnumType(PartyKind, { name: 'PartyKind', description: 'Kind of party (soort partij).' });
registerEnumType(IdentifierScheme, { name: 'IdentifierScheme', description: 'Register that gave the identifier.' });
registerEnumType(CLERICAL_FIELDS, {
  name: 'PartyClericalField',
  description: 'Fields of a party in which a slip of the pen may be corrected.',
});

@InputType({ description: 'An identifier of a party (extern nummer), with the period in which it is theirs.' })
export class IdentifierInput {
  @ChoiceField(IdentifierScheme, 'Register.')
  scheme!: IdentifierScheme;

  @IdentifierField('OIN: 20 characters; RSIN: 9 digits with check; KvK: 8 digits; TOOI: its URI; CBS: e.g. GM0363.')
  value!: string;

  @DateField('First day; default the first day of the party.', { optional: true })
  from?: string;

  @DateField('First day on which it is no longer theirs.', { optional: true })
  until?: string;
}

@Command('Register a party (partij): a body, an organisation, a group. Registrars and the administrator do this.')
export class RegisterParty extends CommandInput {
  @TextField('Official name (naam).')
  name!: string;

  @ChoiceField(PartyKind, 'Kind of party.')
  kind!: PartyKind;

  @IdField('The party it is a body or part of, e.g. the municipality of a college.', { optional: true })
  partOf?: string;

  @TextField('Statute that makes it an administrative body (bestuursorgaan), e.g. `Gemeentewet 6`; absent when it is none.', {
    optional: true,
  })
  administrativeBody?: string;

  @NestedField(() => IdentifierInput, 'Identifiers in other registers; each belongs to one party at a time.', {
    optional: true,
    list: true,
  })
  identifiers?: IdentifierInput[];

  @DateField('First day on which the details hold; default today.', { optional: true })
  from?: string;

  @TextField('Where the fact was taken from, when it is imported.', { optional: true })
  source?: string;
}

@Command('Amend the details of a party from a date on.')
export class AmendPartyDetails extends CommandInput {
  @IdField('The party.')
  party!: string;

  @TextField('New official name.', { optional: true })
  name?: string;

  @IdField('The party it is a body or part of.', { optional: true })
  partOf?: string;

  @TextField('Statute that makes it an administrative body (bestuursorgaan).', { optional: true })
  administrativeBody?: string;

  @DateField('First day on which the change holds; default today.', { optional: true })
  from?: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in what one revision recorded.')
export class CorrectParty extends CommandInput {
  @IdField('The party.')
  party!: string;

  @CountField('Revision of the event that holds the slip.')
  revision!: number;

  @ChoiceField(CLERICAL_FIELDS, 'The field.')
  field!: ClericalField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Add an identifier of another register to a party.')
export class AddPartyIdentifier extends CommandInput {
  @IdField('The party.')
  party!: string;

  @ChoiceField(IdentifierScheme, 'Register.')
  scheme!: IdentifierScheme;

  @IdentifierField('The identifier.')
  value!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @DateField('First day on which it is no longer theirs.', { optional: true })
  until?: string;
}

@Command('End an identifier of a party; another party may then take it.')
export class EndPartyIdentifier extends CommandInput {
  @IdField('The party.')
  party!: string;

  @ChoiceField(IdentifierScheme, 'Register.')
  scheme!: IdentifierScheme;

  @IdentifierField('The identifier.')
  value!: string;

  @DateField('First day on which it is no longer theirs.')
  until!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Describe the own vision and ambitions (visie en ambities) of a party.')
export class DescribeVision extends CommandInput {
  @IdField('The party.')
  party!: string;

  @FreeTextField('The vision.')
  text!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;
}

@Command('Describe the constituency (achterban): with and for whom a party works.')
export class DescribeConstituency extends CommandInput {
  @IdField('The party.')
  party!: string;

  @FreeTextField('The constituency.')
  text!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;
}

@Command('Name the post that represents a party and signs for it (vertegenwoordiger), alone or jointly.')
export class NameRepresentative extends CommandInput {
  @IdField('The party.')
  party!: string;

  @IdField('The post that represents it.')
  post!: string;

  @IdField('Posts of which one must sign too; none means that the post signs alone.', { optional: true, list: true })
  jointlyWith?: string[];

  @TextField('Statutes, register or decision that says so.')
  instrument!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @DateField('First day on which it no longer represents.', { optional: true })
  until?: string;
}

@Command('End the representation of a party by a post.')
export class EndRepresentative extends CommandInput {
  @IdField('The party.')
  party!: string;

  @IdField('The post.')
  post!: string;

  @DateField('First day on which it no longer represents.')
  until!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record that a party merged (fusie) into another, its successor.')
export class MergeParty extends CommandInput {
  @IdField('The party that ends.')
  party!: string;

  @IdField('The successor (rechtsopvolger).')
  into!: string;

  @DateField('First day on which the successor stands in its place.')
  on!: string;

  @TextField('Act or decision, e.g. `Wet arhi`.', { optional: true })
  legalBasis?: string;
}

@Command('Record that a party was dissolved (opgeheven) without a successor.')
export class DissolveParty extends CommandInput {
  @IdField('The party.')
  party!: string;

  @DateField('First day on which it no longer exists.')
  on!: string;

  @FreeTextField('Why.')
  reason!: string;
}
