import { finding, type Finding } from '../../../law/rules.js';
import { objectionTerm } from '../../../law/terms.js';
import type { CommandRule, DecideContext, Decision, Need } from '../../../ledger/aggregate.js';
import { originOf, present } from '../../deciding/drafting.js';
import { inTheFuture, invalid, refuse } from '../../deciding/refusing.js';
import { isOwnDecision, refused, type Act, type Authorised } from './decision-acting.js';
import { authorityLookups, authorityNeeds, questionOf, requestOf } from './decision-authority.js';
import { audienceOf, draft, draftersOnceDecided, onceDecided, type Decided } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import { authoriseOrRegister } from './decision-registered.js';
import type { DecisionState, Remedy } from './decision-state.js';
import { decidedUnderMandateBy, objectionWarnings, ownObjection } from './taking.decider.js';
import type * as commands from './aftermath.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

export const lodgeObjection: Rule<commands.LodgeObjection> = {
  subject: ({ decision }) => decision,
  needs: ({ party }) => partyNeed(party),
  decide: (command, state, context) =>
    onceDecided(state, context, (decided) => {
      const { details, taken } = decided;
      const { grounds, lodgedOn = context.today, party, person } = command;
      const unfit = inTheFuture(lodgedOn, context) ?? before(lodgedOn, 'lodgedOn', taken.decidedOn);
      if (unfit) return unfit;
      if (!details.objectionOpen) {
        return refuse('NOT_IN_THIS_STATE', 'Tegen dit besluit staat geen bezwaar open.', 'No objection lies against this decision.');
      }
      const data = {
        objection: state.objections.length + 1,
        lodgedOn,
        grounds,
        ...lodger(party, person, decided),
        findings: outsideTerm(lodgedOn, state),
      };
      return { accepted: [{ type: decisionEvents.objectionLodged.type, data, audience: readers(party, decided), actDate: lodgedOn }] };
    }),
};

/** Late or premature: whoever decides on it judges that, so that it is recorded all the same (Awb 6:9–6:11). */
function outsideTerm(lodgedOn: string, { madeKnown }: DecisionState): Finding[] {
  if (!madeKnown || lodgedOn <= madeKnown.on) {
    const detail = { nl: 'Ingediend vóór het begin van de termijn.', en: 'Lodged before the term began.' };
    return [finding('P2', { effect: 'W', detail, legalBasis: 'Awb 6:10' })];
  }
  const { end } = objectionTerm(madeKnown.on);
  if (lodgedOn <= end) return [];
  return [
    finding('P2', {
      effect: 'F',
      detail: { nl: `De termijn eindigde op ${end}.`, en: `The term ended on ${end}.` },
      legalBasis: 'Awb 6:9',
    }),
  ];
}

export const decideObjection: Rule<commands.DecideObjection> = {
  subject: ({ decision }) => decision,
  needs: ({ mandate, power, byDecision }, state, loaded) => [
    ...authorityNeeds(requestOf(state, mandate, power), loaded),
    ...(byDecision ? [{ aggregate: 'decision', id: byDecision }] : []),
  ],
  lookups: ({ mandate, power }, state, loaded) => authorityLookups(requestOf(state, mandate, power), loaded),
  decide: (command, state, context) =>
    onceDecided(state, context, (decided) => {
      const { details } = decided;
      const decidedOn = command.decidedOn ?? context.today;
      const lodged = state.objections.find(({ number }) => number === command.objection);
      const unfit = inTheFuture(decidedOn, context) ?? unanswered(lodged, 'objection', decidedOn);
      if (unfit) return unfit;
      const { power = details.power } = command;
      // Deciding on an objection spends nothing, whatever the contested decision was about.
      const question = { ...questionOf({ ...details, power }, decidedOn), amountCents: null };
      const act: Act = { kind: 'DECIDE_OBJECTION', request: requestOf(state, command.mandate, power), question, details, context };
      const authorised = authoriseOrRegister(act, state, command.source);
      if (!('verdict' in authorised)) return authorised;
      const own = command.source === undefined && !isOwnDecision(authorised) && decidedUnderMandateBy(state, context.actor.person);
      if (own) return refused(act, ownObjection(authorised.pin ? [authorised.pin] : []));
      return { accepted: objectionDrafts(command, decidedOn, lodged as Remedy, decided, { authorised, state }) };
    }),
};

