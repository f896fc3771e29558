import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { Verdict } from '../../../law/verdict.js';
import type { LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { Pin, Refusal } from '../../../ledger/refusal.js';
import {
  authorityLookups,
  authorityNeeds,
  decisionVerdict,
  LATEST,
  loadedAuthority,
  type AuthorityRequest,
} from '../../decisions/decision/decision-authority.js';
import type { DecisionState } from '../../decisions/decision/decision-state.js';
import { decision } from '../../decisions/decision/decision.js';
import { organisationOf } from '../../parties/post/organisation.js';
import { formOf } from './agreement-kinds.js';
import type { AgreementState, Proposal } from './agreement-state.js';

/** A decision that carries an agreement, with what it rests on. */
export interface Carrying {
  readonly state: DecisionState & Required<Pick<DecisionState, 'details' | 'taken'>>;
  readonly pin: Pin;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

export function decisionNeeds(id: string, loaded: LoadedStreams): Need[] {
  const { exists, state } = loaded.of(decision, id);
  return [{ aggregate: decision.name, id }, ...(exists && state.details ? authorityNeeds(requestFor(state), loaded) : [])];
}

export function decisionLookups(id: string, loaded: LoadedStreams): Lookup[] {
  const { exists, state } = loaded.of(decision, id);
  return exists && state.details ? authorityLookups(requestFor(state), loaded) : [];
}

function requestFor({ details, taken }: DecisionState): AuthorityRequest {
  return { body: details?.body ?? '', mandate: taken?.mandate, power: details?.power ?? '', organisationOn: taken?.decidedOn ?? LATEST };
}

/** Why a decision does not carry a proposal for a party (Gemeentewet 160), or what it is when it does. */
export function carries(
  id: string,
  party: string,
  { proposal, agreement }: { readonly proposal: Proposal; readonly agreement: AgreementState },
  loaded: LoadedStreams,
): Carrying | Refusal {
  const { state, pin } = loaded.of(decision, id);
  const { details, taken, ended } = state;
  const pins = pin ? [pin] : [];
  const no = (nl: string, en: string, more: readonly Pin[] = []) => refusal('V1', { detail: { nl, en }, pins: [...pins, ...more] });
  if (!pin || !details || !taken || taken.outcome === 'REJECTED')
    return no('Er is niet (positief) besloten.', 'Nothing was decided, or it was rejected.');
  if (ended) return no(`Het besluit geldt niet meer sinds ${ended.from}.`, `The decision no longer stands since ${ended.from}.`);
  const ofParty = organisationOf(details.body, taken.decidedOn, loaded) === organisationOf(party, taken.decidedOn, loaded);
  if (!ofParty) return no('Een ander orgaan dan dat van deze partij besloot.', 'Another body than one of this party decided.');
  if (details.beneficiary !== undefined && !proposal.terms.parties.includes(details.beneficiary))
    return no('Het besluit heeft een andere begunstigde.', 'The decision has another beneficiary.');
  const { chain, holdings } = loadedAuthority(requestFor(state), loaded);
  const verdict = decisionVerdict(state, chain, holdings);
  if (verdict.code === 'INVALID') {
    return no(
      'Het besluit is onbevoegd genomen.',
      'The decision was taken without authority.',
      verdict.failing ? [verdict.failing.pin] : [],
    );
  }
  const asked = newMoney(agreement, proposal);
  if (details.amountCents !== undefined && details.amountCents < asked) {
    return no(
      `Het besluit gaat over ${details.amountCents} cent, de afspraak vraagt ${asked} cent.`,
      `The decision is about ${details.amountCents} cents, the agreement asks ${asked} cents.`,
    );
  }
  if (details.amountCents === undefined && asked > 0 && agreement.nature && formOf(agreement.nature.kind).byDecision)
    return no('Het besluit noemt geen bedrag.', 'The decision names no amount.');
  return { state: { ...state, details, taken }, pin, verdict, findings: doubts(verdict, taken.decidedOn, proposal) };
}

/** What a text asks more than the version it changes. */
function newMoney({ versions }: AgreementState, { terms, version }: Proposal): number {
  const before = versions.find(({ number }) => number === version - 1)?.terms.totalCents ?? 0;
  return Math.max(0, (terms.totalCents ?? 0) - before);
}

function doubts(verdict: Verdict, decidedOn: string, { on }: Proposal): Finding[] {
  const warn = (nl: string, en: string) => finding('V1', { effect: 'W', detail: { nl, en } });
  return [
    ...(verdict.code === 'VALID' ? [] : [warn(`Oordeel over het besluit: ${verdict.code}.`, `Verdict on the decision: ${verdict.code}.`)]),
    ...(decidedOn < on ? [warn('Besloten voordat deze tekst werd voorgesteld.', 'Decided before this text was proposed.')] : []),
  ];
}
