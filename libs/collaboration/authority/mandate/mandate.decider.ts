import { nameId } from '../../../ledger/ids.js';
import { termsAt } from '../../../law/link-history.js';
import { at } from '../../../ledger/timeline.js';
import { parseStream } from '../../../ledger/ids.js';
import { refusal } from '../../../law/rules.js';
import type { LoadedStreams, Lookup } from '../../../ledger/aggregate.js';
import { forbidden } from '../../authorisation.js';
import { invalid, notNow, problem } from '../../deciding/refusing.js';
import {
  byDeputy,
  currentHolder,
  inPost,
  internal,
  keepsRecordsOf,
  notInPost,
  partiesToMandate,
  recorded,
  speaksForBearer,
  type Rule,
} from './acting.js';
import { chainOf, holdingLookups } from './authority-chain.js';
import { byGrantor, ended } from './ending.decider.js';
import { breach, firstBreach, NOTHING_WRONG, together } from './examination.js';
import { instrumentProblems, type GrantIntent } from './grant-intent.js';
import { holdingRules, powerRules, transferRules } from './grant-rules.js';
import { limitsOf, scopeOf } from './grant-terms.js';
import { CLERICAL_FIELDS, mandateEvents, type ClericalField, type GrantedTerms } from './mandate-events.js';
import type * as commands from './mandate.commands.js';
import { type GrantRecord, type MandateState } from './mandate.js';
import { worksUnder } from './responsibility.js';
import { subMandateRules } from './sub-mandate-rules.js';
import { writingRules } from './writing-rules.js';

export const allowSubMandate: Rule<commands.AllowSubMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { instrument } = command;
    const problems = instrumentProblems(instrument);
    if (problems.length > 0) return { invalid: problems };
    return byGrantor('AllowSubMandate', command, state, context, ({ from, grant, history, examined }) => {
      if (at(history.ended, from)) return ended();
      if (at(history.terms.subMandateAllowed, from)) return { accepted: [] };
      if (grant.kind === 'delegation') {
        return firstBreach(breach('M1', 'Een delegatie kent geen ondermandaat.', 'A delegation knows no sub-mandate.')) ?? ended();
      }
      return { type: mandateEvents.subMandateAllowed.type, data: { from, instrument, findings: [...examined.warnings] } };
    });
  },
};

export const amendMandate: Rule<commands.AmendMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  lookups: ({ powers }, { grant }): Lookup[] =>
    grant && !grant.parent ? (powers ?? []).flatMap(({ code }) => holdingLookups(grant.organisation, code)) : [],
  decide(command, state, context) {
    const { instrument, reason, until, withoutEnd } = command;
    const problems = [
      ...instrumentProblems(instrument),
      ...(until !== undefined && withoutEnd ? [problem('withoutEnd', 'ONE_END', 'contradicts until')] : []),
      ...(command.powers && command.allPowersExcept ? [problem('allPowersExcept', 'ONE_SCOPE', 'name the powers, or all but some')] : []),
    ];
    if (problems.length > 0) return { invalid: problems };
    return byGrantor('AmendMandate', command, state, context, ({ from, day, grant, history, examined }) => {
      const before = termsAt(history, from);
      if (at(history.ended, from)) return ended();
      if (!before) return notNow('Op die dag geldt de verlening nog niet.', 'It does not hold yet on that day.');
      if (until !== undefined && until <= from) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
      const terms = changedTerms(command, grant, context.loaded);
      const term = until !== undefined || withoutEnd ? { until: until ?? null } : undefined;
      if (Object.keys(terms).length === 0 && !term) return invalid('mandate', 'NOTHING_TO_AMEND', 'names no term to amend');
      const end = term ? term.until : (grant.until ?? null);
      const intent = amendedIntent(grant, context.loaded, {
        from,
        until: end,
        actDate: day,
        terms: { ...before, ...terms } as GrantedTerms,
      });
      const all = together(
        terms.powers
          ? together(powerRules(terms.powers), grant.parent ? NOTHING_WRONG : holdingRules(intent, context.loaded))
          : NOTHING_WRONG,
        writingRules({ kind: grant.kind, terms: grant.terms, instrument }, 'grant', () =>
          worksUnder(grant.holder, intent.grantor, from, context.loaded),
        ),
        examined,
        transferRules(intent),
        grant.parent ? subMandateRules(intent, { amending: true }) : NOTHING_WRONG,
      );
      return (
        firstBreach(all) ?? {
          type: mandateEvents.amended.type,
          data: { from, terms, term, instrument, reason, findings: [...all.warnings] },
        }
      );
    });
  },
};

function changedTerms(command: commands.AmendMandate, { organisation, parent }: GrantRecord, loaded: LoadedStreams): Partial<GrantedTerms> {
  const { limits, territory, conditions, subMandateAllowed } = command;
  const chain = parent ? chainOf(parseStream(parent.stream).id, loaded) : [];
  const powers = scopeOf(command, { organisation, chain, loaded });
  const changed = { powers, limits: limits && limitsOf(limits), territory, conditions, subMandateAllowed };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}

function amendedIntent(
  grant: GrantRecord,
  loaded: LoadedStreams,
  news: Pick<GrantIntent, 'from' | 'until' | 'actDate' | 'terms'>,
): GrantIntent {
  const { kind, grantor, holder, organisation, holderOrganisation, parent } = grant;
  const chain = parent ? chainOf(parseStream(parent.stream).id, loaded) : [];
  return { kind, grantor: grantor ?? holder, holder, organisation, holderOrganisation, parent, chain, ...news };
}

