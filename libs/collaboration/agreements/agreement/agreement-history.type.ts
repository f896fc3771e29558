import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, LocalDateScalar } from '../../registration/scalars.js';
import { connectionType } from '../../serving/connection.js';
import { JsonScalar } from '../../serving/ledger-event.type.js';
import { AgreementCorrection } from './agreement.type.js';

@ObjectType({ description: 'One thing that is different between two texts.' })
export class AgreementChange {
  @Field({ description: 'E.g. `totalCents`, `quantities.places.amount`, `commitments.C4`.' })
  path!: string;

  @Field({ description: '`ADDED`, `REMOVED` or `CHANGED`.' })
  kind!: string;

  @Field(() => JsonScalar, { nullable: true })
  from!: unknown;

  @Field(() => JsonScalar, { nullable: true })
  to!: unknown;
}

@ObjectType({ description: 'What is different between two texts, as agreed; corrections are listed apart.' })
export class AgreementDiff {
  @Field({ description: 'Hash.' })
  from!: string;

  @Field({ description: 'Hash.' })
  to!: string;

  @Field(() => [AgreementChange])
  changes!: AgreementChange[];

  @Field(() => [AgreementCorrection], { description: 'Laid over either text.' })
  corrections!: AgreementCorrection[];
}

@ObjectType({ description: 'One act in the history of an agreement, with who and when.' })
export class AgreementAct {
  @Field({ description: 'E.g. `AgreementProposed`; see the event catalogue.' })
  type!: string;

  @Field(() => LocalDateScalar, { description: 'When it was done.' })
  on!: string;

  @Field(() => InstantScalar)
  recordedAt!: string;

  @Field(() => ID, { nullable: true, description: 'The party that did it, or on whose behalf.' })
  party?: string;

  @Field(() => ID, { nullable: true, description: 'The post that did it.' })
  post?: string;

  @Field(() => ID, { nullable: true, description: 'Pseudonymous id of the person; for the own party and auditors.' })
  person?: string;

  @Field(() => Int, { nullable: true })
  proposal?: number;

  @Field(() => String, { nullable: true })
  hash?: string;

  @Field(() => Int, { nullable: true })
  version?: number;

  @Field({ description: 'Under reservation: it binds nobody.' })
  underReservation!: boolean;

  @Field({ description: 'An attempt that was refused.' })
  refused!: boolean;

  @Field(() => ID, { nullable: true, description: 'The decision it rests on.' })
  decision?: string;
}

export const AgreementHistory = connectionType(AgreementAct, 'Acts in the order in which they were recorded.');
