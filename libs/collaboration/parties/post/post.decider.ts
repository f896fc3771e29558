import type { CommandRule, DecideContext, Decision, LoadedStreams, Need } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { draft, originOf, withActingParty } from '../../deciding/drafting.js';
import { actInFuture, invalid, notNow, partyEnded, refuse } from '../../deciding/refusing.js';
import { party as partyAggregate } from '../party/party.js';
import { organisationNeeds, organisationOf } from './organisation.js';
import { isAbolished, nameOn, placeOn, post, postEvents, type PostState } from './post.js';
import type * as commands from './post.commands.js';

type Rule<C> = CommandRule<PostState, C>;

export const establishPost: Rule<commands.EstablishPost> = {
  needs: ({ party }, _state, loaded) => organisationNeeds(party, loaded),
  decide(command, _state, context) {
    const { name, party, category = false, registry = false, from = context.today } = command;
    if (!keeps(party, context.today, context)) return forbidden(KEEPERS);
    const { ended } = context.loaded.of(partyAggregate, party).state;
    if (ended && ended.on <= from) return partyEnded(ended.on);
    return {
      accepted: [
        {
          ...draft(postEvents.established.type, { name, party, category, registry, from }),
          valid: { from, until: null },
          ...originOf(command),
        },
      ],
    };
  },
};

export const renamePost: Rule<commands.RenamePost> = {
  subject: ({ post: id }) => id,
  needs: partyOfPost,
  decide(command, state, context) {
    const { name, from = context.today } = command;
    return whenOpen(state, from, context, () => ({
      accepted: nameOn(state, from) === name ? [] : [{ ...draft(postEvents.renamed.type, { name, from }), valid: { from, until: null } }],
    }));
  },
};

export const movePost: Rule<commands.MovePost> = {
  subject: ({ post: id }) => id,
  needs: (command, state, loaded) => [...partyOfPost(command, state, loaded), ...organisationNeeds(command.party, loaded)],
  decide(command, state, context) {
    const { party, from = context.today } = command;
    const place = placeOn(state, from);
    const registry = command.registry ?? place.registry;
    const same = place.party === party && place.registry === registry;
    return whenOpen(state, from, context, () => ({
      accepted: same ? [] : [{ ...draft(postEvents.moved.type, { party, registry, from }), valid: { from, until: null } }],
    }));
  },
};

export const succeedPost: Rule<commands.SucceedPost> = {
  subject: ({ post: id }) => id,
  needs: (command, state, loaded) => [...partyOfPost(command, state, loaded), { aggregate: post.name, id: command.by }],
  decide(command, state, context) {
    const { by, instrument, from = context.today, actDate = context.today } = command;
    const successor = context.loaded.of(post, by).state;
    if (by === command.post) return invalid('by', 'SELF', 'a post cannot succeed itself');
    if (isAbolished(successor, from)) return invalid('by', 'POST_ABOLISHED', 'is abolished on that day');
    if (successor.successor?.post === command.post) return invalid('by', 'CIRCLE', 'is itself succeeded by this post');
    if (actDate > context.today) return actInFuture(context);
    if (state.successor) {
      if (state.successor.post === by && state.successor.from === from) return { accepted: [] };
      return notNow(
        `Deze functie is per ${state.successor.from} al opgevolgd.`,
        `This post already has a successor as of ${state.successor.from}.`,
      );
    }
    const accepted = [{ ...draft(postEvents.succeeded.type, { post: by, from, instrument }), actDate, valid: { from, until: null } }];
    // The day of abolition itself is the usual day on which a successor steps in.
    return whenOpen(state, state.abolished?.from === from ? firstDay(state) : from, context, () => ({ accepted }));
  },
};

export const abolishPost: Rule<commands.AbolishPost> = {
  subject: ({ post: id }) => id,
  needs: partyOfPost,
  decide(command, state, context) {
    const { reason, from = context.today, actDate = context.today } = command;
    if (actDate > context.today) return actInFuture(context);
    const { abolished } = state;
    if (abolished && abolished.from !== from) {
      return notNow(`Deze functie is per ${abolished.from} al opgeheven.`, `This post was already abolished as of ${abolished.from}.`);
    }
    const accepted = abolished ? [] : [{ ...draft(postEvents.abolished.type, { from, reason }), actDate, valid: { from, until: null } }];
    return whenOpen(state, abolished ? firstDay(state) : from, context, () => ({ accepted }));
  },
};

export const correctPost: Rule<commands.CorrectPost> = {
  subject: ({ post: id }) => id,
  needs: partyOfPost,
  decide(command, state, context) {
    const { revision, name, reason } = command;
    const known = state.name.some((segment) => segment.revision === revision);
    if (!known) return invalid('revision', 'NO_NAME_AT_REVISION', 'set no name of this post');
    return whenKept(state, context, () => ({ accepted: [draft(postEvents.corrected.type, { revision, name, reason })] }));
  },
};

export const KEEPERS = 'only the party itself, the organisation it is part of or a registrar keeps its posts';

/** The party of a post, its organisation, or a registrar. */
export function keeps(party: string, on: LocalDate, context: DecideContext): boolean {
  return isRegistrar(context.actor) || speaksFor(context, party) || speaksFor(context, organisationOf(party, on, context.loaded));
}

export function whenKept(state: PostState, context: DecideContext, decide: () => Decision): Decision {
  return keeps(placeOn(state, context.today).party, context.today, context) ? decide() : forbidden(KEEPERS);
}

/** Nothing happens to a post before its first day, nor from the day it is abolished. What happened before may still be recorded. */
export function whenOpen(state: PostState, from: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  return whenKept(state, context, () => {
    if (from < firstDay(state)) return invalid('from', 'BEFORE_START', `lies before the post's first day, ${firstDay(state)}`);
    if (!state.abolished || from < state.abolished.from) return decide();
    const { from: on } = state.abolished;
    return refuse('POST_ABOLISHED', `De functie is per ${on} opgeheven.`, `The post was abolished as of ${on}.`);
  });
}

/** Who is in a post is internal to its party, its organisation and whoever keeps the register. */
export function readersOf(state: PostState, context: DecideContext): Audience {
  const { party } = placeOn(state, context.today);
  return { level: 'internal', parties: withActingParty([party, organisationOf(party, context.today, context.loaded)], context) };
}

export function partyOfPost(_command: unknown, state: PostState, loaded: LoadedStreams): Need[] {
  const parties = new Set(state.place.map(({ value }) => value.party));
  return [...parties].flatMap((party) => organisationNeeds(party, loaded));
}

export function firstDay(state: PostState): LocalDate {
  return state.place[0]?.from ?? '';
}
