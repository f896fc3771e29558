import { isRoleType } from '../../../law/partnership-roles.js';
import type { CommandRule, DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { at, type Timeline } from '../../../ledger/timeline.js';
import { sameValue } from '../../deciding/drafting.js';
import { inTheFuture, problem } from '../../deciding/refusing.js';
import { councilLookups, draft, partnerNeeds, partnersDraft, since, whenOpen } from './partnership-drafts.js';
import { partnershipEvents } from './partnership-events.js';
import { partialRules } from './partnership-findings.js';
import { membersOn, type PartnershipState } from './partnership-state.js';
import { definitionOn } from './partnership.js';
import type * as commands from './working.commands.js';

type Rule<C> = CommandRule<PartnershipState, C>;

export const agreeWorkingRules: Rule<commands.AgreeWorkingRules> = {
  subject: ({ partnership }) => partnership,
  decide({ rules, agreedBy, from }, state, context) {
    const day = from ?? context.today;
    const members = membersOn(state, day);
    const strangers = agreedBy.flatMap((one, index) =>
      members.includes(one) ? [] : [problem(`agreedBy.${index}`, 'NOT_A_MEMBER', 'is no member on that day')],
    );
    return whenOpen(state, day, context, () => {
      if (strangers.length > 0) return { invalid: strangers };
      const value = { rules, agreedBy: [...new Set(agreedBy)] };
      const data = { ...value, from: day, findings: partialRules(members, agreedBy) };
      return unlessSame(state.workingRules, value, {
        ...draft(partnershipEvents.workingRulesAgreed.type, data, state, context),
        ...since(day),
      });
    });
  },
};

export const chooseScale: Rule<commands.ChoosePartnershipScale> = {
  subject: ({ partnership }) => partnership,
  decide({ scale, reason, from }, state, context) {
    const day = from ?? context.today;
    return whenOpen(state, day, context, () => {
      const value = { scale, reason };
      const chosen = draft(partnershipEvents.scaleChosen.type, { ...value, from: day }, state, context);
      return unlessSame(state.scale, value, { ...chosen, ...since(day) });
    });
  },
};

export const pictureProcess: Rule<commands.PictureProcess> = {
  subject: ({ partnership }) => partnership,
  decide({ steps, from }, state, context) {
    const day = from ?? context.today;
    const unknown = steps.flatMap(({ localRoles = [] }, step) =>
      localRoles.flatMap((role, index) =>
        !isRoleType(role) && definitionOn(state, role, day)
          ? []
          : [problem(`steps.${step}.localRoles.${index}`, 'ROLE_NOT_DEFINED', 'is no role of this partnership')],
      ),
    );
    return whenOpen(state, day, context, () => {
      if (unknown.length > 0) return { invalid: unknown };
      const value = steps.map(({ name, roles = [], localRoles = [], description }) => ({
        name,
        roles: [...roles, ...localRoles],
        ...(description === undefined ? {} : { description }),
      }));
      const pictured = draft(partnershipEvents.processPictured.type, { steps: value, from: day }, state, context);
      return unlessSame(state.process, value, { ...pictured, ...since(day) });
    });
  },
};

/** What already holds from that day on is not said again. */
function unlessSame<T>(timeline: Timeline<T>, value: T, said: EventDraft & { readonly valid: { readonly from: LocalDate } }): Decision {
  const known = at(timeline, said.valid.from);
  return { accepted: known !== undefined && sameValue(known, value) ? [] : [said] };
}

export const reviewRelationship: Rule<commands.ReviewRelationship> = {
  subject: ({ partnership }) => partnership,
  needs: (_command, state) => partnerNeeds(state),
  lookups: (_command, state, loaded) => councilLookups(state, loaded),
  decide({ between, text, on, nextReview, aboutPerson: person }, state, context) {
    const day = on ?? context.today;
    return whenHappened(state, day, context, () => {
      const members = membersOn(state, day);
      const parties = between ?? members;
      const strangers = parties.flatMap((one, index) =>
        members.includes(one) ? [] : [problem(`between.${index}`, 'NOT_A_MEMBER', 'is no member on that day')],
      );
      if (strangers.length > 0) return { invalid: strangers };
      const review = state.reviews.length + 1;
      const data = { review, on: day, between: parties, text, nextReview, person };
      return { accepted: [{ ...partnersDraft(partnershipEvents.relationshipReviewed.type, data, state, context), actDate: day }] };
    });
  },
};

export const evaluatePartnership: Rule<commands.EvaluatePartnership> = {
  subject: ({ partnership }) => partnership,
  decide({ conclusion, outlook, on, evaluation }, state, context) {
    const day = on ?? context.today;
    return whenHappened(state, day, context, () => {
      const known = state.evaluations.some((one) => one.on === day && one.conclusion === conclusion && one.outlook === outlook);
      const data = { on: day, conclusion, outlook, evaluation };
      return { accepted: known ? [] : [{ ...draft(partnershipEvents.evaluated.type, data, state, context), actDate: day }] };
    });
  },
};

/** Held on a day that has been, which may be the last one. */
function whenHappened(state: PartnershipState, on: LocalDate, context: DecideContext, decide: () => Decision): Decision {
  const { ended, ...open } = state;
  const onLastDay = ended?.on === on;
  return whenOpen(onLastDay ? open : state, on, context, () => inTheFuture(on, context) ?? decide());
}
