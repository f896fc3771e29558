import { InputType, registerEnumType } from '@nestjs/graphql';
import { Command, CommandInput } from '../../registration/command-input.js';
import { ChoiceField, CountField, DateField, FreeTextField, IdField, TextField } from '../../registration/fields.js';
import { RaciRole, ResponsibilityField } from './responsibility-events.js';

registerEnumType(RaciRole, {
  name: 'RaciRole',
  description:
    'Part in a responsibility (RACI): accountable (eindverantwoordelijk), responsible (uitvoerend verantwoordelijk), consulted (geraadpleegd), informed (geïnformeerd).',
});
registerEnumType(ResponsibilityField, {
  name: 'ResponsibilityField',
  description: 'What a correction names. Only TOPIC, DESCRIPTION and REFERENCE are clerical (kennelijke verschrijving).',
});

const ACT_DATE = 'The day of the act; default today, at most seven days back.';

@Command('Define a responsibility (verantwoordelijkheid): something that somebody has to answer for.')
export class DefineResponsibility extends CommandInput {
  @TextField('What it is about (onderwerp), e.g. `dagstructuur voor inwoners met dementie, noord`.')
  topic!: string;

  @FreeTextField('What it takes.', { optional: true })
  description?: string;

  @TextField('Case number or document that says so.', { optional: true })
  reference?: string;

  @TextField('Areas it is about: CBS codes of municipality, district or neighbourhood.', { optional: true, list: true })
  areaCodes?: string[];

  @TextField('Code of the power that the accountable needs (bevoegdheid), where one is needed; its absence shows as a gap.', {
    optional: true,
  })
  power?: string;

  @IdField('The partnership (samenwerkingsverband) in which it was agreed.', { optional: true })
  partnership?: string;

  @IdField('The party that keeps it: it assigns, and may end it.')
  steward!: string;

  @DateField('First day; default today.', { optional: true })
  from?: string;
}

/** Who is given a part: a post, or a party itself. */
@InputType({ isAbstract: true })
abstract class AssignmentInput extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @IdField('The post (functie); a person has a part only through a post.', { optional: true })
  post?: string;

  @IdField('The party itself, where no post is meant.', { optional: true })
  party?: string;

  @DateField('First day; default the day of the act. It counts from acceptance, if that is later.', { optional: true })
  from?: string;

  @DateField('First day on which it no longer holds.', { optional: true })
  until?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Make a post or party accountable (eindverantwoordelijk); counts from acceptance. Refused while another is (R1).')
export class AssignAccountable extends AssignmentInput {}

@Command('Make a post or party responsible for carrying it out (uitvoerend verantwoordelijk); counts from acceptance.')
export class AssignResponsible extends AssignmentInput {}

@Command('Add a post or party to be consulted (geraadpleegd); counts from acceptance.')
export class AddConsulted extends AssignmentInput {}

@Command('Add a post or party to be informed (geïnformeerd); counts from acceptance.')
export class AddInformed extends AssignmentInput {}

@Command('Accept a part in a responsibility (aanvaarden); only whoever is in the post, or the party itself.')
export class AcceptResponsibility extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @CountField('Number of the assignment.', { from: 1 })
  assignment!: number;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Decline a part in a responsibility (weigeren).')
export class DeclineResponsibility extends AcceptResponsibility {
  @FreeTextField('Why; sealed under your own key.')
  reason!: string;
}

@Command('Lay down or take back a part in a responsibility (teruggeven), from a date on. Nobody need come after: that shows as a gap.')
export class ReleaseResponsibility extends AcceptResponsibility {
  @DateField('First day on which it no longer holds; default the day of the act.', { optional: true })
  from?: string;

  @FreeTextField('Why, and where nobody comes after, why that is so. Names nobody.')
  reason!: string;
}

@Command('Propose to transfer a part to another post or party (overdracht); both have to agree.')
export class ProposeResponsibilityTransfer extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @CountField('Number of the assignment that is handed over.', { from: 1 })
  assignment!: number;

  @IdField('The post it goes to.', { optional: true })
  post?: string;

  @IdField('The party it goes to.', { optional: true })
  party?: string;

  @DateField('First day on which the other has it; default the day of the act.', { optional: true })
  from?: string;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Agree to a transfer (instemmen met overdracht). When both have, it is one event: the one ends on the day the other begins.')
export class AcceptResponsibilityTransfer extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @CountField('Number of the transfer.', { from: 1 })
  transfer!: number;

  @DateField(ACT_DATE, { optional: true })
  actDate?: string;
}

@Command('Say no to a transfer (overdracht weigeren), also to one proposed by yourself.')
export class DeclineResponsibilityTransfer extends AcceptResponsibilityTransfer {
  @FreeTextField('Why; sealed under your own key.')
  reason!: string;
}

@Command('Tune a responsibility with other parties (afgestemd met): the own interest, and how it yields to the social result.')
export class TuneResponsibility extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @IdField('The party whose interest it is; default the one you act for.', { optional: true })
  party?: string;

  @IdField('Tuned with these parties.', { list: true, min: 1 })
  tunedWith!: string[];

  @FreeTextField('The own interest (eigen belang). Names nobody.')
  ownInterest!: string;

  @FreeTextField('How it yields to the social result (hoe het eigen belang wijkt). Names nobody.')
  yields!: string;

  @DateField(ACT_DATE, { optional: true })
  on?: string;
}

@Command('Correct a slip of the pen (kennelijke verschrijving) in what a responsibility says.')
export class CorrectResponsibility extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @ChoiceField(ResponsibilityField, 'The field; only topic, description and reference are clerical.')
  field!: ResponsibilityField;

  @TextField('What it should have said.')
  value!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('End a responsibility (beëindigen): from that day on nobody has to answer for it.')
export class EndResponsibility extends CommandInput {
  @IdField('The responsibility.')
  responsibility!: string;

  @DateField('First day on which it no longer exists; default today.', { optional: true })
  from?: string;

  @FreeTextField('Why.')
  reason!: string;
}
