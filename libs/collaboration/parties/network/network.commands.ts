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
import { NetworkClericalField } from './network.js';

registerEnumType(NetworkClericalField, {
  name: 'NetworkClericalField',
  description: 'Fields of a network in which a slip of the pen may be corrected.',
});

const AREAS = 'CBS codes of the areas it works in; none when it is bound to no area.';

@Command('Note a network (netwerk) that exists, whoever made it: with its topics, areas and parties, funded or not.')
export class NoteNetwork extends CommandInput {
  @TextField('What it is called.')
  name!: string;

  @FreeTextField('What it does. Names nobody.', { optional: true })
  description?: string;

  @TextField('Topics (onderwerpen) it is about.', { list: true, min: 1 })
  topics!: string[];

  @TextField(AREAS, { optional: true, list: true })
  areaCodes?: string[];

  @IdField('Parties that take part in it, as far as they are in the ledger.', { optional: true, list: true })
  parties?: string[];

  @FlagField('Whether it receives money; default not.', { optional: true })
  funded?: boolean;

  @IdField('The party that notes it; default the one you act for.', { optional: true })
  steward?: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}

@Command('Amend what is noted of a network (netwerk), from a date on.')
export class AmendNetwork extends CommandInput {
  @IdField('The network.')
  network!: string;

  @TextField('New name.', { optional: true })
  name?: string;

  @FreeTextField('What it does now. Names nobody.', { optional: true })
  description?: string;

  @TextField('All its topics.', { optional: true, list: true, min: 1 })
  topics?: string[];

  @TextField(AREAS, { optional: true, list: true })
  areaCodes?: string[];

  @IdField('All parties in it.', { optional: true, list: true })
  parties?: string[];

  @FlagField('Whether it receives money.', { optional: true })
  funded?: boolean;

  @DateField('First day on which the change holds; default today.', { optional: true })
  from?: string;
}

@Command('Record that contact was kept with a network (contact onderhouden).')
export class KeepNetworkContact extends CommandInput {
  @IdField('The network.')
  network!: string;

  @FreeTextField('What it was about; sealed under your own key.')
  text!: string;

  @TextField('Functions of those who spoke; no names.', { optional: true, list: true })
  functions?: string[];

  @DateField('Day of the contact; default today.', { optional: true })
  on?: string;
}

@Command('Record that a network ended (netwerk opgehouden).')
export class EndNetwork extends CommandInput {
  @IdField('The network.')
  network!: string;

  @DateField('First day on which it no longer exists; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why, as far as it is known.')
  reason!: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in what one revision said of a network.')
export class CorrectNetwork extends CommandInput {
  @IdField('The network.')
  network!: string;

  @CountField('Revision of the event that holds the slip.')
  revision!: number;

  @ChoiceField(NetworkClericalField, 'The field.')
  field!: NetworkClericalField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}
