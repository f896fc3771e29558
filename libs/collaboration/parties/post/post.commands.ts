import { registerEnumType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  AttesterField,
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { DeputyOccasion } from './post.js';

registerEnumType(DeputyOccasion, { name: 'DeputyOccasion', description: 'When a deputy (plaatsvervanger) may act.' });

const FIRST_DAY = 'First day; default today.';
const PERSON = 'Pseudonymous id of the person; name and contact data stay outside the ledger.';

@Command('Establish a post (functie) under a party. Mandates and roles go to posts, not to persons.')
export class EstablishPost extends CommandInput {
  @TextField('Name of the post, e.g. `Directeur Sociaal Domein`.')
  name!: string;

  @IdField('The party it belongs to: the municipality, a department, an organisation.')
  party!: string;

  @FlagField('A category post (e.g. budgethouder), filled by several persons at once. Default false.', { optional: true })
  category?: boolean;

  @FlagField('Belongs to the registry (griffie) and works under the council. Default false.', { optional: true })
  registry?: boolean;

  @DateField('First day on which it exists; default today.', { optional: true })
  from?: string;

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}

@Command('Rename a post; whatever it holds stays.')
export class RenamePost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @TextField('New name.')
  name!: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command('Move a post to another party, e.g. another department; whatever it holds stays.')
export class MovePost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField('The party it belongs to from then on.')
  party!: string;

  @FlagField('Belongs to the registry (griffie) there. Default: as before.', { optional: true })
  registry?: boolean;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command('Record who fills a post (vervult de functie).')
export class FillPost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @DateField('First day on which the person no longer fills it.', { optional: true })
  until?: string;

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}

@Command('Record that a person no longer fills a post (vacature).')
export class VacatePost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @DateField('First day on which the person no longer fills it; default today.', { optional: true })
  on?: string;
}

@Command('Name a deputy (plaatsvervanger) of a post, in order.')
export class NameDeputy extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @IdField("The deputy's own post: an act of the deputy names both.", { optional: true })
  deputyPost?: string;

  @CountField('Place in the order of deputies, from 1; default after the last one.', { optional: true, from: 1, to: 100 })
  order?: number;

  @ChoiceField(DeputyOccasion, 'When the deputy acts; default absence or vacancy.', { optional: true })
  occasion?: DeputyOccasion;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @DateField('First day on which the person is no longer deputy.', { optional: true })
  until?: string;
}

@Command('Record that a person is no longer deputy of a post.')
export class EndDeputy extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @DateField('First day on which the person is no longer deputy; default today.', { optional: true })
  on?: string;
}

@Command('Appoint a person who acts in a post for the time being (waarnemend).')
export class AppointActing extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @DateField('First day on which the person no longer acts in it.', { optional: true })
  until?: string;
}

@Command('Record that a person no longer acts in a post (einde waarneming).')
export class EndActing extends CommandInput {
  @IdField('The post.')
  post!: string;

  @IdField(PERSON)
  actor!: string;

  @DateField('First day on which the person no longer acts in it; default today.', { optional: true })
  on?: string;
}

@Command('Name the post that takes the place of this one (opvolging); mandates and roles move to it.')
export class SucceedPost extends CommandInput {
  @IdField('The post that is succeeded.')
  post!: string;

  @IdField('The post that takes its place.')
  by!: string;

  @DateField('First day on which the successor stands in its place; default today.', { optional: true })
  from?: string;

  @TextField('Decision that says so.', { optional: true })
  instrument?: string;

  @DateField('The day it was decided; default today.', { optional: true })
  actDate?: string;
}

@Command('Abolish a post (opheffen). Without a named successor the mandates it holds lapse.')
export class AbolishPost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @DateField('First day on which it no longer exists; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;

  @DateField('The day it was decided; default today.', { optional: true })
  actDate?: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in the name that one revision recorded.')
export class CorrectPost extends CommandInput {
  @IdField('The post.')
  post!: string;

  @CountField('Revision of the event that holds the slip.')
  revision!: number;

  @TextField('What the name should have been.')
  name!: string;

  @FreeTextField('Why.')
  reason!: string;
}
