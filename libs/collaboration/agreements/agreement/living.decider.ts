import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { at } from '../../../ledger/timeline.js';
import { present } from '../../deciding/drafting.js';
import { invalid, notNow, refuse } from '../../deciding/refusing.js';
import { decision } from '../../decisions/decision/decision.js';
import { asParty, draft, keepsRecords, municipalOf, NO_PARTY, type Rule } from './agreement-acting.js';
import { agreementEvents } from './agreement-events.js';
import { formOf } from './agreement-kinds.js';
import { endOf, partiesOn } from './agreement-standing.js';
import type { AgreementState, Version } from './agreement-state.js';
import type * as commands from './living.commands.js';

export const suspendAgreement: Rule<commands.SuspendAgreement> = {
  subject: ({ agreement }) => agreement,
  decide({ from, until, reason }, state, context) {
    const first = from ?? context.today;
    return whileStanding(state, context, (by) => {
      if (until !== undefined && until <= first) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
      const data = { by, from: first, ...present({ until }), reason };
      return { accepted: [{ ...draft(agreementEvents.suspended, data, state, context), valid: { from: first, until: until ?? null } }] };
    });
  },
};

export const resumeAgreement: Rule<commands.ResumeAgreement> = {
  subject: ({ agreement }) => agreement,
  decide({ from, reason }, state, context) {
    const first = from ?? context.today;
    return whileStanding(state, context, (by) =>
      at(state.suspended, first)
        ? { accepted: [draft(agreementEvents.resumed, { by, from: first, reason }, state, context)] }
        : notNow('De afspraak is op die dag niet opgeschort.', 'The agreement is not suspended on that day.'),
    );
  },
};

export const extendAgreement: Rule<commands.ExtendAgreement> = {
  subject: ({ agreement }) => agreement,
  decide({ until, clause, reason }, state, context) {
    return whileStanding(state, context, (by, version) => {
      if (!hasClause(version, clause)) return noClause();
      const end = endOf(state, version);
      if (end === undefined || until <= end) return invalid('until', 'NOT_LATER', 'is no later end than the agreement has');
      if (end <= context.today) return notNow(`De afspraak liep af op ${end}.`, `The agreement ran until ${end}.`);
      return { accepted: [draft(agreementEvents.extended, { by, until, clause, reason }, state, context)] };
    });
  },
};

export const terminateAgreement: Rule<commands.TerminateAgreement> = {
  subject: ({ agreement }) => agreement,
  needs: ({ decision: id }) => decisionNeed(id),
  decide(command, state, context) {
    const { from, reason, legalGround = [], decision: decided, source } = command;
    const first = from ?? context.today;
    const subsidy = state.nature !== undefined && formOf(state.nature.kind).byDecision;
    const manner = command.manner ?? (subsidy ? 'WITHDRAWAL' : 'NOTICE');
    if (source !== undefined && !keepsRecords(state, partiesOn(state, context.today), context)) return NO_PARTY;
    return whileStanding(state, context, (by) => {
      const without = groundless(state, by, { subsidy, legalGround, decided });
      if (without && source === undefined && without.ruleId === 'S2') return { refused: refusal('S2', { detail: without.detail }) };
      const findings = without ? [source === undefined ? without : finding(without.ruleId, { effect: 'F', detail: without.detail })] : [];
      const data = { by, from: first, manner, reason, legalGround, ...present({ decision: decided }), findings };
      const event: EventDraft = {
        ...draft(agreementEvents.terminated, data, state, context),
        ...(legalGround.length > 0 ? { legalBasis: legalGround } : {}),
        ...(source === undefined ? {} : { origin: { kind: 'registeredAfterwards' as const, source } }),
      };
      return { accepted: [event] };
    });
  },
};

interface Grounds {
  readonly subsidy: boolean;
  readonly legalGround: readonly string[];
  readonly decided: string | undefined;
}

