import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft, LoadedStreams, Need } from '../../../ledger/aggregate.js';
import { canonicalJson } from '../../../ledger/codec.js';
import { commitmentTo } from '../../../ledger/content-hash.js';
import type { InputProblem } from '../../../ledger/errors.js';
import { present } from '../../deciding/drafting.js';
import { invalid, notNow, refuse } from '../../deciding/refusing.js';
import { party } from '../../parties/party/party.js';
import {
  actingParty,
  bodyLookups,
  draft,
  insidersOf,
  municipalAmong,
  NO_PARTY,
  partyNeeds,
  readersOf,
  type Rule,
} from './agreement-acting.js';
import { agreementEvents, type ProposalData } from './agreement-events.js';
import { formOf } from './agreement-kinds.js';
import { partiesOn } from './agreement-standing.js';
import { openProposal, type AgreementState, type Nature, type Proposal } from './agreement-state.js';
import { canonicalTerms, changed, hashOf, termsProblems, type Terms } from './agreement-terms.js';
import type * as commands from './proposing.commands.js';
import type { PersonalValueInput } from './terms.commands.js';

export const draftAgreement: Rule<commands.DraftAgreement> = {
  needs: ({ terms, draftedWith = [] }, _state, loaded) => partyNeeds([...terms.parties, ...draftedWith], loaded),
  lookups: ({ terms }, _state, loaded) => bodyLookups(terms.parties, loaded),
  decide({ kind, terms: given, statutoryBasis, legalPerson = false, draftedWith = [] }, _state, context) {
    const terms = canonicalTerms(given as Terms);
    const problems = termsProblems(terms, 'terms');
    if (problems.length > 0) return { invalid: problems };
    const municipal = municipalAmong(terms.parties, context.loaded);
    const own = actingParty({ municipal }, undefined, terms.parties, context);
    if (own === undefined) return NO_PARTY;
    const gone = endedParty(terms.parties, context);
    if (gone) return gone;
    const drafters = [...new Set([...insidersOf(own, municipal), ...draftedWith])];
    const data = { kind, ...present({ statutoryBasis }), legalPerson, terms, drafters };
    return { accepted: [draft(agreementEvents.drafted, data, { readers: drafters }, context)] };
  },
};

export const reviseDraft: Rule<commands.ReviseAgreementDraft> = {
  subject: ({ agreement }) => agreement,
  needs: textNeeds,
  lookups: textLookups,
  decide({ changes, reason }, state, context) {
    return whileDraft(state, context, (base) => {
      const terms = changed(base, changes as Partial<Terms>);
      const problems = termsProblems(terms, 'changes');
      if (problems.length > 0) return { invalid: problems };
      if (hashOf(terms) === hashOf(base)) return { accepted: [] };
      return { accepted: [draft(agreementEvents.draftRevised, { terms, ...present({ reason }) }, { readers: state.drafters }, context)] };
    });
  },
};

export const proposeAgreement: Rule<commands.ProposeAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: textNeeds,
  lookups: textLookups,
  decide({ personal = [], rationale }, state, context) {
    return whileDraft(state, context, (base) => {
      const text: NewText = { terms: withPersonal(base, personal), version: 1, personal, rationale, path: 'terms' };
      return onTheTable(agreementEvents.proposed, text, state, context);
    });
  },
};

export const counterPropose: Rule<commands.CounterProposeAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: textNeeds,
  lookups: textLookups,
  decide({ hash, changes, personal = [], rationale }, state, context) {
    const found = answerable(state, hash);
    if ('decision' in found) return found.decision;
    const { terms: base, version } = found.proposal;
    const terms = withPersonal(changed(base, changes as Partial<Terms>), personal);
    if (hashOf(terms) === hash) return invalid('changes', 'NOTHING_CHANGED', 'the counter-proposal is the proposal');
    return onTheTable(agreementEvents.countered, { terms, version, personal, rationale, path: 'changes' }, state, context, base.parties);
  },
};

