import { LINK_KINDS } from '../../../law/authority-link.js';
import { refusal } from '../../../law/rules.js';
import type { CommandRule, Decision } from '../../../ledger/aggregate.js';
import { forbidden } from '../../authorisation.js';
import { originOf, present } from '../../deciding/drafting.js';
import { inTheFuture, invalid, problem, refuse } from '../../deciding/refusing.js';
import { party } from '../../parties/party/party.js';
import { refused, type Act, type Authorised } from './decision-acting.js';
import {
  adoptionData,
  adoptionProblems,
  interestedMember,
  isAdopted,
  isCollegial,
  notAdopted,
  quorumFindings,
  votesDraft,
} from './decision-adoption.js';
import {
  authorityLookups,
  authorityNeeds,
  authorityRecord,
  decisionVerdict,
  LATEST,
  loadedAuthority,
  questionOf,
  requestOf,
  type AuthorityRequest,
} from './decision-authority.js';
import { draft, onceDecided, type Decided } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import { authoriseOrRegister } from './decision-registered.js';
import { without, type DecisionState } from './decision-state.js';
import { decision } from './decision.js';
import { votesAudience } from './taking.decider.js';
import type * as commands from './taking.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

export const ratifyDecision: Rule<commands.RatifyDecision> = {
  subject: ({ decision: id }) => id,
  needs: (command, state, loaded) => [
    ...authorityNeeds(ratifier(command, state), loaded),
    ...(command.byDecision ? [{ aggregate: 'decision', id: command.byDecision }] : []),
  ],
  lookups: (command, state, loaded) => authorityLookups(ratifier(command, state), loaded),
  decide: (command, state, context) =>
    onceDecided(state, context, (decided) => {
      const { details, taken } = decided;
      const { ratifiedOn = context.today, source } = command;
      const unfit = inTheFuture(ratifiedOn, context) ?? contradiction(command, ratifiedOn, decided) ?? once(state);
      if (unfit) return unfit;
      const question = questionOf(details, ratifiedOn);
      const act: Act = { kind: 'RATIFY', request: ratifier(command, state), question, details: { ...details, body: taken.body }, context };
      const authorised = authoriseOrRegister(act, state, source);
      if (!('verdict' in authorised)) return authorised;
      const unfinished = source === undefined ? notAdoptedBy(command, state, act) : undefined;
      return unfinished ?? { accepted: ratifiedDrafts(command, ratifiedOn, act, decided, authorised) };
    }),
};

function ratifier({ body }: commands.RatifyDecision, state: DecisionState): AuthorityRequest {
  const request = requestOf(state, undefined);
  return body === undefined ? request : { ...request, body, organisationOn: LATEST };
}

function once({ ratified }: DecisionState): Decision | undefined {
  return ratified && refuse('ALREADY_DECIDED', `Bekrachtigd op ${ratified.ratifiedOn}.`, `Ratified on ${ratified.ratifiedOn}.`);
}

function contradiction(command: commands.RatifyDecision, ratifiedOn: string, { taken, context }: Decided): Decision | undefined {
  const by = command.byDecision === undefined ? undefined : context.loaded.of(decision, command.byDecision).state;
  const problems = [
    ...(ratifiedOn < taken.decidedOn ? [problem('ratifiedOn', 'BEFORE_DECISION', `lies before the decision, ${taken.decidedOn}`)] : []),
    ...(command.byDecision === command.decision ? [problem('byDecision', 'SELF', 'a decision does not ratify itself')] : []),
    ...(by && (!by.taken || by.taken.body !== (command.body ?? taken.body))
      ? [problem('byDecision', 'NOT_A_DECISION_OF_THE_BODY', 'is no decision that this body has taken')]
      : []),
    ...(command.adoption ? adoptionProblems(command.adoption, 'ADOPTED') : []),
  ];
  return problems.length > 0 ? { invalid: problems } : undefined;
}

function notAdoptedBy(
  { adoption, byDecision }: commands.RatifyDecision,
  state: DecisionState,
  { request, context }: Act,
): Decision | undefined {
  const { kind } = context.loaded.of(party, request.body).state;
  if (byDecision === undefined && isCollegial(kind) && !isAdopted(adoption)) return { refused: notAdopted() };
  const interested = interestedMember(adoption, state.interests, kind);
  return interested && { refused: interested };
}

