import type { AuthorityQuestion } from '../../law/authority-question.js';
import type { AuthorityLink } from '../../law/authority-link.js';
import type { Verdict } from '../../law/verdict.js';
import type { LoadedStreams, Lookup } from '../../ledger/aggregate.js';
import type { AsOf } from '../../views/read-models.js';
import { verdictFor } from '../decisions/decision/decision-authority.js';
import { withUses } from '../decisions/decision/known-uses.js';
import { post } from '../parties/post/post.js';
import { PostStatus } from '../parties/post/post.view.js';
import { KnownStreams } from '../serving/known-streams.js';
import type { RequestScope } from '../serving/request-scope.js';
import { ALL_POWERS, chainNeeds, chainOf, linkOf } from './mandate/authority-chain.js';
import { mandate } from './mandate/mandate.js';

/** What is asked of candidates; `on` is the date of the decision. */
export interface CandidateQuestion {
  readonly power: string;
  readonly on: string;
  readonly amountCents?: number;
  readonly vat?: 'including' | 'excluding' | 'notApplicable';
  readonly organisation?: string;
  readonly areaCode?: string;
  readonly beneficiary?: string;
  readonly forCase?: string;
}

export interface Holder {
  readonly kind: 'post' | 'party';
  readonly id: string;
}

/** Someone who holds the power in some way, and whether they could decide. */
export interface Weighed {
  readonly holder: Holder;
  readonly verdict: Verdict;
}

/** Everyone who holds the power in some way, with the verdict on each. */
export async function candidatesFor(scope: RequestScope, args: CandidateQuestion, asOf: AsOf): Promise<Weighed[]> {
  return weigh(args, await gather(scope, args, asOf));
}

function lookupsOf({ power, organisation }: CandidateQuestion): Lookup[] {
  const within: Record<string, string> = organisation ? { organisation } : {};
  return [power, ALL_POWERS].map((code) => ({ aggregate: mandate.name, table: 'mandate_power', where: { ...within, code } }));
}

/** Every grant that names the power, with all it rests on. */
function gather(scope: RequestScope, args: CandidateQuestion, asOf: AsOf): Promise<KnownStreams> {
  const found = (loaded: LoadedStreams): readonly string[] => lookupsOf(args).flatMap((lookup) => loaded.found(lookup));
  return new KnownStreams(scope, asOf.knownAt).gather({
    lookups: () => lookupsOf(args),
    needs: (loaded) => found(loaded).flatMap((id) => chainNeeds(id, loaded)),
    needless: (aggregate, ids) => postsInPlace(scope, asOf, { aggregate, ids }),
  });
}

/** The last day a date can be. */
const LAST_DAY = '2999-12-31';

/**
 * Posts that nothing took the place of and that were never abolished: what else became of a post changes nothing about its mandates.
 * A post that is known has a row on every day, so that the few others are asked for.
 */
async function postsInPlace(
  { snapshot }: RequestScope,
  { knownAt }: AsOf,
  { aggregate, ids }: { readonly aggregate: string; readonly ids: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (aggregate !== post.name) return new Set();
  const rows = await snapshot.rows({
    ...{ table: 'post', asOf: { validAt: LAST_DAY, knownAt }, viewer: { party: null, seesAll: true }, columnsOnly: true },
    ...{ entities: ids, where: [{ column: 'status', is: [PostStatus.SUCCEEDED, PostStatus.ABOLISHED] }] },
  });
  const ended = new Set(rows.map(({ entity }) => entity));
  return new Set(ids.filter((id) => !ended.has(id)));
}

async function weigh(args: CandidateQuestion, known: KnownStreams): Promise<Weighed[]> {
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

function questionOf({ power, on, amountCents, vat, areaCode, beneficiary, forCase }: CandidateQuestion): AuthorityQuestion {
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
