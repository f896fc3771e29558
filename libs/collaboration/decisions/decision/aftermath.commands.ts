import { Command, CommandInput } from '../../registration/command-input.js';
import {
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { DecisionField, MadeKnownManner, RemedyOutcome } from './decision-kinds.js';

@Command('Record that a decision was made known (bekendgemaakt): sent to whom it concerns (Awb 3:41), or published (Awb 3:42).')
export class MakeDecisionKnown extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @ChoiceField(MadeKnownManner, 'How.')
  manner!: MadeKnownManner;

  @DateField('When; default today.', { optional: true })
  on?: string;

  @TextField('Publication, e.g. `gmb-2025-12345`; needed when published.', { optional: true })
  publication?: string;

  @TextField('What it says about objection or appeal (rechtsmiddelverwijzing, Awb 3:45); needed where objection is open.', {
    optional: true,
  })
  remedy?: string;
}

@Command('Record from when a decision is in force (inwerkingtreding); no earlier than it was made known.')
export class EnterDecisionIntoForce extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @DateField('First day; default today.', { optional: true })
  on?: string;

  @DateField('Works back to this earlier day (terugwerkende kracht); with a reason.', { optional: true })
  worksBackTo?: string;

  @FreeTextField('Why it works back.', { optional: true })
  reason?: string;
}

@Command('Record an objection (bezwaar) against a decision. Confidential.')
export class LodgeObjection extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('The grounds; sealed under the key of the person who lodged it.')
  grounds!: string;

  @DateField('When it was lodged; default today.', { optional: true })
  lodgedOn?: string;

  @IdField('The party that lodged it.', { optional: true })
  party?: string;

  @IdField('Pseudonymous id of the person who lodged it.', { optional: true })
  person?: string;
}

@Command(
  'Decide on an objection (beslissing op bezwaar). Under a mandate never by whoever took the contested decision under mandate (Awb 10:3 lid 3).',
)
export class DecideObjection extends CommandInput {
  @IdField('The contested decision.')
  decision!: string;

  @CountField('Number of the objection, from 1.', { from: 1 })
  objection!: number;

  @ChoiceField(RemedyOutcome, 'Outcome; the only thing that is public.')
  outcome!: RemedyOutcome;

  @FreeTextField('The reasons; for those concerned.')
  motivation!: string;

  @DateField('When; default today.', { optional: true })
  decidedOn?: string;

  @IdField('The mandate used; without one the body decides itself.', { optional: true })
  mandate?: string;

  @TextField('Code of the power to decide on objections; default that of the decision.', { optional: true })
  power?: string;

  @IdField('The decision on the objection, when that is recorded as a decision of its own.', { optional: true })
  byDecision?: string;

  @SourceField({ optional: true })
  source?: string;
}

@Command('Record an appeal (beroep) to a court. Confidential.')
export class LodgeAppeal extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @TextField('The court.')
  court!: string;

  @TextField('Its case number.', { optional: true })
  reference?: string;

  @DateField('When it was lodged; default today.', { optional: true })
  lodgedOn?: string;

  @IdField('The party that lodged it.', { optional: true })
  party?: string;

  @IdField('Pseudonymous id of the person who lodged it.', { optional: true })
  person?: string;
}

@Command('Record the ruling on an appeal.')
export class DecideAppeal extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @CountField('Number of the appeal, from 1.', { from: 1 })
  appeal!: number;

  @ChoiceField(RemedyOutcome, 'Outcome; public, without names.')
  outcome!: RemedyOutcome;

  @TextField('The ruling, e.g. its ECLI.')
  ruling!: string;

  @DateField('When; default today.', { optional: true })
  decidedOn?: string;

  @DateField('First day on which the annulled decision (vernietigd) no longer stands.', { optional: true })
  annulledFrom?: string;
}

@Command('Withdraw a decision (intrekken), by whoever may take it. Gives back what it took of yearly limits.')
export class WithdrawDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('Why.')
  reason!: string;

  @TextField('Articles it rests on, e.g. `Awb 4:48`.', { optional: true, list: true })
  legalGround?: string[];

  @DateField('First day on which it no longer stands; default today.', { optional: true })
  from?: string;

  @IdField('The mandate used; without one the body withdraws it itself.', { optional: true })
  mandate?: string;

  @DateField('When that was decided, when it is registered afterwards; default today.', { optional: true })
  decidedOn?: string;

  @SourceField({ optional: true })
  source?: string;
}

@Command('Record that a decision expired (vervallen).')
export class ExpireDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @DateField('First day on which it no longer stands; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record that a decision was superseded (vervangen) by another.')
export class SupersedeDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @IdField('The decision that takes its place.')
  by!: string;

  @DateField('First day on which the other stands instead; default the day the other was taken.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record what was done to carry out a decision (uitvoering).')
export class RecordDecisionImplementation extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('What was done.')
  text!: string;

  @DateField('When; default today.', { optional: true })
  on?: string;

  @FlagField('Whether the decision is now carried out completely.', { optional: true })
  completed?: boolean;
}

@Command('Set when a decision is to be reviewed (heroverweging).')
export class SetDecisionReviewDue extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @DateField('Review due on.')
  due!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving). What was decided stands; terms are never corrected.')
export class CorrectDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @ChoiceField(DecisionField, 'The field.')
  field!: DecisionField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}
