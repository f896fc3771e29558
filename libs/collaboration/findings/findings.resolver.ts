import type { Type } from '@nestjs/common';
import {
  Args,
  createUnionType,
  Field,
  ID,
  InputType,
  ObjectType,
  Parent,
  Query,
  registerEnumType,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import type { Finding } from '../../law/rules.js';
import { streamOf } from '../../ledger/ids.js';
import type { AsOf, Condition } from '../../views/read-models.js';
import { RuleNote } from '../authority/verdict.type.js';
import { ChoiceField, IdField, TextField } from '../registration/fields.js';
import type { AggregateRegistration } from '../registration/registration.js';
import { LocalDateScalar } from '../registration/scalars.js';
import { resolveAsOf } from '../serving/as-of.js';
import { connectionType, noCursor, page, PageArgs, pageSize, readCursor, writeCursor, type ConnectionOf } from '../serving/connection.js';
import { isPlace, mergedCount, mergedPage, tableSource, type PageSource } from '../serving/merged-pages.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import { related, type Subject } from '../serving/subject.js';
import { findingTables, type FindingTable } from './finding-table.js';
import { successions, type FoundItem } from './successions.js';

const FindingEffect = { W: 'W', F: 'F' } as const;
type FindingEffect = (typeof FindingEffect)[keyof typeof FindingEffect];
registerEnumType(FindingEffect, {
  name: 'FindingEffect',
  valuesMap: { W: { description: 'A warning (waarschuwing) with a live act.' }, F: { description: 'A finding (bevinding) about a fact.' } },
});

@InputType({ description: 'Which findings; every condition given must hold.' })
export class FindingsFilter {
  @IdField('About this mandate, decision, agreement …', { optional: true })
  subject?: string;

  @IdField('What concerns this party.', { optional: true })
  party?: string;

  @TextField('Of this rule, e.g. `M13`; see docs/rules.md.', { optional: true })
  ruleId?: string;

  @ChoiceField(FindingEffect, 'Warnings only, or findings only.', { optional: true })
  effect?: FindingEffect;

  @TextField('About subjects of this kind, e.g. `mandate`.', { optional: true })
  aggregate?: string;
}

@ObjectType({ description: 'A warning or finding (bevinding) that stands on that date: nothing has put it right yet.' })
export class StandingFinding extends RuleNote {
  @Field({ description: 'Kind of the subject it is about, e.g. `mandate`.' })
  aggregate!: string;

  @Field({ description: 'The stream it is about, e.g. `mandate-…`.' })
  stream!: string;

  @Field(() => ID, { description: 'The subject it is about.' })
  subject!: string;

  @Field(() => LocalDateScalar, { description: 'The first day on which it stood.' })
  since!: string;

  asOf!: AsOf;
}

const StandingFindingConnection = connectionType(StandingFinding, 'Warnings and findings that stand, the longest standing first.');

/** What stands over all aggregates that declare a table of findings, and what follows from several together. */
export function findingsResolver(registrations: readonly AggregateRegistration[]): Type<object> {
  const tables = findingTables(registrations.map(({ projection }) => projection));
  const subjects = new Map(registrations.map(({ projection, subject }) => [projection.aggregate.name, { subject, projection }]));
  const FindingSubject = createUnionType({
    name: 'FindingSubject',
    description: 'What a finding is about, as a read model at the same date.',
    types: () => registrations.map(({ subject }) => subject),
  });

  @Resolver(() => StandingFinding)
  class FindingsResolver {
    @Query(() => StandingFindingConnection, {
      description:
        'Every warning and finding that stands (bevindingen): what was not in order when it was recorded, what is overdue or lapsed since, and what parties and posts that are no more still have. As far as you may see it.',
    })
    async findings(
      @Scope() scope: RequestScope,
      @Args() args: PageArgs,
      @Args('filter', { type: () => FindingsFilter, nullable: true }) filter?: FindingsFilter,
    ): Promise<ConnectionOf<StandingFinding>> {
      const limit = pageSize(args.first);
      const cursor = args.after === undefined || args.after === null ? undefined : await readCursor(scope, args.after);
      if (cursor && !isPlace(cursor.values)) throw noCursor();
      const asOf = cursor?.asOf ?? (await resolveAsOf(scope, args));
      const sources = sourcesOf(scope, tables, filter ?? {}, asOf);
      const found = await mergedPage(sources, limit + 1, cursor?.values);
      const edges = found.slice(0, limit).map(({ place, item }) => ({ cursor: writeCursor(scope, asOf, place), node: shown(item, asOf) }));
      return page(edges, found.length > limit, cursor !== undefined, () => mergedCount(sources));
    }

    @ResolveField(() => FindingSubject, { nullable: true, description: 'The subject itself; null where you may not see it.' })
    related(@Scope() scope: RequestScope, @Parent() { aggregate, subject: id, asOf }: StandingFinding): Promise<Subject | null> | null {
      const { subject, projection } = subjects.get(aggregate) ?? {};
      const table = projection?.tables[0];
      return subject && table ? related(scope, subject as Type<Subject>, table.name, id, asOf) : null;
    }
  }
  return FindingsResolver;
}

type Found = Omit<FoundItem, 'parties'>;

/** The same question to every table, and to what is worked out when it is asked. */
export function sourcesOf(scope: RequestScope, tables: readonly FindingTable[], filter: FindingsFilter, asOf: AsOf): PageSource<Found>[] {
  const { subject, party, ruleId, effect, aggregate } = filter;
  const where: Condition[] = [
    ...(ruleId ? [{ column: 'rule', is: ruleId }] : []),
    ...(effect ? [{ column: 'effect', is: effect }] : []),
    ...(party ? [{ column: 'parties', contains: `|${party}|` }] : []),
  ];
  const query = { where, asOf, sortedBy: 'since', ...(subject ? { entities: [subject] } : {}) };
  const stored = tables
    .filter((table) => !aggregate || table.aggregate === aggregate)
    .map((table) =>
      tableSource(scope, { ...query, table: table.table }, ({ entity, columns, doc }): Found => {
        return { aggregate: table.aggregate, id: entity, since: String(columns['since']), finding: doc as Finding };
      }),
    );
  if (effect === 'W' || (ruleId && ruleId !== 'SUCCESSION_UNDECIDED')) return stored;
  const wanted = (found: FoundItem) =>
    (!subject || found.id === subject) && (!party || found.parties.includes(party)) && (!aggregate || found.aggregate === aggregate);
  return [...stored, successions(scope, 'party', asOf, wanted), successions(scope, 'post', asOf, wanted)];
}

function shown({ aggregate, id, since, finding }: Found, asOf: AsOf): StandingFinding {
  return Object.assign(new StandingFinding(), { ...finding, aggregate, stream: streamOf(aggregate, id), subject: id, since, asOf });
}
