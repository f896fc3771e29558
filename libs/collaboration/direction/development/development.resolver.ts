import { Args, Field, ID, InputType, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Condition } from '../../../views/read-models.js';
import { Party } from '../../parties/party/party.resolver.js';
import { DateField, IdField, TextField } from '../../registration/fields.js';
import { bind, type AggregateRegistration } from '../../registration/registration.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { connectionType, listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related, Subject } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import * as commands from './development.commands.js';
import * as rules from './development.decider.js';
import { SessionKind, type DevelopmentState } from './development.js';
import { developmentProjection, type DevelopmentDoc } from './development.view.js';

@ObjectType({ description: 'A training, intervision or coaching that was held.' })
export class DevelopmentSession {
  @Field(() => Int)
  session!: number;

  @Field(() => SessionKind)
  kind!: SessionKind;

  @Field({ description: 'What it was about.' })
  about!: string;

  @Field(() => [String], { description: 'Functions of those who took part.' })
  functions!: string[];

  @Field(() => [ID], { description: 'Parties that took part.' })
  parties!: string[];

  @Field(() => LocalDateScalar)
  on!: string;
}

@ObjectType({ description: 'A step of change that was agreed (veranderstap).' })
export class DevelopmentStep {
  @Field(() => Int)
  step!: number;

  @Field({ description: 'What will be done differently.' })
  change!: string;

  @Field(() => [String], { description: 'Functions that take it.' })
  functions!: string[];

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  due?: string;
}

@ObjectType({ description: 'What was learned, in the words of whoever learned it (reflectie).' })
export class DevelopmentReflection {
  @Field(() => Int)
  reflection!: number;

  @Field(() => String)
  text!: string;

  @Field(() => Int, { nullable: true, description: 'The step it is about.' })
  step?: number;

  @Field(() => LocalDateScalar)
  on!: string;
}

@ObjectType({ description: 'How people learn to work in this way (ontwikkeling). Functions, no names.' })
export class Development extends Subject {
  @Field({ description: 'What is needed (ontwikkelbehoefte).' })
  need!: string;

  @Field(() => [String], { description: 'Functions of those who learn.' })
  functions!: string[];

  @Field(() => LocalDateScalar, { description: 'Named on.' })
  on!: string;

  @Field(() => [DevelopmentSession])
  sessions!: DevelopmentSession[];

  @Field(() => [DevelopmentStep])
  steps!: DevelopmentStep[];

  party!: string;
  parties!: readonly string[];
  reflections!: DevelopmentDoc['reflections'];
}

export const DevelopmentConnection = connectionType(Development, 'Developments, the latest first.');

@InputType({ description: 'Which developments; every condition given must hold.' })
export class DevelopmentFilter {
  @IdField('Of this party.', { optional: true })
  party?: string;

  @TextField('With this in the need, whatever the case.', { optional: true })
  needContains?: string;

  @DateField('Named on or after.', { optional: true })
  namedFrom?: string;
}

@Resolver(() => Development)
export class DevelopmentResolver {
  @Query(() => Development, { description: 'One development (ontwikkeling).' })
  development(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Development> {
    return findSubject(scope, Development, 'development', id, args);
  }

  @Query(() => DevelopmentConnection, { description: 'Developments, the latest first.' })
  developments(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @Args('filter', { type: () => DevelopmentFilter, nullable: true }) filter?: DevelopmentFilter,
  ): Promise<ConnectionOf<Development>> {
    const { party, needContains, namedFrom } = filter ?? {};
    const where: Condition[] = [
      ...(party ? [{ column: 'party', is: party }] : []),
      ...(needContains ? [{ column: 'need', contains: needContains }] : []),
      ...(namedFrom ? [{ column: 'named_on', from: namedFrom }] : []),
    ];
    const list = { table: 'development', order: ['named_on'], where, descending: true };
    return listPage(scope, args, list, (row, asOf) => present(Development, row, asOf));
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that learns.' })
  party(@Scope() scope: RequestScope, @Parent() { party, asOf }: Development): Promise<Party | null> {
    return related(scope, Party, 'party', party, asOf);
  }

  @ResolveField(() => [Party], { description: 'Parties that learn along.' })
  async parties(@Scope() scope: RequestScope, @Parent() { parties, asOf }: Development): Promise<Party[]> {
    const found = await Promise.all(parties.map((id) => related(scope, Party, 'party', id, asOf)));
    return found.filter((one) => one !== null);
  }

  @ResolveField(() => [DevelopmentReflection])
  reflections(@Scope() scope: RequestScope, @Parent() { reflections }: Development): DevelopmentReflection[] {
    return reflections.map(({ text, ...said }) => Object.assign(new DevelopmentReflection(), { ...said, text: openText(scope, text) }));
  }
}

export const developmentRegistration: AggregateRegistration<DevelopmentState> = {
  projection: developmentProjection,
  commands: [
    bind(commands.NameDevelopmentNeed, rules.nameDevelopmentNeed),
    bind(commands.HoldDevelopmentSession, rules.holdDevelopmentSession),
    bind(commands.AgreeChangeStep, rules.agreeChangeStep),
    bind(commands.ReflectOnDevelopment, rules.reflectOnDevelopment),
    bind(commands.CorrectDevelopment, rules.correctDevelopment),
  ],
  subject: Development,
  resolvers: [DevelopmentResolver],
};
