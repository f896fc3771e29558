import { Args, ArgsType, Field, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AuthorityQuestion } from '../../law/authority-question.js';
import type { AuthorityLink } from '../../law/authority-link.js';
import type { Verdict as LawVerdict } from '../../law/verdict.js';
import type { LoadedStreams, Lookup } from '../../ledger/aggregate.js';
import type { AsOf } from '../../views/read-models.js';
import { verdictFor } from '../decisions/decision/decision-authority.js';
import { withUses } from '../decisions/decision/known-uses.js';
import { Party } from '../parties/party/party.resolver.js';
import { Post } from '../parties/post/post.resolver.js';
import { post } from '../parties/post/post.js';
import { PostStatus } from '../parties/post/post.view.js';
import { EuroCentsScalar, KnownAtScalar, LocalDateScalar, PositionScalar, UuidScalar } from '../registration/scalars.js';
import { Asked, type AskedFields } from '../serving/asked-fields.js';
import { resolveAsOf } from '../serving/as-of.js';
import { KnownStreams } from '../serving/known-streams.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import { related } from '../serving/subject.js';
import { ALL_POWERS, chainNeeds, chainOf, linkOf } from './mandate/authority-chain.js';
import { VatBasisChoice } from './mandate/granting.commands.js';
import { mandate } from './mandate/mandate.js';
import { presentVerdict, Verdict } from './verdict.type.js';

@ArgsType()
export class CouldDecideArgs {
  @Field({ description: 'Code of the power, e.g. `subsidie-welzijn`.' })
  power!: string;

  @Field(() => LocalDateScalar, { description: 'Date of the decision; acts done later are hindsight.' })
  on!: string;

  @Field(() => EuroCentsScalar, { nullable: true, description: 'Amount over the whole term; absent when no money is involved.' })
  amountCents?: number;

  @Field(() => VatBasisChoice, { nullable: true })
  vat?: 'including' | 'excluding' | 'notApplicable';

  @Field(() => UuidScalar, {
    nullable: true,
    description: 'Within this organisation, e.g. the municipality: codes of powers mean something within one.',
  })
  organisation?: string;

  @Field(() => UuidScalar, { nullable: true, description: 'Could this post decide it.' })
  post?: string;

  @Field(() => UuidScalar, { nullable: true, description: 'Could this party (body, organisation) decide it.' })
  party?: string;

  @Field(() => UuidScalar, { nullable: true, description: 'Could this person, by the posts you may see them in on that date.' })
  person?: string;

  @Field({ nullable: true })
  areaCode?: string;

  @Field({ nullable: true, description: 'Whom it is for, where a limit is per beneficiary.' })
  beneficiary?: string;

  @Field({ nullable: true, description: 'The case, where a grant is for one case.' })
  forCase?: string;

  @Field(() => KnownAtScalar, { nullable: true, description: 'As the ledger knew it then.' })
  knownAt?: string;

  @Field(() => PositionScalar, { nullable: true })
  atLeast?: string;
}

@ObjectType({ description: 'Someone who could decide it, or just could not.' })
export class Candidate {
  @Field(() => Verdict)
  verdict!: Verdict;

  /** Shown through field resolvers. */
  holder!: { readonly kind: 'post' | 'party'; readonly id: string };
  asOf!: AsOf;
}

@ObjectType({ description: 'Who could decide a matter on a date (wie mag dit beslissen). An aid, not legal advice.' })
export class CouldDecide {
  @Field(() => [Candidate], { description: 'Those with authority, as known at knownAt.' })
  able!: Candidate[];

  @Field(() => [Candidate], { description: 'Those who hold the power but not for this, with what fails.' })
  nearMisses!: Candidate[];
}

@Resolver(() => Candidate)
export class CouldDecideResolver {
  @Query(() => CouldDecide, {
    description:
      'Who could decide this matter, for this amount, on this date: the bodies that have the power themselves and the holders of mandates.',
  })
  async couldDecide(@Scope() scope: RequestScope, @Args() args: CouldDecideArgs): Promise<CouldDecide> {
    const asOf = await resolveAsOf(scope, { validAt: args.on, knownAt: args.knownAt, atLeast: args.atLeast });
    const isAsked = await askedHolders(scope, args, asOf);
    const candidates = (await candidatesFor(scope, args, asOf))
      .filter(({ holder }) => isAsked(holder))
      .map(({ holder, verdict }) => Object.assign(new Candidate(), { holder, asOf, verdict: presentVerdict(verdict, asOf) }));
    return {
      able: candidates.filter(({ verdict }) => verdict.validNow),
      nearMisses: candidates.filter(({ verdict }) => !verdict.validNow),
    };
  }