export const proposeAmendment: Rule<commands.ProposeAgreementAmendment> = {
  subject: ({ agreement }) => agreement,
  needs: textNeeds,
  lookups: textLookups,
  decide({ changes, personal = [], rationale }, state, context) {
    const { versions, terminated } = state;
    const base = versions.at(-1);
    if (!base) return notNow('Er is nog niets gesloten om te wijzigen.', 'Nothing was concluded yet that could be amended.');
    if (terminated && terminated.from <= context.today) return notNow('De afspraak is beëindigd.', 'The agreement was terminated.');
    if (openProposal(state)) return notNow('Er ligt al een voorstel.', 'A proposal is on the table already.');
    const { effectiveFrom: _day, earlierStartReason: _why, amends: _before, ...agreed } = base.terms;
    const parties = partiesOn(state, context.today);
    const current = canonicalTerms({ ...agreed, parties: parties.length > 0 ? parties : agreed.parties, amends: base.hash });
    const terms = withPersonal(changed(current, changes as Partial<Terms>), personal);
    if (hashOf(terms) === hashOf(current)) return invalid('changes', 'NOTHING_CHANGED', 'the amendment changes nothing');
    const text: NewText = { terms, version: base.number + 1, personal, rationale, path: 'changes' };
    return onTheTable(agreementEvents.amendmentProposed, text, state, context, current.parties);
  },
};

export const withdrawProposal: Rule<commands.WithdrawAgreementProposal> = {
  subject: ({ agreement }) => agreement,
  decide({ hash, reason }, state, context) {
    const found = answerable(state, hash);
    if ('decision' in found) return found.decision;
    const { number, by } = found.proposal;
    if (actingParty(state, by, [by], context) === undefined) return NO_PARTY;
    return { accepted: [draft(agreementEvents.proposalWithdrawn, { proposal: number, reason }, state, context)] };
  },
};

/** The proposal on the table, if that is the one that is meant: an earlier one was superseded. */
export function answerable(state: AgreementState, hash: string): { proposal: Proposal } | { decision: Decision } {
  const open = openProposal(state);
  if (open?.hash === hash) return { proposal: open };
  const known = state.proposals.findLast((one) => one.hash === hash);
  if (known?.ended?.as === 'CONCLUDED') return { decision: notNow('Hierover is al overeenstemming.', 'This was concluded already.') };
  if (known?.ended?.as === 'WITHDRAWN') return { decision: notNow('Dit voorstel is ingetrokken.', 'This proposal was withdrawn.') };
  if (!known) return { decision: invalid('hash', 'UNKNOWN', 'is no proposal of this agreement') };
  const pins = open ? [open.pin] : [];
  const detail = {
    nl: `Voorstel ${known.number} is vervangen door voorstel ${open?.number ?? '?'}.`,
    en: `Proposal ${known.number} was superseded by proposal ${open?.number ?? '?'}.`,
  };
  return { decision: { refused: refusal('PROPOSAL_SUPERSEDED', { detail, pins }) } };
}

function whileDraft(state: AgreementState, context: DecideContext, decide: (terms: Terms) => Decision): Decision {
  const { draft: drafted, drafters, proposals } = state;
  if (!drafted) return notNow('Er is geen concept.', 'There is no draft.');
  const drafting = context.actor.role === 'administrator' || (context.actingFor !== null && drafters.includes(context.actingFor));
  if (!drafting) return NO_PARTY;
  if (proposals.length > 0) return notNow('Het concept is al voorgesteld.', 'The draft was proposed already.');
  return decide(drafted.terms);
}

interface NewText {
  readonly terms: Terms;
  readonly version: number;
  readonly personal: readonly PersonalValueInput[];
  readonly rationale: string | undefined;
  readonly path: string;
}

