import { registerEnumType } from '@nestjs/graphql';
import type { Consenter } from '../../../law/authority-link.js';
import { Command, CommandInput } from '../../registration/command-input.js';
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
import { Capacity, InstrumentInput, LimitInput, PowerInput } from './granting.commands.js';
import { MandateEndCause, MandateField } from './mandate-events.js';

registerEnumType(MandateField, {
  name: 'MandateField',
  description: 'What a correction names; only references can be corrected, terms are amended.',
});
registerEnumType(MandateEndCause, {
  name: 'MandateEndCause',
  description: 'Why a mandate is no longer in force although nobody ended it.',
});

const ACT_DATE = 'The day of the act; default today, at most seven days back.';
const WHY_RETROACTIVE = 'Why it works from before the day of the act.';

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
export class RegisterConsent extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @ChoiceField(Capacity, 'Whose.')
  by!: Consenter;

  @DateField('The day it was given.')
  on!: string;

  @TextField('Where the fact was taken from.')
  source!: string;

  @TextField('Who vouches for it; makes it an import.', { optional: true })
  attester?: string;
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

@Command('Suspend a mandate (opschorten).')
export class SuspendMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @FreeTextField('Why.')
  reason!: string;

  @DateField('First day; default the day of the act.', { optional: true })
  from?: string;

  @DateField('First day on which it holds again.', { optional: true })
  until?: string;

  @FreeTextField(WHY_RETROACTIVE, { optional: true })
  retroactiveReason?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Let a suspended mandate hold again (opschorting opheffen).')
export class ResumeMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @DateField('First day on which it holds again; default the day of the act.', { optional: true })
  from?: string;

  @FreeTextField(WHY_RETROACTIVE, { optional: true })
  retroactiveReason?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command(
  'Revoke a mandate (intrekken, Awb 10:8, 10:18). Always possible; ends its sub-mandates for later decisions, never undoes earlier ones.',
)
export class RevokeMandate extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @DateField('First day on which it no longer holds; default the day of the act.', { optional: true })
  from?: string;

  @NestedField(() => InstrumentInput, 'The written instrument; a general mandate is revoked in writing.', { optional: true })
  instrument?: InstrumentInput;

  @FreeTextField('Why.', { optional: true })
  reason?: string;

  @FreeTextField(WHY_RETROACTIVE, { optional: true })
  retroactiveReason?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Register a revocation that happened outside, or the end of an attribution. Never refused for legality.')
export class RegisterRevocation extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @DateField('First day on which it no longer holds.')
  from!: string;

  @NestedField(() => InstrumentInput, 'The written instrument.', { optional: true })
  instrument?: InstrumentInput;

  @FreeTextField('Why.', { optional: true })
  reason?: string;

  @DateField('The day of the act, when it is known.', { optional: true })
  actDate?: string;

  @TextField('Where the fact was taken from.')
  source!: string;

  @TextField('Who vouches for it; makes it an import.', { optional: true })
  attester?: string;
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

@Command(
  'Note that a mandate ended by itself: its term is over, its parent ended or its post was abolished. Informs; the end follows from the facts.',
)
export class NoteMandateEnd extends CommandInput {
  @IdField('The mandate.')
  mandate!: string;

  @ChoiceField(MandateEndCause, 'Why it is no longer in force.')
  cause!: MandateEndCause;

  @DateField('First day on which it was no longer in force.')
  on!: string;
}
