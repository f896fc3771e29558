import { InputType, registerEnumType } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import { Command, CommandInput } from '../../registration/command-input.js';
import { ChoiceField, DateField, FreeTextField, IdField, NestedField, TextField } from '../../registration/fields.js';
import { PartnershipOutlook, PartnershipScale } from './partnership-kinds.js';
import { ABOUT_PERSON, FIRST_DAY, PARTNERSHIP } from './roles.commands.js';

registerEnumType(PartnershipScale, {
  name: 'PartnershipScale',
  description: 'Scale (schaal): buurt, lokaal, regionaal, provinciaal, landelijk.',
});
registerEnumType(PartnershipOutlook, {
  name: 'PartnershipOutlook',
  description: 'How the partners go on after an evaluation: CONTINUE (doorgaan), ADJUST (bijstellen) or END (stoppen).',
});

@Command('Record the working rules (spelregels) that members agreed; they take the place of earlier ones.')
export class AgreeWorkingRules extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @FreeTextField('The rules, one by one.', { list: true, min: 1, maxBytes: 2_000 })
  rules!: string[];

  @IdField('The members that agreed them (onderschreven).', { list: true, min: 1 })
  agreedBy!: string[];

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command('Choose the scale on which the partners work together (schaal), and say why.')
export class ChoosePartnershipScale extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @ChoiceField(PartnershipScale, 'The scale.')
  scale!: PartnershipScale;

  @FreeTextField('Why this scale.')
  reason!: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@InputType({ description: 'A step of the process and the roles in it.' })
export class ProcessStepInput {
  @TextField('What is done.')
  name!: string;

  @ChoiceField(RoleType, 'Standard roles in it.', { optional: true, list: true })
  roles?: RoleType[];

  @TextField('Codes of local roles in it.', { optional: true, list: true })
  localRoles?: string[];

  @FreeTextField('How.', { optional: true, maxBytes: 2_000 })
  description?: string;
}

@Command('Picture the process (procesplaat): its steps in order, with the roles in each.')
export class PictureProcess extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @NestedField(() => ProcessStepInput, 'The steps.', { list: true, min: 1 })
  steps!: ProcessStepInput[];

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command('Record a review of the relationship between partners (relatiegesprek); only the partners read it.')
export class ReviewRelationship extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @IdField('The members whose relationship it was about; default all.', { optional: true, list: true })
  between?: string[];

  @FreeTextField('What came out of it.')
  text!: string;

  @DateField('When it was held; default today.', { optional: true })
  on?: string;

  @DateField('When the next one is due.', { optional: true })
  nextReview?: string;

  @IdField(ABOUT_PERSON, { optional: true })
  aboutPerson?: string;
}

@Command('Record how the partners evaluated their working together (evaluatie), and how they go on.')
export class EvaluatePartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @FreeTextField('The conclusion.')
  conclusion!: string;

  @ChoiceField(PartnershipOutlook, 'How they go on.')
  outlook!: PartnershipOutlook;

  @DateField('The day of the evaluation; default today.', { optional: true })
  on?: string;

  @IdField('The evaluation in which it is worked out.', { optional: true })
  evaluation?: string;
}
