import { registerEnumType } from '@nestjs/graphql';
import type { Consenter } from '../../../law/authority-link.js';
import { Command, CommandInput, FromElsewhere } from '../../registration/command-input.js';
import {
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  NestedField,
  TextField,
} from '../../registration/fields.js';
import { ACT_DATE, Capacity, InstrumentInput, LimitInput, PowerInput, WHY_RETROACTIVE } from './granting.commands.js';
import { MandateField } from './mandate-events.js';

registerEnumType(MandateField, {
  name: 'MandateField',
  description: 'What a correction names; only references can be corrected, terms are amended.',
});

@Command(
  'Consent to a mandate as its holder, or for the organisation responsible for the holder (instemming, Awb 10:4). Never retroactive.',
)
export class ConsentToMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @ChoiceField(Capacity, 'In which capacity.')
  as!: Consenter;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Refuse consent to a mandate (instemming weigeren).')
export class RefuseConsent extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @ChoiceField(Capacity, 'In which capacity.')
  as!: Consenter;

  @FreeTextField('Why.')
  reason!: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Register a consent that was given outside the ledger.')
export class RegisterConsent extends FromElsewhere {
  @IdField('The mandate.')
  mandate!: string;

  @ChoiceField(Capacity, 'Whose.')
  by!: Consenter;

  @DateField('The day it was given.')
  on!: string;
}

@Command('Allow the holder to grant sub-mandates (ondermandaat toestaan, Awb 10:9).')
export class AllowSubMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @DateField('First day; default the day of the act.', { optional: true })
  from?: string;

  @NestedField(() => InstrumentInput, 'The written instrument.', { optional: true })
  instrument?: InstrumentInput;

  @FreeTextField(WHY_RETROACTIVE, { optional: true })
  retroactiveReason?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Give the holder an instruction (aanwijzing, Awb 10:6); under a delegation policy rules only (Awb 10:16).')
export class GiveInstruction extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @FreeTextField('The instruction.')
  text!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @DateField('First day on which it no longer applies.', { optional: true })
  until?: string;

  @TextField('The one case it is for.', { optional: true })
  forCase?: string;
}

@Command('Amend the terms of a mandate from a date on (wijziging); what is not named stays.')
export class AmendMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @NestedField(() => PowerInput, 'The powers from then on.', { optional: true, list: true })
  powers?: PowerInput[];

  @TextField('All powers of the grantor except these codes, from then on.', { optional: true, list: true })
  allPowersExcept?: string[];

  @NestedField(() => LimitInput, 'The limits from then on; an empty list is no limit.', { optional: true, list: true })
  limits?: LimitInput[];

  @TextField('The area codes from then on; an empty list is everywhere.', { optional: true, list: true })
  territory?: string[];

  @FreeTextField('The conditions from then on.', { optional: true, list: true })
  conditions?: string[];

  @FlagField('Whether sub-mandates may be granted from then on.', { optional: true })
  subMandateAllowed?: boolean;

  @DateField('New first day on which it no longer holds.', { optional: true })
  until?: string;

  @FlagField('It no longer has an end.', { optional: true })
  withoutEnd?: boolean;

  @DateField('First day of the change; default the day of the act.', { optional: true })
  from?: string;

  @NestedField(() => InstrumentInput, 'The written instrument.', { optional: true })
  instrument?: InstrumentInput;

  @FreeTextField('Why.')
  reason!: string;

  @FreeTextField(WHY_RETROACTIVE, { optional: true })
  retroactiveReason?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Record that a mandate was made known (bekendmaking, Awb 3:42).')
export class MakeMandateKnown extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @TextField('Where it was published, e.g. `gmb-2025-1234`.')
  publication!: string;

  @DateField('The day of publication; default today.', { optional: true })
  on?: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in a reference. Terms are amended, never corrected.')
export class CorrectMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @CountField('Revision of the event that holds the slip.')
  revision!: number;

  @ChoiceField(MandateField, 'What is wrong.')
  field!: MandateField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Ask the holder for information on the use of the mandate (inlichtingen, Awb 10:6 lid 2, 10:16).')
export class RequestInformation extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @FreeTextField('What is asked.')
  question!: string;

  @DateField('Last day to answer.')
  due!: string;
}

@Command('Give the information that the grantor asked for.')
export class GiveInformation extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @IdField('The request.')
  request!: string;

  @FreeTextField('The answer.')
  text!: string;
}
