import { Args, ArgsType, Field, ID, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { addDays, amsterdamDate, type LocalDate } from '../../../ledger/local-date.js';
import type { AsOf, Condition } from '../../../views/read-models.js';
import { Mandate } from '../../authority/mandate/mandate.type.js';
import { presentVerdict, Verdict } from '../../authority/verdict.type.js';
import { Party } from '../../parties/party/party.resolver.js';
import { Post } from '../../parties/post/post.resolver.js';
import { ChoiceField, DateField, FlagField, IdField, TextField } from '../../registration/fields.js';
import type { AggregateRegistration } from '../../registration/registration.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { listPage, PageArgs } from '../../serving/connection.js';
import { KnownStreams } from '../../serving/known-streams.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import { LegalNature } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import { decisionCommands } from './decision.bindings.js';
import { Decision, DecisionConnection, type DecisionPage, Preparation, Taken, Votes } from './decision.type.js';
import { verdictAt } from './known-verdict.js';
import { decisionProjection, DecisionStatus } from './decision.view.js';

@InputType({ description: 'Which decisions; every condition given must hold.' })
export class DecisionFilter {
  @IdField('In the name of this body.', { optional: true })
  body?: string;

  @IdField('Under this mandate itself. Those outside its bounds are listed only with outsideMandate: true.', { optional: true })
  mandate?: string;

  @IdField('By the holder in this post or party.', { optional: true })
  holder?: string;

  @TextField('With the power of this code.', { optional: true })
  power?: string;

  @ChoiceField(DecisionStatus, 'Standing so on that date.', { optional: true })
  status?: DecisionStatus;

  @ChoiceField(LegalNature, 'Of this legal nature.', { optional: true })
  nature?: LegalNature;

  @DateField('Decided on or after.', { optional: true })
  decidedFrom?: LocalDate;

  @DateField('Decided before.', { optional: true })
  decidedUntil?: LocalDate;

  @FlagField('Outside the bounds of the mandate they name (buiten mandaat), or within.', { optional: true })
  outsideMandate?: boolean;
}

/** Which verdict: as the ledger knew the decision and its chain at a moment. */
@ArgsType()
export class DecisionAuthorityArgs extends AsOfArgs {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Decision)
export class DecisionResolver {
  @Query(() => Decision, { description: 'One decision.' })
  decision(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Decision> {
    return findSubject(scope, Decision, 'decision', id, args);
  }

  @Query(() => DecisionConnection, { description: 'Decisions by date, the latest first.' })
  async decisions(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => DecisionFilter, nullable: true }) filter?: DecisionFilter,
  ): Promise<DecisionPage> {
    const { order, where } = listQuery(filter ?? {});
    const { viewer } = scope;
    let asked: AsOf | undefined;
    const list = { table: 'decision', order, descending: true, fields };
    const query = async (asOf: AsOf) => ({ ...list, where: [...where, await decidedBy(scope, asOf)] });
    const page = await listPage(scope, args, query, (row, asOf) => present(Decision, row, (asked = asOf)));
    return Object.defineProperties(page, {
      totalAmountCents: { get: () => (asked ? scope.snapshot.sum({ table: 'decision', where, viewer, asOf: asked }, 'amount') : 0) },
    }) as DecisionPage;
  }

  @Query(() => Verdict, {
    description:
      'Whether a decision was taken with authority: by the acts done by its date, and by all that is known at knownAt. Of a proposal: as if it were taken when it was proposed.',
  })
  async decisionAuthority(@Scope() scope: RequestScope, @Args() { id, ...args }: DecisionAuthorityArgs): Promise<Verdict> {
    const { asOf } = await findSubject(scope, Decision, 'decision', id, args, []);
    return presentVerdict(await verdictAt(id, new KnownStreams(scope, asOf.knownAt)), asOf);
  }

  @ResolveField(() => String, { description: 'What it is about (onderwerp).' })
  subject(@Scope() scope: RequestScope, @Parent() { subject }: Decision): string | Promise<string> {
    return openText(scope, subject);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The body in whose name (bestuursorgaan).' })
  body(@Scope() scope: RequestScope, @Parent() { body, asOf }: Decision): Promise<Party | null> {
    return related(scope, Party, 'party', body, asOf);
  }

  @ResolveField(() => Taken, { nullable: true, description: 'How it was decided; null while it is a proposal.' })
  taken(@Scope() scope: RequestScope, @Parent() { taken }: Decision): Taken | null {
    if (!taken) return null;
    const { decidedOn, outcome, words, legalGround, motivation, registered, origin, authority } = taken;
    const capacity = (taken as Partial<Taken>).capacity;
    const told = motivation && openText(scope, motivation);
    return Object.assign(new Taken(), {
      decidedOn,
      outcome,
      words,
      legalGround,
      registered,
      origin,
      capacity,
      motivation: told ?? null,
      verdict: authority.code,
    });
  }

  @ResolveField(() => Mandate, { nullable: true, description: 'The mandate it was taken under; null when the body decided itself.' })
  mandate(@Scope() scope: RequestScope, @Parent() { taken, asOf }: Decision): Promise<Mandate | null> {
    return related(scope, Mandate, 'mandate', taken?.mandate, asOf);
  }

  @ResolveField(() => Post, { nullable: true, description: 'The post that decided, under a mandate.' })
  holderPost(@Scope() scope: RequestScope, @Parent() { taken, asOf }: Decision): Promise<Post | null> {
    return related(scope, Post, 'post', taken?.holder, asOf);
  }

  @ResolveField(() => [Preparation], {
    description: 'Options, advice, objections to the proposal, refused attempts: what you may read of how it came about.',
  })
  async preparation(@Scope() scope: RequestScope, @Parent() { id, asOf }: Decision): Promise<Preparation[]> {
    const rows = await scope.snapshot.rows({ table: 'decision_preparation', asOf, viewer: scope.viewer, entities: [id] });
    return rows.map(({ columns, doc }) => ({ kind: String(columns['kind']), on: String(columns['on_date']), content: doc as unknown }));
  }

  @ResolveField(() => [Votes])
  async votes(@Scope() scope: RequestScope, @Parent() { id, asOf }: Decision): Promise<Votes[]> {
    return (await scope.snapshot.rows({ table: 'decision_votes', asOf, viewer: scope.viewer, entities: [id] })).map(
      ({ doc }) => doc as Votes,
    );
  }
}

/**
 * Nothing is decided after the day that is asked about, nor after the day on which the ledger knew it. That is so of every row that is found; said,
 * it lets a list begin there instead of at the latest decision of all.
 */
async function decidedBy({ snapshot }: RequestScope, { validAt, knownAt }: AsOf): Promise<Condition> {
  const known = await snapshot.knownTime(knownAt);
  if (known === null) return { column: 'decided_on', until: validAt };
  const knownOn = amsterdamDate(known);
  return { column: 'decided_on', until: addDays(knownOn < validAt ? knownOn : validAt, 1) };
}

/** The order that serves the most telling condition; the others filter what it passes. */
function listQuery(filter: DecisionFilter): { order: string[]; where: Condition[] } {
  const { body, mandate, holder, power, status, nature, decidedFrom, decidedUntil } = filter;
  const outside = filter.outsideMandate ?? (mandate ? false : undefined);
  const where: Condition[] = [
    ...Object.entries({ body, mandate, holder, power, status, nature }).flatMap(([column, is]) =>
      is === undefined || is === null ? [] : [{ column, is }],
    ),
    ...(decidedFrom || decidedUntil
      ? [{ column: 'decided_on', ...(decidedFrom ? { from: decidedFrom } : {}), ...(decidedUntil ? { until: decidedUntil } : {}) }]
      : []),
    ...(outside === undefined || outside === null ? [] : [{ column: 'outside_mandate', is: outside ? 1 : 0 }]),
  ];
  if (mandate) return { order: ['mandate', 'decided_on'], where };
  return { order: body ? ['body', 'decided_on'] : ['decided_on'], where };
}

export const decisionRegistration: AggregateRegistration<DecisionState> = {
  projection: decisionProjection,
  commands: decisionCommands,
  subject: Decision,
  resolvers: [DecisionResolver],
};
