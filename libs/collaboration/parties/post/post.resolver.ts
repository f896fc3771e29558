import { Args, Field, ID, InputType, Int, ObjectType, Parent, Query, registerEnumType, ResolveField, Resolver } from '@nestjs/graphql';
import type { Condition } from '../../../views/read-models.js';
import { IdField, TextField } from '../../registration/fields.js';
import { bind, type AggregateRegistration } from '../../registration/registration.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { connectionType, listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related, Subject } from '../../serving/subject.js';
import { Party } from '../party/party.resolver.js';
import * as occupancy from './occupancy.decider.js';
import * as commands from './post.commands.js';
import * as rules from './post.decider.js';
import { DeputyOccasion, type PostState } from './post.js';
import { type OccupancyDoc, postProjection, PostStatus } from './post.view.js';

registerEnumType(PostStatus, {
  name: 'PostStatus',
  description: 'ACTIVE, SUCCEEDED by another post (opgevolgd) or ABOLISHED (opgeheven).',
});

@ObjectType({ description: 'A person in a post, and in which capacity (bezetting).' })
export class PostOccupant {
  @Field({ description: '`holder`, `deputy` (plaatsvervanger) or `acting` (waarnemend).' })
  role!: string;

  @Field(() => ID, { description: 'Pseudonymous id of the person.' })
  actor!: string;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a deputy: 1 acts first.' })
  order?: number;

  @Field(() => DeputyOccasion, { nullable: true })
  occasion?: DeputyOccasion;

  @Field(() => ID, { nullable: true, description: "Of a deputy: the deputy's own post." })
  post?: string;
}

@ObjectType({ description: 'A post (functie) under a party; mandates and roles go to posts, not to persons.' })
export class Post extends Subject {
  @Field()
  name!: string;

  @Field({ description: 'Filled by several persons at once, e.g. budgethouder.' })
  category!: boolean;

  @Field({ description: 'Belongs to the registry (griffie) and works under the council.' })
  registry!: boolean;

  @Field(() => PostStatus)
  status!: PostStatus;

  party!: string;
  successor?: string;
}

export const PostConnection = connectionType(Post, 'Posts by name.');

@InputType({ description: 'Which posts; every condition given must hold.' })
export class PostFilter {
  @IdField('Under this party.', { optional: true })
  party?: string;

  @TextField('With this in the name, whatever the case.', { optional: true })
  nameContains?: string;
}

@Resolver(() => Post)
export class PostResolver {
  @Query(() => Post, { description: 'One post.' })
  post(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Post> {
    return findSubject(scope, Post, 'post', id, args);
  }

  @Query(() => PostConnection, { description: 'Posts, by name.' })
  posts(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => PostFilter, nullable: true }) filter?: PostFilter,
  ): Promise<ConnectionOf<Post>> {
    const { party, nameContains } = filter ?? {};
    const where: Condition[] = [
      ...(party ? [{ column: 'party', is: party }] : []),
      ...(nameContains ? [{ column: 'name', contains: nameContains }] : []),
    ];
    const order = party ? ['party', 'name'] : ['name'];
    return listPage(scope, args, { table: 'post', order, where, fields }, (row, asOf) => present(Post, row, asOf));
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party it belongs to.' })
  party(@Scope() scope: RequestScope, @Parent() post: Post): Promise<Party | null> {
    return related(scope, Party, 'party', post.party, post.asOf);
  }

  @ResolveField(() => Post, { nullable: true, description: 'The post that took its place.' })
  successor(@Scope() scope: RequestScope, @Parent() post: Post): Promise<Post | null> {
    return related(scope, Post, 'post', post.successor, post.asOf);
  }

  @ResolveField(() => [PostOccupant], { description: 'Who is in the post on that date; none for readers outside its party.' })
  async occupants(@Scope() scope: RequestScope, @Parent() post: Post): Promise<OccupancyDoc[]> {
    const rows = await scope.snapshot.rows({ table: 'post_occupancy', asOf: post.asOf, viewer: scope.viewer, entities: [post.id] });
    return rows.map((row) => row.doc as OccupancyDoc);
  }
}

export const postRegistration: AggregateRegistration<PostState> = {
  projection: postProjection,
  commands: [
    bind(commands.EstablishPost, rules.establishPost),
    bind(commands.RenamePost, rules.renamePost),
    bind(commands.MovePost, rules.movePost),
    bind(commands.SucceedPost, rules.succeedPost),
    bind(commands.AbolishPost, rules.abolishPost),
    bind(commands.CorrectPost, rules.correctPost),
    bind(commands.FillPost, occupancy.fillPost),
    bind(commands.VacatePost, occupancy.vacatePost),
    bind(commands.NameDeputy, occupancy.nameDeputy),
    bind(commands.EndDeputy, occupancy.endDeputy),
    bind(commands.AppointActing, occupancy.appointActing),
    bind(commands.EndActing, occupancy.endActing),
  ],
  subject: Post,
  resolvers: [PostResolver],
};
