import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { AsOf } from '../../views/read-models.js';
import { Party } from '../parties/party/party.resolver.js';
import { Post } from '../parties/post/post.resolver.js';
import { EuroCentsScalar, KnownAtScalar, LocalDateScalar, PositionScalar, UuidScalar } from '../registration/scalars.js';
import { AskedWithin, type AskedOf } from '../serving/asked-fields.js';
import { resolveAsOf } from '../serving/as-of.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import { related } from '../serving/subject.js';
import { candidatesFor, type Holder } from './candidates.js';
import { VatBasisChoice } from './mandate/granting.commands.js';
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

  @Field(() => Post, { nullable: true, description: 'The post, when a post holds it.' })
  post!: Post | null;

  @Field(() => Party, { nullable: true, description: 'The body or organisation, when it holds it itself.' })
  party!: Party | null;
}

@ObjectType({ description: 'Who could decide a matter on a date (wie mag dit beslissen). An aid, not legal advice.' })
export class CouldDecide {
  @Field(() => [Candidate], { description: 'Those with authority, as known at knownAt.' })
  able!: Candidate[];

  @Field(() => [Candidate], { description: 'Those who hold the power but not for this, with what fails.' })
  nearMisses!: Candidate[];
}

@Resolver()
export class CouldDecideResolver {
  @Query(() => CouldDecide, {
    description:
      'Who could decide this matter, for this amount, on this date: the bodies that have the power themselves and the holders of mandates.',
  })
  async couldDecide(
    @Scope() scope: RequestScope,
    @Args() args: CouldDecideArgs,
    @AskedWithin(['able', 'nearMisses']) askedOf: AskedOf,
  ): Promise<CouldDecide> {
    const asOf = await resolveAsOf(scope, { validAt: args.on, knownAt: args.knownAt, atLeast: args.atLeast });
    const isAsked = await askedHolders(scope, args, asOf);
    const found = (await candidatesFor(scope, args, asOf)).filter(({ holder }) => isAsked(holder));
    const shown = await holdersShown(
      scope,
      found.map(({ holder }) => holder),
      asOf,
      askedOf,
    );
    const candidates = found.map(({ verdict }, index) =>
      Object.assign(new Candidate(), { ...shown[index], verdict: presentVerdict(verdict, asOf) }),
    );
    return {
      able: candidates.filter(({ verdict }) => verdict.validNow),
      nearMisses: candidates.filter(({ verdict }) => !verdict.validNow),
    };
  }
}

/** The post or party of each holder, as far as it is asked and the reader may see it. */
function holdersShown(
  scope: RequestScope,
  holders: readonly Holder[],
  asOf: AsOf,
  askedOf: AskedOf,
): Promise<Pick<Candidate, 'post' | 'party'>[]> {
  const [ofPosts, ofParties] = [askedOf('post'), askedOf('party')];
  return Promise.all(
    holders.map(async ({ kind, id }) => ({
      post: kind === 'post' && ofPosts ? await related(scope, Post, 'post', id, asOf, ofPosts) : null,
      party: kind === 'party' && ofParties ? await related(scope, Party, 'party', id, asOf, ofParties) : null,
    })),
  );
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
