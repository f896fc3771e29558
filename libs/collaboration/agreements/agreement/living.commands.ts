import { Command, CommandInput } from '../../registration/command-input.js';
import { CentsField, ChoiceField, DateField, FreeTextField, IdField, TextField } from '../../registration/fields.js';
import { TerminationManner } from './agreement-kinds.js';

@Command('Suspend an agreement (opschorten) from a day on.')
export class SuspendAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @DateField('First day on which it runs again; default until it is resumed.', { optional: true })
  until?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Resume an agreement that was suspended (hervatten).')
export class ResumeAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @DateField('First day on which it runs again; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Extend an agreement (verlengen) by an option that it gives itself. Without such a clause, a later end is an amendment.')
export class ExtendAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @DateField('First day after its new period.')
  until!: string;

  @TextField('Id of the clause that gives the option.')
  clause!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command(
  'End an agreement before its time (beëindigen, opzeggen, intrekken). A subsidy is withdrawn on a ground of Awb 4:48 to 4:51, by a decision.',
)
export class TerminateAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @DateField('First day on which it no longer runs; default today.', { optional: true })
  from?: string;

  @ChoiceField(TerminationManner, 'How; default by notice.', { optional: true })
  manner?: TerminationManner;

  @FreeTextField('Why.')
  reason!: string;

  @TextField('Articles or clauses it rests on (grond).', { optional: true, list: true })
  legalGround?: string[];

  @IdField('The decision it rests on.', { optional: true })
  decision?: string;

  @TextField('Where it was taken from, when a registrar registers an end that happened elsewhere (bron).', { optional: true })
  source?: string;
}

@Command('Record that a subsidy was determined (vastgesteld, Awb 4:46).')
export class DetermineSubsidy extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @CentsField('Amount determined.')
  amountCents!: number;

  @IdField('The decision that determined it.')
  decision!: string;
}

@Command('Record that an amount was reclaimed (teruggevorderd, Awb 4:57), which is a decision.')
export class ReclaimSubsidy extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @CentsField('Amount reclaimed.')
  amountCents!: number;

  @IdField('The decision that reclaimed it.')
  decision!: string;
}

@Command('Join an agreement (toetreden) by a clause that leaves room for others; its parties need not consent again.')
export class AccedeToAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdField('The party that joins.')
  party!: string;

  @TextField('Id of the clause that allows it.')
  clause!: string;

  @DateField('From when; default today.', { optional: true })
  from?: string;

  @IdField('Of a municipality: the decision it rests on (Gemeentewet 160).', { optional: true })
  decision?: string;

  @IdField('Of a municipality: the power of attorney of whoever signs, when not the mayor does.', { optional: true })
  mandate?: string;
}

@Command('Leave an agreement (uittreden). It goes on between the others.')
export class ExitAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdField('The party that leaves, when the actor acts for more than one.', { optional: true })
  party?: string;

  @DateField('From when; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}
