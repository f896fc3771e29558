import type { AuthorityLink, LinkKind } from '../../../law/authority-link.js';
import { linkState } from '../../../law/link-history.js';
import type { LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import { at, segmentAt } from '../../../ledger/timeline.js';
import { problem } from '../../deciding/refusing.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import { placeOn, post } from '../../parties/post/post.js';
import { chainNeeds, chainOf, holdingLookups } from './authority-chain.js';
import { grantedTerms } from './grant-terms.js';
import type { GrantContent } from './granting.commands.js';
import type { Bearer, GrantedTerms, Instrument } from './mandate-events.js';
import { mandate } from './mandate.js';

const LAST_DAY = '2999-12-31';

/** What any command that grants may name. */
export type GrantInput = Omit<GrantContent, 'commandId'> & { kind?: LinkKind; body?: string; grantorPost?: string; parent?: string };

/** A grant as it is meant, before any rule was applied. */
export interface GrantIntent {
  readonly kind: LinkKind;
  readonly grantor: Bearer;
  readonly holder: Bearer;
  readonly organisation: string;
  readonly holderOrganisation: string;
  /** Links above it, from the body down; none for a first-level grant. */
  readonly chain: readonly AuthorityLink[];
  readonly parent?: Pin | undefined;
  /** The day it starts; where none was named, today. */
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  /** Null when nobody recorded it. */
  readonly actDate: LocalDate | null;
  readonly terms: GrantedTerms;
  readonly instrument?: Instrument | undefined;
  readonly statutoryBasis?: string | undefined;
  readonly consentWaivedBy?: string | undefined;
  readonly retroactiveReason?: string | undefined;
}

/** Streams a grant looks at: grantor and holder with what they are part of, and the chain above it. */
export function grantNeeds(input: GrantInput, loaded: LoadedStreams): Need[] {
  const { body, grantorPost, parent, holderPost, holderParty } = input;
  const parties = [body, holderParty].filter((id) => id !== undefined);
  const posts = [grantorPost, holderPost].filter((id) => id !== undefined);
  const above = parent === undefined ? undefined : grantorUnder(parent, loaded);
  if (above) (above.kind === 'post' ? posts : parties).push(above.id);
  return [
    ...(parent === undefined ? [] : chainNeeds(parent, loaded)),
    ...posts.map((id) => ({ aggregate: post.name, id })),
    ...parties.flatMap((id) => organisationNeeds(id, loaded)),
    ...posts.flatMap((id) => loaded.of(post, id).state.place.flatMap(({ value }) => organisationNeeds(value.party, loaded))),
  ];
}

/** Who has the powers according to the record: asked for a first-level grant only, since a parent answers it for a sub-mandate. */
export function grantLookups(input: GrantInput, loaded: LoadedStreams): Lookup[] {
  const grantor = input.parent === undefined ? namedGrantor(input, scopeDay(input), loaded) : undefined;
  if (!grantor) return [];
  const organisation = organisationOf(grantor.party, scopeDay(input), loaded);
  return (input.powers ?? []).flatMap(({ code }) => holdingLookups(organisation, code));
}

/** Reads the streams into one picture, or says what in the input contradicts itself. */
export function grantIntent(
  input: GrantInput,
  loaded: LoadedStreams,
  days: { today: LocalDate; actDate: LocalDate | null },
): GrantIntent | InputProblem[] {
  const problems = contradictions(input);
  if (problems.length > 0) return problems;
  const { parent } = input;
  const chain = parent === undefined ? [] : chainOf(parent, loaded);
  if (parent !== undefined && chain.length === 0) return [problem('parent', 'NOT_GRANTED', 'has not been granted yet')];
  const from = input.from ?? days.today;
  const grantor = parent === undefined ? namedGrantor(input, from, loaded) : grantorUnder(parent, loaded, days.actDate ?? from);
  const holder = bearerOf({ post: input.holderPost, party: input.holderParty }, from, loaded);
  if (!grantor || !holder) throw new Error('a grant without grantor or holder');
  if (grantor.id === holder.id && input.kind !== 'attribution')
    return [problem(input.holderPost ? 'holderPost' : 'holderParty', 'SELF', 'is the grantor itself')];
  const inherited = parent === undefined ? undefined : loaded.of(mandate, parent).state.grant?.organisation;
  const organisation = inherited ?? organisationOf(grantor.party, scopeDay(input), loaded);
  const { instrument, statutoryBasis, consentWaivedBy, retroactiveReason } = input;
  return {
    kind: input.kind ?? chain.at(-1)?.kind ?? 'mandate',
    grantor,
    holder,
    organisation,
    holderOrganisation: organisationOf(holder.party, from, loaded),
    chain,
    parent: parent === undefined ? undefined : loaded.of(mandate, parent).pin,
    from,
    until: input.until ?? endOfTerm(chain, from),
    actDate: days.actDate,
    terms: grantedTerms(input, { organisation, chain, loaded }),
    instrument,
    statutoryBasis,
    consentWaivedBy,
    retroactiveReason,
  };
}

function contradictions({
  body,
  grantorPost,
  parent,
  holderPost,
  holderParty,
  powers,
  allPowersExcept,
  from,
  until,
  instrument,
  scope,
  forCase,
}: GrantInput): InputProblem[] {
  const sources = [body, grantorPost, parent].filter((one) => one !== undefined);
  return [
    ...(sources.length === 1 ? [] : [problem('body', 'ONE_GRANTOR', 'name one grantor: body, grantorPost or parent')]),
    ...((holderPost === undefined) !== (holderParty === undefined)
      ? []
      : [problem('holderPost', 'ONE_HOLDER', 'name one holder: holderPost or holderParty')]),
    ...(powers && allPowersExcept ? [problem('allPowersExcept', 'ONE_SCOPE', 'name the powers, or all but some')] : []),
    ...(from !== undefined && until !== undefined && until <= from ? [problem('until', 'REVERSED_PERIOD', 'must lie after from')] : []),
    ...(scope === 'GENERAL' && forCase !== undefined ? [problem('forCase', 'GENERAL', 'a general grant names no case')] : []),
    ...instrumentProblems(instrument),
  ];
}

export function instrumentProblems(instrument: Instrument | undefined): InputProblem[] {
  const { sha256 } = instrument ?? {};
  return sha256 === undefined || /^[0-9a-f]{64}$/.test(sha256)
    ? []
    : [problem('instrument.sha256', 'isSha256', 'must be 64 hexadecimal digits in lower case')];
}

export function bearerOf(named: { post?: string; party?: string }, on: LocalDate, loaded: LoadedStreams): Bearer | undefined {
  if (named.party !== undefined) return { kind: 'party', id: named.party, party: named.party };
  if (named.post === undefined) return undefined;
  const { exists, state } = loaded.of(post, named.post);
  return exists ? { kind: 'post', id: named.post, party: placeOn(state, on).party } : undefined;
}

/** The day on which codes of powers get their meaning; lookups know no other day than the input names. */
function scopeDay({ from }: GrantInput): LocalDate {
  return from ?? LAST_DAY;
}

function namedGrantor({ body, grantorPost }: GrantInput, on: LocalDate, loaded: LoadedStreams): Bearer | undefined {
  return bearerOf({ party: body, post: grantorPost }, on, loaded);
}

/** The holder of the parent on a day: the post that succeeded its first holder, when one did. */
export function grantorUnder(parent: string, loaded: LoadedStreams, on: LocalDate = LAST_DAY): Bearer | undefined {
  const link = chainOf(parent, loaded).at(-1);
  const state = link && linkState(link, null);
  const first = loaded.of(mandate, parent).state.grant?.holder;
  if (!state || !first) return undefined;
  if (first.kind === 'party') return first;
  return bearerOf({ post: at(state.holder, on) ?? first.id }, on, loaded);
}

/** A sub-mandate without an end of its own ends with the first term above it. */
function endOfTerm(chain: readonly AuthorityLink[], from: LocalDate): LocalDate | null {
  const ends = chain.flatMap((link) => {
    const state = linkState(link, null);
    return (state && segmentAt(state.term, from)?.until) ?? [];
  });
  return ends.sort()[0] ?? null;
}
