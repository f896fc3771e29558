import { Command, CommandInput } from '../../registration/command-input.js';
import { ChoiceField, FlagField, FreeTextField, IdentifierField, IdField, NestedField, TextField } from '../../registration/fields.js';
import './agreement-choices.type.js';
import { AgreementKind } from './agreement-kinds.js';
import { PersonalValueInput, TermsChangesInput, TermsInput } from './terms.commands.js';

@Command('Draft an agreement (concept). Only the parties drafting it see it until it is proposed.')
export class DraftAgreement extends CommandInput {
  @ChoiceField(AgreementKind, 'What kind of agreement (soort afspraak).')
  kind!: AgreementKind;

  @NestedField(() => TermsInput, 'Its text.')
  terms!: TermsInput;

  @TextField('Article of the scheme a subsidy rests on (wettelijke grondslag, Awb 4:23).', { optional: true })
  statutoryBasis?: string;

  @FlagField('It founds a legal person or joins one (Gemeentewet 160 lid 2).', { optional: true })
  legalPerson?: boolean;

  @IdField('Parties that draft it together with the own party; the others see it once it is proposed.', { optional: true, list: true })
  draftedWith?: string[];
}

@Command('Change a draft (concept) that was not proposed yet.')
export class ReviseAgreementDraft extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @NestedField(() => TermsChangesInput, 'What changes of its text.')
  changes!: TermsChangesInput;

  @FreeTextField('Why.', { optional: true })
  reason?: string;
}

@Command('Propose the draft to the parties (voorstellen). Its hash is what they consent to.')
export class ProposeAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @NestedField(() => PersonalValueInput, 'Personal values that belong to it.', { optional: true, list: true })
  personal?: PersonalValueInput[];

  @FreeTextField('Why this.', { optional: true })
  rationale?: string;
}

@Command('Make a counter-proposal (tegenvoorstel). It takes the place of the proposal on the table, and voids every consent to that.')
export class CounterProposeAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal that it counters.')
  hash!: string;

  @NestedField(() => TermsChangesInput, 'What is different from the proposal.')
  changes!: TermsChangesInput;

  @NestedField(() => PersonalValueInput, 'Personal values that it adds or changes.', { optional: true, list: true })
  personal?: PersonalValueInput[];

  @FreeTextField('Why.', { optional: true })
  rationale?: string;
}

@Command('Propose to amend an agreement that was concluded (wijziging). Its parties consent again; until then the version in force stands.')
export class ProposeAgreementAmendment extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @NestedField(() => TermsChangesInput, 'What changes of the last version.')
  changes!: TermsChangesInput;

  @NestedField(() => PersonalValueInput, 'Personal values that it adds or changes.', { optional: true, list: true })
  personal?: PersonalValueInput[];

  @FreeTextField('Why (motivering).')
  rationale!: string;
}

@Command('Take back the own proposal (voorstel intrekken).')
export class WithdrawAgreementProposal extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal.')
  hash!: string;

  @FreeTextField('Why.')
  reason!: string;
}
