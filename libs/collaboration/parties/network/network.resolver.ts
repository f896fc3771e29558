import { Args, Field, ID, InputType, Int, ObjectType, Parent, Query, registerEnumType, ResolveField, Resolver } from '@nestjs/graphql';
import type { AsOf, Condition } from '../../../views/read-models.js';
import { ChoiceField, FlagField, IdField, TextField } from '../../registration/fields.js';
import { bind, type AggregateRegistration } from '../../registration/registration.js';
import { LocalDateScalar } from '../../registration/scalars.js';
import { AsOfArgs } from '../../serving/as-of.js';
import { connectionType, listPage, PageArgs, type ConnectionOf } from '../../serving/connection.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject, present, related, Subject } from '../../serving/subject.js';
import { openText } from '../../serving/told.js';
import { Party } from '../party/party.resolver.js';
import * as commands from './network.commands.js';
import * as rules from './network.decider.js';
import type { NetworkState } from './network.js';
import { networkProjection, NetworkStatus, type NetworkContactDoc } from './network.view.js';

registerEnumType(NetworkStatus, { name: 'NetworkStatus', description: 'NOT_YET begun, ACTIVE or ENDED (opgehouden).' });

@ObjectType({ description: 'That a party spoke with a network (contact onderhouden).' })
export class NetworkContact {
  @Field(() => Int)
  contact!: number;

  @Field(() => LocalDateScalar)
  on!: string;

  @Field(() => [String], { description: 'Functions of those who spoke.' })
  functions!: readonly string[];

  @Field({ description: 'What it was about.' })
  text!: string;

  party!: string;
  asOf!: AsOf;
}

@ObjectType({ description: 'A network (netwerk) that people made themselves, as a party noted it.' })
export class Network extends Subject {
  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  description?: string;

  @Field(() => [String], { description: 'Topics (onderwerpen).' })
  topics!: string[];

  @Field(() => [String], { description: 'CBS codes; none when it is bound to no area.' })
  areaCodes!: string[];

  @Field({ description: 'Whether it receives money (gefinancierd).' })
  funded!: boolean;

  @Field(() => NetworkStatus)
  status!: NetworkStatus;

  @Field(() => String, { nullable: true, description: 'Why it ended.' })
  endReason?: string;

  parties!: readonly string[];
  steward!: string;
}

export const NetworkConnection = connectionType(Network, 'Networks by name.');

@InputType({ description: 'Which networks; every condition given must hold.' })
export class NetworkFilter {
  @TextField('With this in the name, whatever the case.', { optional: true })
  nameContains?: string;

  @TextField('About a topic with this in it, whatever the case.', { optional: true })
  topic?: string;

  @IdField('In which this party takes part.', { optional: true })
  party?: string;

  @FlagField('That receive money, or that do not.', { optional: true })
  funded?: boolean;

  @ChoiceField(NetworkStatus, 'Standing so on that date.', { optional: true })
  status?: NetworkStatus;
}

@Resolver(() => Network)
export class NetworkResolver {
  @Query(() => Network, { description: 'One network.' })
  network(@Scope() scope: RequestScope, @Args('id', { type: () => ID }) id: string, @Args() args: AsOfArgs): Promise<Network> {
    return findSubject(scope, Network, 'network', id, args);
  }

  @Query(() => NetworkConnection, { description: 'Networks, by name.' })
  networks(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @Args('filter', { type: () => NetworkFilter, nullable: true }) filter?: NetworkFilter,
  ): Promise<ConnectionOf<Network>> {
    const { nameContains, topic, party, funded, status } = filter ?? {};
    const where: Condition[] = [
      ...(nameContains ? [{ column: 'name', contains: nameContains }] : []),
      ...(topic ? [{ column: 'topics', contains: topic }] : []),
      ...(party ? [{ column: 'parties', contains: party }] : []),
      ...(funded === undefined || funded === null ? [] : [{ column: 'funded', is: funded ? 1 : 0 }]),
      ...(status ? [{ column: 'status', is: status }] : []),
    ];
    return listPage(scope, args, { table: 'network', order: ['name'], where }, (row, asOf) => present(Network, row, asOf));
  }

  @ResolveField(() => [Party], { description: 'Parties that take part in it.' })
  async parties(@Scope() scope: RequestScope, @Parent() { parties, asOf }: Network): Promise<Party[]> {
    const found = await Promise.all(parties.map((id) => related(scope, Party, 'party', id, asOf)));
    return found.filter((one) => one !== null);
  }

  @ResolveField(() => Party, { nullable: true, description: 'The party that noted it.' })
  steward(@Scope() scope: RequestScope, @Parent() { steward, asOf }: Network): Promise<Party | null> {
    return related(scope, Party, 'party', steward, asOf);
  }

  @ResolveField(() => [NetworkContact], { description: 'Contact kept by that date; none for readers it is not shared with.' })
  async contacts(@Scope() scope: RequestScope, @Parent() { id, asOf }: Network): Promise<NetworkContact[]> {
    const rows = await scope.snapshot.rows({ table: 'network_contact', asOf, viewer: scope.viewer, entities: [id] });
    return rows.map(({ doc }) => {
      const { text, ...kept } = doc as NetworkContactDoc;
      return Object.assign(new NetworkContact(), { ...kept, asOf, text: openText(scope, text) });
    });
  }
}

@Resolver(() => NetworkContact)
export class NetworkContactResolver {
  @ResolveField(() => Party, { nullable: true, description: 'The party that kept it.' })
  party(@Scope() scope: RequestScope, @Parent() { party, asOf }: NetworkContact): Promise<Party | null> {
    return related(scope, Party, 'party', party, asOf);
  }
}

export const networkRegistration: AggregateRegistration<NetworkState> = {
  projection: networkProjection,
  commands: [
    bind(commands.NoteNetwork, rules.noteNetwork),
    bind(commands.AmendNetwork, rules.amendNetwork),
    bind(commands.KeepNetworkContact, rules.keepNetworkContact),
    bind(commands.EndNetwork, rules.endNetwork),
    bind(commands.CorrectNetwork, rules.correctNetwork),
  ],
  subject: Network,
  resolvers: [NetworkResolver, NetworkContactResolver],
};
