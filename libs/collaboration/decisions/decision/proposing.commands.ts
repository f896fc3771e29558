import { InputType } from '@nestjs/graphql';
import type { VatBasis } from '../../../law/powers.js';
import { VatBasisChoice } from '../../authority/mandate/granting.commands.js';
import { PowerRestriction } from '../../authority/mandate/mandate-events.js';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  CentsField,
  ChoiceField,
  CountField,
  DateField,
  FlagField,
  FreeTextField,
  IdField,
  NestedField,
  TextField,
} from '../../registration/fields.js';
import './decision-choices.js';
import { LegalNature } from './decision-kinds.js';

@InputType({ description: 'The decision and its objection (bezwaar) that is decided on.' })
export class DecidesOnInput {
  @IdField('The contested decision.')
  decision!: string;

  @CountField('Number of the objection, from 1.', { from: 1 })
  objection!: number;
}

/** What a decision is about; the same for a proposal and for a decision registered afterwards. */
@InputType({ isAbstract: true })
export abstract class DecisionContent extends CommandInput {
  @FreeTextField('What it is about (onderwerp). For a decision on a person: without anything that names the person.', { maxBytes: 2_000 })
  subject!: string;

  @TextField('Case number or document identifier (zaaknummer, kenmerk).', { optional: true })
  reference?: string;

  @ChoiceField(LegalNature, 'What kind of legal act it is (rechtskarakter).')
  nature!: LegalNature;

  @TextField('Code of the power used (bevoegdheid), e.g. `subsidie-welzijn`.')
  power!: string;

  @IdField('The body in whose name is decided (namens): college, council, mayor, or a party for its own decisions.')
  body!: string;

  @CentsField('Amount over the whole term.', { optional: true })
  amountCents?: number;

  @ChoiceField(VatBasisChoice, 'Whether the amount includes VAT; default NOT_APPLICABLE.', { optional: true })
  vat?: VatBasis;

  @TextField('Code of the area; without one the decision holds everywhere.', { optional: true })
  areaCode?: string;

  @IdField('Who receives the amount (begunstigde): a party, or a pseudonymous person.', { optional: true })
  beneficiary?: string;

  @IdField(
    "Pseudonymous id of the natural person it is about: makes the decision confidential, its texts sealed under that person's key.",
    { optional: true },
  )
  aboutPerson?: string;

  @TextField('The one case, as a mandate for one case names it.', { optional: true })
  forCase?: string;

  @IdField('The partnership that decides or that it concerns (samenwerkingsverband).', { optional: true })
  partnership?: string;

  @ChoiceField(PowerRestriction, 'What keeps the power from being used under mandate (Awb 10:3).', { optional: true, list: true })
  restrictions?: PowerRestriction[];

  @TextField('Article by which the power itself provides for a mandate (Awb 10:3 lid 2 under a).', { optional: true })
  mandateProvidedBy?: string;

  @IdField('Pseudonymous id of whoever made the report on which a fine rests (Awb 5:53).', { optional: true })
  fineReportedBy?: string;

  @FlagField('Whether objection (bezwaar) lies against it; default: for individual decisions and those of general scope.', {
    optional: true,
  })
  objectionOpen?: boolean;

  @NestedField(() => DecidesOnInput, 'When this is a decision on an objection (beslissing op bezwaar).', { optional: true })
  decidesOn?: DecidesOnInput;

  @IdField('Parties drafting together, besides the body, its organisation and the one that records.', { optional: true, list: true })
  draftedWith?: string[];
}

@Command('Propose a decision (voorgenomen besluit). Internal to the parties drafting it until it is taken.')
export class ProposeDecision extends DecisionContent {}

@Command('Amend a proposal that has not been decided on.')
export class AmendDecisionProposal extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('What it is about.', { optional: true, maxBytes: 2_000 })
  subject?: string;

  @TextField('Case number or document identifier.', { optional: true })
  reference?: string;

  @CentsField('Amount over the whole term.', { optional: true })
  amountCents?: number;

  @TextField('Code of the area.', { optional: true })
  areaCode?: string;

  @IdField('Who receives the amount.', { optional: true })
  beneficiary?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Add an option (alternatief) to a proposal.')
export class AddDecisionOption extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('The option.')
  text!: string;

  @FreeTextField('What it would lead to (gevolgen).', { optional: true })
  consequences?: string;
}

@Command('Record which existing initiatives were explored first (bestaande initiatieven verkend).')
export class ExploreInitiativesForDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @IdField('Initiatives found.', { optional: true, list: true })
  initiatives?: string[];

  @FreeTextField('What was found.')
  found!: string;
}

@Command('Record why existing initiatives were not explored.')
export class SkipExplorationForDecision extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Withdraw a proposal before anything was decided.')
export class WithdrawDecisionProposal extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record whether a holder or body could take this decision now (bevoegdheid getoetst). An aid, not legal advice.')
export class CheckDecisionAuthority extends CommandInput {
  @IdField('The decision.')
  decision!: string;

  @IdField('The mandate (mandaat) asked about; without one the body itself.', { optional: true })
  mandate?: string;

  @DateField('For a decision on this date; default today.', { optional: true })
  onDate?: string;
}
