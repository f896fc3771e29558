import { subjectIdOf } from '../../../libs/ledger/ids.js';
import type { PlannedGrant, PlannedPost } from '../../../libs/interop/mandate-register/register-reading.js';
import { grantKey, postKey } from '../../../libs/interop/mandate-register/register-reading.js';
import { earliestStart, organisationCommandId, postCommandId, type RegisterSituation } from './register-situation.js';
import { stepFor, type Step } from './step.js';

/** A post that has to be established, and where. */
interface MissingPost {
  readonly post: PlannedPost;
  /** First day a grant to it starts. */
  readonly from: string;
  /** For a post elsewhere, the post that stands for its organisation; undefined for one of the municipality itself. */
  readonly organisation: PlannedPost | undefined;
}

/** Posts that `grants` need and the ledger does not have. `all` are the register's grants, where parents are found. */
export function missingPosts(grants: readonly PlannedGrant[], all: readonly PlannedGrant[], { posts }: RegisterSituation): MissingPost[] {
  const byKey = new Map(all.map((grant) => [grantKey(grant), grant]));
  const wanting = grants.filter(({ holder }) => holder.body === undefined && !posts.has(postKey(holder)));
  const byPost = new Map<string, PlannedGrant[]>();
  for (const grant of wanting) byPost.set(postKey(grant.holder), [...(byPost.get(postKey(grant.holder)) ?? []), grant]);
  return [...byPost.values()].map((its) => {
    const [first] = its as [PlannedGrant];
    return { post: first.holder, from: earliestStart(its), organisation: organisationOf(first, byKey) };
  });
}

/** The register does not say where such a post belongs; a sub-mandate's holder works under its parent's. */
function organisationOf({ holder, parentKey }: PlannedGrant, byKey: ReadonlyMap<string, PlannedGrant>): PlannedPost | undefined {
  if (holder.organisation === 'own') return undefined;
  const parent = byKey.get(parentKey ?? '');
  return parent?.holder.organisation === 'unidentified' ? parent.holder : holder;
}

/** Organisations nobody named, each known by one of its posts until a merger names the real one. */
export function organisationSteps(missing: readonly MissingPost[], situation: RegisterSituation): Step[] {
  const named = new Map<string, Step>();
  for (const { organisation, from } of missing) {
    if (!organisation || situation.organisations.has(postKey(organisation))) continue;
    const name = `Organisatie van ${organisation.name} (niet geïdentificeerd)`;
    const step = stepFor({
      command: 'RegisterParty',
      commandId: organisationCommandId(situation.municipality.id, organisation),
      name,
      input: { name, kind: 'OTHER_PUBLIC_BODY', from, source: situation.file },
      needs: [],
    });
    if (!named.has(step.id)) named.set(step.id, step);
  }
  return [...named.values()];
}

export function postSteps(missing: readonly MissingPost[], { municipality, organisations, file, attester }: RegisterSituation): Step[] {
  return missing.map(({ post, from, organisation }) => {
    const elsewhere =
      organisation && (organisations.get(postKey(organisation)) ?? subjectIdOf(organisationCommandId(municipality.id, organisation)));
    const party = elsewhere ?? municipality.id;
    const { name, category } = post;
    return stepFor({
      command: 'EstablishPost',
      commandId: postCommandId(municipality.id, post),
      name,
      input: { name, party, category, from, source: file, attester },
      needs: [party],
    });
  });
}
