import { Args, ArgsType, Field, ID, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInput } from '../../../ledger/errors.js';
import type { AsOf, Condition, StoredRow } from '../../../views/read-models.js';
import { END_OF_TIME } from '../../../views/view-definition.js';
import { Party } from '../../parties/party/party.resolver.js';
import { Post } from '../../parties/post/post.resolver.js';
import { ChoiceField, IdField, TextField } from '../../registration/fields.js';
import type { AggregateRegistration } from '../../registration/registration.js';
import { UuidScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { Asked, AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import { responsibilityCommands } from './responsibility.bindings.js';
import { RaciRole } from './responsibility-events.js';
import type { ResponsibilityState } from './responsibility.js';
import {
  Accountability,
  AccountabilityConnection,
  type InPart,
  Responsibility,
  ResponsibilityAssignment,
  ResponsibilityConnection,
  ResponsibilityTransfer,
} from './responsibility.type.js';
import { type AssignmentDoc, responsibilityProjection, ResponsibilityStatus } from './responsibility.view.js';

@InputType({ description: 'Which responsibilities; every condition given must hold.' })
export class ResponsibilityFilter {
  @TextField('With this in the topic, whatever the case.', { optional: true })
  topicContains?: string;

  @IdField('Kept by this party.', { optional: true })
  steward?: string;

  @ChoiceField(ResponsibilityStatus, 'Standing so on that date.', { optional: true })
  status?: ResponsibilityStatus;

  @IdField('In which this post or party has a part on that date.', { optional: true })
  assignee?: string;

  @ChoiceField(RaciRole, 'As this part; only together with assignee.', { optional: true })
  role?: RaciRole;
}

@ArgsType()
export class WhoWasAccountableArgs extends PageArgs {
  @Field(() => UuidScalar, { nullable: true, description: 'For this responsibility.' })
  responsibility?: string;

  @Field(() => String, { nullable: true, description: 'For every responsibility with this in its topic, whatever the case.' })
  topic?: string;
}

/** The conditions on a responsibility itself. */
export function conditionsOf({
  topicContains,
  steward,
  status,
}: Pick<ResponsibilityFilter, 'topicContains' | 'steward' | 'status'>): Condition[] {
  return [
    ...(topicContains ? [{ column: 'topic', contains: topicContains }] : []),
    ...(steward ? [{ column: 'steward', is: steward }] : []),
    ...(status ? [{ column: 'status', is: status }] : []),
  ];
}

/** What is shown of an assignment that makes somebody accountable. */
const ACCOUNTABILITY: AskedFields = ['assignment', 'assignee', 'acceptedOn'];

@Resolver(() => Responsibility)
export class ResponsibilityResolver {
  @Query(() => Responsibility, { description: 'One responsibility.' })
  responsibility(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID }) id: string,
    @Args() args: AsOfArgs,
  ): Promise<Responsibility> {
    return findSubject(scope, Responsibility, 'responsibility', id, args);
  }

  @Query(() => ResponsibilityConnection, {
    description: 'Responsibilities, by topic; of a post or party with the part it has on that date.',
  })
  responsibilities(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => ResponsibilityFilter, nullable: true }) filter?: ResponsibilityFilter,
  ): Promise<ConnectionOf<Responsibility>> {
    const { assignee, role } = filter ?? {};
    const list = { table: 'responsibility', order: ['topic'], where: conditionsOf(filter ?? {}), fields };
    const query = assignee ? async (asOf: AsOf) => ({ ...list, entities: await inPartOf(scope, assignee, role, asOf) }) : list;
    return listPage(scope, args, query, (row, asOf) => present(Responsibility, row, asOf));
  }

  @Query(() => AccountabilityConnection, {
    description: 'Who was accountable (wie was eindverantwoordelijk) on a date, as known then. Nobody, when there was a gap.',
  })
  async whoWasAccountable(@Scope() scope: RequestScope, @Args() args: WhoWasAccountableArgs): Promise<ConnectionOf<Accountability>> {
    const { responsibility, topic } = args;
    if (!responsibility && !topic)
      throw new BadInput([{ path: 'responsibility', problem: 'ONE_OF', message: 'name a responsibility or a topic' }]);
    if (responsibility) await findSubject(scope, Responsibility, 'responsibility', responsibility, args, []);
    const where: Condition[] = [
      { column: 'role', is: 'ACCOUNTABLE' },
      { column: 'status', is: 'IN_FORCE' },
      ...(topic ? [{ column: 'topic', contains: topic }] : []),
    ];
    const entities = responsibility ? { entities: [responsibility] } : {};
    const list = { table: 'responsibility_assignment', order: ['role', 'status', 'topic'], where, fields: ACCOUNTABILITY, ...entities };
    return listPage(scope, args, list, accountability);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that keeps it.' })
  steward(@Scope() scope: RequestScope, @Parent() { steward, asOf }: Responsibility): Promise<Party | null> {
    return related(scope, Party, 'party', steward, asOf);
  }

  @ResolveField(() => [ResponsibilityAssignment], { description: 'Everyone who has or had a part by that date.' })
  assignments(@Parent() { assignments, asOf }: Responsibility): ResponsibilityAssignment[] {
    return assignments.map(({ released, ...one }) =>
      Object.assign(new ResponsibilityAssignment(), { ...one, asOf, releaseReason: released?.reason ?? null }),
    );
  }

  @ResolveField(() => [ResponsibilityTransfer], { description: 'Transfers proposed and done, as known then.' })
  transfers(@Parent() { transfers, asOf }: Responsibility): ResponsibilityTransfer[] {
    return transfers.map(({ settled, ...one }) =>
      Object.assign(new ResponsibilityTransfer(), { ...one, asOf, outcome: settled?.outcome ?? null }),
    );
  }
}

