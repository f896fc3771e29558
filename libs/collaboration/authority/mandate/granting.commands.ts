import { InputType, registerEnumType } from '@nestjs/graphql';
import { CONSENTERS, type Consenter, type LinkKind } from '../../../law/authority-link.js';
import { type LimitPeriod, type VatBasis } from '../../../law/powers.js';
import { Command, CommandInput } from '../../registration/command-input.js';
import {
  AttesterField,
  CentsField,
  ChoiceField,
  DateField,
  FlagField,
  FreeTextField,
  IdentifierField,
  IdField,
  NestedField,
  SourceField,
  TextField,
} from '../../registration/fields.js';
import { PowerRestriction } from './mandate-events.js';

export const MandateKind = {
  MANDATE: 'mandate',
  POWER_OF_ATTORNEY: 'powerOfAttorney',
  AUTHORISATION: 'authorisation',
  DELEGATION: 'delegation',
  SIGNING_MANDATE: 'signingMandate',
  ATTRIBUTION: 'attribution',
} as const satisfies Record<string, LinkKind>;
export const Capacity = { HOLDER: 'holder', ORGANISATION: 'organisation' } as const satisfies Record<string, (typeof CONSENTERS)[number]>;
export const LimitPeriodChoice = {
  ACT: 'act',
  CALENDAR_YEAR: 'calendarYear',
  BENEFICIARY_YEAR: 'beneficiaryYear',
} as const satisfies Record<string, LimitPeriod>;
export const VatBasisChoice = { INCLUDING: 'including', EXCLUDING: 'excluding', NOT_APPLICABLE: 'notApplicable' } as const satisfies Record<
  string,
  VatBasis
>;
export const GrantScope = { GENERAL: 'GENERAL', ONE_CASE: 'ONE_CASE' } as const;
export type GrantScope = (typeof GrantScope)[keyof typeof GrantScope];

registerEnumType(MandateKind, {
  name: 'MandateKind',
  description: "Kind of grant (soort bevoegdheidsverlening). A grant is of one kind; a sub-mandate is of its parent's kind.",
  valuesMap: {
    MANDATE: { description: 'Mandaat: deciding in the name of a body (Awb 10:1).' },
    POWER_OF_ATTORNEY: { description: 'Volmacht: acts under private law (Awb 10:12, BW 3:60).' },
    AUTHORISATION: { description: 'Machtiging: factual acts (Awb 10:12).' },
    DELEGATION: { description: 'Delegatie: the power itself passes to the delegate, who uses it in the own name (Awb 10:13).' },
    SIGNING_MANDATE: { description: 'Ondertekeningsmandaat: signing what the body itself decided (Awb 10:11).' },
    ATTRIBUTION: { description: 'Attributie: given by law (Awb 10:22); recorded, never granted.' },
  },
});
registerEnumType(Capacity, {
  name: 'ConsentCapacity',
  description: 'Whose consent (instemming, Awb 10:4): of the holder, or of the organisation responsible for the holder.',
});
registerEnumType(LimitPeriodChoice, {
  name: 'LimitPeriod',
  description: "Over what an amount is counted; years are calendar years of the decision's date.",
});
registerEnumType(VatBasisChoice, { name: 'VatBasis', description: 'Whether an amount includes VAT (btw).' });
registerEnumType(GrantScope, { name: 'GrantScope', description: 'General (algemeen) or for one case (per geval), Awb 10:5.' });
registerEnumType(PowerRestriction, {
  name: 'PowerRestriction',
  description: 'Why a power may not be mandated (Awb 10:3) or never be transferred (Gemeentewet 156 lid 2).',
});

/** Wording that every live act shares. */
export const ACT_DATE = 'The day of the act; default today, at most seven days back.';
export const WHY_RETROACTIVE = 'Why it works from before the day of the act.';

@InputType({ description: 'A power by its code (bevoegdheid).' })
export class PowerInput {
  @TextField('Code, e.g. `subsidie-welzijn`. Bounds compare codes, never text.')
  code!: string;

  @TextField('What it is called (omschrijving); default as its attribution or parent calls it.', { optional: true })
  name?: string;

  @TextField('Articles it rests on; default those recorded with the attribution or the parent.', { optional: true, list: true })
  legalBasis?: string[];

  @ChoiceField(PowerRestriction, 'What limits its transfer.', { optional: true, list: true })
  restrictions?: PowerRestriction[];

  @TextField('Article by which the power provides for a mandate to make binding rules (Awb 10:3 lid 2 onder a).', { optional: true })
  mandateProvidedBy?: string;
}

@InputType({ description: 'At most this much (grensbedrag), over the whole term of what is decided.' })
export class LimitInput {
  @CentsField('The amount, in euro cents.')
  amountCents!: number;

  @ChoiceField(LimitPeriodChoice, 'Default per act.', { optional: true })
  per?: LimitPeriod;

  @ChoiceField(VatBasisChoice, 'Default: VAT does not apply.', { optional: true })
  vat?: VatBasis;
}

@InputType({ description: 'The written instrument (schriftelijk stuk), Awb 10:5 lid 2, 10:8 lid 2.' })
export class InstrumentInput {
  @IdentifierField('Publication (gmb-, CVDR), case number, or name of the document.')
  reference!: string;

  @IdentifierField('SHA-256 of the document, 64 hexadecimal digits.', { optional: true })
  sha256?: string;

  @DateField('Date of the document.', { optional: true })
  date?: string;
}

@InputType({ isAbstract: true })
export abstract class GrantContent extends CommandInput {
  @IdField('The post that receives it; this or `holderParty`.', { optional: true })
  holderPost?: string;

