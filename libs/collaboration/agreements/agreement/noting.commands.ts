import { Command, CommandInput } from '../../registration/command-input.js';
import { CountField, DateField, IdField, TextField } from '../../registration/fields.js';

@Command("Note that a version of an agreement came into force (van kracht). For the ledger's clock; the dates decide, this informs.")
export class NoteAgreementStarted extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @CountField('Number of the version.', { from: 1 })
  version!: number;
}

@Command("Note that an agreement ran out (afgelopen). For the ledger's clock; the dates decide, this informs.")
export class NoteAgreementExpired extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;
}

@Command("Note that a commitment was not reported by its due day (te laat). For the ledger's clock.")
export class NoteCommitmentOverdue extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @TextField('Id of the commitment within the agreement.')
  commitment!: string;

  @DateField('Which due day.')
  due!: string;
}
