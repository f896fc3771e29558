import { InputType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import { DateField, FreeTextField, IdField, NestedField, TextField } from '../../registration/fields.js';
import { CommitmentInput } from './terms.commands.js';

/** Which commitment, on which of its due days. */
@InputType({ isAbstract: true })
abstract class OnCommitment extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @TextField('Id of the commitment within the agreement.')
  commitment!: string;

  @DateField('Which due day, of a commitment that comes back.', { optional: true })
  due?: string;
}

@Command("Take on a commitment (toezeggen) beside what was agreed: only the own party's, so that nobody else has to consent.")
export class AddAgreementCommitment extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @NestedField(() => CommitmentInput, 'What the own party will do.')
  commitment!: CommitmentInput;

  @DateField('From when it binds; default today.', { optional: true })
  from?: string;
}

@Command('Report that the own commitment was met (nagekomen).')
export class ReportCommitmentFulfilment extends OnCommitment {
  @DateField('When it was met; default today.', { optional: true })
  metOn?: string;

  @FreeTextField('How.', { optional: true })
  text?: string;
}

@Command('Confirm that another party met its commitment (bevestigen).')
export class ConfirmCommitmentFulfilment extends OnCommitment {
  @DateField('When it was met; default the day that was reported.', { optional: true })
  metOn?: string;

  @FreeTextField('Remark.', { optional: true })
  text?: string;
}

@Command('Dispute that another party met its commitment (betwisten).')
export class DisputeCommitmentFulfilment extends OnCommitment {
  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record that another party did not meet its commitment (niet nagekomen).')
export class RecordCommitmentBreach extends OnCommitment {
  @FreeTextField('What was not met.')
  reason!: string;
}

@Command('Waive a commitment of another party (kwijtschelden).')
export class WaiveCommitment extends OnCommitment {
  @FreeTextField('Why.')
  reason!: string;
}