export const giveInstruction: Rule<commands.GiveInstruction> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { text, until, forCase } = command;
    return byGrantor('GiveInstruction', { from: command.from }, state, context, ({ from, day, grant, history }) => {
      if (from < day) return invalid('from', 'IN_PAST', 'lies before today: an instruction works forward');
      if (until !== undefined && until <= from) return invalid('until', 'REVERSED_PERIOD', 'must lie after from');
      if (at(history.ended, from)) return ended();
      if (grant.kind === 'delegation' && forCase !== undefined) {
        const perCase = breach(
          'G3',
          'Bij delegatie kan geen aanwijzing per geval.',
          'Under a delegation no instruction is given for one case.',
        );
        return firstBreach(perCase) ?? ended();
      }
      const instruction = nameId(context.commandId, 'instruction');
      return {
        type: mandateEvents.instructionGiven.type,
        data: { instruction, text, from, until, forCase },
        audience: internal(state, context),
      };
    });
  },
};

export const requestInformation: Rule<commands.RequestInformation> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { question, due } = command;
    if (due < context.today) return invalid('due', 'IN_PAST', 'lies before today');
    return byGrantor('RequestInformation', {}, state, context, ({ day: on }) => {
      const request = nameId(context.commandId, 'request');
      return { type: mandateEvents.informationRequested.type, data: { request, question, on, due }, audience: internal(state, context) };
    });
  },
};

export const giveInformation: Rule<commands.GiveInformation> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { request, text } = command;
    const { today } = context;
    const asked = state.requests.find((one) => one.request === request);
    const holder = currentHolder(state, context.loaded, today);
    if (!asked || !holder) return invalid('request', 'UNKNOWN', 'is no request on this mandate');
    if (!speaksForBearer(holder, today, context)) return forbidden('only the holder gives the information');
    if (holder.kind === 'post' && !inPost(holder.id, today, context)) {
      return recorded('GiveInformation', { refused: notInPost(holder.id, context) }, state, context);
    }
    if (asked.answer)
      return asked.answer.text === text ? { accepted: [] } : notNow('Dit verzoek is al beantwoord.', 'This request was answered already.');
    return {
      accepted: [
        {
          type: mandateEvents.informationGiven.type,
          data: { request, text, on: today, ...byDeputy(holder, today, context) },
          actDate: today,
          audience: internal(state, context),
        },
      ],
    };
  },
};

export const makeMandateKnown: Rule<commands.MakeMandateKnown> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { publication, on = context.today } = command;
    const { grant } = state;
    if (!grant) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
    if (!mayKeep(grant, context)) return forbidden('only the grantor, its organisation or a registrar makes it known');
    if (on > context.today) return invalid('on', 'IN_FUTURE', 'lies after today');
    if (state.publication) {
      const same = state.publication.on === on && state.publication.publication === publication;
      return same ? { accepted: [] } : notNow('Deze verlening is al bekendgemaakt.', 'This grant was made known already.');
    }
    return { accepted: [{ type: mandateEvents.madeKnown.type, data: { on, publication }, actDate: on }] };
  },
};

export const correctMandate: Rule<commands.CorrectMandate> = {
  subject: ({ mandate }) => mandate,
  needs: partiesToMandate,
  decide(command, state, context) {
    const { revision, field, value, reason } = command;
    const { grant } = state;
    if (!grant) return notNow('Er is nog niets verleend.', 'Nothing has been granted yet.');
    if (!mayKeep(grant, context)) return forbidden('only the grantor, its organisation or a registrar corrects it');
    if (!isClerical(field)) {
      return {
        refused: refusal('CORRECTION_TOUCHES_TERM', {
          detail: { nl: 'Dit is inhoud van de verlening: wijzig het.', en: 'This is what was granted: amend it instead.' },
        }),
      };
    }
    if (!held(state, revision, field)) return invalid('revision', 'NOT_HELD', 'recorded no such field of this mandate');
    if (field === 'INSTRUMENT_HASH') {
      const problems = instrumentProblems({ reference: '', sha256: value });
      if (problems.length > 0) return invalid('value', 'isSha256', 'must be 64 hexadecimal digits in lower case');
    }
    return { accepted: [{ type: mandateEvents.corrected.type, data: { revision, field, value, reason } }] };
  },
};

function isClerical(field: string): field is ClericalField {
  return (CLERICAL_FIELDS as readonly string[]).includes(field);
}

function held({ grant, publication, grantorActs }: MandateState, revision: number, field: ClericalField): boolean {
  if (field === 'PUBLICATION') return publication?.revision === revision;
  const granted = grant?.grantRevision === revision ? grant : undefined;
  if (field === 'STATUTORY_BASIS') return granted?.statutoryBasis !== undefined;
  return [granted, ...grantorActs.filter((act) => act.revision === revision)].some((one) => one?.instrument !== undefined);
}

function mayKeep(grant: GrantRecord, context: Parameters<typeof keepsRecordsOf>[1]): boolean {
  return keepsRecordsOf(grant.organisation, context) || speaksForBearer(grant.grantor ?? grant.holder, context.today, context);
}
