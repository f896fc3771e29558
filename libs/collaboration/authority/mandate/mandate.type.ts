import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Finding } from '../../../law/rules.js';
import type { Period as LegalPeriod } from '../../../ledger/envelope.js';
import { EuroCentsScalar, LocalDateScalar } from '../../registration/scalars.js';
import { Origin, Pin } from '../../serving/ledger-event.type.js';
import { connectionType } from '../../serving/connection.js';
import { Subject } from '../../serving/subject.js';
import { RuleNote } from '../verdict.type.js';
import { Capacity, LimitPeriodChoice, MandateKind, VatBasisChoice } from './granting.commands.js';
import { MandateEndCause, PowerRestriction } from './mandate-events.js';
import type { MandateDoc } from './mandate.view.js';
import { MandateStatus } from './standing.js';

registerEnumType(MandateStatus, {
  name: 'MandateStatus',
  description:
    "How a mandate stands by itself on a date. What its parents and its holder's post do to it is in `inForce` and `mandateChain`.",
});

@ObjectType({ description: 'A period of legal dates: [from, until), until exclusive.' })
export class Period {
  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after it; null when it is open.' })
  until!: string | null;
}

@ObjectType({ description: 'A power by its code (bevoegdheid) with the articles it rests on.' })
export class GrantedPower {
  @Field()
  code!: string;

  @Field(() => String, { nullable: true, description: 'What it is called (omschrijving).' })
  name?: string;

  @Field(() => [String])
  legalBasis!: string[];

  @Field(() => [PowerRestriction], { nullable: true })
  restrictions?: PowerRestriction[];
}

@ObjectType({ description: 'An upper bound (grens) in euro cents.' })
export class GrantedLimit {
  @Field(() => EuroCentsScalar)
  amountCents!: number;

  @Field(() => LimitPeriodChoice)
  per!: string;

  @Field(() => VatBasisChoice)
  vat!: string;
}

@ObjectType({ description: 'Where a grant is written down (vindplaats).' })
export class Instrument {
  @Field({ description: 'Publication or case number, or the name of a document.' })
  reference!: string;

  @Field(() => String, { nullable: true })
  sha256?: string;

  @Field(() => LocalDateScalar, { nullable: true })
  date?: string;
}

@ObjectType({ description: 'A later act of the grantor.' })
export class GrantorAct {
  @Field({ description: 'SUB_MANDATE_ALLOWED, AMENDED, SUSPENDED, RESUMED or REVOKED.' })
  type!: string;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until?: string;

  @Field(() => LocalDateScalar, { nullable: true })
  actDate?: string;

  @Field(() => String, { nullable: true })
  reason?: string;

  @Field(() => Instrument, { nullable: true })
  instrument?: Instrument;
}

@ObjectType({ description: 'Where it was published (bekendmaking).' })
export class Publication {
  @Field(() => LocalDateScalar)
  on!: string;

  @Field()
  publication!: string;
}

@ObjectType({ description: 'That it ended by itself, as somebody noted; the end follows from the facts.' })
export class NotedEnd {
  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => MandateEndCause)
  cause!: MandateEndCause;
}

@ObjectType({ description: 'A consent (instemming, Awb 10:4) as given or refused; for the parties to the mandate.' })
export class ConsentAnswer {
  @Field(() => Capacity)
  by!: string;

  @Field()
  given!: boolean;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => ID, { nullable: true })
  post?: string;

  @Field(() => ID, { nullable: true, description: 'The post that consented before, of two that represent only together.' })
  jointlyWith?: string;

  @Field(() => String, { nullable: true })
  reason?: string;
}

@ObjectType({ description: 'An instruction to the holder (aanwijzing, Awb 10:6); for holder and grantor.' })
export class Instruction {
  @Field(() => ID)
  instruction!: string;

  @Field()
  text!: string;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until?: string;

  @Field(() => String, { nullable: true })
  forCase?: string;
}

@ObjectType({
  description: 'A mandate, power of attorney, authorisation, delegation, signing mandate or attribution (bevoegdheidsverlening).',
})
export class Mandate extends Subject {
  @Field(() => MandateKind)
  kind!: string;

  @Field(() => MandateStatus, { description: 'By itself, on that date.' })
  status!: MandateStatus;

  @Field(() => LocalDateScalar, { description: 'First day of its term (ingangsdatum).' })
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after its term, as it is now.' })
  until?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'When it was granted (datum van het besluit).' })
  actDate?: string;

  @Field(() => [Capacity], { description: 'Whose consent it needs.' })
  consentsNeeded!: string[];

  @Field(() => String, { nullable: true, description: 'Article that allows a delegation (Awb 10:15).' })
  statutoryBasis?: string;

  @Field(() => String, { nullable: true, description: 'Why it starts before it was granted.' })
  retroactiveReason?: string;

  @Field(() => Instrument, { nullable: true })
  instrument?: Instrument;

  @Field(() => Publication, { nullable: true })
  publication?: Publication;

  @Field(() => [GrantorAct])
  grantorActs!: GrantorAct[];

  @Field(() => [NotedEnd])
  notedEnds!: NotedEnd[];

  @Field(() => Origin, { nullable: true })
  origin?: Origin;

  @Field(() => [RuleNote], { description: 'Warnings and findings, as of the recording.' })
  findings!: Finding[];

  /** Shown through field resolvers. */
  terms!: MandateDoc['terms'];
  grantor?: MandateDoc['holder'];
  holder!: MandateDoc['holder'];
  organisation!: string;
  parent?: Pin;
}

export const MandateConnection = connectionType(Mandate, 'Mandates by grantor and start.');

@ObjectType({ description: 'A mandate with all that it rests on (keten van bevoegdheid).' })
export class MandateChain {
  @Field(() => [Mandate], { description: 'From the grant by the body itself down to this one.' })
  links!: Mandate[];

  @Field(() => [Period], { description: 'When the whole chain is in force: every term, consent, suspension and revocation of every link.' })
  inForce!: LegalPeriod[];

  @Field({ description: 'Whether it is on the date that was asked about.' })
  inForceOnDate!: boolean;
}
