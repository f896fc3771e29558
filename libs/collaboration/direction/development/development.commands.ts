import { InputType, registerEnumType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  AttesterField,
  ChoiceField,
  CountField,
  DateField,
  FreeTextField,
  IdField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { DevelopmentField, SessionKind } from './development.js';

registerEnumType(SessionKind, { name: 'DevelopmentSessionKind', description: 'Training, intervision (intervisie) or coaching.' });
registerEnumType(DevelopmentField, { name: 'DevelopmentField', description: 'Words in which a slip of the pen may be corrected.' });

const FUNCTIONS = 'Functions of those who learn, e.g. `wijkregisseur`; never names.';

@Command('Name what a party needs to learn to work in this way (ontwikkelbehoefte).')
export class NameDevelopmentNeed extends CommandInput {
  @FreeTextField('What is needed. Names nobody.')
  need!: string;

  @IdField('The party that has to learn.')
  party!: string;

  @TextField(FUNCTIONS, { list: true, min: 1 })
  functions!: string[];

  @IdField('Parties that learn along; they read and write it too.', { optional: true, list: true })
  parties?: string[];

  @DateField('Day on which it was named; default today.', { optional: true })
  on?: string;

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}

@InputType({ isAbstract: true })
abstract class OnDevelopment extends CommandInput {
  @IdField('The development.')
  development!: string;

  @DateField('Its day; default today.', { optional: true })
  on?: string;
}

@Command('Record that a training, intervision or coaching (training, intervisie, coaching) was held.')
export class HoldDevelopmentSession extends OnDevelopment {
  @ChoiceField(SessionKind, 'Which of the three.')
  kind!: SessionKind;

  @FreeTextField('What it was about. Names nobody.')
  about!: string;

  @TextField(FUNCTIONS, { list: true, min: 1 })
  functions!: string[];

  @IdField('Parties that took part; they read and write along from here on.', { optional: true, list: true })
  parties?: string[];

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}

@Command('Agree on a step of change (veranderstap).')
export class AgreeChangeStep extends OnDevelopment {
  @FreeTextField('What will be done differently. Names nobody.')
  change!: string;

  @TextField('Functions that take the step; never names.', { optional: true, list: true })
  functions?: string[];

  @DateField('By when.', { optional: true })
  due?: string;
}

@Command('Reflect (reflecteren) on what was learned, or on one step of change.')
export class ReflectOnDevelopment extends OnDevelopment {
  @FreeTextField('What was learned; sealed under your own key.')
  text!: string;

  @CountField('Number of the step it is about.', { optional: true, from: 1 })
  step?: number;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in the need or in what a session was about.')
export class CorrectDevelopment extends CommandInput {
  @IdField('The development.')
  development!: string;

  @ChoiceField(DevelopmentField, 'Which words.')
  field!: DevelopmentField;

  @CountField('Number of the session, for SESSION.', { optional: true, from: 1 })
  session?: number;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}