/** A subsidy ends on a named ground (Awb 4:48 to 4:51); a municipality decides before it ends anything. */
function groundless(state: AgreementState, by: string, { subsidy, legalGround, decided }: Grounds): Finding | undefined {
  if (subsidy && legalGround.length === 0) {
    return finding('S2', { detail: { nl: 'Noem de grond (Awb 4:48 tot en met 4:51).', en: 'Name the ground (Awb 4:48 to 4:51).' } });
  }
  if (decided !== undefined || !municipalOf(state, by)) return undefined;
  const detail = { nl: 'Het besluit om te beëindigen is niet vastgelegd.', en: 'The decision to end it is not recorded.' };
  return finding('V1', { effect: 'W', detail });
}

export const determineSubsidy: Rule<commands.DetermineSubsidy> = {
  subject: ({ agreement }) => agreement,
  needs: ({ decision: id }) => decisionNeed(id),
  decide: ({ amountCents, decision: id }, state, context) =>
    onSubsidy(state, context, () => {
      if (state.determined?.decision === id && state.determined.amountCents === amountCents) return { accepted: [] };
      return decidedAmount(id, context, (pin, determinedOn) =>
        draft(agreementEvents.subsidyDetermined, { amountCents, decision: id, pin, determinedOn }, state, context),
      );
    }),
};

export const reclaimSubsidy: Rule<commands.ReclaimSubsidy> = {
  subject: ({ agreement }) => agreement,
  needs: ({ decision: id }) => decisionNeed(id),
  decide: ({ amountCents, decision: id }, state, context) =>
    onSubsidy(state, context, () => {
      if (state.reclaimed.some((one) => one.decision === id)) return { accepted: [] };
      return decidedAmount(id, context, (pin, reclaimedOn) =>
        draft(agreementEvents.subsidyReclaimed, { amountCents, decision: id, pin, reclaimedOn }, state, context),
      );
    }),
};

function decisionNeed(id: string | undefined) {
  return id === undefined ? [] : [{ aggregate: decision.name, id }];
}

/** Determining and reclaiming are decisions (Awb 4:46, 4:57): without one taken there is nothing to record. */
function decidedAmount(id: string, { loaded }: DecideContext, event: (pin: object, on: LocalDate) => EventDraft): Decision {
  const { state, pin } = loaded.of(decision, id);
  if (!pin || !state.taken || state.taken.outcome === 'REJECTED' || state.ended) {
    const detail = { nl: 'Er is niet (positief) besloten.', en: 'Nothing was decided, or it was rejected or ended.' };
    return { refused: refusal('NOT_IN_THIS_STATE', { detail, pins: pin ? [pin] : [] }) };
  }
  const { decidedOn } = state.taken;
  return { accepted: [{ ...event(pin, decidedOn), actDate: decidedOn }] };
}

function onSubsidy(state: AgreementState, context: DecideContext, decide: () => Decision): Decision {
  return asParty(state, context.today, context, () => {
    if (state.versions.length === 0) return notConcluded();
    const subsidy = state.nature !== undefined && formOf(state.nature.kind).byDecision;
    return subsidy ? decide() : notNow('Dit is geen subsidie.', 'This is no subsidy.');
  });
}

/** Once it was concluded and while nobody ended it, for one of its parties. */
export function whileStanding(state: AgreementState, context: DecideContext, decide: (by: string, version: Version) => Decision): Decision {
  return asParty(state, context.today, context, (by) => {
    const version = state.versions.at(-1);
    if (!version) return notConcluded();
    if (state.terminated)
      return notNow(`De afspraak is beëindigd per ${state.terminated.from}.`, `The agreement was ended from ${state.terminated.from}.`);
    return decide(by, version);
  });
}

export function hasClause({ terms }: Version, id: string): boolean {
  return terms.clauses.some((clause) => clause.id === id);
}

export function noClause(): Decision {
  return refuse('NO_SUCH_CLAUSE', 'De geldende tekst heeft deze bepaling niet.', 'The text in force has no such clause.');
}

export function notConcluded(): Decision {
  return notNow('De afspraak is nog niet gesloten.', 'The agreement was not concluded yet.');
}