function ratifiedDrafts(command: commands.RatifyDecision, ratifiedOn: string, { request }: Act, decided: Decided, authorised: Authorised) {
  const { motivation, byDecision, adoption, source } = command;
  const by = byDecision === undefined ? undefined : decided.context.loaded.of(decision, byDecision).state.taken;
  const data = {
    ...{ body: request.body, ratifiedOn },
    ...present({ motivation, decision: byDecision, ratification: by?.pin, adoption: adoption && adoptionData(adoption) }),
    findings: [...authorised.warnings, ...quorumFindings(adoption)],
  };
  const act = { actDate: ratifiedOn, ...originOf({ source }) };
  const { decidedBy } = authorised;
  const votes = adoption
    ? [{ ...votesDraft(adoption, votesAudience({ ...decided, details: { ...decided.details, body: request.body } })), ...act }]
    : [];
  return [{ ...draft(decisionEvents.ratified.type, data, 'outcome', decided), ...act, decidedBy }, ...votes];
}

/** Under a signing mandate only what the body itself decided is signed (law.md D4). */
export const signDecision: Rule<commands.SignDecision> = {
  subject: ({ decision: id }) => id,
  needs: ({ mandate }, state, loaded) => authorityNeeds(requestOf(state, mandate), loaded),
  lookups: ({ mandate }, state, loaded) => authorityLookups(requestOf(state, mandate), loaded),
  decide: (command, state, context) => {
    const signedOn = command.signedOn ?? context.today;
    return onceDecided(state, context, ({ details, taken }) => {
      const early = signedOn < taken.decidedOn;
      if (early) return invalid('signedOn', 'BEFORE_DECISION', `lies before the decision, ${taken.decidedOn}`);
      const future = inTheFuture(signedOn, context);
      if (future) return future;
      const question = { ...questionOf(details, signedOn), kinds: LINK_KINDS };
      const act: Act = { kind: 'SIGN', request: requestOf(state, command.mandate), question, details, context };
      const authorised = authoriseOrRegister(act, state, command.source);
      if (!('verdict' in authorised)) return authorised;
      if (command.source === undefined && authorised.chain.at(-1)?.kind === 'signingMandate' && taken.capacity !== 'BODY')
        return refused(act, notDecidedByBody(authorised));
      const data = { signedOn, ...present({ mandate: command.mandate, post: authorised.holder }) };
      const { decidedBy, pin } = authorised;
      const signed = draft(decisionEvents.signed.type, data, 'outcome', { details, context });
      return { accepted: [{ ...signed, actDate: signedOn, decidedBy, ...originOf(command), ...(pin ? { mandate: pin } : {}) }] };
    });
  },
};

function notDecidedByBody({ pin }: Authorised) {
  return refusal('D4', {
    detail: { nl: 'Het orgaan heeft dit niet zelf besloten.', en: 'The body did not decide this itself.' },
    pins: pin ? [pin] : [],
  });
}

/** A change of the chain that was recorded at the same time may have altered the verdict; it is told once, and decides nothing. */
export const recheckAuthority: Rule<commands.RecheckDecisionAuthority> = {
  subject: ({ decision: id }) => id,
  needs: (_command, state, loaded) => authorityNeeds(asTaken(state), loaded),
  lookups: (_command, state, loaded) => authorityLookups(asTaken(state), loaded),
  decide(_command, state, context) {
    const { actor } = context;
    if (actor.role !== 'service' && actor.role !== 'administrator') return forbidden('only the ledger itself looks again');
    return onceDecided(state, context, ({ details, taken }) => {
      const { chain, holdings } = loadedAuthority(asTaken(state), context.loaded);
      const authority = authorityRecord(decisionVerdict(without(state, 'ratified'), chain, holdings));
      const before = (taken.contested ?? taken.authority).code;
      if (authority.code === before) return { accepted: [] };
      return { accepted: [draft(decisionEvents.authorityContested.type, { authority, before }, 'preparation', { details, context })] };
    });
  },
};

function asTaken(state: DecisionState): AuthorityRequest {
  const request = requestOf(state, state.taken?.mandate);
  return state.taken?.registered ? { ...request, organisationOn: state.taken.decidedOn } : request;
}
