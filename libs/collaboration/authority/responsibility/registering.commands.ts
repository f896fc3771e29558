import { InputType } from '@nestjs/graphql';
import { Command, FromElsewhere } from '../../registration/command-input.js';
import { ChoiceField, CountField, DateField, FreeTextField, IdField, NestedField, TextField } from '../../registration/fields.js';
import { RaciRole } from './responsibility-events.js';

@InputType({ description: 'A part in a responsibility as it was agreed elsewhere.' })
export class RegisteredAssignmentInput {
  @ChoiceField(RaciRole, 'Which part.')
  role!: RaciRole;

  @IdField('The post.', { optional: true })
  post?: string;

  @IdField('The party itself.', { optional: true })
  party?: string;

  @DateField('First day.')
  from!: string;

  @DateField('First day on which it no longer holds.', { optional: true })
  until?: string;

  @DateField('Day on which it was accepted; absent when nothing shows that it was.', { optional: true })
  acceptedOn?: string;
}

@Command(
  'Register a responsibility (verantwoordelijkheid) as it was agreed elsewhere. Never refused for its content: what is not in order becomes a finding.',
)
export class RegisterResponsibility extends FromElsewhere {
  @TextField('What it is about (onderwerp).')
  topic!: string;

  @FreeTextField('What it takes.', { optional: true })
  description?: string;

  @TextField('Case number or document that says so.', { optional: true })
  reference?: string;

  @TextField('Areas it is about: CBS codes.', { optional: true, list: true })
  areaCodes?: string[];

  @TextField('Code of the power that the accountable needs, where one is needed.', { optional: true })
  power?: string;

  @IdField('The partnership in which it was agreed.', { optional: true })
  partnership?: string;

  @IdField('The party that keeps it.')
  steward!: string;

  @DateField('First day.')
  from!: string;

  @NestedField(() => RegisteredAssignmentInput, 'Who has which part.', { list: true })
  assignments!: RegisteredAssignmentInput[];
}

@Command('Register a part (toewijzing) in a responsibility that was given elsewhere. Two accountable at once become a finding.')
export class RegisterResponsibilityAssignment extends FromElsewhere {
  @IdField('The responsibility.')
  responsibility!: string;

  @ChoiceField(RaciRole, 'Which part.')
  role!: RaciRole;

  @IdField('The post.', { optional: true })
  post?: string;

  @IdField('The party itself.', { optional: true })
  party?: string;

  @DateField('First day.')
  from!: string;

  @DateField('First day on which it no longer holds.', { optional: true })
  until?: string;

  @DateField('Day on which it was accepted; absent when nothing shows that it was.', { optional: true })
  acceptedOn?: string;
}

@InputType({ isAbstract: true })
abstract class OnAssignment extends FromElsewhere {
  @IdField('The responsibility.')
  responsibility!: string;

  @CountField('Number of the assignment.', { from: 1 })
  assignment!: number;
}

@Command('Register that a part was accepted (aanvaard) elsewhere, e.g. by letter.')
export class RegisterResponsibilityAcceptance extends OnAssignment {
  @DateField('Day of the acceptance.')
  on!: string;
}

@Command('Register a transfer (overdracht) that was agreed elsewhere, by both.')
export class RegisterResponsibilityTransfer extends OnAssignment {
  @IdField('The post it went to.', { optional: true })
  post?: string;

  @IdField('The party it went to.', { optional: true })
  party?: string;

  @DateField('First day on which the other had it.')
  from!: string;

  @DateField('Day on which both had agreed; default the first day.', { optional: true })
  on?: string;
}

@Command('Register that a part was laid down or taken back (teruggegeven) elsewhere.')
export class RegisterResponsibilityRelease extends OnAssignment {
  @DateField('First day on which it no longer held.')
  from!: string;

  @FreeTextField('Why. Names nobody.')
  reason!: string;
}
