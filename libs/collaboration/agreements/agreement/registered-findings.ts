import { authorityRefusal } from '../../../law/authority-refusal.js';
import type { Finding } from '../../../law/rules.js';
import type { LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import { contains } from '../../../ledger/period.js';
import { found } from '../../deciding/findings.js';
import {
  authorityLookups,
  authorityNeeds,
  holderOn,
  LATEST,
  loadedAuthority,
  verdictFor,
  type AuthorityRequest,
} from '../../decisions/decision/decision-authority.js';
import { decision } from '../../decisions/decision/decision.js';
import { party } from '../../parties/party/party.js';
import { bodyLookups, municipalAmong, partyNeeds } from './agreement-acting.js';
import { carries, decisionLookups, decisionNeeds } from './agreement-decision.js';
import { formOf } from './agreement-kinds.js';
import type { AgreementState, Municipal, Proposal } from './agreement-state.js';
import { subsidyFindings } from './proposing.decider.js';
import type { RegisteredSignatureInput } from './registering.commands.js';
import { REPRESENTATION, representativeNeeds } from './signing-authority.js';

/** A text that was agreed elsewhere, and what is said to carry it. */
export interface RegisteredText {
  readonly proposal: Proposal;
  readonly signatures: readonly RegisteredSignatureInput[];
  readonly decision: string | undefined;
}

interface Cited {
  readonly parties: readonly string[];
  readonly signatures: readonly RegisteredSignatureInput[];
  readonly decision: string | undefined;
}

export function registeredNeeds({ parties, signatures, decision: id }: Cited, loaded: LoadedStreams): Need[] {
  return [
    ...partyNeeds(parties, loaded),
    ...representativeNeeds(parties, loaded),
    ...requests(parties, signatures, loaded).flatMap((one) => authorityNeeds(one, loaded)),
    ...(id === undefined ? [] : decisionNeeds(id, loaded)),
  ];
}

export function registeredLookups({ parties, signatures, decision: id }: Cited, loaded: LoadedStreams): Lookup[] {
  return [
    ...bodyLookups(parties, loaded),
    ...requests(parties, signatures, loaded).flatMap((one) => authorityLookups(one, loaded)),
    ...(id === undefined ? [] : decisionLookups(id, loaded)),
  ];
}

function requests(parties: readonly string[], signatures: readonly RegisteredSignatureInput[], loaded: LoadedStreams): AuthorityRequest[] {
  return municipalAmong(parties, loaded).flatMap(({ party: own, mayor }) =>
    signatures.flatMap(({ party: signer, mandate }) => (signer === own && mayor !== undefined ? [requestOf(mayor, mandate)] : [])),
  );
}

function requestOf(mayor: string, mandate: string | undefined): AuthorityRequest {
  return { body: mayor, mandate, power: REPRESENTATION, organisationOn: LATEST };
}

/** What a live act would have been refused or warned for, as findings on what happened (law.md S1, V1, V4). */
export function registeredFindings(text: RegisteredText, agreement: AgreementState, loaded: LoadedStreams): Finding[] {
  const { nature, municipal } = agreement;
  if (!nature) return [];
  const { consensual, byDecision } = formOf(nature.kind);
  return [
    ...(text.proposal.version === 1 ? subsidyFindings(nature, 'F') : []),
    ...(nature.legalPerson
      ? [found('V2', 'Niet vastgelegd is dat de raad is gehoord.', 'It is not recorded that the council was heard.')]
      : []),
    ...(byDecision && municipal.length === 0 && text.decision === undefined
      ? [found('V1', 'Het besluit is niet vastgelegd.', 'The decision is not recorded.')]
      : []),
    ...municipal.flatMap((own) => municipalFindings(own, text, agreement, consensual, loaded)),
    ...(consensual ? text.proposal.terms.parties : [])
      .filter((one) => !municipal.some((own) => own.party === one))
      .flatMap((one) => partnerFindings(one, text, loaded)),
  ];
}

function municipalFindings(
  own: Municipal,
  text: RegisteredText,
  agreement: AgreementState,
  consensual: boolean,
  loaded: LoadedStreams,
): Finding[] {
  const { proposal, signatures, decision: id } = text;
  const carried = id === undefined ? undefined : carries(id, own.party, { proposal, agreement }, loaded);
  const decidedOn = id === undefined ? undefined : loaded.of(decision, id).state.taken?.decidedOn;
  const decided = !carried
    ? [found('V1', 'Het besluit is niet vastgelegd.', 'The decision is not recorded.')]
    : 'ruleId' in carried
      ? [found('V1', carried.detail.nl, carried.detail.en)]
      : [];
  if (!consensual) return decided;
  const signed = signatures.filter((one) => one.party === own.party);
  if (signed.length === 0) return [...decided, found('V1', 'De handtekening is niet vastgelegd.', 'The signature is not recorded.')];
  return [
    ...decided,
    ...signed.flatMap((one) => {
      const on = one.on ?? proposal.on;
      const early = decidedOn !== undefined && on < decidedOn;
      return [
        ...(early ? [found('V1', `Getekend op ${on}, besloten op ${decidedOn}.`, `Signed on ${on}, decided on ${decidedOn}.`)] : []),
        ...volmachtFindings(own, one, { on, amountCents: proposal.terms.totalCents }, loaded),
      ];
    }),
  ];
}

/** Whether a power of attorney carried a signature; the mayor's own needs none. */
function volmachtFindings(
  { mayor }: Municipal,
  { mandate }: RegisteredSignatureInput,
  { on, amountCents }: { on: string; amountCents: number | undefined },
  loaded: LoadedStreams,
): Finding[] {
  if (mandate === undefined || mayor === undefined) return [];
  const { chain, holdings } = loadedAuthority(requestOf(mayor, mandate), loaded);
  const last = chain.at(-1);
  const holder = last && holderOn(last, on);
  const question = {
    power: REPRESENTATION,
    amountCents: amountCents ?? null,
    areaCode: null,
    onDate: on,
    ...(holder === undefined ? {} : { holder }),
  };
  const outside = authorityRefusal(verdictFor({ body: mayor, chain, holdings, question }));
  return outside ? [found('V1', outside.detail.nl, outside.detail.en)] : [];
}

function partnerFindings(id: string, { proposal, signatures }: RegisteredText, loaded: LoadedStreams): Finding[] {
  const signed = signatures.filter((one) => one.party === id);
  if (signed.length === 0)
    return [found('V4', 'De handtekening van een partner is niet vastgelegd.', "A partner's signature is not recorded.")];
  const { representatives } = loaded.of(party, id).state;
  const posts = signed.map(({ post }) => post);
  const authorised = signed.some(({ post, on = proposal.on }) =>
    representatives.some(
      (one) =>
        one.post === post &&
        contains({ from: one.from, until: one.until ?? null }, on) &&
        (one.alone || one.jointlyWith.some((other) => posts.includes(other))),
    ),
  );
  return authorised ? [] : [found('V4', 'Van wie tekende is geen bevoegdheid vastgelegd.', 'No authority of whoever signed is recorded.')];
}
