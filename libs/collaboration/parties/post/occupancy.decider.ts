import type { CommandRule, DecideContext, Decision } from '../../../ledger/aggregate.js';
import type { Period } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { intersect } from '../../../ledger/period.js';
import { draft, originOf } from '../../deciding/drafting.js';
import { invalid, notNow } from '../../deciding/refusing.js';
import type * as commands from './post.commands.js';
import { partyOfPost, readersOf, whenKept, whenOpen } from './post.decider.js';
import { inOffice, postEvents, type Occupant, type OccupantRole, type PostState } from './post.js';

type Rule<C> = CommandRule<PostState, C>;

export const fillPost: Rule<commands.FillPost> = {
  subject: ({ post }) => post,
  needs: partyOfPost,
  decide(command, state, context) {
    const period = periodOf(command, context);
    const { actor } = command;
    const others = state.occupants.filter((one) => one.role === 'holder' && one.actor !== actor && intersect(one, period));
    return entering(state, { ...command, role: 'holder', period }, context, () => {
      if (others.length > 0 && !state.category) {
        return notNow('Deze functie is in die periode al vervuld.', 'This post is already filled in that period; vacate it first.');
      }
      return { accepted: [{ ...occupancy(postEvents.filled.type, { actor }, period, state, context), ...originOf(command) }] };
    });
  },
};

export const nameDeputy: Rule<commands.NameDeputy> = {
  subject: ({ post }) => post,
  needs: (command, state, loaded) => [
    ...partyOfPost(command, state, loaded),
    ...(command.deputyPost ? [{ aggregate: 'post', id: command.deputyPost }] : []),
  ],
  decide(command, state, context) {
    const period = periodOf(command, context);
    const { actor, deputyPost, occasion = 'ABSENCE_OR_VACANCY' } = command;
    const taken = state.occupants.filter((one) => one.role === 'deputy' && intersect(one, period)).map((one) => one.order ?? 0);
    const order = command.order ?? Math.max(0, ...taken) + 1;
    return entering(state, { ...command, role: 'deputy', period }, context, () => {
      if (taken.includes(order)) return notNow(`Plaats ${order} in de volgorde is bezet.`, `Place ${order} in the order is taken.`);
      return { accepted: [occupancy(postEvents.deputyNamed.type, { actor, order, occasion, post: deputyPost }, period, state, context)] };
    });
  },
};

export const appointActing: Rule<commands.AppointActing> = {
  subject: ({ post }) => post,
  needs: partyOfPost,
  decide(command, state, context) {
    const period = periodOf(command, context);
    return entering(state, { ...command, role: 'acting', period }, context, () => ({
      accepted: [occupancy(postEvents.actingAppointed.type, { actor: command.actor }, period, state, context)],
    }));
  },
};

export const vacatePost: Rule<commands.VacatePost> = leaving('holder', postEvents.vacated.type);
export const endDeputy: Rule<commands.EndDeputy> = leaving('deputy', postEvents.deputyEnded.type);
export const endActing: Rule<commands.EndActing> = leaving('acting', postEvents.actingEnded.type);

interface Entering {
  readonly role: OccupantRole;
  readonly actor: string;
  readonly period: Period;
}

/** A person comes into the post; who already is in it for those very days changes nothing. */
function entering(state: PostState, { role, actor, period }: Entering, context: DecideContext, decide: () => Decision): Decision {
  if (period.until !== null && period.until <= period.from) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
  const own = state.occupants.filter((one) => one.role === role && one.actor === actor && intersect(one, period));
  return whenOpen(state, period.from, context, () => {
    if (own.some(({ from, until }) => from === period.from && until === period.until)) return { accepted: [] };
    if (own.length > 0) return notNow('Deze persoon is dat in die periode al.', 'This person already is, in that period.');
    return decide();
  });
}

function leaving(role: OccupantRole, type: string): Rule<{ post: string; actor: string; on?: string }> {
  return {
    subject: ({ post }) => post,
    needs: partyOfPost,
    decide(command, state, context) {
      const { actor, on = context.today } = command;
      const own = state.occupants.filter((one) => one.role === role && one.actor === actor);
      return whenKept(state, context, () => {
        if (own.some((one) => inOffice(one, on))) {
          return { accepted: [{ ...draft(type, { actor, on }), valid: { from: on, until: null }, audience: readersOf(state, context) }] };
        }
        return own.some(({ until }) => until === on)
          ? { accepted: [] }
          : invalid('actor', 'NOT_IN_OFFICE', 'is not in this post in that capacity on that day');
      });
    },
  };
}

function periodOf({ from, until }: { from?: LocalDate; until?: LocalDate }, { today }: DecideContext): Period {
  return { from: from ?? today, until: until ?? null };
}

function occupancy(type: string, who: Partial<Occupant>, period: Period, state: PostState, context: DecideContext) {
  const { from, until } = period;
  return { ...draft(type, { ...who, from, until: until ?? undefined }), valid: period, audience: readersOf(state, context) };
}