@Resolver(() => ResponsibilityAssignment)
export class ResponsibilityAssignmentResolver {
  @ResolveField(() => Post, { nullable: true, description: 'The post that has it on that date, after named successions.' })
  post(@Scope() scope: RequestScope, @Parent() part: ResponsibilityAssignment): Promise<Post | null> {
    return postOf(scope, part);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party, where it has it itself.' })
  party(@Scope() scope: RequestScope, @Parent() part: ResponsibilityAssignment): Promise<Party | null> {
    return partyOf(scope, part);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why it was declined, for those who may read it.' })
  declineReason(@Scope() scope: RequestScope, @Parent() { declined }: ResponsibilityAssignment): string | null | Promise<string> {
    return declined ? openText(scope, declined.reason) : null;
  }
}

@Resolver(() => ResponsibilityTransfer)
export class ResponsibilityTransferResolver {
  @ResolveField(() => Post, { nullable: true, description: 'The post it goes to.' })
  post(@Scope() scope: RequestScope, @Parent() part: ResponsibilityTransfer): Promise<Post | null> {
    return postOf(scope, part);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party it goes to.' })
  party(@Scope() scope: RequestScope, @Parent() part: ResponsibilityTransfer): Promise<Party | null> {
    return partyOf(scope, part);
  }
}

@Resolver(() => Accountability)
export class AccountabilityResolver {
  @ResolveField(() => Responsibility, { nullable: true })
  responsibility(
    @Scope() scope: RequestScope,
    @Parent() { responsibility, asOf }: Accountability,
    @Asked() fields: AskedFields,
  ): Promise<Responsibility | null> {
    return related(scope, Responsibility, 'responsibility', responsibility, asOf, fields);
  }

  @ResolveField(() => Post, { nullable: true, description: 'The accountable post, after named successions.' })
  post(@Scope() scope: RequestScope, @Parent() part: Accountability, @Asked() fields: AskedFields): Promise<Post | null> {
    return postOf(scope, part, fields);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The accountable party, where it is accountable itself.' })
  party(@Scope() scope: RequestScope, @Parent() part: Accountability, @Asked() fields: AskedFields): Promise<Party | null> {
    return partyOf(scope, part, fields);
  }
}

/** The post that holds it on that date: a named succession moves it. A circle of successors ends where it closes. */
async function postOf(scope: RequestScope, { assignee, asOf }: InPart, asked?: AskedFields): Promise<Post | null> {
  if (assignee.kind === 'party') return null;
  const fields = asked && [...asked, 'successor'];
  const seen = new Set<string>();
  let held = await related(scope, Post, 'post', assignee.id, asOf, fields);
  while (held?.successor && !seen.has(held.successor)) {
    seen.add(held.id);
    held = (await related(scope, Post, 'post', held.successor, asOf, fields)) ?? held;
  }
  return held;
}

function partyOf(scope: RequestScope, { assignee, asOf }: InPart, fields?: AskedFields): Promise<Party | null> {
  return related(scope, Party, 'party', assignee.kind === 'party' ? assignee.id : null, asOf, fields);
}

function accountability({ entity, validFrom, validTo, doc }: StoredRow, asOf: AsOf): Accountability {
  const { assignment, assignee, acceptedOn } = doc as AssignmentDoc;
  const until = validTo === END_OF_TIME ? null : validTo;
  return Object.assign(new Accountability(), { assignment, assignee, acceptedOn, asOf, responsibility: entity, from: validFrom, until });
}

async function inPartOf(scope: RequestScope, assignee: string, role: RaciRole | undefined, asOf: AsOf): Promise<string[]> {
  const where: Condition[] = [
    { column: 'assignee', is: assignee },
    { column: 'status', is: 'IN_FORCE' },
    ...(role ? [{ column: 'role', is: role }] : []),
  ];
  const rows = await scope.snapshot.rows({ table: 'responsibility_assignment', asOf, viewer: scope.viewer, where });
  return [...new Set(rows.map(({ entity }) => entity))];
}

export const responsibilityRegistration: AggregateRegistration<ResponsibilityState> = {
  projection: responsibilityProjection,
  commands: responsibilityCommands,
  subject: Responsibility,
  resolvers: [ResponsibilityResolver, ResponsibilityAssignmentResolver, ResponsibilityTransferResolver, AccountabilityResolver],
};
