import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Finding } from '../../../law/rules.js';
import { RuleNote, VerdictCodes } from '../../authority/verdict.type.js';
import { VatBasisChoice } from '../../authority/mandate/granting.commands.js';
import type { WrittenText } from '../../free-text.js';
import { EuroCentsScalar, LocalDateScalar } from '../../registration/scalars.js';
import { connectionType, type ConnectionOf } from '../../serving/connection.js';
import { JsonScalar, Origin, Pin } from '../../serving/ledger-event.type.js';
import { Subject } from '../../serving/subject.js';
import './decision-choices.js';
import { ActingCapacity, DecisionOutcome, LegalNature, MadeKnownManner, RemedyOutcome } from './decision-kinds.js';
import { type DecisionDoc, DecisionStatus } from './decision.view.js';

registerEnumType(DecisionStatus, { name: 'DecisionStatus', description: 'How far a decision is on a date.' });

@ObjectType({ description: 'That it was made known (bekendmaking, Awb 3:41, 3:42).' })
export class MadeKnown {
  @Field(() => MadeKnownManner)
  manner!: MadeKnownManner;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => String, { nullable: true })
  publication?: string;

  @Field(() => String, { nullable: true, description: 'The remedy that was mentioned (rechtsmiddelenclausule, Awb 3:45).' })
  remedy?: string;
}

@ObjectType({ description: 'Days on which an objection can be lodged (bezwaartermijn, Awb 6:7, 6:8; Algemene termijnenwet).' })
export class ObjectionTerm {
  @Field(() => LocalDateScalar, { description: 'First day.' })
  start!: string;

  @Field(() => LocalDateScalar, { description: 'Last day, moved on when it falls on a Saturday, Sunday or public holiday.' })
  end!: string;
}

@ObjectType({ description: 'Ratification (bekrachtiging) of a decision outside mandate by the competent body.' })
export class Ratification {
  @Field(() => ID)
  body!: string;

  @Field(() => LocalDateScalar)
  ratifiedOn!: string;

  @Field(() => ID, { nullable: true })
  decision?: string;

  @Field(() => Pin)
  pin!: Pin;
}

@ObjectType({ description: 'Outcome of an objection (bezwaar) or appeal (beroep); who lodged it stays confidential.' })
export class Remedy {
  @Field(() => Int)
  number!: number;

  @Field(() => LocalDateScalar)
  lodgedOn!: string;

  @Field(() => RemedyOutcome)
  outcome!: RemedyOutcome;

  @Field(() => LocalDateScalar)
  decidedOn!: string;

  @Field(() => String, { nullable: true })
  ruling?: string;
}

@ObjectType({ description: 'Something brought in while a decision was prepared, for whoever may read it.' })
export class Preparation {
  @Field({ description: 'OPTION, EXPLORATION, CONSULTATION, ADVICE, REASONED_OBJECTION, INTEREST, AUTHORITY_CHECK, ATTEMPT or ACTING.' })
  kind!: string;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => JsonScalar, { description: 'Its content, in the shape of its kind.' })
  content!: unknown;
}

@ObjectType({ description: 'Attendance and votes of a collegial decision (I2); of the council public, of the college internal.' })
export class Votes {
  @Field(() => LocalDateScalar)
  decidedOn!: string;

  @Field(() => [String], { description: 'Pseudonymous ids, or functions, of those present.' })
  present!: string[];

  @Field(() => [String], { description: 'Those who withdrew because of a personal interest (I1).' })
  withdrew!: string[];

  @Field(() => Int, { nullable: true })
  inFavour?: number;

  @Field(() => Int, { nullable: true })
  against?: number;

  @Field(() => Int, { nullable: true })
  abstained?: number;
}

@ObjectType({ description: 'A decision (besluit), from proposal to what became of it.' })
export class Decision extends Subject {
  @Field(() => DecisionStatus)
  status!: DecisionStatus;

  @Field(() => LegalNature)
  nature!: LegalNature;

  @Field({ description: 'Code of the power that is used.' })
  power!: string;

  @Field(() => EuroCentsScalar, { nullable: true, description: 'Over the whole term.' })
  amountCents?: number;

  @Field(() => VatBasisChoice, { nullable: true })
  vat?: string;

  @Field(() => String, { nullable: true })
  areaCode?: string;

  @Field(() => String, { nullable: true })
  reference?: string;

  @Field({ description: 'Registered, and outside the bounds of the mandate or body it names (buiten mandaat).' })
  outsideMandate!: boolean;

  @Field(() => Ratification, { nullable: true })
  ratified?: Ratification;

  @Field(() => MadeKnown, { nullable: true })
  madeKnown?: MadeKnown;

  @Field(() => ObjectionTerm, { nullable: true, description: 'Once it was made known, where objection is open.' })
  objectionTerm?: ObjectionTerm;

  @Field(() => [Remedy])
  objections!: Remedy[];

  @Field(() => [Remedy])
  appeals!: Remedy[];

  @Field(() => [RuleNote], { description: 'Warnings and findings, as of the recording.' })
  findings!: readonly Finding[];

  /** Shown through field resolvers. */
  body!: string;
  beneficiary?: string;
  subject!: WrittenText;
  taken?: DecisionDoc['taken'];
}

@ObjectType({ description: 'How it was decided.' })
export class Taken {
  @Field(() => LocalDateScalar, { description: 'Date of the decision (besluitdatum).' })
  decidedOn!: string;

  @Field(() => DecisionOutcome)
  outcome!: DecisionOutcome;

  @Field(() => ActingCapacity, { nullable: true })
  capacity?: ActingCapacity;

  @Field(() => String, { nullable: true, description: 'The words that name the body in whose name it is taken (Awb 10:10).' })
  words?: string;

  @Field(() => [String])
  legalGround!: readonly string[];

  @Field(() => String, { nullable: true })
  motivation?: string | null;

  @Field({ description: 'Recorded afterwards (achteraf geregistreerd).' })
  registered!: boolean;

  @Field(() => Origin)
  origin!: Origin;

  @Field(() => VerdictCodes, { description: 'The verdict as of the recording; `decisionAuthority` gives it at any moment.' })
  verdict!: string;
}

const Page = connectionType(Decision, 'Decisions by date, the latest first.');

@ObjectType({ description: 'Decisions by date, the latest first.' })
export class DecisionConnection extends Page {
  @Field(() => EuroCentsScalar, { description: 'What they come to together; added up only when asked.' })
  readonly totalAmountCents!: Promise<number>;
}
export type DecisionPage = ConnectionOf<Decision> & { readonly totalAmountCents: Promise<number> };
