import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Finding } from '../../../law/rules.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import type { AsOf } from '../../../views/read-models.js';
import { connectionType } from '../../serving/connection.js';
import { Origin } from '../../serving/ledger-event.type.js';
import { Subject } from '../../serving/subject.js';
import { RuleNote } from '../verdict.type.js';
import { RaciRole, type Assignee } from './responsibility-events.js';
import { AssignmentStatus } from './responsibility.js';
import { ResponsibilityStatus, type AssignmentDoc, type ResponsibilityDoc } from './responsibility.view.js';

registerEnumType(AssignmentStatus, {
  name: 'ResponsibilityAssignmentStatus',
  description:
    'How an assignment stands on a date: awaiting acceptance (wacht op aanvaarding), accepted but not begun, in force (geldt), declined (geweigerd), transferred (overgedragen), released (teruggegeven), ended (geëindigd).',
});
registerEnumType(ResponsibilityStatus, {
  name: 'ResponsibilityStatus',
  description: 'NOT_YET begun, ACTIVE, or ENDED (beëindigd).',
});

/** Somebody in a part; post and party are shown through field resolvers, at the same place in time. */
@ObjectType({ isAbstract: true })
export abstract class InPart {
  assignee!: Assignee;
  asOf!: AsOf;
}

@ObjectType({ description: 'A part in a responsibility (toewijzing) on a date.' })
export class ResponsibilityAssignment extends InPart {
  @Field(() => Int, { description: 'Its number; commands name it.' })
  assignment!: number;

  @Field(() => RaciRole)
  role!: RaciRole;

  @Field(() => AssignmentStatus)
  status!: AssignmentStatus;

  @Field(() => LocalDateScalar, { description: 'First day it was given for; it counts from acceptance.' })
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds.' })
  until?: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Day of acceptance (aanvaard op).' })
  acceptedOn?: string;

  @Field(() => String, { nullable: true, description: 'Why it was released.' })
  releaseReason?: string | null;

  @Field(() => Origin)
  origin!: Origin;

  declined?: AssignmentDoc['declined'];
}

@ObjectType({ description: 'A transfer on the table or done (overdracht).' })
export class ResponsibilityTransfer extends InPart {
  @Field(() => Int)
  transfer!: number;

  @Field(() => Int, { description: 'Number of the assignment that is handed over.' })
  assignment!: number;

  @Field(() => LocalDateScalar, { description: 'Proposed on.' })
  on!: string;

  @Field(() => LocalDateScalar, { description: 'First day proposed.' })
  from!: string;

  @Field(() => [String], { description: 'Who agreed: `giver`, `receiver`.' })
  agreed!: string[];

  @Field(() => String, { nullable: true, description: 'TRANSFERRED or DECLINED; null while it is on the table.' })
  outcome?: string | null;
}

@ObjectType({ description: 'What a party wants itself, and how that yields (afstemming).' })
export class ResponsibilityTuning {
  @Field(() => ID, { description: 'Party whose interest it is.' })
  party!: string;

  @Field(() => [ID], { description: 'Tuned with these parties (afgestemd met).' })
  tunedWith!: readonly string[];

  @Field({ description: 'Own interest (eigen belang).' })
  ownInterest!: string;

  @Field({ description: 'How it yields to the social result.' })
  yields!: string;

  @Field(() => LocalDateScalar)
  on!: string;
}

@ObjectType({ description: 'Something somebody has to answer for (verantwoordelijkheid), with everyone in it (RACI).' })
export class Responsibility extends Subject {
  @Field({ description: 'What it is about (onderwerp).' })
  topic!: string;

  @Field(() => String, { nullable: true })
  description?: string;

  @Field(() => String, { nullable: true, description: 'Case number or document.' })
  reference?: string;

  @Field(() => [String], { description: 'CBS codes.' })
  areaCodes!: string[];

  @Field(() => String, { nullable: true, description: 'Code of the power that the accountable needs.' })
  power?: string;

  @Field(() => ID, { nullable: true, description: 'The partnership in which it was agreed.' })
  partnership?: string;

  @Field(() => LocalDateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => ResponsibilityStatus)
  status!: ResponsibilityStatus;

  @Field(() => [ResponsibilityTuning])
  tunings!: ResponsibilityTuning[];

  @Field(() => [RuleNote], { description: 'Warnings and findings recorded with it.' })
  findings!: Finding[];

  steward!: string;
  assignments!: readonly AssignmentDoc[];
  transfers!: ResponsibilityDoc['transfers'];
}

@ObjectType({ description: 'Who is accountable for something on a date (eindverantwoordelijk), and since when.' })
export class Accountability extends InPart {
  @Field(() => Int, { description: 'Number of the assignment.' })
  assignment!: number;

  @Field(() => LocalDateScalar, { description: 'First day on which this post or party is accountable without interruption.' })
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer is; null when no end is known.' })
  until!: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Day of acceptance.' })
  acceptedOn?: string;

  responsibility!: string;
}

@ObjectType({ description: 'Where nobody can answer for something (lacune). Allowed with a reason, and shown.' })
export class ResponsibilityGap {
  @Field(() => Responsibility)
  responsibility!: Responsibility;

  @Field(() => [RuleNote], { description: 'What is missing, with the reason that was given.' })
  gaps!: readonly Finding[];
}

export const ResponsibilityConnection = connectionType(Responsibility, 'Responsibilities by topic.');
export const AccountabilityConnection = connectionType(Accountability, 'Who is accountable, by topic.');
export const ResponsibilityGapConnection = connectionType(ResponsibilityGap, 'Gaps by topic.');
