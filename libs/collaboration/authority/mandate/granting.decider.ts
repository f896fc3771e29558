import { finding, type Finding } from '../../../law/rules.js';
import type { DecideContext, Decision, EventDraft, LoadedStreams, Lookup, Need } from '../../../ledger/aggregate.js';
import type { InputProblem } from '../../../ledger/errors.js';
import { forbidden, speaksFor } from '../../authorisation.js';
import { originOf, withActingParty } from '../../deciding/drafting.js';
import { actInFuture, liveDay, notNow, problem } from '../../deciding/refusing.js';
import { organisationOf } from '../../parties/post/organisation.js';
import { byDeputy, decidedBy, keepsRecordsOf, notTheGrantor, recorded, speaksForBearer, type Rule } from './acting.js';
import { findingsOf, firstBreach } from './examination.js';
import { grantIntent, grantLookups, grantNeeds, type GrantInput, type GrantIntent } from './grant-intent.js';
import { examineGrant, holdingRules, powerRules, type LeftOut } from './grant-rules.js';
import type * as commands from './granting.commands.js';
import { mandateEvents, type GrantData } from './mandate-events.js';
import type { MandateState } from './mandate.js';
import { consentsNeeded } from './responsibility.js';

export const grantMandate: Rule<commands.GrantMandate> = creates((command, context) => liveGrant(command, context));
export const grantSubMandate: Rule<commands.GrantSubMandate> = creates((command, context) => liveGrant(command, context));
export const registerMandate: Rule<commands.RegisterMandate> = creates(registered);

export const proposeMandate: Rule<commands.ProposeMandate> = {
  ...creates((command: commands.ProposeMandate, context) => {
    const { today, loaded } = context;
    const intent = grantIntent(command, loaded, { today, actDate: command.actDate ?? today });
    if (Array.isArray(intent)) return { invalid: intent };
    const { grantor, holder, organisation } = intent;
    const mayPropose = keepsRecordsOf(organisation, context) || [grantor, holder].some((one) => speaksForBearer(one, intent.from, context));
    if (!mayPropose) return forbidden('only the parties to a grant propose it');
    const input = { ...command, commandId: undefined, expectedRevision: undefined, actingFor: undefined, declaredNotBsn: undefined };
    const findings = findingsOf(examineGrant(intent, leftOut(command), loaded));
    const intended = { ...grantData(intent), consentsNeeded: consentsNeeded(intent, loaded), findings };
    const parties = withActingParty([grantor.party, holder.party, organisation], context);
    return {
      accepted: [
        {
          type: mandateEvents.proposed.type,
          data: { input: JSON.parse(JSON.stringify(input)) as unknown, intended },
          audience: { level: 'internal', parties },
        },
      ],
    };
  }),
};

export const grantProposedMandate: Rule<commands.GrantProposedMandate> = {
  subject: ({ mandate }) => mandate,
  needs: (command, state, loaded) => grantNeeds(proposed(command, state), loaded),
  lookups: (command, state, loaded) => grantLookups(proposed(command, state), loaded),
  decide(command, state, context) {
    if (state.grant) return notNow('Deze verlening is al gedaan.', 'This has been granted already.');
    return liveGrant(proposed(command, state), context, state);
  },
};

export const recordAttribution: Rule<commands.RecordAttribution> = {
  needs: (command, _state, loaded) => grantNeeds(attributed(command), loaded),
  lookups: (command, _state, loaded) => grantLookups(attributed(command), loaded),
  decide(command, _state, context) {
    const intent = grantIntent(attributed(command), context.loaded, { today: context.today, actDate: null });
    if (Array.isArray(intent)) return { invalid: intent };
    const { holder, organisation, from, until } = intent;
    if (!keepsRecordsOf(organisation, context) && !speaksForBearer(holder, from, context)) {
      return forbidden('only the body itself, its organisation or a registrar records an attribution');
    }
    const findings = [...findingsOf(powerRules(intent.terms.powers)), ...holdingRules(intent, context.loaded).breaches.map(otherHolder)];
    // The law gives it: there is no act, so that it counts from its first day.
    const data = { ...grantData(intent), grantor: undefined, consentsNeeded: [], findings };
    return { accepted: [{ type: mandateEvents.attributionRecorded.type, data, valid: { from, until }, ...originOf(command) }] };
  },
};

/** An attribution reads like a grant by nobody: its holder stands in where a grant has its grantor. */
function attributed({ holderParty, holderPost, powers, from, until }: commands.RecordAttribution): GrantInput {
  return { kind: 'attribution', body: holderParty, grantorPost: holderPost, holderParty, holderPost, powers, from, until } as GrantInput;
}

function otherHolder({ ruleId, detail }: { ruleId: Finding['ruleId']; detail: Finding['detail'] }): Finding {
  return finding(ruleId, { effect: 'F', detail });
}

function creates<C extends GrantInput>(decide: (command: C, context: DecideContext) => Decision): Rule<C> {
  return {
    needs: (command, _state, loaded): Need[] => grantNeeds(command, loaded),
    lookups: (command, _state, loaded: LoadedStreams): Lookup[] => grantLookups(command, loaded),
    decide: (command, _state, context) => decide(command, context),
  };
}

function proposed({ instrument, retroactiveReason, actDate }: commands.GrantProposedMandate, { proposal }: MandateState): GrantInput {
  const given = Object.fromEntries(Object.entries({ instrument, retroactiveReason, actDate }).filter(([, value]) => value !== undefined));
  return { ...proposal?.input, ...given } as GrantInput;
}

