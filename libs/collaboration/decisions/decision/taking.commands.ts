import { InputType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  NestedField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { DecisionOutcome, Stance } from './decision-kinds.js';
import { DecisionContent } from './proposing.commands.js';

@InputType({ description: 'How one member voted.' })
export class StanceInput {
  @IdField('Pseudonymous id of the member.')
  member!: string;

  @ChoiceField(Stance, 'How.')
  stance!: Stance;
}

@InputType({ description: 'How a body of several people adopted it (aanwezigheid en stemming). Votes of the college stay internal.' })
export class AdoptionInput {
  @IdField('Pseudonymous ids of the members present.', { list: true, min: 1 })
  present!: string[];

  @IdField('Of those, who withdrew because of a personal interest.', { optional: true, list: true })
  withdrew?: string[];

  @CountField('Members in office.', { optional: true })
  seats?: number;

  @CountField('Members needed to decide (quorum).', { optional: true })
  quorum?: number;

  @FlagField('Adopted without vote (hamerstuk).', { optional: true })
  withoutVote?: boolean;

  @CountField('Votes in favour.', { optional: true })
  inFavour?: number;

  @CountField('Votes against.', { optional: true })
  against?: number;

  @CountField('Abstentions.', { optional: true })
  abstained?: number;

  @NestedField(() => StanceInput, 'Votes by name (hoofdelijk).', { optional: true, list: true })
  stances?: StanceInput[];
}

@Command(
  'Take a decision (besluiten): by the body itself, or under a mandate by whoever acts in the post that holds it. Decided today, or at most seven days back.',
)
export class TakeDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @IdField('The mandate (mandaat) used, or the delegation; without one the body decides itself.', { optional: true })
  mandate?: string;

  @ChoiceField(DecisionOutcome, 'What is decided; default ADOPTED.', { optional: true })
  outcome?: DecisionOutcome;

  @DateField('When it was decided; default today.', { optional: true })
  decidedOn?: string;

  @CountField('Number of the option chosen, from 1.', { optional: true, from: 1 })
  option?: number;

  @FreeTextField('The reasons (motivering).', { optional: true })
  motivation?: string;

  @TextField('Articles it rests on (grondslag).', { optional: true, list: true })
  legalGround?: string[];

  @TextField('Article that lets the reasons be left out, e.g. `Awb 3:48`.', { optional: true })
  reasonsOmittedUnder?: string;

  @TextField('The words that name the body in whose name, e.g. `Namens het college, de directeur` (Awb 10:10). Needed under a mandate.', {
    optional: true,
  })
  words?: string;

  @TextField('The delegation decision and where to find it (vindplaats, Awb 10:19). Needed under a delegation.', { optional: true })
  delegationCited?: string;

  @NestedField(() => AdoptionInput, 'Attendance and vote; needed when council or college decides itself.', { optional: true })
  adoption?: AdoptionInput;
}

@Command(
  'Register a decision that was taken outside this ledger (achteraf vastleggen). Never refused for authority or legality: what is not in order becomes a finding.',
)
export class RegisterDecision extends DecisionContent {
  @DateField('When it was decided.')
  decidedOn!: string;

  @SourceField()
  source!: string;

  @ChoiceField(DecisionOutcome, 'What was decided; default ADOPTED.', { optional: true })
  outcome?: DecisionOutcome;

  @IdField('The mandate it was taken under; without one by the body itself.', { optional: true })
  mandate?: string;

  @IdField('Pseudonymous id of whoever decided.', { optional: true })
  decidedByPerson?: string;

  @FreeTextField('The reasons (motivering).', { optional: true })
  motivation?: string;

  @TextField('Articles it rests on (grondslag).', { optional: true, list: true })
  legalGround?: string[];

  @TextField('The words that name the body in whose name.', { optional: true })
  words?: string;

  @TextField('The delegation decision and where to find it.', { optional: true })
  delegationCited?: string;

  @NestedField(() => AdoptionInput, 'Attendance and vote.', { optional: true })
  adoption?: AdoptionInput;
}

@Command(
  'Ratify a decision (bekrachtigen) as the competent body. The decision keeps its own date; its verdict becomes valid only with hindsight.',
)
export class RatifyDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @DateField('When it was ratified; default today.', { optional: true })
  ratifiedOn?: string;

  @IdField('The competent body; default the body in whose name was decided.', { optional: true })
  body?: string;

  @IdField('The decision by which it was ratified, when that is recorded as a decision of its own.', { optional: true })
  byDecision?: string;

  @FreeTextField('Why.', { optional: true })
  motivation?: string;

  @NestedField(() => AdoptionInput, 'Attendance and vote; needed of council or college unless a decision of its own records them.', {
    optional: true,
  })
  adoption?: AdoptionInput;

  @SourceField({ optional: true })
  source?: string;
}

@Command('Sign a decision (ondertekenen): the body itself, or under a signing mandate when the body itself decided (Awb 10:11).')
export class SignDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @IdField('The signing mandate (ondertekeningsmandaat), when not the body itself signs.', { optional: true })
  mandate?: string;

  @DateField('When; default today.', { optional: true })
  signedOn?: string;

  @SourceField({ optional: true })
  source?: string;
}

@Command('Look again whether the authority of a decision is still what it was when recorded; for process managers.')
export class RecheckDecisionAuthority extends CommandInput {
  @IdField('The decision.')
  decision!: string;
}
