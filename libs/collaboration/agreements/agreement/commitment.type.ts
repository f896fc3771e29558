import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { AsOf } from '../../../views/read-models.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { connectionType } from '../../serving/connection.js';

@ObjectType({ description: 'A commitment (verbintenis) on one of its due days, as it stands on a date.' })
export class Commitment {
  @Field({ description: 'Id within the agreement.' })
  commitment!: string;

  @Field()
  text!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  due?: string;

  @Field(() => [ID])
  with!: string[];

  /** Shown through field resolvers, at the place where it was read. */
  agreement!: string;
  asOf!: AsOf;
  owner!: string;
}

export const CommitmentConnection = connectionType(Commitment, 'Commitments by due day.');
