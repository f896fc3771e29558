import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { AsOf, Condition, StoredRow } from '../../../views/read-models.js';
import { Party } from '../../parties/party/party.resolver.js';
import { LocalDateScalar, UuidScalar } from '../../registration/scalars.js';
import { listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { related } from '../../serving/subject.js';
import './agreement-choices.type.js';
import { standingOn, type CommitmentStanding } from './agreement-commitments.js';
import { CommitmentStatus } from './agreement-kinds.js';
import type { CommitmentFact } from './agreement-state.js';
import { Agreement } from './agreement.type.js';
import { Commitment, CommitmentConnection } from './commitment.type.js';

@ArgsType()
export class CommitmentsDueArgs extends PageArgs {
  @Field(() => UuidScalar, { description: 'The party that owes them.' })
  party!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Due on or after.' })
  from?: LocalDate;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Due before.' })
  until?: LocalDate;
}

@Resolver(() => Commitment)
export class CommitmentResolver {
  @Query(() => CommitmentConnection, { description: 'What a party owes by when (nog na te komen, nagekomen, te laat), by due day.' })
  commitmentsDue(
    @Scope() scope: RequestScope,
    @Args() { party, from, until, ...args }: CommitmentsDueArgs,
  ): Promise<ConnectionOf<Commitment>> {
    const where: Condition[] = [
      { column: 'owner', is: party },
      ...(from || until ? [{ column: 'due_on', ...(from ? { from } : {}), ...(until ? { until } : {}) }] : []),
    ];
    return listPage(scope, args, { table: 'agreement_commitment', order: ['owner', 'due_on'], where }, presentCommitment);
  }

  @ResolveField(() => CommitmentStatus, { description: 'On that date, by the calendar and by what you may read of what was said of it.' })
  async status(@Scope() scope: RequestScope, @Parent() commitment: Commitment): Promise<CommitmentStatus> {
    return (await standingOf(scope, commitment)).status;
  }

  @ResolveField(() => LocalDateScalar, { nullable: true, description: 'The day it was met, once it was.' })
  async metOn(@Scope() scope: RequestScope, @Parent() commitment: Commitment): Promise<string | undefined> {
    return (await standingOf(scope, commitment)).metOn;
  }

  @ResolveField(() => Boolean, { description: 'Another party confirmed that it was met.' })
  async confirmed(@Scope() scope: RequestScope, @Parent() commitment: Commitment): Promise<boolean> {
    return (await standingOf(scope, commitment)).confirmed;
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that owes it.' })
  owner(@Scope() scope: RequestScope, @Parent() { owner, asOf }: Commitment): Promise<Party | null> {
    return related(scope, Party, 'party', owner, asOf);
  }

  @ResolveField(() => Agreement, { nullable: true, description: 'The agreement it stands in.' })
  agreement(@Scope() scope: RequestScope, @Parent() { agreement, asOf }: Commitment): Promise<Agreement | null> {
    return related(scope, Agreement, 'agreement', agreement, asOf);
  }
}

export function presentCommitment({ entity: agreement, doc }: StoredRow, asOf: AsOf): Commitment {
  return Object.assign(new Commitment(), doc, { agreement, asOf });
}

async function standingOf(scope: RequestScope, { agreement, commitment, due: day, asOf }: Commitment): Promise<CommitmentStanding> {
  const due = day ?? null;
  const facts = await factsLoader(scope, asOf).load(agreement);
  const said = facts.filter((one) => one.commitment === commitment && one.due === due);
  return standingOn(said, due, asOf.validAt);
}

const loaders = new WeakMap<RequestScope, Map<string, DataLoader<string, readonly CommitmentFact[]>>>();

/** What this reader may know was said of commitments, for all agreements of an answer at once. */
function factsLoader(scope: RequestScope, asOf: AsOf): DataLoader<string, readonly CommitmentFact[]> {
  const known = loaders.get(scope) ?? new Map<string, DataLoader<string, readonly CommitmentFact[]>>();
  loaders.set(scope, known);
  const key = `${asOf.validAt}|${asOf.knownAt}`;
  const loader =
    known.get(key) ??
    new DataLoader<string, readonly CommitmentFact[]>(async (entities) => {
      const rows = await scope.snapshot.rows({ table: 'agreement_commitment_fact', asOf, viewer: scope.viewer, entities });
      return entities.map((id) => rows.filter(({ entity }) => entity === id).map(({ doc }) => doc as CommitmentFact));
    });
  known.set(key, loader);
  return loader;
}
