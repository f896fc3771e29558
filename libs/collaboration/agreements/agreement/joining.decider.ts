import { finding, refusal } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import { present } from '../../deciding/drafting.js';
import { notNow } from '../../deciding/refusing.js';
import {
  actingParty,
  actsFor,
  bodyLookups,
  draft,
  municipalAmong,
  NO_PARTY,
  partyNeeds,
  refusedAttempt,
  type Rule,
} from './agreement-acting.js';
import { carries, decisionLookups, decisionNeeds } from './agreement-decision.js';
import { agreementEvents } from './agreement-events.js';
import { partiesOn } from './agreement-standing.js';
import type { AgreementState, Municipal, Proposal } from './agreement-state.js';
import type * as commands from './living.commands.js';
import { hasClause, noClause, notConcluded } from './living.decider.js';
import {
  isRefusal,
  municipalSignatory,
  partnerSignatory,
  representativeNeeds,
  signatoryLookups,
  signatoryNeeds,
} from './signing-authority.js';

export const accedeToAgreement: Rule<commands.AccedeToAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: ({ party, decision, mandate }, _state, loaded) => [
    ...partyNeeds([party], loaded),
    ...representativeNeeds([party], loaded),
    ...signatoryNeeds(municipalAmong([party], loaded), mandate, loaded),
    ...(decision === undefined ? [] : decisionNeeds(decision, loaded)),
  ],
  lookups: ({ party, decision, mandate }, _state, loaded) => [
    ...bodyLookups([party], loaded),
    ...signatoryLookups(municipalAmong([party], loaded), mandate, loaded),
    ...(decision === undefined ? [] : decisionLookups(decision, loaded)),
  ],
  decide(command, state, context) {
    const { party, clause } = command;
    const from = command.from ?? context.today;
    const [own] = municipalAmong([party], context.loaded);
    if (!actsFor({ municipal: own ? [own] : [] }, party, context)) return NO_PARTY;
    const version = state.versions.at(-1);
    if (!version || state.terminated) return notConcluded();
    if (!hasClause(version, clause)) return noClause();
    if (partiesOn(state, from).includes(party)) return { accepted: [] };
    const joining: Joining = {
      ...command,
      from,
      proposal: { ...version, terms: { ...version.terms, parties: [...version.terms.parties, party] } },
    };
    return own ? asMunicipality(own, joining, state, context) : asPartner(joining, state, context);
  },
};

interface Joining extends commands.AccedeToAgreement {
  readonly from: string;
  readonly proposal: Pick<Proposal, 'terms'>;
  readonly own?: Municipal;
}

function asPartner(joining: Joining, state: AgreementState, context: DecideContext): Decision {
  const { party } = joining;
  const signatory = partnerSignatory(party, context.today, context);
  const notAlone = !isRefusal(signatory) && signatory.awaits.length > 0;
  if (notAlone) {
    const detail = {
      nl: 'Toetreden vraagt wie de partij zelfstandig vertegenwoordigt.',
      en: 'Joining asks for whoever represents the party alone.',
    };
    return refusedAttempt('ACCEDE', refusal('V4', { detail }), { party }, state, context);
  }
  if (isRefusal(signatory)) return refusedAttempt('ACCEDE', signatory, { party }, state, context);
  return acceded(joining, signatory, state, context);
}

/** First the decision, then the signature (Gemeentewet 160, 171), as for any agreement. */
function asMunicipality(own: Municipal, joining: Joining, state: AgreementState, context: DecideContext): Decision {
  const { party, decision, mandate } = joining;
  const no = (because: Parameters<typeof refusedAttempt>[1]) => refusedAttempt('ACCEDE', because, { party }, state, context);
  if (decision === undefined) {
    const detail = { nl: 'Noem het besluit om toe te treden.', en: 'Name the decision to join.' };
    return no(refusal('V1', { detail }));
  }
  // What the agreement costs was decided by its first parties: joining asks nothing anew.
  const version = state.versions.at(-1)?.number ?? 0;
  const text = { ...(state.proposals.at(-1) as Proposal), terms: joining.proposal.terms, version: version + 1 };
  const carrying = carries(decision, party, { proposal: text, agreement: state }, context.loaded);
  if ('ruleId' in carrying) return no(carrying);
  const signatory = municipalSignatory(own, { mandate, amountCents: undefined, on: context.today }, context);
  return isRefusal(signatory) ? no(signatory) : acceded({ ...joining, own }, signatory, state, context);
}

function acceded(
  { party, clause, from, own }: Joining,
  { post, mandate, decidedBy }: { post?: string; mandate?: EventDraft['mandate']; decidedBy: EventDraft['decidedBy'] },
  state: AgreementState,
  context: DecideContext,
): Decision {
  const data = { party, from, clause, ...present({ post, municipal: own }), findings: [] };
  const event = {
    ...draft(agreementEvents.acceded, data, state, context),
    decidedBy,
    actDate: context.today,
    valid: { from, until: null },
  };
  return { accepted: [mandate ? { ...event, mandate } : event] };
}

export const exitAgreement: Rule<commands.ExitAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: (_command, state, loaded) => representativeNeeds(everyone(state), loaded),
  decide({ party: named, from, reason }, state, context) {
    const first = from ?? context.today;
    const party = actingParty(state, named, partiesOn(state, first), context);
    if (party === undefined) return NO_PARTY;
    if (state.versions.length === 0) return notConcluded();
    if (state.terminated) return notNow('De afspraak is beëindigd.', 'The agreement was ended.');
    const municipal = state.municipal.some((one) => one.party === party);
    const signatory = municipal ? undefined : partnerSignatory(party, context.today, context);
    if (signatory && isRefusal(signatory)) return refusedAttempt('END', signatory, { party }, state, context);
    const left = partiesOn(state, first).length - 1;
    const alone = {
      nl: 'Er blijft minder dan twee partijen over; besluit wat dat betekent.',
      en: 'Fewer than two parties remain; decide what that means.',
    };
    const undecided = { nl: 'Het besluit om uit te treden is niet vastgelegd.', en: 'The decision to leave is not recorded.' };
    const findings = [
      ...(left < 2 ? [finding('PARTIES_MISSING', { detail: alone })] : []),
      ...(municipal ? [finding('V1', { effect: 'W', detail: undecided })] : []),
    ];
    const event = draft(agreementEvents.exited, { party, from: first, reason, findings }, state, context);
    return { accepted: [signatory ? { ...event, decidedBy: signatory.decidedBy } : event] };
  },
};

function everyone({ versions, acceded: came }: AgreementState): string[] {
  return [...new Set([...versions.flatMap(({ terms }) => terms.parties), ...came.map(({ party }) => party)])];
}
