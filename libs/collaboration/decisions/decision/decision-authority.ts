import type { AuthorityLink, LinkKind } from '../../../law/authority-link.js';
import { authorityRefusal } from '../../../law/authority-refusal.js';
import type { AuthorityQuestion } from '../../../law/authority-question.js';
import { linkState, reasonsNotInForce, termsAt } from '../../../law/link-history.js';
import { coversPower } from '../../../law/powers.js';
import { finding, type Finding } from '../../../law/rules.js';
import { verdictOf, type Verdict, type VerdictInput } from '../../../law/verdict.js';
import type { LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import { parseStream } from '../../../ledger/ids.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { at } from '../../../ledger/timeline.js';
import { chainNeeds, chainOf, holdingLookups, holdingsOf } from '../../authority/mandate/authority-chain.js';
import { mandate } from '../../authority/mandate/mandate.js';
import { asFinding } from '../../deciding/findings.js';
import { organisationNeeds, organisationOf } from '../../parties/post/organisation.js';
import type { AuthorityRecord, DecisionDetails } from './decision-events.js';
import { isPublicLaw, type LegalNature } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';

type Questioned = Pick<DecisionDetails, 'power' | 'amountCents' | 'vat' | 'areaCode' | 'beneficiary' | 'forCase' | 'nature'>;

/** What the authority of a decision is asked about, on a date. */
export function questionOf(details: Questioned, onDate: LocalDate, holder?: string): AuthorityQuestion {
  const { power, amountCents, vat, areaCode, beneficiary, forCase, nature } = details;
  const kinds = kindsFor(nature);
  return {
    power,
    amountCents: amountCents ?? null,
    vat,
    areaCode: areaCode ?? null,
    beneficiary: beneficiary ?? null,
    forCase: forCase ?? null,
    onDate,
    ...(holder === undefined ? {} : { holder }),
    ...(kinds === undefined ? {} : { kinds }),
  };
}

/** Decisions in public law are taken under mandate or delegation; deciding on acts in private law also under volmacht. */
function kindsFor(nature: LegalNature): readonly LinkKind[] | undefined {
  if (isPublicLaw(nature)) return ['mandate', 'delegation', 'attribution'];
  return nature === 'PRIVATE_LAW' ? ['mandate', 'powerOfAttorney', 'delegation', 'attribution'] : undefined;
}

/** What a live act on this decision has to load. */
export function requestOf({ details }: DecisionState, mandateId: string | undefined, power?: string): AuthorityRequest {
  return { body: details?.body ?? '', mandate: mandateId, power: power ?? details?.power ?? '', organisationOn: LATEST };
}

/** The question of a decision as it was taken; of a proposal, as if it were taken on the day it was proposed. */
export function decisionQuestion({ details, taken, proposedOn }: DecisionState): AuthorityQuestion {
  if (!details) throw new Error('a decision without details');
  const onDate = taken?.decidedOn ?? proposedOn;
  if (onDate === undefined) throw new Error('a decision without a date');
  return questionOf(details, onDate, taken?.holder);
}

/**
 * Whether a decision could be taken as it was, then and now. State, chain and holdings are those known at the moment that is
 * asked about; an empty chain asks about the body itself.
 */
export function decisionVerdict(state: DecisionState, chain: readonly AuthorityLink[], holdings: readonly AuthorityLink[]): Verdict {
  const { details, ratified } = state;
  if (!details) throw new Error('a decision without details');
  const ratification = ratified && { pin: ratified.pin, actDate: ratified.ratifiedOn };
  return verdictFor({ body: details.body, chain, holdings, question: decisionQuestion(state), ...(ratification ? { ratification } : {}) });
}

/**
 * The verdict over a chain. Under a delegation the delegate decides in its own name, so that the chain starts at the body
 * that delegated; a delegation that is itself the chain never counts as the power being delegated away.
 */
export function verdictFor(input: VerdictInput): Verdict {
  const { body, chain, holdings, question } = input;
  const own = new Set(chain.map(({ stream }) => stream));
  const delegated = chain.find((link) => link.kind === 'delegation' && holderOn(link, question.onDate) === body);
  return verdictOf({
    ...input,
    body: delegated ? (chain[0]?.grantor ?? body) : body,
    // The same list as long as nothing is left out: it is weighed once for all candidates of a question.
    holdings: holdings.some(({ stream }) => own.has(stream)) ? holdings.filter(({ stream }) => !own.has(stream)) : holdings,
    question: endsInDelegation(chain) ? { ...question, holder: body } : question,
  });
}

/** Whether the chain's last link is a delegation: then its holder decides as the competent body. */
export function endsInDelegation(chain: readonly AuthorityLink[]): boolean {
  return chain.at(-1)?.kind === 'delegation';
}

/** The delegation, in force on that day, by which a body has the power (law.md G4). */
export function delegationTo(
  body: string,
  links: readonly AuthorityLink[],
  { onDate, power }: AuthorityQuestion,
): AuthorityLink | undefined {
  return links.find((link) => {
    if (link.kind !== 'delegation' || holderOn(link, onDate) !== body) return false;
    const state = linkState(link, null);
    const terms = state && termsAt(state, onDate);
    return terms !== null && coversPower(terms.powers, power) && reasonsNotInForce(state, onDate).length === 0;
  });
}

/** Who holds a link on a date; before its first day whoever will. */
export function holderOn(link: AuthorityLink, date: LocalDate): string | undefined {
  const holder = linkState(link, null)?.holder;
  return holder && (at(holder, date) ?? (holder[0] && date < holder[0].from ? holder[0].value : undefined));
}

/** Whose authority has to be loaded: of a body, or of a mandate in its name. */
export interface AuthorityRequest {
  readonly body: string;
  readonly mandate: string | undefined;
  readonly power: string;
  /** Codes of powers mean something within the organisation the body belonged to on this day. */
  readonly organisationOn: LocalDate;
}

/** For a live act: where the body belongs by the latest word, since what is loaded cannot depend on the clock. */
export const LATEST: LocalDate = '2999-12-31';

export function authorityNeeds({ body, mandate: id }: AuthorityRequest, loaded: LoadedStreams): Need[] {
  return [...organisationNeeds(body, loaded), ...(id === undefined ? [] : chainNeeds(id, loaded))];
}

export function authorityLookups(request: AuthorityRequest, loaded: LoadedStreams): Lookup[] {
  return holdingLookups(organisationFor(request, loaded), request.power);
}

export function loadedAuthority(request: AuthorityRequest, loaded: LoadedStreams): { chain: AuthorityLink[]; holdings: AuthorityLink[] } {
  const { mandate: id, power } = request;
  return {
    chain: id === undefined ? [] : chainOf(id, loaded),
    holdings: holdingsOf(organisationFor(request, loaded), power, loaded),
  };
}

/** The organisation in which the code of the power means something: that of the body, or of whoever stands at the chain's top. */
function organisationFor({ body, mandate: id, organisationOn }: AuthorityRequest, loaded: LoadedStreams): string {
  const top = id === undefined ? undefined : chainOf(id, loaded)[0];
  const granted = top && loaded.of(mandate, parseStream(top.stream).id).state.grant?.organisation;
  return granted ?? organisationOf(body, organisationOn, loaded);
}

/** A verdict as it is kept with the decision: what was known when it was recorded. */
export function authorityRecord({ code, chain, failing }: Verdict): AuthorityRecord {
  return { code, chain: chain.map(({ pin }) => pin), ...(failing ? { failing: failing.pin } : {}), reasons: [...(failing?.reasons ?? [])] };
}

/** What only a person can judge, and what was not on record, as warnings. */
export function verdictWarnings({ humanChecks, warnings }: Verdict): Finding[] {
  const checks = humanChecks.map(({ stream, why, text }) =>
    finding('HUMAN_CHECK', {
      detail:
        why === 'CONDITION'
          ? { nl: `Voorwaarde in ${stream}: ${text}`, en: `Condition in ${stream}: ${text}` }
          : { nl: `De grens van ${stream} heeft een andere btw-grondslag.`, en: `The limit of ${stream} has another VAT basis.` },
    }),
  );
  return [...warnings, ...checks];
}

/** What a live act would have been refused for, as a finding on a fact that happened outside. */
export function authorityFindings(verdict: Verdict): Finding[] {
  const refused = authorityRefusal(verdict);
  return refused ? [asFinding(refused)] : [];
}
