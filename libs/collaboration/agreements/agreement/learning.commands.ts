import { InputType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import { ChoiceField, CountField, DateField, FreeTextField, IdentifierField, IdField, NestedField } from '../../registration/fields.js';
import { EvidenceKind, RecalibrationOutcome } from './agreement-kinds.js';

@InputType({ description: 'One exact event that is cited: a measurement, an evaluation or a signal.' })
export class EvidenceInput {
  @ChoiceField(EvidenceKind, 'What it is.')
  kind!: EvidenceKind;

  @IdentifierField('Stream of the event, as its pin has it.', { maxBytes: 100 })
  stream!: string;

  @CountField('Revision of the event.')
  revision!: number;

  @IdField('Id of the event.')
  eventId!: string;
}

@Command('Record a risk to an agreement (risico).')
export class RecordAgreementRisk extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @FreeTextField('The risk.')
  text!: string;

  @IdField('The party that looks after it.', { optional: true })
  owner?: string;
}

@Command('Record what was done about a risk (beheersmaatregel).')
export class MitigateAgreementRisk extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @CountField('Number of the risk, from 1.', { from: 1 })
  risk!: number;

  @FreeTextField('What was done.')
  text!: string;
}

@Command('Start to recalibrate an agreement (herijken), on what was measured, evaluated or signalled.')
export class StartRecalibration extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @FreeTextField('What is looked at again.')
  question!: string;

  @NestedField(() => EvidenceInput, 'What it rests on; without it nothing is recalibrated.', { optional: true, list: true })
  evidence?: EvidenceInput[];
}

@Command('Conclude a recalibration (herijkt): confirm, adjust or scale by an amendment that was concluded, or stop.')
export class ConcludeRecalibration extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @ChoiceField(RecalibrationOutcome, 'What came of it.')
  outcome!: RecalibrationOutcome;

  @FreeTextField('Why (motivering).')
  motivation!: string;
}

@Command('Record the conclusion of an evaluation of the agreement (evaluatie).')
export class EvaluateAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @FreeTextField('What was concluded.')
  conclusion!: string;

  @NestedField(() => EvidenceInput, 'What it rests on.', { optional: true, list: true })
  evidence?: EvidenceInput[];

  @DateField('When; default today.', { optional: true })
  on?: string;
}