/** Puts a text on the table for a party, with the personal values it stands for. `proposers`: who may, besides its own parties. */
function onTheTable(
  definition: (typeof agreementEvents)['proposed' | 'countered' | 'amendmentProposed'],
  { terms, version, personal, rationale, path }: NewText,
  state: AgreementState,
  context: DecideContext,
  proposers: readonly string[] = terms.parties,
): Decision {
  const problems = [...termsProblems(terms, path), ...saltProblems(personal)];
  if (problems.length > 0) return { invalid: problems };
  const municipal = municipalAmong(terms.parties, context.loaded);
  const by = actingParty({ municipal }, undefined, proposers, context);
  if (by === undefined) return NO_PARTY;
  const gone = endedParty(terms.parties, context);
  if (gone) return gone;
  const readers = [...new Set([...state.readers, ...readersOf(terms.parties, municipal)])];
  const data: ProposalData = {
    ...{ proposal: state.proposals.length + 1, version, hash: hashOf(terms), terms, by, readers, municipal },
    ...(rationale === undefined ? {} : { rationale }),
    findings: subsidyFindings(state.nature),
  };
  const audience = { readers };
  return { accepted: [draft(definition, data, audience, context), ...personalDrafts(personal, audience, context)] };
}

/** The statutory basis of a subsidy is a warning while it is proposed, and a finding on what was agreed elsewhere (law.md S1). */
export function subsidyFindings(nature: Nature | undefined, effect: 'W' | 'F' = 'W'): Finding[] {
  if (!nature || !formOf(nature.kind).byDecision || nature.statutoryBasis !== undefined) return [];
  const detail = { nl: 'Noem het artikel van de regeling.', en: 'Name the article of the scheme.' };
  return [finding('S1', { effect, detail })];
}

function withPersonal(terms: Terms, personal: readonly PersonalValueInput[]): Terms {
  const items = personal.map(({ id, name, salt, text }) => ({ id, name, commitment: commitmentTo({ salt, text }) }));
  return items.length > 0 ? changed(terms, { personal: items }) : terms;
}

function personalDrafts(
  personal: readonly PersonalValueInput[],
  state: { readers: readonly string[] },
  context: DecideContext,
): EventDraft[] {
  return personal.map(({ id: item, person, salt, text }) => {
    const data = { item, commitment: commitmentTo({ salt, text }), person, opening: canonicalJson({ salt, text }) };
    return draft(agreementEvents.personalValueStated, data, state, context);
  });
}

/** A commitment to a guessable value hides it only as long as its salt cannot be guessed. */
function saltProblems(personal: readonly PersonalValueInput[]): InputProblem[] {
  return personal.flatMap(({ salt }, index) =>
    /^[\w-]{22,}$/.test(salt)
      ? []
      : [{ path: `personal.${index}.salt`, problem: 'isSalt', message: 'must be 128 random bits or more as base64url' }],
  );
}

function endedParty(parties: readonly string[], { loaded, today }: DecideContext): Decision | undefined {
  const gone = parties.find((id) => (loaded.of(party, id).state.ended?.on ?? today) < today);
  return gone === undefined ? undefined : refuse('PARTY_ENDED', `Partij ${gone} bestaat niet meer.`, `Party ${gone} no longer exists.`);
}

interface MayNameParties {
  readonly commandId?: string;
  readonly changes?: { readonly parties?: readonly string[] };
}

function partiesInvolved(command: MayNameParties, { draft: drafted, proposals, versions, acceded }: AgreementState): string[] {
  const texts = [drafted?.terms, proposals.at(-1)?.terms, versions.at(-1)?.terms];
  return [
    ...new Set([...texts.flatMap((one) => one?.parties ?? []), ...acceded.map((one) => one.party), ...(command.changes?.parties ?? [])]),
  ];
}

function textNeeds(command: MayNameParties, state: AgreementState, loaded: LoadedStreams): Need[] {
  return partyNeeds(partiesInvolved(command, state), loaded);
}

function textLookups(command: MayNameParties, state: AgreementState, loaded: LoadedStreams) {
  return bodyLookups(partiesInvolved(command, state), loaded);
}
