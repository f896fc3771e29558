import type { DecideContext, Decision } from '../../../ledger/aggregate.js';
import { mayWrite } from '../../authorisation.js';
import { present } from '../../deciding/drafting.js';
import { invalid, notNow } from '../../deciding/refusing.js';
import { actingParty, asParty, draft, NO_PARTY, type Rule } from './agreement-acting.js';
import { factsOf, occurrences, type Occurrence } from './agreement-commitments.js';
import { agreementEvents } from './agreement-events.js';
import { partiesOn } from './agreement-standing.js';
import type { AgreementState } from './agreement-state.js';
import { ITEM_LISTS } from './agreement-terms.js';
import type * as commands from './commitments.commands.js';

export const addCommitment: Rule<commands.AddAgreementCommitment> = {
  subject: ({ agreement }) => agreement,
  decide({ commitment, from }, state, context) {
    const { owner, with: others = [] } = commitment;
    if (state.versions.length === 0) return notNow('Er is nog niets gesloten.', 'Nothing was concluded yet.');
    const parties = partiesOn(state, context.today);
    if (actingParty(state, owner, parties, context) !== owner) return NO_PARTY;
    if (isTaken(state, commitment.id)) return invalid('commitment.id', 'REPEATED', 'names another item of this agreement');
    if (!others.every((one) => parties.includes(one))) return invalid('commitment.with', 'NO_PARTY', 'names somebody who is no party');
    if (commitment.due !== undefined && commitment.recurrence !== undefined)
      return invalid('commitment', 'TWO_DUES', 'has either a due date or a recurrence');
    const { id, text, due, recurrence } = commitment;
    const added = { id, text, owner, with: others, ...present({ due, recurrence: recurrence && { ...recurrence } }) };
    return { accepted: [draft(agreementEvents.commitmentAdded, { commitment: added, from: from ?? context.today }, state, context)] };
  },
};

function isTaken({ versions, added }: AgreementState, id: string): boolean {
  const inTexts = versions.some(({ terms }) => ITEM_LISTS.some((list) => terms[list].some((item) => item.id === id)));
  return inTexts || added.some(({ commitment }) => commitment.id === id);
}

export const reportFulfilment: Rule<commands.ReportCommitmentFulfilment> = {
  subject: ({ agreement }) => agreement,
  decide: (command, state, context) =>
    onCommitment(command, state, context, 'OWNER', (occurrence, by) => {
      const metOn = command.metOn ?? context.today;
      if (metOn > context.today) return invalid('metOn', 'IN_THE_FUTURE', 'lies in the future');
      const last = factsOf(state, occurrence).at(-1);
      if (last?.kind === 'CONFIRMED' || last?.kind === 'WAIVED') return notNow('Dit is al afgerond.', 'This was settled already.');
      if (last?.kind === 'REPORTED' && last.on === metOn) return { accepted: [] };
      const data = { ...named(occurrence), by, metOn, ...present({ text: command.text }) };
      return { accepted: [{ ...draft(agreementEvents.fulfilmentReported, data, state, context), actDate: context.today }] };
    }),
};

export const confirmFulfilment: Rule<commands.ConfirmCommitmentFulfilment> = {
  subject: ({ agreement }) => agreement,
  decide: (command, state, context) =>
    onCommitment(command, state, context, 'OTHERS', (occurrence, by) => {
      const last = factsOf(state, occurrence).at(-1);
      const metOn = command.metOn ?? (last?.kind === 'REPORTED' ? last.on : context.today);
      if (metOn > context.today) return invalid('metOn', 'IN_THE_FUTURE', 'lies in the future');
      if (last?.kind === 'CONFIRMED' && last.on === metOn) return { accepted: [] };
      const data = { ...named(occurrence), by, metOn, ...present({ text: command.text }) };
      return { accepted: [draft(agreementEvents.fulfilmentConfirmed, data, state, context)] };
    }),
};

export const disputeFulfilment = said<commands.DisputeCommitmentFulfilment>('fulfilmentDisputed', 'DISPUTED');
export const recordBreach = said<commands.RecordCommitmentBreach>('commitmentBreached', 'BREACHED');
export const waiveCommitment = said<commands.WaiveCommitment>('commitmentWaived', 'WAIVED');

type Said = commands.DisputeCommitmentFulfilment | commands.RecordCommitmentBreach | commands.WaiveCommitment;

/** What another party than the owner says of a commitment, with its reason. */
function said<C extends Said>(
  event: 'fulfilmentDisputed' | 'commitmentBreached' | 'commitmentWaived',
  kind: 'DISPUTED' | 'BREACHED' | 'WAIVED',
): Rule<C> {
  return {
    subject: ({ agreement }) => agreement,
    decide: (command, state, context) =>
      onCommitment(command, state, context, 'OTHERS', (occurrence, by) => {
        const last = factsOf(state, occurrence).at(-1);
        if (last?.kind === kind) return { accepted: [] };
        if (kind === 'DISPUTED' && last?.kind !== 'REPORTED')
          return notNow('Er is niets gemeld om te betwisten.', 'Nothing was reported that could be disputed.');
        if (kind !== 'DISPUTED' && last?.kind === 'CONFIRMED') return notNow('Dit is al afgerond.', 'This was settled already.');
        const data = { ...named(occurrence), by, on: context.today, reason: command.reason };
        return { accepted: [draft(agreementEvents[event], data, state, context)] };
      }),
  };
}

function named({ commitment, due }: Occurrence): { commitment: string; due?: string } {
  return { commitment: commitment.id, ...(due === null ? {} : { due }) };
}

/** On one due day of a commitment: for the party that owes it, or for another party to the agreement. */
function onCommitment(
  { commitment: id, due }: { readonly commitment: string; readonly due?: string },
  state: AgreementState,
  context: DecideContext,
  who: 'OWNER' | 'OTHERS',
  decide: (occurrence: Occurrence, by: string) => Decision,
): Decision {
  if (!mayWrite(context.actor)) return NO_PARTY;
  return asParty(state, context.today, context, () => {
    const found = occurrences(state).filter(({ commitment }) => commitment.id === id);
    const [occurrence, ...more] = due === undefined ? found : found.filter((one) => one.due === due);
    if (!occurrence)
      return invalid(due === undefined ? 'commitment' : 'due', 'UNKNOWN', 'is no commitment that binds, or no due day of it');
    if (more.length > 0) return invalid('due', 'REQUIRED', 'name one of the due days of a commitment that comes back');
    const { owner } = occurrence.commitment;
    const others = partiesOn(state, context.today).filter((one) => one !== owner);
    const by = actingParty(state, undefined, who === 'OWNER' ? [owner] : others, context);
    return by === undefined ? NO_PARTY : decide(occurrence, by);
  });
}
