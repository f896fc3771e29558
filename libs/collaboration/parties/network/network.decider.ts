import type { CommandRule, DecideContext, Decision, LoadedStreams, Need } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { draft, originOf } from '../../deciding/drafting.js';
import { actInFuture, invalid, notNow } from '../../deciding/refusing.js';
import { areaProblems } from '../areas.js';
import { party } from '../party/party.js';
import { organisationNeeds, organisationOf } from '../post/organisation.js';
import type * as commands from './network.commands.js';
import { networkEvents, profileOn, type NetworkState } from './network.js';

type Rule<C> = CommandRule<NetworkState, C>;

/** A network is what people outside made: noting it is no permission, and asks for none. */
export const noteNetwork: Rule<commands.NoteNetwork> = {
  needs: ({ parties = [], steward }) => [...parties, ...(steward ? [steward] : [])].map((id) => ({ aggregate: party.name, id })),
  decide(command, _state, context) {
    const { name, description, topics, areaCodes = [], parties = [], funded = false, from = context.today } = command;
    const steward = command.steward ?? context.actingFor;
    if (steward === null) return invalid('steward', 'MISSING', 'name the party that notes it');
    if (!speaksFor(context, steward) && !isRegistrar(context.actor))
      return forbidden('a party notes networks for itself; a registrar may too');
    const problems = areaProblems(areaCodes);
    if (problems.length > 0) return { invalid: problems };
    const data = {
      name,
      description,
      topics: unique(topics),
      areaCodes: unique(areaCodes),
      parties: unique(parties),
      funded,
      steward,
      from,
    };
    return { accepted: [{ ...draft(networkEvents.noted.type, data), valid: { from, until: null }, ...originOf(command) }] };
  },
};

export const amendNetwork: Rule<commands.AmendNetwork> = {
  subject: ({ network }) => network,
  needs: (command, state, loaded) => [
    ...keepersNeeds(state, loaded),
    ...(command.parties ?? []).map((id) => ({ aggregate: party.name, id })),
  ],
  decide(command, state, context) {
    const { name, description, topics, areaCodes, parties, funded, from = context.today } = command;
    const given = {
      name,
      description,
      topics: topics && unique(topics),
      areaCodes: areaCodes && unique(areaCodes),
      parties: parties && unique(parties),
      funded,
    };
    const before = profileOn(state, from);
    const changes = Object.fromEntries(
      Object.entries(given).filter(([field, value]) => value !== undefined && !same(value, before?.[field as keyof typeof before])),
    );
    const problems = areaProblems(areaCodes ?? []);
    if (problems.length > 0) return { invalid: problems };
    return whileOpen(state, from, context, () => ({
      accepted:
        Object.keys(changes).length === 0
          ? []
          : [{ ...draft(networkEvents.amended.type, { ...changes, from }), valid: { from, until: null } }],
    }));
  },
};

/** Whoever keeps the contact records it; the network's parties and whoever noted it read along. */
export const keepNetworkContact: Rule<commands.KeepNetworkContact> = {
  subject: ({ network }) => network,
  decide({ text, functions = [], on: day }, state, context) {
    const on = day ?? context.today;
    const { actingFor } = context;
    if (actingFor === null) return forbidden('a contact is kept by a party');
    if (on > context.today) return actInFuture(context);
    if (state.ended && on >= state.ended.from) return hasEnded(state.ended.from);
    const parties = unique([actingFor, state.steward, ...(profileOn(state, on)?.parties ?? [])]);
    const data = { contact: state.contacts.length + 1, party: actingFor, on, functions, text };
    return { accepted: [{ ...draft(networkEvents.contactKept.type, data), actDate: on, audience: { level: 'partners', parties } }] };
  },
};

export const endNetwork: Rule<commands.EndNetwork> = {
  subject: ({ network }) => network,
  needs: (_command, state, loaded) => keepersNeeds(state, loaded),
  decide({ from: asked, reason }, state, context) {
    const from = asked ?? context.today;
    if (state.ended?.from === from && keeps(state, context)) return { accepted: [] };
    const valid = { from, until: null };
    return whileOpen(state, from, context, () => ({ accepted: [{ ...draft(networkEvents.ended.type, { from, reason }), valid }] }));
  },
};

export const correctNetwork: Rule<commands.CorrectNetwork> = {
  subject: ({ network }) => network,
  needs: (_command, state, loaded) => keepersNeeds(state, loaded),
  decide({ revision, field, value, reason }, state, context) {
    if (!keeps(state, context)) return forbidden(KEEPERS);
    if (!state.profile.some((segment) => segment.revision === revision))
      return invalid('revision', 'NOTHING_AT_REVISION', 'said nothing of this network that still holds');
    return { accepted: [draft(networkEvents.corrected.type, { revision, field, value, reason })] };
  },
};

const KEEPERS = 'only whoever noted it, a party in it or a registrar does this';

function keepersNeeds({ steward }: NetworkState, loaded: LoadedStreams): Need[] {
  return organisationNeeds(steward, loaded);
}

function keeps(state: NetworkState, context: DecideContext): boolean {
  const { loaded, today } = context;
  const own = [state.steward, organisationOf(state.steward, today, loaded), ...(profileOn(state, today)?.parties ?? [])];
  return isRegistrar(context.actor) || own.some((id) => speaksFor(context, id));
}

function whileOpen(state: NetworkState, from: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  if (!keeps(state, context)) return forbidden(KEEPERS);
  const first = state.profile[0]?.from ?? from;
  if (from < first) return invalid('from', 'BEFORE_START', `lies before its first day, ${first}`);
  return state.ended ? hasEnded(state.ended.from) : decide();
}

function hasEnded(on: LocalDate): Decision {
  return notNow(`Dit netwerk bestaat sinds ${on} niet meer.`, `This network no longer exists since ${on}.`);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
