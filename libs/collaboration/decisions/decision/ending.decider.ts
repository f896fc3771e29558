import type { CommandRule } from '../../../ledger/aggregate.js';
import { originOf, present } from '../../deciding/drafting.js';
import { inTheFuture, invalid, refuse } from '../../deciding/refusing.js';
import type { Act } from './decision-acting.js';
import { authorityLookups, authorityNeeds, questionOf, requestOf } from './decision-authority.js';
import { draft, draftersOnceDecided, onceDecided, type Decided } from './decision-drafts.js';
import { decisionEvents } from './decision-events.js';
import { isClerical } from './decision-kinds.js';
import type { DecisionState } from './decision-state.js';
import { decision } from './decision.js';
import { authoriseOrRegister } from './decision-registered.js';
import type * as commands from './aftermath.commands.js';

type Rule<C> = CommandRule<DecisionState, C>;

/** Withdrawing is deciding again: it takes the same authority, on the day itself. */
export const withdrawDecision: Rule<commands.WithdrawDecision> = {
  subject: ({ decision: id }) => id,
  needs: ({ mandate }, state, loaded) => authorityNeeds(requestOf(state, mandate), loaded),
  lookups: ({ mandate }, state, loaded) => authorityLookups(requestOf(state, mandate), loaded),
  decide: (command, state, context) =>
    onceDecided(state, context, (decided) => {
      const { details, taken } = decided;
      const { reason, legalGround = [], mandate, source } = command;
      const decidedOn = (source === undefined ? undefined : command.decidedOn) ?? context.today;
      const { from = decidedOn } = command;
      const unfit = ended(state) ?? inTheFuture(decidedOn, context) ?? tooEarly(from, taken.decidedOn);
      if (unfit) return unfit;
      const act: Act = { kind: 'WITHDRAW', request: requestOf(state, mandate), question: questionOf(details, decidedOn), details, context };
      const authorised = authoriseOrRegister(act, state, source);
      if (!('verdict' in authorised)) return authorised;
      const data = { from, decidedOn, reason, legalGround, ...present({ mandate }), findings: authorised.warnings };
      const { decidedBy, pin } = authorised;
      const withdrawn = {
        ...ending(decisionEvents.withdrawn.type, data, decided),
        ...{ actDate: decidedOn, decidedBy },
        ...originOf({ source }),
        ...(pin ? { mandate: pin } : {}),
        ...(legalGround.length > 0 ? { legalBasis: legalGround } : {}),
      };
      return { accepted: [withdrawn], release: taken.pools };
    }),
};

export const expireDecision: Rule<commands.ExpireDecision> = {
  subject: ({ decision: id }) => id,
  decide: ({ from: day, reason }, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      const from = day ?? context.today;
      const unfit = ended(state) ?? tooEarly(from, decided.taken.decidedOn);
      return unfit ?? { accepted: [ending(decisionEvents.expired.type, { from, reason }, decided)] };
    }),
};

export const supersedeDecision: Rule<commands.SupersedeDecision> = {
  subject: ({ decision: id }) => id,
  needs: ({ by }) => [{ aggregate: 'decision', id: by }],
  decide: ({ decision: own, by, from: day, reason }, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      const other = context.loaded.of(decision, by).state;
      const { taken } = other;
      if (by === own) return invalid('by', 'SELF', 'a decision does not supersede itself');
      if (!taken) return invalid('by', 'NOT_TAKEN', 'has not been taken');
      const from = day ?? taken.decidedOn;
      const unfit = ended(state) ?? tooEarly(from, decided.taken.decidedOn);
      if (unfit) return unfit;
      const limitsGivenBack = takesItsPlace(other, decided) || undefined;
      const superseded = ending(decisionEvents.superseded.type, { by, from, reason, limitsGivenBack }, decided);
      return { accepted: [superseded], ...(limitsGivenBack ? { release: decided.taken.pools } : {}) };
    }),
};

/**
 * What it used of yearly limits is free again when the other decision does the same in its stead and counts itself: of the same body and
 * power, for the same beneficiary, adopted, and not outside its bounds. Otherwise superseding would give back what only withdrawing
 * may, which takes authority.
 */
function takesItsPlace({ details: other, taken }: DecisionState, { details, taken: own }: Decided): boolean {
  if (!other || !taken || taken.outcome === 'REJECTED' || taken.authority.code === 'INVALID') return false;
  return taken.body === own.body && other.power === details.power && other.beneficiary === details.beneficiary;
}

/** An overlay on clerical fields: what was decided stands, and is shown with what it should have said. */
export const correctDecision: Rule<commands.CorrectDecision> = {
  subject: ({ decision: id }) => id,
  decide: ({ field, value, reason }, state, context) =>
    draftersOnceDecided(state, context, (decided) => {
      if (!isClerical(field)) {
        return refuse(
          'CORRECTION_TOUCHES_TERM',
          `${field} hoort bij wat is besloten; neem daarvoor een nieuw besluit.`,
          `${field} is part of what was decided; take a new decision for that.`,
        );
      }
      return { accepted: [draft(decisionEvents.corrected.type, { field, value, reason }, 'outcome', decided)] };
    }),
};

function ended({ ended: end }: DecisionState) {
  return (
    end && refuse('NOT_IN_THIS_STATE', `Het besluit is al geëindigd per ${end.from}.`, `The decision has ended already as of ${end.from}.`)
  );
}

function tooEarly(from: string, decidedOn: string) {
  return from < decidedOn ? invalid('from', 'BEFORE_DECISION', `lies before the decision, ${decidedOn}`) : undefined;
}

function ending<Data extends { readonly from: string }>(type: string, data: Data, decided: Decided) {
  return { ...draft(type, data, 'outcome', decided), valid: { from: data.from, until: null } };
}
