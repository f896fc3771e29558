import type { Type } from '@nestjs/common';
import { Args, ArgsType, Field, ID, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInput } from '../../ledger/errors.js';
import { streamOf } from '../../ledger/ids.js';
import type { AsOf } from '../../views/read-models.js';
import type { AggregateRegistration } from '../registration/registration.js';
import { LocalDateScalar, UuidScalar } from '../registration/scalars.js';
import { resolveAsOf } from '../serving/as-of.js';
import { AskedOfNodes, type AskedFields } from '../serving/asked-fields.js';
import { connectionType, noCursor, page, PageArgs, pageSize, readCursor, writeCursor, type ConnectionOf } from '../serving/connection.js';
import { BilingualText } from '../serving/mutation-result.js';
import { isPlace } from '../serving/merged-pages.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import type { BilingualText as Texts } from '../../ledger/refusal.js';
import { concerned } from './due-rows.js';
import { dueTables } from './due-table.js';
import { countDue, firstDue, placeOf, type DueFilter, type ShownDueItem } from './upcoming.js';

@ArgsType()
export class UpcomingArgs extends PageArgs {
  @Field(() => LocalDateScalar, { nullable: true, description: 'From this day on; default validAt, which is today by default.' })
  from?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Up to this day, which is not included.' })
  until?: string;

  @Field(() => UuidScalar, { nullable: true, description: 'What concerns this party.' })
  party?: string;

  @Field(() => ID, { nullable: true, description: 'Of this mandate, decision, agreement …' })
  subject?: string;

  @Field(() => [String], { nullable: true, description: 'Of these kinds, e.g. `MANDATE_EXPIRY`.' })
  kinds?: string[];
}

@ObjectType({ description: 'What comes due on a day if nothing changes (termijn). It informs: what holds follows from the facts.' })
export class Upcoming {
  @Field(() => LocalDateScalar)
  on!: string;

  @Field({ description: 'E.g. `MANDATE_EXPIRY`, `OBJECTION_TERM_END`.' })
  kind!: string;

  @Field({ description: 'The stream it is about, e.g. `mandate-…`.' })
  stream!: string;

  @Field(() => ID, { description: 'The subject it is about.' })
  subject!: string;

  @Field(() => BilingualText)
  text!: Texts;

  @Field(() => String, { nullable: true, description: 'The command that the ledger itself gives that day; null when it only reminds.' })
  command!: string | null;

  asOf!: AsOf;
}

const UpcomingConnection = connectionType(Upcoming, 'What comes due, by day.');

/** What comes due over all aggregates that have timers, and whom else it touches. */
export function upcomingResolver(registrations: readonly AggregateRegistration[]): Type<object> {
  const tables = dueTables(registrations.map(({ projection }) => projection));
  const followers = registrations.flatMap(({ projection, follows = [] }) =>
    follows.map((follower) => ({ follower, aggregate: projection.aggregate.name })),
  );

  @Resolver(() => Upcoming)
  class UpcomingResolver {
    @Query(() => UpcomingConnection, {
      description:
        'What comes due (wat eraan komt): terms, lapses, reviews, answers and consents that are awaited, as far as you may see them.',
    })
    async upcoming(
      @Scope() scope: RequestScope,
      @Args() args: UpcomingArgs,
      @AskedOfNodes() asked: AskedFields,
    ): Promise<ConnectionOf<Upcoming>> {
      const limit = pageSize(args.first);
      const cursor = args.after === undefined || args.after === null ? undefined : await readCursor(scope, args.after);
      if (cursor && !isPlace(cursor.values)) throw noCursor();
      const asOf = cursor?.asOf ?? (await resolveAsOf(scope, args));
      const filter = { ...filterOf(args, asOf), asOf, commands: asked.includes('command') };
      const found = await firstDue(scope, tables, { ...filter, limit: limit + 1, ...(cursor ? { after: cursor.values } : {}) });
      const edges = found.slice(0, limit).map((item) => ({ cursor: writeCursor(scope, asOf, placeOf(item)), node: shown(item, asOf) }));
      return page(edges, found.length > limit, cursor !== undefined, () => countDue(scope, tables, filter));
    }

    @ResolveField(() => [String], {
      description: 'Streams on which something follows from it that day, e.g. sub-mandates that end with their parent.',
    })
    async followedBy(@Scope() { snapshot, viewer }: RequestScope, @Parent() { kind, subject, on, asOf }: Upcoming): Promise<string[]> {
      const streams: string[] = [];
      for (const { follower, aggregate } of followers.filter((one) => one.follower.kinds.includes(kind))) {
        const seen = { viewer, knownAt: asOf.knownAt };
        streams.push(...(await concerned(snapshot, { entity: subject, on }, { follower, ...seen })).map((id) => streamOf(aggregate, id)));
      }
      return streams;
    }
  }
  return UpcomingResolver;
}

function filterOf({ from, until, party, subject, kinds }: UpcomingArgs, { validAt }: AsOf): DueFilter {
  const since = from ?? validAt;
  if (until !== undefined && until !== null && until <= since)
    throw new BadInput([{ path: 'until', problem: 'REVERSED_PERIOD', message: `must lie after ${since}` }]);
  return {
    where: [{ column: 'due_on', from: since, ...(until ? { until } : {}) }, ...(kinds ? [{ column: 'kind', is: kinds }] : [])],
    ...(subject ? { entities: [subject] } : {}),
    ...(party ? { party } : {}),
  };
}

function shown({ table, row, doc: { text, command } }: ShownDueItem, asOf: AsOf): Upcoming {
  return Object.assign(new Upcoming(), {
    on: String(row.columns['due_on']),
    kind: String(row.columns['kind']),
    stream: streamOf(table.aggregate, row.entity),
    subject: row.entity,
    text,
    command: command?.name ?? null,
    asOf,
  });
}
