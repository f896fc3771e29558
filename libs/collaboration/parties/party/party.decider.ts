import type { CommandRule, DecideContext, Decision, Need, Reservation } from '../../../ledger/aggregate.js';
import { isCbsCode, isKvkNumber, isOin, isRsin, isTooiUri } from '../../../law/identifiers.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { forbidden, isRegistrar, speaksFor } from '../../authorisation.js';
import { draft, sameValue } from '../../deciding/drafting.js';
import { invalid, notNow, partyEnded, problem, refuse } from '../../deciding/refusing.js';
import type * as commands from './party.commands.js';
import { atTheSameTime, begunBy, type Holding } from './party-holdings.js';
import { partyEvents, sameIdentifier, type HeldIdentifier, type PartyState } from './party.js';

type Rule<C> = CommandRule<PartyState, C>;

export const registerParty: Rule<commands.RegisterParty> = {
  needs: ({ partOf }) => (partOf ? [{ aggregate: 'party', id: partOf }] : []),
  decide(command, _state, context) {
    if (!isRegistrar(context.actor)) return forbidden('only a registrar registers parties');
    const from = command.from ?? context.today;
    const identifiers = (command.identifiers ?? []).map((held) => ({ ...held, from: held.from ?? from }));
    const problems = identifiers.flatMap((held, index) => [
      ...identifierProblems(held, `identifiers.${index}`),
      ...(atTheSameTime(identifiers.slice(0, index).filter(sameIdentifier(held)), held)
        ? [problem(`identifiers.${index}.value`, 'REPEATED', 'was named before, for some of the same days')]
        : []),
    ]);
    if (problems.length > 0) return { invalid: problems };
    const { name, kind, partOf, administrativeBody } = command;
    return {
      accepted: [
        {
          ...draft(partyEvents.registered.type, { name, kind, partOf, administrativeBody, from, identifiers }),
          valid: { from, until: null },
          ...(command.source ? { origin: { kind: 'imported' as const, source: command.source, attester: context.actor.person } } : {}),
        },
      ],
      reserve: identifiers.map(claim),
    };
  },
};

export const amendPartyDetails: Rule<commands.AmendPartyDetails> = {
  subject: ({ party: id }) => id,
  needs: ({ partOf }) => (partOf ? [{ aggregate: 'party', id: partOf }] : []),
  decide(command, state, context) {
    const { name, partOf, administrativeBody } = command;
    const from = command.from ?? context.today;
    const changes = Object.fromEntries(Object.entries({ name, partOf, administrativeBody }).filter(([, value]) => value !== undefined));
    if (Object.keys(changes).length === 0) return invalid('name', 'NOTHING_TO_AMEND', 'names no detail to amend');
    return whenOpen(command.party, state, context, () => ({
      accepted: [{ ...draft(partyEvents.detailsAmended.type, { ...changes, from }), valid: { from, until: null } }],
    }));
  },
};

export const correctParty: Rule<commands.CorrectParty> = {
  subject: ({ party: id }) => id,
  decide(command, state, context) {
    const { revision, field, value, reason } = command;
    if (!state.details.some((segment) => segment.revision === revision)) {
      return invalid('revision', 'NO_DETAILS_AT_REVISION', 'set no details of this party');
    }
    return whenOpen(command.party, state, context, () => ({
      accepted: [draft(partyEvents.corrected.type, { revision, field, value, reason })],
    }));
  },
};

export const addPartyIdentifier: Rule<commands.AddPartyIdentifier> = {
  subject: ({ party: id }) => id,
  decide(command, state, context) {
    const held = { scheme: command.scheme, value: command.value, from: command.from ?? context.today, until: command.until };
    const problems = identifierProblems(held, '');
    if (problems.length > 0) return { invalid: problems };
    return whenOpen(command.party, state, context, () => {
      const own = state.identifiers.filter(sameIdentifier(held));
      const known = atTheSameTime(own, held);
      if (!known) return { accepted: [draft(partyEvents.identifierAdded.type, held)], reserve: [claim(held)] };
      if (known.until === undefined || (known.from === held.from && known.until === held.until)) return { accepted: [] };
      return notNow(
        `De partij heeft het al van ${known.from} tot ${known.until}.`,
        `The party has it from ${known.from} until ${known.until} already.`,
      );
    });
  },
};

export const endPartyIdentifier: Rule<commands.EndPartyIdentifier> = {
  subject: ({ party: id }) => id,
  decide(command, state, context) {
    const { scheme, value, until, reason } = command;
    return whenOpen(command.party, state, context, () => {
      const own = state.identifiers.filter(sameIdentifier(command));
      if (own.length === 0) return invalid('value', 'NOT_HELD', 'is no identifier of this party');
      return (
        alreadyEnded(own, until) ?? {
          accepted: [draft(partyEvents.identifierEnded.type, { scheme, value, until, reason })],
          release: [claim(command).pool],
        }
      );
    });
  },
};

export const describeVision: Rule<commands.DescribeVision> = {
  subject: ({ party: id }) => id,
  decide: (command, state, context) =>
    whenOpen(command.party, state, context, () => ({
      accepted: [draft(partyEvents.visionDescribed.type, { text: command.text, from: command.from ?? context.today })],
    })),
};

