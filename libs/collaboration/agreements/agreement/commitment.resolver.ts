import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { AsOf, Condition, StoredRow } from '../../../views/read-models.js';
import { Party } from '../../parties/party/party.resolver.js';
import { LocalDateScalar, UuidScalar } from '../../registration/scalars.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
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

/** What follows from where a commitment stands and from what was said of it. */
const WORKED_OUT: AskedFields = ['status', 'metOn', 'confirmed', 'agreement'];
/** What tells how a commitment stands. */
const STANDING: AskedFields = ['commitment', 'due', 'kind', 'on'];

@Resolver(() => Commitment)
export class CommitmentResolver {
  @Query(() => CommitmentConnection, { description: 'What a party owes by when (nog na te komen, nagekomen, te laat), by due day.' })
  commitmentsDue(
    @Scope() scope: RequestScope,
    @Args() { party, from, until, ...args }: CommitmentsDueArgs,
    @AskedOfNodes() asked: AskedFields,
  ): Promise<ConnectionOf<Commitment>> {
    const where: Condition[] = [
      { column: 'owner', is: party },
      ...(from || until ? [{ column: 'due_on', ...(from ? { from } : {}), ...(until ? { until } : {}) }] : []),
    ];
    const fields = asked.filter((field) => !WORKED_OUT.includes(field));
    return listPage(scope, args, { table: 'agreement_commitment', order: ['owner', 'due_on'], where, fields }, presentCommitment);
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
  const facts = await factsLoader(scope, asOf).load({ agreement, commitment, due });
  return standingOn(facts, due, asOf.validAt);
}

type Fact = Pick<CommitmentFact, 'commitment' | 'due' | 'kind' | 'on'>;
type Promised = Pick<CommitmentFact, 'commitment' | 'due'> & { readonly agreement: string };
type FactsLoader = DataLoader<Promised, readonly Fact[], string>;

const loaders = new WeakMap<RequestScope, Map<string, FactsLoader>>();

/** What this reader may know was said of commitments, for all of an answer at once. */
function factsLoader(scope: RequestScope, asOf: AsOf): FactsLoader {
  const known = loaders.get(scope) ?? new Map<string, FactsLoader>();
  loaders.set(scope, known);
  const key = `${asOf.validAt}|${asOf.knownAt}`;
  const loader: FactsLoader =
    known.get(key) ?? new DataLoader((promised) => factsOf(scope, asOf, promised), { cacheKeyFn: (one) => placeOf(one.agreement, one) });
  known.set(key, loader);
  return loader;
}

async function factsOf({ snapshot, viewer }: RequestScope, asOf: AsOf, promised: readonly Promised[]): Promise<Fact[][]> {
  const rows = await snapshot.rows({
    ...{ table: 'agreement_commitment_fact', asOf, viewer, fields: STANDING },
    entities: [...new Set(promised.map(({ agreement }) => agreement))],
    where: [{ column: 'due', is: [...new Set(promised.map(({ due }) => due))] }],
  });
  const said = new Map<string, Fact[]>(promised.map((one) => [placeOf(one.agreement, one), []]));
  for (const { entity, doc } of rows) said.get(placeOf(entity, doc as Fact))?.push(doc as Fact);
  return promised.map((one) => said.get(placeOf(one.agreement, one)) ?? []);
}

function placeOf(agreement: string, { commitment, due }: Pick<CommitmentFact, 'commitment' | 'due'>): string {
  return JSON.stringify([agreement, commitment, due]);
}
