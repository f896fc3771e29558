import { Command, CommandInput } from '../../registration/command-input.js';
import { CountField, DateField, FlagField, FreeTextField, IdField } from '../../registration/fields.js';

@Command('Open a consultation (raadpleging) on a proposal: the parties named may read and answer it.')
export class OpenDecisionConsultation extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('What is asked.')
  question!: string;

  @IdField('Parties asked.', { list: true, min: 1 })
  parties!: string[];

  @DateField('Answers are wanted by this date.', { optional: true })
  until?: string;
}

@Command('Close the open consultation.')
export class CloseDecisionConsultation extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('What came out of it.')
  summary!: string;
}

@Command('Give advice (advies) on a proposal.')
export class GiveDecisionAdvice extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('The advice.')
  text!: string;

  @IdField('The adviser, when another party records it; default the acting party.', { optional: true })
  adviser?: string;
}

@Command('Record a view (zienswijze) on a proposal. Confidential; sealed under the key of whoever submitted it.')
export class SubmitDecisionView extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('The view.')
  text!: string;

  @IdField('Pseudonymous id of the person who submitted it; default the acting person.', { optional: true })
  submittedBy?: string;

  @FlagField('Submitted anonymously: no person is recorded and nothing is sealed.', { optional: true })
  anonymous?: boolean;
}

@Command('Raise a reasoned objection to a proposal (overwegend bezwaar); the decision waits until it is integrated or overruled.')
export class RaiseReasonedObjection extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('The argument.')
  argument!: string;
}

@Command('Record how a reasoned objection was integrated into the proposal.')
export class IntegrateReasonedObjection extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @CountField('Number of the objection, from 1.', { from: 1 })
  objection!: number;

  @FreeTextField('What changed in the proposal.')
  change!: string;
}

@Command('Overrule a reasoned objection, with motivation.')
export class OverruleReasonedObjection extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @CountField('Number of the objection, from 1.', { from: 1 })
  objection!: number;

  @FreeTextField('Why it is set aside.')
  motivation!: string;
}

@Command(
  'Declare a personal interest (persoonlijk belang, Awb 2:4): excludes from deciding and voting. The fact is internal, the interest confidential.',
)
export class DeclareInterest extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('What the interest is.')
  interest!: string;

  @IdField('Pseudonymous id of the person concerned; default the acting person.', { optional: true })
  declarant?: string;
}
