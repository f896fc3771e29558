import type { Consenter } from '../../../law/authority-link.js';
import type { DecideContext, LoadedStreams } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains } from '../../../ledger/period.js';
import { party } from '../../parties/party/party.js';
import { inPost } from './acting.js';

/** A consent asked for under Awb 10:4 lid 1, as given or refused. */
export interface ConsentAnswer {
  readonly by: Consenter;
  readonly given: boolean;
  readonly on: LocalDate;
  readonly post?: string | undefined;
  readonly jointlyWith?: string | undefined;
  readonly reason?: string | undefined;
  readonly audience: Audience;
}

/** A consent given by one of two who represent only together; it counts from the other's. */
export interface CosignedConsent {
  readonly by: Consenter;
  readonly post: string;
  /** Pseudonymous id of whoever gave it. */
  readonly actor: string;
  readonly on: LocalDate;
}

/** Somebody whose signature needs one more. */
export interface JointSigner {
  readonly post: string;
  /** Posts of which one must sign too. */
  readonly with: readonly string[];
}

/** Every post that may sign for a party, alone or with another, on any day. */
export function signingPosts(parties: readonly string[], loaded: LoadedStreams): string[] {
  const named = parties.flatMap((id) => loaded.of(party, id).state.representatives);
  return [...new Set(named.flatMap(({ post, jointlyWith }) => [post, ...jointlyWith]))];
}

/** The actor's post among those who sign for these parties only together; undefined when there is none that day. */
export function jointSigner(parties: readonly string[], day: LocalDate, context: DecideContext): JointSigner | undefined {
  const pairs = parties
    .flatMap((id) => context.loaded.of(party, id).state.representatives)
    .filter(({ alone, from, until }) => !alone && contains({ from, until: until ?? null }, day))
    .flatMap(({ post, jointlyWith }) => jointlyWith.map((other) => [post, other] as const));
  const post = pairs.flat().find((one) => inPost(one, day, context));
  if (post === undefined) return undefined;
  const others = pairs.flatMap(([a, b]) => (a === post ? [b] : b === post ? [a] : []));
  return { post, with: [...new Set(others)] };
}

/** The consent that this signer's completes. One person in two posts is still one person. */
export function completedBy(
  cosigned: readonly CosignedConsent[],
  by: Consenter,
  signer: JointSigner,
  { actor }: DecideContext,
): CosignedConsent | undefined {
  return cosigned.find((one) => one.by === by && signer.with.includes(one.post) && one.actor !== actor.person);
}
