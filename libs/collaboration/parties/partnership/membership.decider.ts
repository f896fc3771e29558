import { finding } from '../../../law/rules.js';
import type { CommandRule, DecideContext, Decision } from '../../../ledger/aggregate.js';
import { contains } from '../../../ledger/period.js';
import { forbidden, isRegistrar, mayWrite, speaksFor } from '../../authorisation.js';
import { originOf } from '../../deciding/drafting.js';
import { invalid, notNow, refuse } from '../../deciding/refusing.js';
import { organisationNeeds } from '../post/organisation.js';
import { endedParty, partiesNeeded, seatDraft } from './forming.decider.js';
import type * as commands from './membership.commands.js';
import { amongKeepers, amongMembers, draft, isMember, notOpen, outsideItsLife, reversed, since, whenOpen } from './partnership-drafts.js';
import { partnershipEvents } from './partnership-events.js';
import type { SeatKind } from './partnership-kinds.js';
import { isSameSeat, seatsBeside, type PartnershipState, type Seat } from './partnership-state.js';
import { takeSeat } from './partnership.js';
import { assigning } from './roles.decider.js';

type Rule<C> = CommandRule<PartnershipState, C>;

export const inviteToPartnership: Rule<commands.InviteToPartnership> = {
  subject: ({ partnership }) => partnership,
  needs: ({ party }) => partiesNeeded([party]),
  decide({ party }, state, context) {
    return whenOpen(state, context.today, context, () => {
      if (state.invited.includes(party)) return { accepted: [] };
      // A member that leaves on a day to come may be asked back.
      const member = state.seats.find((seat) => seat.kind === 'MEMBER' && seat.party === party && seat.until === null);
      if (member) return notNow('Deze partij is al lid.', 'This party is a member already.');
      const { type } = partnershipEvents.invited;
      // Also once the partnership is formed: nobody else needs to know who was asked.
      const invited = draft(type, { party }, withoutFormation(state), context, [party]);
      return endedParty([party], context.today, context.loaded) ?? { accepted: [invited] };
    });
  },
};

function withoutFormation({ formed: _, ...state }: PartnershipState): PartnershipState {
  return state;
}

export const joinPartnership: Rule<commands.JoinPartnership> = {
  subject: ({ partnership }) => partnership,
  decide({ from }, state, context) {
    const { actingFor: party, actor, today } = context;
    if (!mayWrite(actor) || party === null) return forbidden('a party joins by itself');
    const seat: Seat = { kind: 'MEMBER', party, from: from ?? today, until: null };
    const known = seated(state, seat);
    if (known) return known;
    const closed = notOpen(state, seat.from);
    if (closed) return closed;
    if (!state.invited.includes(party))
      return refuse('NOT_INVITED', 'Vraag een lid om een uitnodiging.', 'Ask a member for an invitation.');
    return { accepted: [{ ...seatDraft(seat, [], state, context), actDate: today }] };
  },
};

export const registerMembership: Rule<commands.RegisterMembership> = {
  subject: ({ partnership }) => partnership,
  needs: ({ party }) => partiesNeeded([party]),
  decide(command, state, context) {
    const { party, from, until = null } = command;
    const seat: Seat = { kind: 'MEMBER', party, from, until };
    return amongKeepers(state, context, () => {
      const outside = outsideItsLife(state, from);
      if (outside.length > 0) return { invalid: outside };
      const answered = reversed(seat) ?? seated(state, seat);
      if (answered) return answered;
      const gone = endedParty([party], from, context.loaded);
      const findings = gone ? [finding('PARTY_ENDED', { effect: 'F', detail: gone.refused.detail })] : [];
      return { accepted: [{ ...seatDraft(seat, findings, state, context), ...originOf(command) }] };
    });
  },
};

export const leavePartnership: Rule<commands.LeavePartnership> = {
  subject: ({ partnership }) => partnership,
  decide(command, state, context) {
    const party = command.party ?? context.actingFor;
    if (party === null) return invalid('party', 'NO_PARTY', 'name the party that leaves');
    if (!mayWrite(context.actor) || !(speaksFor(context, party) || isRegistrar(context.actor)))
      return forbidden('a party leaves by itself, or a registrar records it');
    return leaving('MEMBER', { ...command, party }, state, context);
  },
};

export const admitGuest: Rule<commands.AdmitGuest> = {
  subject: ({ partnership }) => partnership,
  needs: ({ party }, _state, loaded) => organisationNeeds(party, loaded),
  decide({ party, role, matter, from, until = null }, state, context) {
    const seat: Seat = { kind: 'GUEST', party, from: from ?? context.today, until };
    return whenOpen(state, seat.from, context, () => {
      const answered = reversed(seat) ?? seated(state, seat) ?? endedParty([party], seat.from, context.loaded);
      if (answered) return answered;
      const wish = { role, party, matter, from: seat.from, until };
      const assigned = assigning(takeSeat(state, seat), wish, [], context);
      if (!('accepted' in assigned)) return assigned;
      return { accepted: [seatDraft(seat, [], state, context), ...assigned.accepted] };
    });
  },
};

export const releaseGuest: Rule<commands.ReleaseGuest> = {
  subject: ({ partnership }) => partnership,
  decide(command, state, context) {
    const own = mayWrite(context.actor) && speaksFor(context, command.party);
    if (!own && !isMember(state, context)) return amongMembers(state, context, () => ({ accepted: [] }));
    return leaving('GUEST', command, state, context);
  },
};

/** The same seat again changes nothing. */
function seated(state: PartnershipState, seat: Seat): Decision | undefined {
  const own = seatsBeside(state, seat);
  if (own.length === 0) return undefined;
  if (own.some((one) => isSameSeat(one, seat))) return { accepted: [] };
  return notNow('Deze partij neemt in die periode al deel.', 'This party takes part already in that period.');
}

interface Leaving extends commands.LeavingContent {
  readonly party: string;
}

function leaving(
  kind: SeatKind,
  { party, on, reason, aboutPerson: person }: Leaving,
  state: PartnershipState,
  context: DecideContext,
): Decision {
  const day = on ?? context.today;
  const own = state.seats.filter((seat) => seat.kind === kind && seat.party === party);
  if (own.some(({ until }) => until === day)) return { accepted: [] };
  if (!own.some((seat) => contains(seat, day))) return invalid('on', 'NOT_THERE', 'is no day on which this party takes part');
  const closed = notOpen(state, day);
  if (closed) return closed;
  const { type } = kind === 'MEMBER' ? partnershipEvents.left : partnershipEvents.guestLeft;
  return { accepted: [{ ...draft(type, { party, on: day, reason, person }, state, context), ...since(day) }] };
}
