import type { AuthorityLink, LinkAct } from '../../../law/authority-link.js';
import type { LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import { post } from '../../parties/post/post.js';
import { authorityLink, mandate, type MandateState } from './mandate.js';

/** The mandate and all its parents, with the posts that hold them and the posts that succeeded those. Ask until it adds nothing. */
export function chainNeeds(mandateId: string, loaded: LoadedStreams): Need[] {
  const line = lineOf(mandateId, loaded);
  return [...line.map(({ id }) => ({ aggregate: mandate.name, id })), ...line.flatMap(({ state }) => holderNeeds(state, loaded))];
}

/** The chain from the body down to this mandate; empty when it was never granted. A parent that is missing leaves it broken. */
export function chainOf(mandateId: string, loaded: LoadedStreams): AuthorityLink[] {
  return lineOf(mandateId, loaded)
    .flatMap(({ state }) => linkOf(state, loaded) ?? [])
    .reverse();
}

/** The posts that hold a mandate: its first holder and the posts that succeeded it. */
export function holderNeeds(state: MandateState, loaded: LoadedStreams): Need[] {
  return holderPosts(state, loaded).map((id) => ({ aggregate: post.name, id }));
}

/** One link with what became of its holder's post: succession moves it, abolition without successor ends it. */
export function linkOf(state: MandateState, loaded: LoadedStreams): AuthorityLink | null {
  const link = authorityLink(state);
  if (!link) return null;
  const ofPosts = holderPosts(state, loaded).flatMap((id) => postActs(id, loaded));
  // The same list as long as nothing is added: what it comes to is worked out once per list.
  return ofPosts.length === 0 ? link : { ...link, acts: [...link.acts, ...ofPosts] };
}

/**
 * Finds attributions and delegations of a power, to whichever body of an organisation: what a verdict calls holdings.
 * Give their ids to `holdingsOf`; the kernel loads what a lookup found.
 */
export function holdingLookups(organisation: string, code: string): Lookup[] {
  return [code, ALL_POWERS].map((one) => ({
    aggregate: mandate.name,
    table: 'mandate_power',
    where: { organisation, code: one, role: 'HOLDING' },
  }));
}

/** Code under which the view keeps a grant of all powers but some. */
export const ALL_POWERS = '*';

/** The links that the lookups of a power found. */
export function holdingsOf(organisation: string, code: string, loaded: LoadedStreams): AuthorityLink[] {
  const ids = new Set(holdingLookups(organisation, code).flatMap((lookup) => loaded.found(lookup)));
  return [...ids].flatMap((id) => linkOf(loaded.of(mandate, id).state, loaded) ?? []);
}

interface Ancestor {
  readonly id: string;
  readonly state: MandateState;
}

/** From a mandate up, as far as loaded. */
function lineOf(mandateId: string, loaded: LoadedStreams): Ancestor[] {
  const line: Ancestor[] = [];
  for (let id: string | undefined = mandateId; id !== undefined && !line.some((one) => one.id === id);) {
    const state: MandateState = loaded.of(mandate, id).state;
    line.push({ id, state });
    id = state.grant?.parent && parseStream(state.grant.parent.stream).id;
  }
  return line;
}

/** The post that holds the mandate, then the posts that succeeded it, as far as loaded. */
function holderPosts({ grant }: MandateState, loaded: LoadedStreams): string[] {
  const posts: string[] = [];
  for (let id = grant?.holder.kind === 'post' ? grant.holder.id : undefined; id !== undefined && !posts.includes(id);) {
    posts.push(id);
    id = loaded.of(post, id).state.successor?.post;
  }
  return posts;
}

function postActs(id: string, loaded: LoadedStreams): LinkAct[] {
  const { successor, abolished } = loaded.of(post, id).state;
  if (successor) {
    const { pin, actDate, from, post: holder } = successor;
    return [{ pin, actDate, effect: { kind: 'succeeded', from, holder } }];
  }
  return abolished ? [{ pin: abolished.pin, actDate: abolished.actDate, effect: { kind: 'lapsed', from: abolished.from } }] : [];
}
