import { refusal } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { notNow } from '../../deciding/refusing.js';
import { actingParty, draft, NO_PARTY } from './agreement-acting.js';
import { agreementEvents, type VersionData } from './agreement-events.js';
import { concludedOn, decisionFor, requiredParties, startOf } from './agreement-standing.js';
import { openProposal, type AgreementState, type Proposal } from './agreement-state.js';
import { answerable, subsidyFindings } from './proposing.decider.js';

export interface Acting {
  readonly proposal: Proposal;
  readonly party: string;
}

/** On the proposal that lies on the table, for a party whose answer it needs. */
export function answering(
  { hash, party: named }: { readonly hash: string; readonly party?: string },
  state: AgreementState,
  context: DecideContext,
  decide: (acting: Acting) => Decision,
): Decision {
  const party = actingParty(state, named, asked(state), context);
  if (party === undefined) return NO_PARTY;
  if (state.terminated && state.terminated.from <= context.today) return notNow('De afspraak is beëindigd.', 'The agreement was ended.');
  const found = answerable(state, hash);
  return 'decision' in found ? found.decision : decide({ proposal: found.proposal, party });
}

/** Whose answers are asked, or were. */
export function asked(state: AgreementState): string[] {
  const last = openProposal(state) ?? state.proposals.at(-1);
  return last ? requiredParties(state, last) : [];
}

export interface Day extends Acting {
  readonly day: LocalDate;
}

/** The decision comes first (Gemeentewet 160). */
export function decidedFirst(state: AgreementState, proposal: Proposal, party: string, day: LocalDate): Refusal | undefined {
  const linked = decisionFor(state, proposal, party);
  if (linked && linked.decidedOn <= day) return undefined;
  const detail = {
    nl: 'Er is nog geen besluit van het college, of in mandaat, aan dit voorstel verbonden; tot dan alleen onder voorbehoud.',
    en: 'No decision of the college, or under mandate, is linked to this proposal yet; until then only under reservation.',
  };
  return refusal('V1', { detail, pins: linked ? [linked.pin] : [] });
}

/** With the last thing that was needed the text is concluded, in the same breath. */
export function conclusion(state: AgreementState, proposal: Proposal, context: DecideContext): EventDraft[] {
  const concluded = concludedOn(state, proposal);
  if (concluded === undefined) return [];
  const { number, version, hash, terms } = proposal;
  const from = startOf(proposal, concluded);
  const data: VersionData = {
    version,
    proposal: number,
    hash,
    terms,
    concludedOn: concluded,
    from,
    findings: version === 1 ? subsidyFindings(state.nature) : [],
  };
  const definition = version === 1 ? agreementEvents.concluded : agreementEvents.amended;
  const until = terms.until !== undefined && terms.until > from ? terms.until : null;
  return [{ ...draft(definition, data, state, context), actDate: concluded, valid: { from, until } }];
}
