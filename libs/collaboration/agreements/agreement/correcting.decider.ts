import { contentHash } from '../../../ledger/content-hash.js';
import type { Decision } from '../../../ledger/aggregate.js';
import { present } from '../../deciding/drafting.js';
import { invalid, notNow, refuse } from '../../deciding/refusing.js';
import { actingParty, draft, keepsRecords, NO_PARTY, type Rule } from './agreement-acting.js';
import { clericalValue, correctedTerms, touchesTerm } from './agreement-corrections.js';
import { agreementEvents } from './agreement-events.js';
import { isClericalField } from './agreement-kinds.js';
import { partiesOn } from './agreement-standing.js';
import type { AgreementState } from './agreement-state.js';
import type * as commands from './correcting.commands.js';

export const correctAgreement: Rule<commands.CorrectAgreement> = {
  subject: ({ agreement }) => agreement,
  decide({ versions: numbers, field, item, value, reason }, state, context) {
    const parties = partiesOn(state, context.today);
    if (actingParty(state, undefined, parties, context) === undefined && !keepsRecords(state, parties, context)) return NO_PARTY;
    if (state.versions.length === 0)
      return notNow('Er is nog niets gesloten om te corrigeren.', 'Nothing was concluded yet that could be corrected.');
    if (!isClericalField(field)) return touchesAgreed();
    const found = correctable(state, numbers, field, item);
    if ('decision' in found) return found.decision;
    if (found.said.some((was) => touchesTerm(field, was, value))) return touchesAgreed();
    const [was] = found.said;
    if (found.said.every((one) => one === value)) return { accepted: [] };
    const versions = [...new Set(numbers)].sort((a, b) => a - b);
    const laid = { versions, field, ...present({ item }), was, value };
    const hash = contentHash({ over: versions.map((one) => state.versions.find(({ number }) => number === one)?.hash), ...laid });
    return { accepted: [draft(agreementEvents.corrected, { ...laid, reason, hash }, state, context)] };
  },
};

/** What the versions say now, with earlier corrections; a version without this field cannot be corrected in it. */
function correctable(
  { versions, corrections }: AgreementState,
  numbers: readonly number[],
  field: Parameters<typeof clericalValue>[1],
  item: string | undefined,
): { said: string[] } | { decision: Decision } {
  const said: string[] = [];
  for (const number of new Set(numbers)) {
    const version = versions.find((one) => one.number === number);
    if (!version) return { decision: invalid('versions', 'UNKNOWN', `there is no version ${number}`) };
    const found = clericalValue(correctedTerms(version.terms, number, corrections), field, item);
    if (found === undefined) return { decision: invalid('item', 'UNKNOWN', `version ${number} has no such item`) };
    said.push(found);
  }
  return { said };
}

function touchesAgreed(): Decision {
  return refuse(
    'CORRECTION_TOUCHES_TERM',
    'Dit is wat is afgesproken: het wordt gewijzigd met instemming van partijen, niet gecorrigeerd.',
    'This is what was agreed: it is amended with the consent of the parties, not corrected.',
  );
}