  @ResolveField(() => Post, { nullable: true, description: 'The post, when a post holds it.' })
  post(@Scope() scope: RequestScope, @Parent() { holder, asOf }: Candidate, @Asked() fields: AskedFields): Promise<Post | null> {
    return related(scope, Post, 'post', holder.kind === 'post' ? holder.id : null, asOf, fields);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The body or organisation, when it holds it itself.' })
  party(@Scope() scope: RequestScope, @Parent() { holder, asOf }: Candidate, @Asked() fields: AskedFields): Promise<Party | null> {
    return related(scope, Party, 'party', holder.kind === 'party' ? holder.id : null, asOf, fields);
  }
}

type Holder = Candidate['holder'];

/** Everyone who holds the power in some way, with the verdict on each. */
export async function candidatesFor(
  scope: RequestScope,
  args: CouldDecideArgs,
  asOf: AsOf,
): Promise<{ holder: Holder; verdict: LawVerdict }[]> {
  return weigh(args, await gather(scope, args, asOf));
}

function lookupsOf({ power, organisation }: CouldDecideArgs): Lookup[] {
  const within: Record<string, string> = organisation ? { organisation } : {};
  return [power, ALL_POWERS].map((code) => ({ aggregate: mandate.name, table: 'mandate_power', where: { ...within, code } }));
}

/** Every grant that names the power, with all it rests on. */
function gather(scope: RequestScope, args: CouldDecideArgs, asOf: AsOf): Promise<KnownStreams> {
  const found = (loaded: LoadedStreams): readonly string[] => lookupsOf(args).flatMap((lookup) => loaded.found(lookup));
  return new KnownStreams(scope, asOf.knownAt).gather({
    lookups: () => lookupsOf(args),
    needs: (loaded) => found(loaded).flatMap((id) => chainNeeds(id, loaded)),
    needless: (aggregate, ids) => postsInPlace(scope, asOf, { aggregate, ids }),
  });
}

/** The last day a date can be. */
const LAST_DAY = '2999-12-31';

/** Posts that nothing took the place of and that were never abolished: what else became of a post changes nothing about its mandates. */
async function postsInPlace(
  { snapshot }: RequestScope,
  { knownAt }: AsOf,
  { aggregate, ids }: { readonly aggregate: string; readonly ids: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (aggregate !== post.name) return new Set();
  const rows = await snapshot.rows({
    ...{ table: 'post', asOf: { validAt: LAST_DAY, knownAt }, viewer: { party: null, seesAll: true }, columnsOnly: true },
    ...{ entities: ids, where: [{ column: 'status', is: PostStatus.ACTIVE }] },
  });
  return new Set(rows.map(({ entity }) => entity));
}

async function weigh(args: CouldDecideArgs, known: KnownStreams): Promise<{ holder: Holder; verdict: LawVerdict }[]> {
  const ids = [...new Set(lookupsOf(args).flatMap((lookup) => known.found(lookup)))].filter((id) => known.of(mandate, id).state.grant);
  const grants = ids.flatMap((id) => {
    const link = linkOf(known.of(mandate, id).state, known);
    return link ? [{ id, link }] : [];
  });
  const holdings = grants.map(({ link }) => link).filter(isHolding);
  const question = questionOf(args);
  const bodies = new Map<string, Holder>();
  for (const { id, link } of grants) {
    const { grant } = known.of(mandate, id).state;
    if (link.kind === 'attribution' && grant) bodies.set(grant.holder.id, grant.holder);
    // A body that grants without a recorded holding still decides itself (Awb 10:7); the verdict then says that the holding is not recorded.
    else if (!link.parent && grant?.grantor?.kind === 'party') bodies.set(grant.grantor.id, grant.grantor);
  }
  const own = [...bodies.values()].map((holder) => ({ holder, verdict: verdictFor({ body: holder.id, chain: [], holdings, question }) }));
  const granted = grants.flatMap(({ id, link }) => {
    const { grant } = known.of(mandate, id).state;
    const chain = link.kind === 'attribution' ? [] : chainOf(id, known);
    const [top] = chain;
    if (!top?.grantor || !grant) return [];
    const body = grant.kind === 'delegation' ? grant.holder.id : top.grantor;
    return [{ holder: currentHolder(chain, grant.holder), body, chain }];
  });
  const chains = granted.map(({ chain }) => chain);
  const used = await withUses(known.scope, chains, { question, knownAt: known.knownAt });
  return [
    ...own,
    ...granted.map(({ holder, body }, index) => ({ holder, verdict: verdictFor({ body, chain: used[index] ?? [], holdings, question }) })),
  ];
}

/** The post that holds it after successions. */
function currentHolder(chain: readonly AuthorityLink[], holder: Holder): Holder {
  const succeeded = chain.at(-1)?.acts.findLast(({ effect }) => effect.kind === 'succeeded')?.effect;
  return succeeded?.kind === 'succeeded' ? { kind: 'post', id: succeeded.holder } : holder;
}

function isHolding({ kind }: AuthorityLink): boolean {
  return kind === 'attribution' || kind === 'delegation';
}

function questionOf({ power, on, amountCents, vat, areaCode, beneficiary, forCase }: CouldDecideArgs): AuthorityQuestion {
  return {
    power,
    onDate: on,
    amountCents: amountCents ?? null,
    areaCode: areaCode ?? null,
    beneficiary: beneficiary ?? null,
    forCase: forCase ?? null,
    ...(vat ? { vat } : {}),
  };
}

/** Narrows to a post, a party, or the posts in which the reader may see a person. */
async function askedHolders(
  scope: RequestScope,
  { post, party, person }: CouldDecideArgs,
  asOf: AsOf,
): Promise<(holder: Holder) => boolean> {
  const named = [post, party].filter((id) => id !== undefined && id !== null);
  if (!person) return named.length === 0 ? () => true : ({ id }) => named.includes(id);
  const rows = await scope.snapshot.rows({ table: 'post_occupancy', asOf, viewer: scope.viewer, where: [{ column: 'actor', is: person }] });
  const posts = new Set(rows.map(({ entity }) => entity));
  return ({ id }) => posts.has(id) || named.includes(id);
}