/** A grant that is made now: the first rule it breaks refuses it. */
function liveGrant(input: GrantInput, context: DecideContext, existing?: MandateState): Decision {
  const acted = liveDay(input.actDate, context);
  if ('refused' in acted) return acted;
  const { day } = acted;
  const intent = grantIntent(input, context.loaded, { today: context.today, actDate: day });
  if (Array.isArray(intent)) return { invalid: intent };
  const { grantor, organisation } = intent;
  const notAllowed = notTheGrantor(grantor, organisation, day, context);
  if (notAllowed) return existing ? recorded('GrantProposedMandate', notAllowed, existing, context) : notAllowed;
  const examined = examineGrant(intent, leftOut(input), context.loaded);
  return (
    firstBreach(examined) ?? {
      accepted: [
        {
          ...grantDraft(intent, {
            ...grantData(intent),
            ...byDeputy(grantor, day, context),
            consentsNeeded: consentsNeeded(intent, context.loaded),
            findings: [...examined.warnings],
          }),
          decidedBy: decidedBy(grantor, day, context),
        },
      ],
    }
  );
}

/** A grant that happened outside: what the rules say is kept as findings. */
function registered(command: commands.RegisterMandate, context: DecideContext): Decision {
  const { loaded, today } = context;
  const actDate = command.actDate ?? null;
  if (actDate !== null && actDate > today) return actInFuture(context);
  const intent = grantIntent(command, loaded, { today, actDate });
  const problems: InputProblem[] = [
    ...(Array.isArray(intent) ? intent : []),
    ...(command.kind === 'attribution' ? [problem('kind', 'ATTRIBUTION', 'is recorded with RecordAttribution')] : []),
    ...(command.from === undefined ? [problem('from', 'REQUIRED', 'is the first day on which it holds')] : []),
    ...(command.consents ?? []).flatMap(({ on }, index) =>
      on > today ? [problem(`consents.${index}.on`, 'IN_FUTURE', 'lies after today')] : [],
    ),
  ];
  if (Array.isArray(intent) || problems.length > 0) return { invalid: problems };
  if (!mayRegister(intent, context)) return forbidden('only the grantor, its organisation or a registrar registers its grants');
  const origin = originOf(command);
  const given = command.consents ?? [];
  const needed = new Set([...(command.consentsNeeded ?? consentsNeeded(intent, loaded)), ...given.map(({ by }) => by)]);
  const findings = [...findingsOf(examineGrant(intent, leftOut(command), loaded)), ...(actDate === null ? [undated()] : [])];
  const { party, ...post } = bearerNames(intent);
  const readers = new Set([party, intent.holder.party, intent.organisation, intent.holderOrganisation]);
  return {
    accepted: [
      { ...grantDraft(intent, { ...grantData(intent), consentsNeeded: [...needed], findings }), decidedBy: { party, ...post }, ...origin },
      ...given.map(({ by, on }) => ({
        type: mandateEvents.consentGiven.type,
        data: { by },
        actDate: on,
        audience: { level: 'partners' as const, parties: [...readers] },
        ...origin,
      })),
    ],
  };
}

function bearerNames({ grantor }: GrantIntent): { party: string; post?: string } {
  return grantor.kind === 'post' ? { party: grantor.party, post: grantor.id } : { party: grantor.id };
}

function mayRegister({ grantor, organisation }: GrantIntent, context: DecideContext): boolean {
  return (
    keepsRecordsOf(organisation, context) ||
    speaksFor(context, grantor.party) ||
    speaksFor(context, organisationOf(grantor.party, context.today, context.loaded))
  );
}

function leftOut({ from, scope, forCase }: GrantInput): LeftOut {
  return { from: from === undefined, caseUnnamed: scope === 'ONE_CASE' && forCase === undefined };
}

function grantData(intent: GrantIntent): Omit<GrantData, 'consentsNeeded' | 'findings'> {
  const { kind, grantor, holder, organisation, holderOrganisation, parent, from, until, terms } = intent;
  const { instrument, statutoryBasis, consentWaivedBy, retroactiveReason } = intent;
  return {
    ...{ kind, grantor, holder, organisation, holderOrganisation, parent, from, terms },
    ...{ until: until ?? undefined, instrument, statutoryBasis, consentWaivedBy, retroactiveReason },
  };
}

function grantDraft({ from, until, actDate, parent, terms, statutoryBasis, consentWaivedBy }: GrantIntent, data: GrantData): EventDraft {
  const articles = terms.powers.kind === 'listed' ? terms.powers.powers.flatMap(({ legalBasis }) => legalBasis) : [];
  const legalBasis = [...new Set([...articles, statutoryBasis, consentWaivedBy].filter((article) => article !== undefined))];
  return {
    type: mandateEvents.granted.type,
    data,
    actDate: actDate ?? undefined,
    valid: { from, until },
    // The grantor of a sub-mandate acts under the parent.
    ...(parent ? { mandate: parent } : {}),
    ...(legalBasis.length > 0 ? { legalBasis } : {}),
  };
}

function undated(): Finding {
  return finding('ACT_DATE_NOT_RECORDED', {
    detail: { nl: 'De datum van verlening is onbekend; de ingangsdatum telt.', en: 'The day of granting is unknown; the start counts.' },
  });
}
