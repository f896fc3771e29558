import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import type { Finding } from '../../../law/rules.js';
import type { AsOf } from '../../../views/read-models.js';
import type { WrittenText } from '../../free-text.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { connectionType } from '../../serving/connection.js';
import { Subject } from '../../serving/subject.js';
import { PartnershipOutlook, PartnershipScale, SeatKind } from './partnership-kinds.js';
import { PartnershipStatus, type RoleDoc } from './partnership.view.js';

registerEnumType(PartnershipStatus, {
  name: 'PartnershipStatus',
  description: 'PROPOSED (voorgesteld), ACTIVE (gevormd) or ENDED (beëindigd).',
});
registerEnumType(SeatKind, { name: 'PartnershipSeatKind', description: 'MEMBER (lid) or GUEST (gast).' });

@ObjectType({ description: 'A member (lid) or guest (gast) of a partnership, and since when.' })
export class PartnershipSeat {
  @Field(() => SeatKind)
  kind!: SeatKind;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until?: string | null;

  /** Shown through field resolvers. */
  party!: string;
  reason?: WrittenText;
  asOf!: AsOf;
}

@ObjectType({ description: 'A role in a partnership (rol) and who has it.' })
export class PartnershipRole {
  @Field(() => Int, { description: 'Number of the assignment within its partnership, from 1.' })
  assignment!: number;

  @Field({ description: 'A standard type, or the code of a local role.' })
  role!: string;

  @Field(() => RoleType, { nullable: true, description: 'Null for a local role.' })
  type!: RoleType | null;

  @Field(() => String, { nullable: true, description: 'What a local role is called.' })
  name?: string | undefined;

  @Field({ description: 'Binds the others, and is for members only.' })
  deciding!: boolean;

  @Field(() => SeatKind, { nullable: true, description: 'Whether it rests on membership; null when it rests on no seat at all.' })
  seatKind!: SeatKind | null;

  @Field(() => String, { nullable: true, description: 'The one matter (zaak) it is for.' })
  matter?: string | undefined;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until!: string | null;

  @Field({ description: 'Version of the tension matrix with which it was weighed.' })
  tensionMatrix!: string;

  /** Shown through field resolvers. */
  doc!: RoleDoc;
  asOf!: AsOf;
}

@ObjectType({ description: 'What a role is for in this partnership (roldefinitie).' })
export class PartnershipRoleDefinition {
  @Field({ description: 'A standard type, or the code of a local role.' })
  role!: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field()
  deciding!: boolean;

  @Field()
  purpose!: string;

  @Field(() => [String])
  accountabilities!: readonly string[];

  @Field(() => String, { nullable: true, description: 'What it may arrange by itself (domein).' })
  domain?: string;
}

@ObjectType({ description: 'How a party handles two roles that rub (rolspanning); for the partners.' })
export class DeclaredRoleTension {
  @Field(() => Int)
  tension!: number;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => String, { nullable: true })
  declaration?: string | null;

  @Field(() => ID, { nullable: true })
  dilemma?: string;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => ID, { description: 'The party that bears both.' })
  bearer!: string;
}

@ObjectType({ description: 'A review of the relationship between partners (relatiegesprek); for the partners.' })
export class RelationshipReview {
  @Field(() => Int)
  review!: number;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => [ID])
  between!: readonly string[];

  @Field()
  text!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  nextReview?: string | undefined;
}

@ObjectType({ description: 'Working rules (spelregels) and the members that agreed them.' })
export class PartnershipWorkingRules {
  @Field(() => [String])
  rules!: readonly string[];

  @Field(() => [ID])
  agreedBy!: readonly string[];
}

@ObjectType({ description: 'The scale on which the partners work together (schaal), and why.' })
export class ChosenScale {
  @Field(() => PartnershipScale)
  scale!: PartnershipScale;

  @Field()
  reason!: string;
}

@ObjectType({ description: 'A step of the process (procesplaat).' })
export class PartnershipProcessStep {
  @Field()
  name!: string;

  @Field(() => [String], { description: 'Roles in it: standard types or codes of local ones.' })
  roles!: readonly string[];

  @Field(() => String, { nullable: true })
  description?: string;
}

@ObjectType({ description: 'How the partners evaluated their working together (evaluatie).' })
export class PartnershipEvaluation {
  @Field(() => LocalDateScalar)
  on!: string;

  @Field()
  conclusion!: string;

  @Field(() => PartnershipOutlook)
  outlook!: PartnershipOutlook;

  @Field(() => ID, { nullable: true })
  evaluation?: string;
}

@ObjectType({ description: 'A partnership (samenwerkingsverband): parties that work together, each in its roles.' })
export class Partnership extends Subject {
  @Field()
  name!: string;

  @Field({ description: 'What the partners work together for (bedoeling).' })
  purpose!: string;

  @Field(() => [String])
  topics!: readonly string[];

  @Field(() => [String], { description: 'Area codes.' })
  areas!: readonly string[];

  @Field(() => PartnershipStatus)
  status!: PartnershipStatus;

  @Field({ description: 'Came about outside the ledger, and was registered afterwards.' })
  registered!: boolean;

  @Field(() => LocalDateScalar, { nullable: true })
  formedFrom?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no longer, as known; it may lie ahead.' })
  endedOn?: string;

  @Field(() => String, { nullable: true })
  endReason?: string;

  @Field(() => PartnershipWorkingRules, { nullable: true })
  workingRules?: PartnershipWorkingRules;

  @Field(() => ChosenScale, { nullable: true })
  scale?: ChosenScale;

  @Field(() => [PartnershipProcessStep], { description: 'The process as pictured (procesplaat).' })
  process!: readonly PartnershipProcessStep[];

  @Field(() => [PartnershipRoleDefinition], { description: 'Roles as this partnership defines them.' })
  definitions!: readonly PartnershipRoleDefinition[];

  @Field(() => [PartnershipEvaluation])
  evaluations!: readonly PartnershipEvaluation[];

  /** Shown through field resolvers. */
  initiator?: string;
  findings!: readonly Finding[];
}

export const PartnershipConnection = connectionType(Partnership, 'Partnerships by name.');
export const PartnershipRoleConnection = connectionType(PartnershipRole, 'Roles in partnerships, the earliest first.');
