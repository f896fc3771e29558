import { refusal } from '../../../law/rules.js';
import type { CommandRule } from '../../../ledger/aggregate.js';
import { present } from '../../deciding/drafting.js';
import { asFinding } from '../../deciding/findings.js';
import { inTheFuture, invalid, problem, refuse } from '../../deciding/refusing.js';
import { draft, draftersOnceDecided, whileStanding, type Decided } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import { isPublicLaw } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import type * as commands from './aftermath.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

export const makeKnown: Rule<commands.MakeDecisionKnown> = {
  subject: ({ decision }) => decision,
  decide: (command, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      const { details, taken } = decided;
      const { manner, on = context.today, publication, remedy } = command;
      const future = inTheFuture(on, context);
      if (future) return future;
      const problems = [
        ...(on < taken.decidedOn ? [problem('on', 'BEFORE_DECISION', `lies before the decision, ${taken.decidedOn}`)] : []),
        ...(manner === 'PUBLISHED' && publication === undefined
          ? [problem('publication', 'MISSING', 'is needed of what was published')]
          : []),
      ];
      if (problems.length > 0) return { invalid: problems };
      if (state.madeKnown)
        return refuse('ALREADY_DECIDED', `Bekendgemaakt op ${state.madeKnown.on}.`, `Made known on ${state.madeKnown.on}.`);
      // Where to object must be said, but only of decisions in public law that can be objected to; not of registered facts.
      const silent = isPublicLaw(details.nature) && details.objectionOpen && remedy === undefined;
      if (silent && !taken.registered) return { refused: withoutRemedy };
      const data = { manner, on, ...present({ publication, remedy }), findings: silent ? [asFinding(withoutRemedy)] : [] };
      return { accepted: [{ ...draft(decisionEvents.madeKnown.type, data, 'outcome', decided), actDate: on }] };
    }),
};

const withoutRemedy = refusal('P3', {
  detail: { nl: 'Vermeld waar en hoe bezwaar openstaat.', en: 'Say where and how objection is open.' },
  legalBasis: 'Awb 3:45',
});

export const enterIntoForce: Rule<commands.EnterDecisionIntoForce> = {
  subject: ({ decision }) => decision,
  decide: ({ on: day, worksBackTo, reason }, state, context) => {
    const on = day ?? context.today;
    return whileStanding(state, on, context, (decided) => {
      const { details, taken } = decided;
      const problems = [
        ...(on < taken.decidedOn ? [problem('on', 'BEFORE_DECISION', 'lies before the decision; use worksBackTo')] : []),
        ...(worksBackTo !== undefined && reason === undefined ? [problem('reason', 'MISSING', 'is needed to work back')] : []),
        ...(worksBackTo !== undefined && worksBackTo >= on
          ? [problem('worksBackTo', 'NOT_EARLIER', 'must lie before the first day in force')]
          : []),
      ];
      if (problems.length > 0) return { invalid: problems };
      if (state.inForce?.on === on && state.inForce.worksBackTo === worksBackTo) return { accepted: [] };
      const early = isPublicLaw(details.nature) && (state.madeKnown === undefined || on < state.madeKnown.on);
      if (early && !taken.registered) return { refused: tooEarly(state) };
      const data = { on, ...present({ worksBackTo, reason }), findings: early ? [asFinding(tooEarly(state))] : [] };
      return { accepted: [{ ...draft(decisionEvents.enteredIntoForce.type, data, 'outcome', decided), valid: { from: on, until: null } }] };
    });
  },
};

function tooEarly({ madeKnown }: DecisionState) {
  return refusal('P1', {
    detail: madeKnown
      ? { nl: `Het besluit is pas op ${madeKnown.on} bekendgemaakt.`, en: `The decision was made known only on ${madeKnown.on}.` }
      : { nl: 'Het besluit is nog niet bekendgemaakt.', en: 'The decision has not been made known yet.' },
  });
}

export const recordImplementation: Rule<commands.RecordDecisionImplementation> = {
  subject: ({ decision }) => decision,
  decide: ({ text, on: day, completed = false }, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      const on = day ?? context.today;
      return inTheFuture(on, context) ?? { accepted: [aftermath(decisionEvents.implemented.type, { on, text, completed }, decided, on)] };
    }),
};

export const setReviewDue: Rule<commands.SetDecisionReviewDue> = {
  subject: ({ decision }) => decision,
  decide: ({ due, reason }, state, context) =>
    whileStanding(state, context.today, context, (decided) => {
      if (due < decided.taken.decidedOn) return invalid('due', 'BEFORE_DECISION', 'lies before the decision');
      if (state.reviewDue?.due === due) return { accepted: [] };
      return { accepted: [aftermath(decisionEvents.reviewDueSet.type, { due, reason }, decided)] };
    }),
};

function aftermath(type: string, data: object, decided: Decided, actDate?: string) {
  return { ...draft(type, data, 'outcome', decided), ...(actDate === undefined ? {} : { actDate }) };
}
