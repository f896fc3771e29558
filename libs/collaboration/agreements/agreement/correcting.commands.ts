import { Command, CommandInput } from '../../registration/command-input.js';
import { ChoiceField, CountField, FreeTextField, IdField, TextField } from '../../registration/fields.js';
import { AgreementField } from './agreement-kinds.js';

@Command(
  'Correct a slip of the pen (kennelijke verschrijving) in versions of an agreement. The agreed text and its hash stand; the correction is laid over it. What was agreed is amended, never corrected.',
)
export class CorrectAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @CountField('Numbers of the versions it is laid over.', { list: true, min: 1, from: 1 })
  versions!: number[];

  @ChoiceField(AgreementField, 'What it corrects.')
  field!: AgreementField;

  @TextField('Id of the item, for a field of an item.', { optional: true })
  item?: string;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}
