import { authorityRefusal } from '../../../law/authority-refusal.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import { refusal } from '../../../law/rules.js';
import type { Verdict } from '../../../law/verdict.js';
import type { DecideContext, LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { DecidedBy } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { contains } from '../../../ledger/period.js';
import type { Pin, Refusal } from '../../../ledger/refusal.js';
import { speaksFor } from '../../authorisation.js';
import {
  authorityLookups,
  authorityNeeds,
  holderOn,
  LATEST,
  loadedAuthority,
  verdictFor,
  type AuthorityRequest,
} from '../../decisions/decision/decision-authority.js';
import type { ActingCapacity } from '../../decisions/decision/decision-kinds.js';
import { party, type Representative } from '../../parties/party/party.js';
import { post, whoActs } from '../../parties/post/post.js';
import type { Municipal } from './agreement-state.js';

/** Code under which the power to represent the municipality (Gemeentewet 171) is recorded. */
export const REPRESENTATION = 'vertegenwoordigen';

/** Who signs, and on what it rests. */
export interface Signatory {
  readonly capacity: ActingCapacity;
  readonly post?: string;
  /** Posts of which one must sign too. */
  readonly awaits: readonly string[];
  readonly verdict?: Verdict;
  /** The mandate used, as it stood. */
  readonly mandate?: Pin;
  readonly decidedBy: DecidedBy;
}

function request({ mayor }: Municipal, mandate: string | undefined): AuthorityRequest | undefined {
  return mayor === undefined ? undefined : { body: mayor, mandate, power: REPRESENTATION, organisationOn: LATEST };
}

export function signatoryNeeds(municipal: readonly Municipal[], mandate: string | undefined, loaded: LoadedStreams): Need[] {
  return municipal.flatMap((one) => {
    const asked = request(one, mandate);
    return asked ? authorityNeeds(asked, loaded) : [];
  });
}

export function signatoryLookups(municipal: readonly Municipal[], mandate: string | undefined, loaded: LoadedStreams): Lookup[] {
  return municipal.flatMap((one) => {
    const asked = request(one, mandate);
    return asked ? authorityLookups(asked, loaded) : [];
  });
}

export interface Signing {
  readonly mandate: string | undefined;
  readonly amountCents: number | undefined;
  readonly on: LocalDate;
}

/** Who signs for a municipality: the mayor, or whoever holds the mayor's power of attorney for this amount on that day (Gemeentewet 171). */
export function municipalSignatory(of: Municipal, { mandate, amountCents, on }: Signing, context: DecideContext): Signatory | Refusal {
  const asked = request(of, mandate);
  if (!asked) return notTheMayor([]);
  const { chain, holdings } = loadedAuthority(asked, context.loaded);
  const last = chain.at(-1);
  if (mandate === undefined || !last) {
    const { pin } = context.loaded.of(party, asked.body);
    if (mandate !== undefined || !speaksFor(context, asked.body)) return notTheMayor(pin ? [pin] : []);
    return { capacity: 'BODY', awaits: [], decidedBy: { party: asked.body, actor: context.actor.person } };
  }
  const holder = holderOn(last, on);
  const capacity = holder === undefined ? undefined : capacityIn(holder, on, context);
  if (holder === undefined || capacity === undefined) return notInThePost(last.pin);
  const question: AuthorityQuestion = {
    power: REPRESENTATION,
    amountCents: amountCents ?? null,
    areaCode: null,
    onDate: on,
    holder,
    kinds: ['powerOfAttorney', 'mandate', 'attribution'],
  };
  const verdict = verdictFor({ body: asked.body, chain, holdings, question });
  const outside = authorityRefusal(verdict);
  if (outside) return refusal('V1', { detail: outside.detail, legalBasis: 'Gemeentewet 171 lid 2', pins: outside.pins });
  const byPost = capacity !== 'ORGANISATION';
  return {
    ...{ capacity, awaits: [], verdict, mandate: last.pin },
    ...(byPost ? { post: holder } : {}),
    decidedBy: { party: asked.body, ...(byPost ? { post: holder } : {}), actor: context.actor.person },
  };
}

const CAPACITIES = { holder: 'HOLDER', acting: 'ACTING', deputy: 'DEPUTY' } as const;

function capacityIn(holder: string, on: LocalDate, context: DecideContext): ActingCapacity | undefined {
  const held = context.loaded.of(post, holder);
  if (!held.exists) return speaksFor(context, holder) ? 'ORGANISATION' : undefined;
  const role = whoActs(held.state, context.actor.person, on);
  return role && CAPACITIES[role];
}

function notTheMayor(pins: readonly Pin[]): Refusal {
  return refusal('V1', {
    detail: {
      nl: 'Voor de gemeente tekent de burgemeester, of wie de burgemeester dat opdroeg of volmacht gaf.',
      en: 'The mayor signs for the municipality, or whoever the mayor entrusted or gave power of attorney.',
    },
    legalBasis: 'Gemeentewet 171',
    pins,
  });
}

function notInThePost(pin: Pin): Refusal {
  return refusal('POST_NOT_FILLED_BY_ACTOR', {
    detail: {
      nl: 'Op die dag was u geen houder, waarnemer of plaatsvervanger van de functie die de volmacht houdt.',
      en: 'On that day you were not the holder, acting holder or deputy of the post that holds the power of attorney.',
    },
    pins: [pin],
  });
}

/** The posts that represent some parties, with the posts they sign together with. */
export function representativeNeeds(parties: readonly string[], loaded: LoadedStreams): Need[] {
  const posts = parties.flatMap((id) => loaded.of(party, id).state.representatives).flatMap((one) => [one.post, ...one.jointlyWith]);
  return [...parties.map((id) => ({ aggregate: party.name, id })), ...[...new Set(posts)].map((id) => ({ aggregate: post.name, id }))];
}

/** Who signs for a partner: somebody in a post with recorded authority to represent it, alone or with another (law.md V4). */
export function partnerSignatory(id: string, on: LocalDate, context: DecideContext): Signatory | Refusal {
  const { state, pin } = context.loaded.of(party, id);
  const named = state.representatives.filter(({ from, until }) => contains({ from, until: until ?? null }, on));
  const signatory = ownSignature(named, on, context) ?? coSignature(named, on, context);
  if (!signatory) return noAuthority(pin ? [pin] : []);
  return { ...signatory, decidedBy: { party: id, post: signatory.post, actor: context.actor.person } };
}

type Signature = Pick<Signatory, 'capacity' | 'awaits'> & { readonly post: string };

function ownSignature(named: readonly Representative[], on: LocalDate, context: DecideContext): Signature | undefined {
  const acting = named.flatMap(({ post: one, alone, jointlyWith }) => {
    const capacity = capacityIn(one, on, context);
    return capacity ? [{ capacity, post: one, awaits: alone ? [] : jointlyWith }] : [];
  });
  return acting.find(({ awaits }) => awaits.length === 0) ?? acting[0];
}

/** Somebody in a post that another representative signs together with. */
function coSignature(named: readonly Representative[], on: LocalDate, context: DecideContext): Signature | undefined {
  for (const second of new Set(named.flatMap(({ jointlyWith }) => jointlyWith))) {
    const capacity = capacityIn(second, on, context);
    const awaits = named.filter(({ jointlyWith }) => jointlyWith.includes(second)).map((one) => one.post);
    if (capacity) return { capacity, post: second, awaits };
  }
  return undefined;
}

function noAuthority(pins: readonly Pin[]): Refusal {
  return refusal('V4', {
    detail: {
      nl: 'Voor de partij is niet vastgelegd dat de handelende persoon haar op die dag vertegenwoordigt.',
      en: 'It is not recorded that the acting person represents the party on that day.',
    },
    pins,
  });
}

export function isRefusal(found: Signatory | Refusal): found is Refusal {
  return 'ruleId' in found;
}
