import { Args, ArgsType, Field, ID, ObjectType, Parent, Query, registerEnumType, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInput, Fault } from '../../ledger/errors.js';
import type { AsOf } from '../../views/read-models.js';
import { AsOfArgs, resolveAsOf } from '../serving/as-of.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import { related } from '../serving/subject.js';
import { isAreaCode, sharesArea } from './areas.js';
import { isAbout, MAP_SOURCES, MapKind, type MapPlace, type MapSource } from './map-sources.js';
import { Network } from './network/network.resolver.js';
import { Party } from './party/party.resolver.js';

registerEnumType(MapKind, {
  name: 'NetworkMapKind',
  description: 'Network (netwerk), partnership (samenwerkingsverband) or initiative (initiatief).',
});

/** More than anyone can look at; a narrower question is asked for. */
const MOST_ENTRIES = 500;

@ArgsType()
export class NetworkMapArgs extends AsOfArgs {
  @Field(() => String, { nullable: true, description: 'About a topic with this in it, whatever the case.' })
  topic?: string;

  @Field(() => String, { nullable: true, description: 'In, within or around this area: a CBS code, e.g. GM0363 or WK036301.' })
  area?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only what receives money, or only what does not.' })
  funded?: boolean;
}

@ObjectType({ description: 'Something on the network map.' })
export class NetworkMapEntry {
  @Field(() => MapKind)
  kind!: MapKind;

  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field(() => [String])
  topics!: readonly string[];

  @Field(() => [String], { description: 'CBS codes; none is everywhere.' })
  areaCodes!: readonly string[];

  @Field(() => Boolean, { nullable: true, description: 'Whether it receives money; null where nobody said so.' })
  funded!: boolean | null;

  parties!: readonly string[];
  asOf!: AsOf;
}

@ObjectType({ description: 'What exists around a topic and an area (netwerkkaart), funded or not: look here before making policy.' })
export class NetworkMap {
  @Field(() => [NetworkMapEntry], { description: 'By name; what you may not see is left out.' })
  entries!: NetworkMapEntry[];
}

@Resolver(() => NetworkMapEntry)
export class NetworkMapResolver {
  @Query(() => NetworkMap, { description: 'Networks, partnerships and initiatives around a topic and an area (netwerkkaart).' })
  async networkMap(@Scope() scope: RequestScope, @Args() args: NetworkMapArgs): Promise<NetworkMap> {
    if (args.area && !isAreaCode(args.area))
      throw new BadInput([
        { path: 'area', problem: 'isAreaCode', message: 'must be a CBS code of an area, e.g. GM0363, WK036301 or BU03630101' },
      ]);
    const asOf = await resolveAsOf(scope, args);
    const found = await Promise.all(MAP_SOURCES.map((source) => entriesOf(scope, source, args, asOf)));
    const entries = found.flat().sort((a, b) => (a.name === b.name ? compare(a.id, b.id) : compare(a.name, b.name)));
    if (entries.length > MOST_ENTRIES)
      throw new Fault('LIMIT_EXCEEDED', `more than ${MOST_ENTRIES} on the map; name a topic or an area`, { limit: MOST_ENTRIES });
    return { entries };
  }

  @ResolveField(() => [Party], { description: 'Parties that take part in it.' })
  async parties(@Scope() scope: RequestScope, @Parent() { parties, asOf }: NetworkMapEntry): Promise<Party[]> {
    const found = await Promise.all(parties.map((id) => related(scope, Party, 'party', id, asOf)));
    return found.filter((one) => one !== null);
  }

  @ResolveField(() => Network, { nullable: true, description: 'The network, when it is one.' })
  network(@Scope() scope: RequestScope, @Parent() { kind, id, asOf }: NetworkMapEntry): Promise<Network | null> {
    return related(scope, Network, 'network', kind === 'NETWORK' ? id : null, asOf);
  }
}

async function entriesOf(scope: RequestScope, source: MapSource, args: NetworkMapArgs, asOf: AsOf): Promise<NetworkMapEntry[]> {
  const { kind, table, where } = source;
  const rows = await scope.snapshot.rows({ table, asOf, viewer: scope.viewer, where });
  return rows
    .map(({ entity: id, doc }) => ({ id, place: source.place(doc) }))
    .filter(({ place }) => isAsked(place, args))
    .map(({ id, place: { name, topics, areaCodes, funded, parties } }) =>
      Object.assign(new NetworkMapEntry(), { kind, id, name, topics, areaCodes, funded, parties, asOf }),
    );
}

function isAsked(place: MapPlace, { topic, area, funded }: NetworkMapArgs): boolean {
  if (topic && !isAbout(place.topics, topic)) return false;
  if (area && !sharesArea(place.areaCodes, area)) return false;
  return funded === undefined || funded === null || place.funded === funded;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
