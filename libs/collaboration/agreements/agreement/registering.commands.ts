import { InputType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  ChoiceField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  NestedField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { AgreementKind } from './agreement-kinds.js';
import { TermsChangesInput, TermsInput } from './terms.commands.js';

@InputType({ description: 'Who signed a text elsewhere (ondertekening).' })
export class RegisteredSignatureInput {
  @IdField('The party that was signed for.')
  party!: string;

  @IdField('The post of whoever signed.', { optional: true })
  post?: string;

  @IdField('The power of attorney it was signed under.', { optional: true })
  mandate?: string;

  @DateField('When; default the day on which it was concluded.', { optional: true })
  on?: string;
}

@Command(
  'Register an agreement that was concluded outside this ledger (achteraf vastleggen). Never refused for legality: what is not in order becomes a finding.',
)
export class RegisterAgreement extends CommandInput {
  @ChoiceField(AgreementKind, 'What kind of agreement.')
  kind!: AgreementKind;

  @NestedField(() => TermsInput, 'Its text.')
  terms!: TermsInput;

  @DateField('When it was concluded.')
  concludedOn!: string;

  @DateField('From when it works; default the first day of its period.', { optional: true })
  from?: string;

  @SourceField()
  source!: string;

  @TextField('Article of the scheme a subsidy rests on (Awb 4:23).', { optional: true })
  statutoryBasis?: string;

  @FlagField('It founds a legal person or joins one.', { optional: true })
  legalPerson?: boolean;

  @NestedField(() => RegisteredSignatureInput, 'Who signed.', { optional: true, list: true })
  signatures?: RegisteredSignatureInput[];

  @IdField('The decision it rests on.', { optional: true })
  decision?: string;
}

@Command('Register an amendment that was concluded outside this ledger (achteraf vastleggen). Never refused for legality.')
export class RegisterAgreementAmendment extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @NestedField(() => TermsChangesInput, 'What changed of the last version.')
  changes!: TermsChangesInput;

  @DateField('When it was concluded.')
  concludedOn!: string;

  @DateField('From when it works; default that day.', { optional: true })
  from?: string;

  @SourceField()
  source!: string;

  @FreeTextField('Why it was amended, as far as known.')
  reason!: string;

  @NestedField(() => RegisteredSignatureInput, 'Who signed.', { optional: true, list: true })
  signatures?: RegisteredSignatureInput[];

  @IdField('The decision it rests on.', { optional: true })
  decision?: string;
}