  @IdField('The body or organisation that receives it; this or `holderPost`.', { optional: true })
  holderParty?: string;

  @NestedField(() => PowerInput, 'The powers, by code; or `allPowersExcept`.', { optional: true, list: true })
  powers?: PowerInput[];

  @TextField('All powers of the grantor except these codes; an empty list is all. A code list is better.', { optional: true, list: true })
  allPowersExcept?: string[];

  @NestedField(() => LimitInput, 'Amounts it is limited to; none is no limit.', { optional: true, list: true })
  limits?: LimitInput[];

  @TextField('Area codes it is limited to; none is everywhere.', { optional: true, list: true })
  territory?: string[];

  @FreeTextField('Conditions and exclusions in words: a verdict that meets one asks for a person.', { optional: true, list: true })
  conditions?: string[];

  @ChoiceField(GrantScope, 'Default general, or one case when `forCase` is given.', { optional: true })
  scope?: GrantScope;

  @TextField('The one case it is for.', { optional: true })
  forCase?: string;

  @FlagField('The holder may grant a sub-mandate (ondermandaat, Awb 10:9). Default false.', { optional: true })
  subMandateAllowed?: boolean;

  @DateField('First day on which it holds (ingangsdatum).', { optional: true })
  from?: string;

  @DateField('First day on which it no longer holds.', { optional: true })
  until?: string;

  @NestedField(() => InstrumentInput, 'The written instrument; only a mandate for one case under the own responsibility goes without.', {
    optional: true,
  })
  instrument?: InstrumentInput;

  @TextField('Article that allows this delegation (Awb 10:15).', { optional: true })
  statutoryBasis?: string;

  @TextField('Article that itself provides for this mandate, so that no consent is asked (Awb 10:4 lid 2), e.g. `Gemeentewet 168 lid 1`.', {
    optional: true,
  })
  consentWaivedBy?: string;

  @FreeTextField('Why it starts before the day it is granted.', { optional: true })
  retroactiveReason?: string;

  @DateField('The day it was granted. A live grant: default today, at most seven days back.', { optional: true })
  actDate?: string;
}

@Command(
  'Grant a mandate, power of attorney, authorisation, signing mandate or delegation as the body that has the power (bevoegdheid verlenen).',
)
export class GrantMandate extends GrantContent {
  @ChoiceField(MandateKind, 'Kind of grant.')
  kind!: LinkKind;

  @IdField('The administrative body (bestuursorgaan) that grants; or `grantorPost`.', { optional: true })
  body?: string;

  @IdField('The post that grants, when the law gave the power to an official, who then is an administrative body.', { optional: true })
  grantorPost?: string;
}

@Command('Grant a sub-mandate (ondermandaat) as the holder of its parent, by the person acting in that post.')
export class GrantSubMandate extends GrantContent {
  @IdField('The mandate it is granted under.')
  parent!: string;
}

@InputType({ isAbstract: true })
abstract class AnyGrant extends GrantContent {
  @ChoiceField(MandateKind, 'Kind of grant; for a sub-mandate default that of its parent.', { optional: true })
  kind?: LinkKind;

  @IdField('The administrative body that grants; this, `grantorPost` or `parent`.', { optional: true })
  body?: string;

  @IdField('The post that grants as an administrative body.', { optional: true })
  grantorPost?: string;

  @IdField('The mandate it is granted under, for a sub-mandate.', { optional: true })
  parent?: string;
}

@Command('Propose a grant; seen by the parties to it only. Nothing holds until it is granted.')
export class ProposeMandate extends AnyGrant {}

@Command('Grant what was proposed. All rules are applied as of now.')
export class GrantProposedMandate extends CommandInput {
  @IdField('The proposed mandate.')
  mandate!: string;

  @NestedField(() => InstrumentInput, 'The written instrument; default that of the proposal.', { optional: true })
  instrument?: InstrumentInput;

  @FreeTextField('Why it starts before the day it is granted.', { optional: true })
  retroactiveReason?: string;

  @DateField('The day it was granted; default today, at most seven days back.', { optional: true })
  actDate?: string;
}

@InputType({ description: 'A consent that was given (instemming).' })
export class GivenConsentInput {
  @ChoiceField(Capacity, 'Whose.')
  by!: Consenter;

  @DateField('The day it was given.')
  on!: string;
}

@Command('Register a grant that happened outside, or was imported. Never refused for legality: what the rules say is kept as findings.')
export class RegisterMandate extends AnyGrant {
  @SourceField()
  source!: string;

  @AttesterField()
  attester?: string;

  @ChoiceField(Capacity, 'Consents the source says are needed; default what the rules say.', { optional: true, list: true })
  consentsNeeded?: Consenter[];

  @NestedField(() => GivenConsentInput, 'Consents that were given.', { optional: true, list: true })
  consents?: GivenConsentInput[];
}

@Command('Record that the law gives powers to a body or official (attributie, Awb 10:22).')
export class RecordAttribution extends CommandInput {
  @IdField('The body that has the powers; this or `holderPost`.', { optional: true })
  holderParty?: string;

  @IdField('The post, when the law gives the powers to an official.', { optional: true })
  holderPost?: string;

  @NestedField(() => PowerInput, 'The powers, each with its articles.', { list: true, min: 1 })
  powers!: PowerInput[];

  @DateField('First day; default today.', { optional: true })
  from?: string;

  @DateField('First day on which the law no longer gives them.', { optional: true })
  until?: string;

  @SourceField({ optional: true })
  source?: string;

  @AttesterField()
  attester?: string;
}
