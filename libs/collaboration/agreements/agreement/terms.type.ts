import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { EuroCentsScalar, LocalDateScalar } from '../../registration/scalars.js';

@ObjectType({ description: 'A name or reference in an agreement; clerical.' })
export class AgreementParticular {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field()
  text!: string;
}

@ObjectType({ description: 'A clause (bepaling).' })
export class AgreementClause {
  @Field()
  id!: string;

  @Field(() => String, { nullable: true })
  heading?: string;

  @Field()
  text!: string;
}

@ObjectType({ description: 'A quantity (hoeveelheid) in its unit.' })
export class AgreementQuantity {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field(() => Int)
  amount!: number;

  @Field()
  unit!: string;
}

@ObjectType({ description: 'An amount within the total (begrotingsregel).' })
export class AgreementLine {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field(() => EuroCentsScalar)
  amountCents!: number;
}

@ObjectType({ description: 'Due days that come back.' })
export class Recurrence {
  @Field(() => LocalDateScalar)
  first!: string;

  @Field(() => Int)
  everyMonths!: number;

  @Field(() => Int)
  times!: number;
}

@ObjectType({ description: 'Something one party will do, as the text has it (verbintenis).' })
export class AgreedCommitment {
  @Field()
  id!: string;

  @Field()
  text!: string;

  @Field(() => ID, { description: 'The one party that owes it.' })
  owner!: string;

  @Field(() => [ID])
  with!: string[];

  @Field(() => LocalDateScalar, { nullable: true })
  due?: string;

  @Field(() => Recurrence, { nullable: true })
  recurrence?: Recurrence;
}

@ObjectType({ description: 'A document that belongs to it (bijlage), by its hash.' })
export class AgreementDocument {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field()
  sha256!: string;
}

@ObjectType({ description: 'A salted commitment that stands for a personal value.' })
export class PersonalCommitment {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field()
  commitment!: string;
}

@ObjectType({ description: 'What parties agree on (inhoud).' })
export class AgreementTerms {
  @Field()
  title!: string;

  @Field(() => String, { nullable: true })
  purpose?: string;

  @Field(() => [ID])
  parties!: string[];

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after its period.' })
  until?: string;

  @Field(() => [AgreementParticular])
  particulars!: AgreementParticular[];

  @Field(() => [AgreementClause])
  clauses!: AgreementClause[];

  @Field(() => [AgreementQuantity])
  quantities!: AgreementQuantity[];

  @Field(() => [AgreementLine])
  lines!: AgreementLine[];

  @Field(() => EuroCentsScalar, { nullable: true })
  totalCents?: number;

  @Field(() => [AgreedCommitment])
  commitments!: AgreedCommitment[];

  @Field(() => [AgreementDocument])
  documents!: AgreementDocument[];

  @Field(() => [PersonalCommitment])
  personal!: PersonalCommitment[];

  @Field(() => String, { nullable: true, description: 'Hash of the version it changes.' })
  amends?: string;

  @Field(() => LocalDateScalar, { nullable: true })
  effectiveFrom?: string;

  @Field(() => String, { nullable: true })
  earlierStartReason?: string;
}
