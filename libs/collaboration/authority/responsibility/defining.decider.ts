import { refusal } from '../../../law/rules.js';
import { forbidden } from '../../authorisation.js';
import { invalid, liveDay, partyEnded } from '../../deciding/refusing.js';
import { areaProblems } from '../../parties/areas.js';
import { organisationNeeds } from '../../parties/post/organisation.js';
import { party } from '../../parties/party/party.js';
import { concernedNeeds, councilLookups, draft, keeps, keptWhileOpen, readers, whileOpen, type Rule } from './responsibility-acting.js';
import { CLERICAL_FIELDS, responsibilityEvents, type ClericalField } from './responsibility-events.js';
import type * as commands from './responsibility.commands.js';

const LATEST = '2999-12-31';

export const defineResponsibility: Rule<commands.DefineResponsibility> = {
  needs: ({ steward, actingFor }, _state, loaded) =>
    [steward, actingFor].flatMap((id) => (id === undefined ? [] : organisationNeeds(id, loaded))),
  lookups: ({ steward }, _state, loaded) => councilLookups([steward], LATEST, loaded),
  decide(command, state, context) {
    const { topic, description, reference, areaCodes = [], power, partnership, steward, from = context.today } = command;
    const defined = { definition: { topic, areaCodes, steward, from } };
    if (!keeps({ ...state, ...defined }, context)) return forbidden('a party defines responsibilities for itself; its registrar may too');
    const problems = areaProblems(areaCodes);
    if (problems.length > 0) return { invalid: problems };
    const { ended } = context.loaded.of(party, steward).state;
    if (ended && ended.on <= from) return partyEnded(ended.on);
    const data = { topic, description, reference, areaCodes, power, partnership, steward, from };
    const valid = { from, until: null };
    return { accepted: [draft(responsibilityEvents.defined.type, data, readers(state, [steward], context), { valid })] };
  },
};

/** Each party says what it wants itself and how that gives way to the social result. */
export const tuneResponsibility: Rule<commands.TuneResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: ({ party: own, tunedWith }, state, loaded) =>
    concernedNeeds(
      state,
      loaded,
      [own, ...tunedWith].map((id) => (id === undefined ? {} : { party: id })),
    ),
  decide(command, state, context) {
    const { tunedWith, ownInterest, yields } = command;
    const own = command.party ?? context.actingFor;
    if (own === null) return invalid('party', 'MISSING', 'name the party whose interest it is');
    const takesPart = context.actingFor === own && state.readers.includes(own);
    if (!takesPart && !keeps(state, context)) return forbidden('only a party that takes part, or whoever keeps it, tunes it');
    if (tunedWith.includes(own)) return invalid('tunedWith', 'SELF', 'a party tunes with others');
    const acted = liveDay(command.on, context);
    if ('refused' in acted) return acted;
    const data = { party: own, tunedWith: [...new Set(tunedWith)], ownInterest, yields, on: acted.day };
    const audience = readers(state, [own, ...tunedWith], context);
    return whileOpen(state, acted.day, () => ({
      accepted: [draft(responsibilityEvents.tuned.type, data, audience, { actDate: acted.day })],
    }));
  },
};

export const correctResponsibility: Rule<commands.CorrectResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide({ field, value, reason }, state, context) {
    if (!keeps(state, context)) return forbidden('only whoever keeps it corrects it');
    if (!CLERICAL_FIELDS.includes(field as ClericalField)) {
      const detail = { nl: 'Bevoegdheid en gebied zijn geen schrijffout.', en: 'Power and areas are no slip of the pen.' };
      return { refused: refusal('CORRECTION_TOUCHES_TERM', { detail }) };
    }
    return { accepted: [draft(responsibilityEvents.corrected.type, { field, value, reason }, readers(state, [], context))] };
  },
};

export const endResponsibility: Rule<commands.EndResponsibility> = {
  subject: ({ responsibility }) => responsibility,
  needs: (_command, state, loaded) => concernedNeeds(state, loaded),
  decide({ from: asked, reason }, state, context) {
    const from = asked ?? context.today;
    const first = state.definition?.from ?? from;
    if (state.ended?.from === from && keeps(state, context)) return { accepted: [] };
    return keptWhileOpen(state, from, context, () => {
      if (from < first) return invalid('from', 'BEFORE_START', `lies before its first day, ${first}`);
      const data = { on: context.today, from, reason };
      const more = { actDate: context.today, valid: { from, until: null } };
      return { accepted: [draft(responsibilityEvents.ended.type, data, readers(state, [], context), more)] };
    });
  },
};
