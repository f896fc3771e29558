import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Finding } from '../../../law/rules.js';
import { EuroCentsScalar, LocalDateScalar } from '../../registration/scalars.js';
import { connectionType } from '../../serving/connection.js';
import { JsonScalar } from '../../serving/ledger-event.type.js';
import { Subject } from '../../serving/subject.js';
import type { AsOf } from '../../../views/read-models.js';
import './agreement-choices.type.js';
import {
  AgreementField,
  AgreementKind,
  AgreementStatus,
  AnswerKind,
  TerminationManner,
  type ClericalAgreementField,
} from './agreement-kinds.js';
import type { TextDoc } from './agreement-texts.view.js';

@ObjectType({ description: 'A correction that is laid over versions; the agreed text and its hash stand.' })
export class AgreementCorrection {
  @Field(() => [Int])
  versions!: number[];

  @Field(() => AgreementField)
  field!: ClericalAgreementField;

  @Field(() => String, { nullable: true })
  item?: string;

  @Field()
  was!: string;

  @Field()
  value!: string;

  @Field()
  reason!: string;

  @Field({ description: 'Over the hashes of the versions and what is laid over them.' })
  hash!: string;

  @Field(() => LocalDateScalar)
  on!: string;
}

@ObjectType({ description: 'A personal value that a text stands for; sealed under the key of the person.' })
export class AgreementPersonalValue {
  @Field()
  item!: string;

  @Field()
  commitment!: string;

  @Field(() => String, { nullable: true, description: 'What it says, for the parties; null once its key is gone.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'With text and salt anyone can compute the commitment again.' })
  salt?: string | null;
}

@ObjectType({ description: 'A text that was proposed or agreed, by its hash (SHA-256 over its canonical JSON, RFC 8785).' })
export class AgreementText {
  @Field({ description: 'Empty for a draft.' })
  hash!: string;

  @Field(() => Int, { description: 'Number of the proposal; 0 for a draft.' })
  proposal!: number;

  @Field(() => Int, { nullable: true, description: 'Number of the version, once it was concluded.' })
  version?: number;

  @Field(() => LocalDateScalar, { nullable: true, description: 'From when it works.' })
  from?: string;

  @Field(() => LocalDateScalar, { nullable: true })
  concludedOn?: string;

  /** Of which agreement, where it was read, and what was agreed; shown through field resolvers. */
  agreement!: string;
  asOf!: AsOf;
  agreed!: TextDoc['terms'];
}

@ObjectType({ description: 'The text that lies on the table on a date.' })
export class AgreementProposal {
  @Field(() => Int)
  number!: number;

  @Field(() => Int, { description: 'The version it becomes once concluded.' })
  version!: number;

  @Field()
  hash!: string;

  @Field({ description: '`PROPOSAL`, `COUNTER_PROPOSAL` (tegenvoorstel) or `AMENDMENT` (wijziging).' })
  kind!: string;

  @Field(() => ID, { description: 'The party that made it.' })
  by!: string;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => String, { nullable: true })
  rationale?: string;

  @Field(() => AgreementText, { nullable: true })
  text?: AgreementText | null;
}

@ObjectType({ description: 'What a party said to a proposal, as it stands on a date; for the parties.' })
export class AgreementAnswer {
  @Field(() => Int)
  proposal!: number;

  @Field(() => ID)
  party!: string;

  @Field(() => AnswerKind)
  kind!: AnswerKind;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => ID, { nullable: true, description: 'The post that signed.' })
  post?: string;

  @Field(() => ID, { nullable: true, description: 'The power of attorney used.' })
  mandate?: string;

  @Field(() => [ID], { description: 'Posts of which one must sign too.' })
  awaits!: string[];

  @Field(() => String, { nullable: true })
  text?: string;
}

@ObjectType({ description: 'How it was ended (beëindigd).' })
export class AgreementTermination {
  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => ID)
  by!: string;

  @Field(() => TerminationManner)
  manner!: TerminationManner;

  @Field()
  reason!: string;

  @Field(() => [String])
  legalGround!: string[];

  @Field(() => ID, { nullable: true })
  decision?: string;
}

@ObjectType({
  description: 'An amount that was decided on: the subsidy determined (vaststelling, Awb 4:46) or reclaimed (terugvordering, Awb 4:57).',
})
export class DecidedAmount {
  @Field(() => EuroCentsScalar)
  amountCents!: number;

  @Field(() => ID)
  decision!: string;

  @Field(() => LocalDateScalar)
  on!: string;
}

@ObjectType({ description: 'An agreement (afspraak), from its first draft to its end.' })
export class Agreement extends Subject {
  @Field(() => AgreementKind)
  kind!: AgreementKind;

  @Field(() => AgreementStatus)
  status!: AgreementStatus;

  @Field()
  title!: string;

  @Field(() => String, { nullable: true, description: 'Article of the scheme a subsidy rests on.' })
  statutoryBasis?: string;

  @Field(() => EuroCentsScalar, { nullable: true })
  totalCents?: number;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day of its period.' })
  from?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after its period.' })
  until?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'When the text that counts was concluded (gesloten).' })
  concludedOn?: string;

  @Field(() => AgreementTermination, { nullable: true })
  terminated?: AgreementTermination;

  @Field(() => DecidedAmount, { nullable: true })
  determined?: DecidedAmount;

  @Field(() => [DecidedAmount])
  reclaimed!: DecidedAmount[];

  /** Shown through field resolvers. */
  parties!: readonly string[];
  versionNumber?: number;
  findings!: readonly Finding[];
}

@ObjectType({ description: 'Something that was learned or minded along the way, for whoever may read it.' })
export class AgreementNote {
  @Field({ description: 'RISK, SUSPENSION, RECALIBRATION (herijking), RECALIBRATED (uitkomst) or EVALUATION.' })
  kind!: string;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => JsonScalar, { description: 'Its content, in the shape of its kind.' })
  content!: unknown;
}

export const AgreementConnection = connectionType(Agreement, 'Agreements by their first day.');
