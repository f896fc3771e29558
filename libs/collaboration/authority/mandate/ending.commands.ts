import { registerEnumType } from '@nestjs/graphql';
import { Command, CommandInput, FromElsewhere } from '../../registration/command-input.js';
import { ChoiceField, DateField, FreeTextField, IdField, NestedField } from '../../registration/fields.js';
import { ACT_DATE, InstrumentInput, WHY_RETROACTIVE } from './granting.commands.js';
import { MandateEndCause } from './mandate-events.js';

registerEnumType(MandateEndCause, {
  name: 'MandateEndCause',
  description: 'Why a mandate is no longer in force although nobody ended it.',
});

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
export class RegisterRevocation extends FromElsewhere {
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
