import { Args, ID, InputType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { periodsInForce } from '../../../law/link-history.js';
import type { Period as LegalPeriod } from '../../../ledger/envelope.js';
import { contains } from '../../../ledger/period.js';
import { parseStream } from '../../../ledger/ids.js';
import type { Condition } from '../../../views/read-models.js';
import { ChoiceField, FlagField, IdField, TextField } from '../../registration/fields.js';
import type { AggregateRegistration } from '../../registration/registration.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import { KnownStreams } from '../../serving/known-streams.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related } from '../../serving/subject.js';
import { Party } from '../../parties/party/party.resolver.js';
import { Post } from '../../parties/post/post.resolver.js';
import { chainNeeds, chainOf } from './authority-chain.js';
import { MandateKind } from './granting.commands.js';
import { mandateCommands } from './mandate.bindings.js';
import { mandateFollowers } from './mandate-due.js';
import type { MandateState } from './mandate.js';
import {
  ConsentAnswer,
  GrantedLimit,
  GrantedPower,
  Instruction,
  Mandate,
  MandateChain,
  MandateConnection,
  Period,
} from './mandate.type.js';
import { mandateProjection } from './mandate.view.js';
import { MandateStatus } from './standing.js';

@InputType({ description: 'Which mandates; every condition given must hold.' })
export class MandateFilter {
  @IdField('Within this organisation, e.g. the municipality.', { optional: true })
  organisation?: string;

  @IdField('Granted by this body, or by this post.', { optional: true })
  grantor?: string;

  @IdField('Held by this post or party.', { optional: true })
  holder?: string;

  @ChoiceField(MandateKind, 'Of this kind.', { optional: true })
  kind?: string;

  @ChoiceField(MandateStatus, 'Standing so by itself on that date.', { optional: true })
  status?: MandateStatus;

  @IdField('Sub-mandates of this one.', { optional: true })
  parent?: string;

  @TextField('Naming the power with this code.', { optional: true })
  power?: string;

  @FlagField('General grants only, or those for one case only.', { optional: true })
  general?: boolean;
}

