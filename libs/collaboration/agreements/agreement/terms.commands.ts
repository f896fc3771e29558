import { InputType } from '@nestjs/graphql';
import {
  CentsField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdentifierField,
  IdField,
  NestedField,
  TextField,
} from '../../registration/fields.js';

/** Ids within an agreement: short, chosen by its authors. */
const ITEM_BYTES = 60;

@InputType({
  description: 'A name or reference in the agreement (gegeven): a location, a contact post, a case number. Clerical: it can be corrected.',
})
export class ParticularInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('What it is, e.g. `Locatie`.')
  name!: string;

  @TextField('What it says.')
  text!: string;
}

@InputType({ description: 'A clause (bepaling).' })
export class ClauseInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('Heading (kopje).', { optional: true })
  heading?: string;

  @FreeTextField('Text.')
  text!: string;
}

@InputType({ description: 'A quantity (hoeveelheid) in its unit, e.g. 60 places.' })
export class QuantityInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('What is counted.')
  name!: string;

  @CountField('How many.', { to: 1_000_000_000 })
  amount!: number;

  @TextField('Unit, e.g. `plaats`.')
  unit!: string;
}

@InputType({ description: 'An amount within the total (begrotingsregel).' })
export class LineInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('For what.')
  name!: string;

  @CentsField('Amount.')
  amountCents!: number;
}

@InputType({ description: 'Due days that come back: the first, how many months between, and how often.' })
export class RecurrenceInput {
  @DateField('First due day.')
  first!: string;

  @CountField('Months between.', { from: 1, to: 120 })
  everyMonths!: number;

  @CountField('How often in all.', { from: 1, to: 200 })
  times!: number;
}

@InputType({ description: 'Something one party will do (verbintenis), by a day or on days that come back.' })
export class CommitmentInput {
  @TextField('Id within the agreement, e.g. `C1`.', { maxBytes: ITEM_BYTES })
  id!: string;

  @FreeTextField('What.')
  text!: string;

  @IdField('The one party that owes it.')
  owner!: string;

  @IdField('Parties it is done with.', { optional: true, list: true })
  with?: string[];

  @DateField('Last day on which it can be met in time.', { optional: true })
  due?: string;

  @NestedField(() => RecurrenceInput, 'Or days that come back.', { optional: true })
  recurrence?: RecurrenceInput;
}

@InputType({ description: 'A document that belongs to it (bijlage), by its hash.' })
export class DocumentInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('Name of the document.')
  name!: string;

  @IdentifierField('SHA-256 of its bytes: 64 hexadecimal digits in lower case.', { maxBytes: 64 })
  sha256!: string;
}

@InputType({
  description:
    'A personal value (persoonsgegeven). The terms hold a salted commitment to it; what it says is sealed under the key of the person.',
})
export class PersonalValueInput {
  @TextField('Id within the agreement.', { maxBytes: ITEM_BYTES })
  id!: string;

  @TextField('What it is, e.g. `Contactpersoon`.')
  name!: string;

  @IdField('Pseudonymous id of the person.')
  person!: string;

  @FreeTextField('What it says.')
  text!: string;

  @IdentifierField('128 random bits or more as base64url, made for this value only.', { maxBytes: 100 })
  salt!: string;
}

@InputType({ isAbstract: true })
abstract class TermItems {
  @NestedField(() => ParticularInput, 'Names and references.', { optional: true, list: true })
  particulars?: ParticularInput[];

  @NestedField(() => ClauseInput, 'Clauses, in their order.', { optional: true, list: true })
  clauses?: ClauseInput[];

  @NestedField(() => QuantityInput, 'Quantities.', { optional: true, list: true })
  quantities?: QuantityInput[];

  @NestedField(() => LineInput, 'Amounts within the total.', { optional: true, list: true })
  lines?: LineInput[];

  @CentsField('Total over its whole period.', { optional: true })
  totalCents?: number;

  @NestedField(() => CommitmentInput, 'Who will do what.', { optional: true, list: true })
  commitments?: CommitmentInput[];

  @NestedField(() => DocumentInput, 'Documents that belong to it.', { optional: true, list: true })
  documents?: DocumentInput[];
}

@InputType({ description: 'What parties agree on (inhoud).' })
export class TermsInput extends TermItems {
  @TextField('Title.')
  title!: string;

  @FreeTextField('What it is for (doel).', { optional: true })
  purpose?: string;

  @IdField('The parties.', { list: true, min: 2 })
  parties!: string[];

  @DateField('First day of its period.')
  from!: string;

  @DateField('First day after its period; without one it has no end.', { optional: true })
  until?: string;

  @TextField('Why it works from a day before it was concluded; without a reason it works from its conclusion.', { optional: true })
  earlierStartReason?: string;
}

@InputType({ description: 'What changes of the text: single fields, and items that are new or take the place of those with their id.' })
export class TermsChangesInput extends TermItems {
  @TextField('Title.', { optional: true })
  title?: string;

  @FreeTextField('What it is for.', { optional: true })
  purpose?: string;

  @IdField('The parties, all of them.', { optional: true, list: true })
  parties?: string[];

  @DateField('First day of its period.', { optional: true })
  from?: string;

  @DateField('First day after its period.', { optional: true })
  until?: string;

  @FlagField('It no longer has an end.', { optional: true })
  withoutEnd?: boolean;

  @TextField('Ids of items that fall away.', { optional: true, list: true })
  without?: string[];

  @DateField('Of an amendment: from when it works; default from its conclusion.', { optional: true })
  effectiveFrom?: string;

  @TextField('Why it works from a day before it was concluded.', { optional: true })
  earlierStartReason?: string;
}
