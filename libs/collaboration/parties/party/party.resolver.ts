import { Args, Field, ID, InputType, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AsOf, Condition } from '../../../views/read-models.js';
import { ChoiceField, IdentifierField, IdField, TextField } from '../../registration/fields.js';
import { bind, type AggregateRegistration } from '../../registration/registration.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../../serving/asked-fields.js';
import { connectionType, listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related, Subject } from '../../serving/subject.js';
import * as commands from './party.commands.js';
import * as rules from './party.decider.js';
import { IdentifierScheme, PartyKind, type PartyState } from './party.js';
import { partyProjection } from './party.view.js';

@ObjectType({ description: 'An identifier in another register (extern nummer).' })
export class PartyIdentifier {
  @Field(() => IdentifierScheme)
  scheme!: IdentifierScheme;

  @Field()
  value!: string;

  @Field(() => LocalDateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it was no longer theirs.' })
  until?: string;
}

@ObjectType({ description: 'Who signs for a party (vertegenwoordiging).' })
export class PartyRepresentative {
  @Field(() => ID, { description: 'The post that represents.' })
  post!: string;

  @Field({ description: 'Signs alone (zelfstandig bevoegd).' })
  alone!: boolean;

  @Field(() => [ID], { description: 'Posts of which one must sign too.' })
  jointlyWith!: string[];

  @Field({ description: 'Statutes, register or decision that says so.' })
  instrument!: string;

  @Field(() => LocalDateScalar)
  from!: string;

  @Field(() => LocalDateScalar, { nullable: true })
  until?: string;
}

@ObjectType({ description: 'A party (partij): a body, an organisation or a group that takes part.' })
export class Party extends Subject {
  @Field({ description: 'Official name.' })
  name!: string;

  @Field(() => PartyKind)
  kind!: PartyKind;

  @Field({ description: 'ACTIVE, MERGED (opgegaan in) or DISSOLVED (opgeheven).' })
  status!: string;

  @Field(() => String, { nullable: true, description: 'Statute that makes it an administrative body (bestuursorgaan).' })
  administrativeBody?: string;

  @Field(() => String, { nullable: true, description: 'With and for whom it works (achterban).' })
  constituency?: string;

  partOf?: string;
  mergedInto?: string;
}

export const PartyConnection = connectionType(Party, 'Parties by name.');

@InputType({ description: 'Which parties; every condition given must hold.' })
export class PartyFilter {
  @ChoiceField(PartyKind, 'Of this kind.', { optional: true })
  kind?: PartyKind;

  @TextField('With this in the name, whatever the case.', { optional: true })
  nameContains?: string;

  @IdField('A body or part of this one.', { optional: true })
  partOf?: string;

  @IdentifierField('With this identifier on that date: OIN, RSIN, KvK number, TOOI URI or CBS code.', { optional: true })
  identifier?: string;
}

@Resolver(() => Party)
export class PartyResolver {
  @Query(() => Party, { description: 'One party.' })
  party(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Party> {
    return findSubject(scope, Party, 'party', id, args);
  }

  @Query(() => PartyConnection, { description: 'Parties, by name.' })
  parties(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => PartyFilter, nullable: true }) filter?: PartyFilter,
  ): Promise<ConnectionOf<Party>> {
    const { kind, nameContains, identifier } = filter ?? {};
    const where: Condition[] = [
      ...(kind ? [{ column: 'kind', is: kind }] : []),
      ...(nameContains ? [{ column: 'name', contains: nameContains }] : []),
    ];
    const list = { table: 'party', order: kind ? ['kind', 'name'] : ['name'], where, fields };
    const query = identifier ? async (asOf: AsOf) => ({ ...list, entities: await holders(scope, identifier, asOf) }) : list;
    return listPage(scope, args, query, (row, asOf) => present(Party, row, asOf));
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party it is a body or part of.' })
  partOf(@Scope() scope: RequestScope, @Parent() party: Party): Promise<Party | null> {
    return related(scope, Party, 'party', party.partOf, party.asOf);
  }

  @ResolveField(() => Party, { nullable: true, description: 'Its successor (rechtsopvolger) after a merger.' })
  mergedInto(@Scope() scope: RequestScope, @Parent() party: Party): Promise<Party | null> {
    return related(scope, Party, 'party', party.mergedInto, party.asOf);
  }

  @ResolveField(() => String, { nullable: true, description: 'Own vision and ambitions (visie en ambities), for those it is shared with.' })
  async vision(@Scope() scope: RequestScope, @Parent() party: Party): Promise<string | null> {
    const row = await scope.one('party_vision', party.asOf, party.id);
    return row ? (row.doc as { text: string }).text : null;
  }

  @ResolveField(() => [PartyRepresentative], { description: 'Who signs for it on that date; none for readers it is not shared with.' })
  async representatives(@Scope() scope: RequestScope, @Parent() party: Party): Promise<PartyRepresentative[]> {
    const rows = await scope.snapshot.rows({ table: 'party_representative', asOf: party.asOf, viewer: scope.viewer, entities: [party.id] });
    return rows.map((row) => row.doc as PartyRepresentative);
  }

  @ResolveField(() => [PartyIdentifier], { description: 'Identifiers in other registers on that date.' })
  async identifiers(@Scope() scope: RequestScope, @Parent() party: Party): Promise<PartyIdentifier[]> {
    const rows = await scope.snapshot.rows({ table: 'party_identifier', asOf: party.asOf, viewer: scope.viewer, entities: [party.id] });
    return rows.map((row) => row.doc as PartyIdentifier);
  }
}

async function holders(scope: RequestScope, value: string, asOf: AsOf): Promise<string[]> {
  const where = [{ column: 'value', is: value }];
  const rows = await scope.snapshot.rows({ table: 'party_identifier', asOf, viewer: scope.viewer, where });
  return rows.map((row) => row.entity);
}

export const partyRegistration: AggregateRegistration<PartyState> = {
  projection: partyProjection,
  commands: [
    bind(commands.RegisterParty, rules.registerParty),
    bind(commands.AmendPartyDetails, rules.amendPartyDetails),
    bind(commands.CorrectParty, rules.correctParty),
    bind(commands.AddPartyIdentifier, rules.addPartyIdentifier),
    bind(commands.EndPartyIdentifier, rules.endPartyIdentifier),
    bind(commands.DescribeVision, rules.describeVision),
    bind(commands.DescribeConstituency, rules.describeConstituency),
    bind(commands.NameRepresentative, rules.nameRepresentative),
    bind(commands.EndRepresentative, rules.endRepresentative),
    bind(commands.MergeParty, rules.mergeParty),
    bind(commands.DissolveParty, rules.dissolveParty),
  ],
  subject: Party,
  resolvers: [PartyResolver],
};