interface Deciding {
  readonly authorised: Authorised;
  readonly state: DecisionState;
}

function objectionDrafts(
  command: commands.DecideObjection,
  decidedOn: string,
  lodged: Remedy,
  decided: Decided,
  { authorised, state }: Deciding,
) {
  const { objection, outcome, motivation, mandate, byDecision, source } = command;
  const findings = [...authorised.warnings, ...objectionWarnings(state, authorised, decided.context)];
  const data = { objection, outcome, decidedOn, ...present({ mandate, decision: byDecision }), findings };
  const { decidedBy, pin } = authorised;
  const answer = { objection, motivation, ...lodger(undefined, lodged.person, decided) };
  return [
    {
      ...draft(decisionEvents.objectionDecided.type, data, 'outcome', decided),
      actDate: decidedOn,
      decidedBy,
      ...(pin ? { mandate: pin } : {}),
      ...originOf({ source }),
    },
    {
      type: decisionEvents.objectionAnswered.type,
      data: answer,
      audience: readers(lodged.party, decided),
      actDate: decidedOn,
      ...originOf({ source }),
    },
  ];
}

export const lodgeAppeal: Rule<commands.LodgeAppeal> = {
  subject: ({ decision }) => decision,
  needs: ({ party }) => partyNeed(party),
  decide: (command, state, context) =>
    onceDecided(state, context, (decided) => {
      const { court, reference, lodgedOn = context.today, party, person } = command;
      const unfit = inTheFuture(lodgedOn, context) ?? before(lodgedOn, 'lodgedOn', decided.taken.decidedOn);
      if (unfit) return unfit;
      const data = { appeal: state.appeals.length + 1, lodgedOn, court, reference, ...lodger(party, person, decided) };
      return { accepted: [{ type: decisionEvents.appealLodged.type, data, audience: readers(party, decided), actDate: lodgedOn }] };
    }),
};

export const decideAppeal: Rule<commands.DecideAppeal> = {
  subject: ({ decision }) => decision,
  decide: (command, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      const { appeal, outcome, ruling, annulledFrom, decidedOn = context.today } = command;
      const lodged = state.appeals.find(({ number }) => number === appeal);
      const unfit = inTheFuture(decidedOn, context) ?? unanswered(lodged, 'appeal', decidedOn);
      if (unfit) return unfit;
      if (annulledFrom !== undefined && outcome !== 'FOUNDED') {
        return invalid('annulledFrom', 'NOT_FOUNDED', 'only an appeal that is founded annuls a decision');
      }
      const data = { appeal, outcome, decidedOn, ruling, annulledFrom };
      return { accepted: [{ ...draft(decisionEvents.appealDecided.type, data, 'outcome', decided), actDate: decidedOn }] };
    }),
};

function unanswered(lodged: Remedy | undefined, field: 'objection' | 'appeal', decidedOn: string): Decision | undefined {
  if (!lodged) return invalid(field, 'UNKNOWN', `is no ${field} to this decision`);
  if (lodged.answer)
    return refuse('ALREADY_DECIDED', `Hierop is beslist op ${lodged.answer.decidedOn}.`, `This was decided on ${lodged.answer.decidedOn}.`);
  return before(decidedOn, 'decidedOn', lodged.lodgedOn);
}

function before(date: string, field: string, earliest: string): Decision | undefined {
  return date < earliest ? invalid(field, 'TOO_EARLY', `lies before ${earliest}`) : undefined;
}

/** The text is sealed under the key of whoever lodged it, else of whoever the decision is about. */
function lodger(party: string | undefined, person: string | undefined, { details }: Decided) {
  return present({ party, person: person ?? details.person });
}

function readers(
  party: string | undefined,
  { details, context }: { readonly details: Decided['details']; readonly context: DecideContext },
) {
  return audienceOf('person', details, context, party === undefined ? [] : [party]);
}

function partyNeed(party: string | undefined): Need[] {
  return party === undefined ? [] : [{ aggregate: 'party', id: party }];
}