@Resolver(() => Mandate)
export class MandateResolver {
  @Query(() => Mandate, { description: 'One mandate.' })
  mandate(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Mandate> {
    return findSubject(scope, Mandate, 'mandate', id, args);
  }

  @Query(() => MandateConnection, { description: 'The mandate register (mandaatregister): every kind of grant, by grantor and start.' })
  mandateRegister(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => MandateFilter, nullable: true }) filter?: MandateFilter,
  ): Promise<ConnectionOf<Mandate>> {
    const { order, where } = registerQuery(filter ?? {});
    return listPage(scope, args, { table: 'mandate', order, where, fields }, (row, asOf) => present(Mandate, row, asOf));
  }

  @Query(() => MandateChain, { description: 'What a mandate rests on, and when the whole chain is in force.' })
  async mandateChain(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID }) id: string,
    @Args() args: AsOfArgs,
  ): Promise<MandateChain> {
    const mandate = await findSubject(scope, Mandate, 'mandate', id, args);
    const known = await new KnownStreams(scope, mandate.asOf.knownAt).gather({ needs: (loaded) => chainNeeds(id, loaded) });
    const chain = chainOf(id, known);
    const links = await Promise.all(chain.map(({ stream }) => related(scope, Mandate, 'mandate', parseStream(stream).id, mandate.asOf)));
    const inForce = periodsInForce(chain);
    return {
      links: links.filter((link) => link !== null),
      inForce,
      inForceOnDate: inForce.some((period) => contains(period, mandate.asOf.validAt)),
    };
  }

  @ResolveField(() => [Period], { description: 'When it and everything it rests on are in force (van kracht).' })
  async inForce(@Scope() scope: RequestScope, @Parent() { id, asOf }: Mandate): Promise<LegalPeriod[]> {
    const known = await new KnownStreams(scope, asOf.knownAt).gather({ needs: (loaded) => chainNeeds(id, loaded) });
    return periodsInForce(chainOf(id, known));
  }

  @ResolveField(() => Mandate, { nullable: true, description: 'The mandate it was granted under, of a sub-mandate (ondermandaat).' })
  parent(@Scope() scope: RequestScope, @Parent() { parent, asOf }: Mandate): Promise<Mandate | null> {
    return related(scope, Mandate, 'mandate', parent && parseStream(parent.stream).id, asOf);
  }

  @ResolveField(() => Party, {
    nullable: true,
    description: 'The body, or the party of the post, that granted it; null for an attribution.',
  })
  grantor(@Scope() scope: RequestScope, @Parent() { grantor, asOf }: Mandate): Promise<Party | null> {
    return related(scope, Party, 'party', grantor?.party, asOf);
  }

  @ResolveField(() => Post, { nullable: true, description: 'The post that granted it, of a sub-mandate.' })
  grantorPost(@Scope() scope: RequestScope, @Parent() { grantor, asOf }: Mandate): Promise<Post | null> {
    return related(scope, Post, 'post', grantor?.kind === 'post' ? grantor.id : null, asOf);
  }

  @ResolveField(() => Post, {
    nullable: true,
    description: 'The post that holds it (gemandateerde); null when a body or organisation does.',
  })
  holderPost(@Scope() scope: RequestScope, @Parent() { holder, asOf }: Mandate): Promise<Post | null> {
    return related(scope, Post, 'post', holder.kind === 'post' ? holder.id : null, asOf);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that holds it, or to which the holding post belongs.' })
  holderParty(@Scope() scope: RequestScope, @Parent() { holder, asOf }: Mandate): Promise<Party | null> {
    return related(scope, Party, 'party', holder.party, asOf);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The organisation within which its codes of powers mean something.' })
  organisation(@Scope() scope: RequestScope, @Parent() { organisation, asOf }: Mandate): Promise<Party | null> {
    return related(scope, Party, 'party', organisation, asOf);
  }

  @ResolveField(() => [GrantedPower], { description: 'Its powers; empty when it names all powers but some.' })
  powers(@Parent() { terms }: Mandate): GrantedPower[] {
    return terms.powers.kind === 'listed' ? (terms.powers.powers as GrantedPower[]) : [];
  }

  @ResolveField(() => [String], {
    nullable: true,
    description: 'With all powers of the body except these codes; null when powers are listed.',
  })
  allPowersExcept(@Parent() { terms }: Mandate): readonly string[] | null {
    return terms.powers.kind === 'allExcept' ? terms.powers.except : null;
  }

  @ResolveField(() => [GrantedLimit])
  limits(@Parent() { terms }: Mandate): GrantedLimit[] {
    return terms.limits;
  }

  @ResolveField(() => [String], { description: 'Area codes it is bound to; none means everywhere.' })
  territory(@Parent() { terms }: Mandate): string[] {
    return terms.territory;
  }

  @ResolveField(() => [String], { description: 'Conditions in words; a verdict that meets one asks for a person.' })
  conditions(@Parent() { terms }: Mandate): string[] {
    return terms.conditions;
  }

  @ResolveField(() => String, { nullable: true, description: 'The one case it is for; null for a general grant.' })
  forCase(@Parent() { terms }: Mandate): string | null {
    return terms.forCase;
  }

  @ResolveField(() => Boolean, { description: 'Whether the holder may grant sub-mandates (Awb 10:9).' })
  subMandateAllowed(@Parent() { terms }: Mandate): boolean {
    return terms.subMandateAllowed;
  }

  @ResolveField(() => [ConsentAnswer], { description: 'Consents up to that date; for the parties to it.' })
  async consents(@Scope() scope: RequestScope, @Parent() { id, asOf }: Mandate): Promise<ConsentAnswer[]> {
    return (await scope.snapshot.rows({ table: 'mandate_consent', asOf, viewer: scope.viewer, entities: [id] })).map(
      ({ doc }) => doc as ConsentAnswer,
    );
  }

  @ResolveField(() => [Instruction], { description: 'Instructions that apply on that date; for holder and grantor.' })
  async instructions(@Scope() scope: RequestScope, @Parent() { id, asOf }: Mandate): Promise<Instruction[]> {
    return (await scope.snapshot.rows({ table: 'mandate_instruction', asOf, viewer: scope.viewer, entities: [id] })).map(
      ({ doc }) => doc as Instruction,
    );
  }
}

/** The order that serves the most telling condition; the others filter what it passes. */
function registerQuery(filter: MandateFilter): { order: string[]; where: Condition[] } {
  const { organisation, grantor, holder, kind, status, parent, power, general } = filter;
  const equal = { organisation, grantor, holder, kind, status, parent };
  const where: Condition[] = [
    ...Object.entries(equal).flatMap(([column, is]) => (is === undefined || is === null ? [] : [{ column, is }])),
    ...(power ? [{ column: 'powers', contains: `|${power}|` }] : []),
    ...(general === undefined || general === null ? [] : [{ column: 'general', is: general ? 1 : 0 }]),
  ];
  const by = (['parent', 'holder', 'grantor', 'organisation', 'kind'] as const).find(
    (column) => equal[column] !== undefined && equal[column] !== null,
  );
  return {
    order:
      by === undefined || by === 'grantor'
        ? ['grantor', 'start']
        : by === 'organisation'
          ? ['organisation', 'grantor', 'start']
          : [by, 'start'],
    where,
  };
}

export const mandateRegistration: AggregateRegistration<MandateState> = {
  projection: mandateProjection,
  commands: mandateCommands,
  subject: Mandate,
  resolvers: [MandateResolver],
  follows: mandateFollowers,
};