export const describeConstituency: Rule<commands.DescribeConstituency> = {
  subject: ({ party: id }) => id,
  decide: (command, state, context) =>
    whenOpen(command.party, state, context, () => ({
      accepted: [draft(partyEvents.constituencyDescribed.type, { text: command.text, from: command.from ?? context.today })],
    })),
};

export const nameRepresentative: Rule<commands.NameRepresentative> = {
  subject: ({ party: id }) => id,
  needs: ({ post, jointlyWith }): Need[] => [post, ...(jointlyWith ?? [])].map((id) => ({ aggregate: 'post', id })),
  decide(command, state, context) {
    const { post, instrument, until, jointlyWith = [] } = command;
    const from = command.from ?? context.today;
    if (until !== undefined && until <= from) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
    const data = { post, from, until, alone: jointlyWith.length === 0, jointlyWith, instrument };
    return whenOpen(command.party, state, context, () => {
      const known = atTheSameTime(
        state.representatives.filter((one) => one.post === post),
        data,
      );
      if (!known) return { accepted: [{ ...draft(partyEvents.representativeNamed.type, data), valid: { from, until: until ?? null } }] };
      const { audience: _, ...same } = known;
      if (sameValue(same, data)) return { accepted: [] };
      return notNow(
        `Deze functie vertegenwoordigt de partij al vanaf ${known.from}; beëindig dat eerst.`,
        `This post represents the party from ${known.from} on already; end that first.`,
      );
    });
  },
};

export const endRepresentative: Rule<commands.EndRepresentative> = {
  subject: ({ party: id }) => id,
  decide(command, state, context) {
    const { post, until, reason } = command;
    return whenOpen(command.party, state, context, () => {
      const own = state.representatives.filter((one) => one.post === post);
      if (own.length === 0) return invalid('post', 'NOT_A_REPRESENTATIVE', 'is no representative of this party');
      return alreadyEnded(own, until) ?? { accepted: [draft(partyEvents.representativeEnded.type, { post, until, reason })] };
    });
  },
};

/** Why an end on this day changes nothing, or cannot be; undefined when it can. */
function alreadyEnded(own: readonly Holding[], until: LocalDate): Decision | undefined {
  const one = begunBy(own, until);
  if (!one) return invalid('until', 'REVERSED_PERIOD', `lies before its first day, ${own.map(({ from }) => from).sort()[0]}`);
  if (one.until === until) return { accepted: [] };
  if (one.until === undefined || until < one.until) return undefined;
  return notNow(`Het is al per ${one.until} beëindigd.`, `It ended on ${one.until} already.`);
}

export const mergeParty: Rule<commands.MergeParty> = {
  subject: ({ party: id }) => id,
  needs: ({ into }) => [{ aggregate: 'party', id: into }],
  decide(command, state, context) {
    const { into, on, legalBasis } = command;
    if (into === command.party) return invalid('into', 'SELF', 'a party cannot merge into itself');
    return whenOpen(command.party, state, context, () => ({
      accepted: [{ ...draft(partyEvents.merged.type, { into, on, legalBasis }), actDate: on }],
    }));
  },
};

export const dissolveParty: Rule<commands.DissolveParty> = {
  subject: ({ party: id }) => id,
  decide: (command, state, context) =>
    whenOpen(command.party, state, context, () => ({
      accepted: [{ ...draft(partyEvents.dissolved.type, { on: command.on, reason: command.reason }), actDate: command.on }],
    })),
};

/** The party itself or a registrar may change it, and only while it has not ended. */
function whenOpen(id: string, state: PartyState, context: DecideContext, decide: () => Decision): Decision {
  if (!speaksFor(context, id) && !isRegistrar(context.actor)) return forbidden('only the party itself or a registrar changes it');
  if (!state.ended) return decide();
  return partyEnded(state.ended.on);
}

function claim({ scheme, value }: Pick<HeldIdentifier, 'scheme' | 'value'>): Reservation {
  return {
    pool: `claim-${scheme.toLowerCase()}-${value}`,
    amount: 1,
    capacity: 1,
    whenFull: () =>
      refuse(
        'IDENTIFIER_TAKEN',
        `${scheme} ${value} hoort al bij een andere partij.`,
        `${scheme} ${value} already belongs to another party.`,
      ),
  };
}

const IDENTIFIER_CHECKS: Readonly<Record<HeldIdentifier['scheme'], (value: string) => boolean>> = {
  OIN: isOin,
  RSIN: isRsin,
  KVK: isKvkNumber,
  TOOI: isTooiUri,
  CBS: isCbsCode,
};

function identifierProblems({ scheme, value, from, until }: HeldIdentifier, path: string): InputProblem[] {
  const prefix = path === '' ? '' : `${path}.`;
  return [
    ...(IDENTIFIER_CHECKS[scheme](value) ? [] : [problem(`${prefix}value`, `is${scheme}`, `is no valid ${scheme}`)]),
    ...(until !== undefined && until <= from ? [problem(`${prefix}until`, 'REVERSED_PERIOD', 'must lie after from')] : []),
  ];
}
