import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { LedgerEvent } from '../../ledger/envelope.js';
import type { BilingualText as Texts } from '../../ledger/refusal.js';
import { PositionScalar } from '../registration/scalars.js';
import { Pin } from './ledger-event.type.js';

@ObjectType({ description: 'A text in both languages.' })
export class BilingualText {
  @Field()
  nl!: string;

  @Field()
  en!: string;
}

@ObjectType({ description: 'A business rule said no. An aid, not legal advice.' })
export class Refused {
  @Field({ description: 'The rule, e.g. `M4`; see docs/rules.md.' })
  code!: string;

  @Field({ description: 'The rule again, under the name auditors use.' })
  ruleId!: string;

  @Field(() => BilingualText)
  title!: Texts;

  @Field(() => BilingualText)
  detail!: Texts;

  @Field(() => String, { nullable: true, description: 'The article; null for a rule of our own.' })
  legalBasis!: string | null;

  @Field(() => [Pin], { description: 'What the rule looked at, the failing link first.' })
  pins!: readonly Pin[];

  @Field(() => Pin, { nullable: true, description: 'The event that records the attempt, where attempts are recorded.' })
  recordedAs?: Pin | null;
}

/** The fields of `Recorded` that are at hand; its subject and its events are made when they are asked for. */
@ObjectType({ isAbstract: true })
export abstract class RecordedFields {
  @Field(() => PositionScalar, { description: 'Give it as `atLeast` to read what you wrote.' })
  position!: string;

  @Field()
  stream!: string;

  @Field(() => Int, { description: "The stream's revision now." })
  revision!: number;

  /** What was recorded; presented only when it is asked for. */
  recorded!: readonly LedgerEvent[];
}
