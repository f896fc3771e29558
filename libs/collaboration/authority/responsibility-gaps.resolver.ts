import { Args, InputType, Query, Resolver } from '@nestjs/graphql';
import type { Finding } from '../../law/rules.js';
import type { LoadedStreams } from '../../ledger/aggregate.js';
import type { AsOf, Condition, StoredRow } from '../../views/read-models.js';
import { party } from '../parties/party/party.js';
import { post } from '../parties/post/post.js';
import { IdField, TextField } from '../registration/fields.js';
import { listPage, PageArgs, type ConnectionOf } from '../serving/connection.js';
import { KnownStreams } from '../serving/known-streams.js';
import type { RequestScope } from '../serving/request-scope.js';
import { Scope } from '../serving/scope.decorator.js';
import { present } from '../serving/subject.js';
import { candidatesFor } from './candidates.js';
import { gapsOn } from './responsibility/gap-rules.js';
import { successionOf } from './responsibility/responsibility-acting.js';
import { conditionsOf } from './responsibility/responsibility.resolver.js';
import { Responsibility, ResponsibilityGap, ResponsibilityGapConnection } from './responsibility/responsibility.type.js';
import type { ResponsibilityDoc } from './responsibility/responsibility.view.js';

@InputType({ description: 'Which gaps; every condition given must hold.' })
export class ResponsibilityGapFilter {
  @TextField('With this in the topic, whatever the case.', { optional: true })
  topicContains?: string;

  @IdField('Kept by this party.', { optional: true })
  steward?: string;

  @IdField('Where this post or party is accountable, or asked to be.', { optional: true })
  assignee?: string;

  @TextField('Of this kind, e.g. `ACCOUNTABLE_POST_VACANT`; see docs/rules.md.', { optional: true })
  ruleId?: string;
}

@Resolver()
export class ResponsibilityGapsResolver {
  @Query(() => ResponsibilityGapConnection, {
    description:
      'Responsibilities that nobody can answer for on a date (lacunes): no accountable, not accepted yet, the post vacant or abolished, or without the mandate it needs.',
  })
  responsibilityGaps(
    @Scope() scope: RequestScope,
    @Args() args: PageArgs,
    @Args('filter', { type: () => ResponsibilityGapFilter, nullable: true }) filter?: ResponsibilityGapFilter,
  ): Promise<ConnectionOf<ResponsibilityGap>> {
    const where = conditionsOf({ ...filter, status: 'ACTIVE' });
    let gaps: ReadonlyMap<string, readonly Finding[]> = new Map();
    const query = async (asOf: AsOf) => {
      gaps = await gapsAt(scope, where, filter ?? {}, asOf);
      return { table: 'responsibility', order: ['topic'], where, entities: [...gaps.keys()] };
    };
    return listPage(scope, args, query, (row, asOf) =>
      Object.assign(new ResponsibilityGap(), { responsibility: present(Responsibility, row, asOf), gaps: gaps.get(row.entity) ?? [] }),
    );
  }
}

/** Gaps by responsibility. What is concluded shows to whoever may read the responsibility; who fills a post does not. */
async function gapsAt(
  scope: RequestScope,
  where: readonly Condition[],
  { assignee, ruleId }: ResponsibilityGapFilter,
  asOf: AsOf,
): Promise<Map<string, Finding[]>> {
  const rows = await scope.snapshot.rows({ table: 'responsibility', asOf, viewer: scope.viewer, where });
  const asked = rows.filter(
    (row) => !assignee || docOf(row).assignments.some((one) => one.role === 'ACCOUNTABLE' && one.assignee.id === assignee),
  );
  const known = await new KnownStreams(scope, asOf.knownAt).gather({
    needs: (loaded) => asked.flatMap((row) => partsNeeds(docOf(row), loaded)),
  });
  const able = await ableByPower(scope, asked, asOf);
  const found = new Map<string, Finding[]>();
  for (const row of asked) {
    const { assignments, power } = docOf(row);
    const holders = power === undefined ? undefined : able.get(power);
    const couldUse = holders ? (id: string) => holders.has(id) : null;
    const all = gapsOn({ parts: assignments, on: asOf.validAt, loaded: known, couldUse });
    const gaps = all.filter((gap) => !ruleId || gap.ruleId === ruleId);
    if (gaps.length > 0) found.set(row.entity, gaps);
  }
  return found;
}

function partsNeeds({ assignments }: ResponsibilityDoc, loaded: LoadedStreams) {
  return assignments
    .filter(({ role }) => role === 'ACCOUNTABLE')
    .flatMap(({ assignee: { kind, id } }) =>
      kind === 'post' ? successionOf(id, loaded).map((one) => ({ aggregate: post.name, id: one })) : [{ aggregate: party.name, id }],
    );
}

/** For every power that some responsibility needs, the posts and parties that could use it on that date. */
async function ableByPower(scope: RequestScope, rows: readonly StoredRow[], asOf: AsOf): Promise<Map<string, ReadonlySet<string>>> {
  const powers = new Set(rows.flatMap((row) => docOf(row).power ?? []));
  const able = new Map<string, ReadonlySet<string>>();
  for (const power of powers) {
    const candidates = await candidatesFor(scope, { power, on: asOf.validAt }, asOf);
    able.set(power, new Set(candidates.filter(({ verdict }) => verdict.now.valid).map(({ holder }) => holder.id)));
  }
  return able;
}

function docOf({ doc }: StoredRow): ResponsibilityDoc {
  return doc as ResponsibilityDoc;
}
