import { registerEnumType } from '@nestjs/graphql';
import * as kinds from './decision-kinds.js';

/** The enumerations of decisions as the API knows them. */
registerEnumType(kinds.LegalNature, {
  name: 'LegalNature',
  description:
    'What kind of legal act: individual decision (beschikking), of general scope (besluit van algemene strekking), generally binding regulation (algemeen verbindend voorschrift), policy rule (beleidsregel), private-law act, internal decision, decision of a partnership.',
});
registerEnumType(kinds.DecisionOutcome, { name: 'DecisionOutcome', description: 'What was decided: adopted, adopted in part, rejected.' });
registerEnumType(kinds.Stance, { name: 'Stance', description: 'How a member voted (stem): in favour, against, abstained.' });
registerEnumType(kinds.MadeKnownManner, {
  name: 'MadeKnownManner',
  description: 'Made known (bekendgemaakt) by sending (Awb 3:41) or publishing (Awb 3:42).',
});
registerEnumType(kinds.RemedyOutcome, {
  name: 'RemedyOutcome',
  description:
    'Outcome of an objection or appeal: inadmissible (niet-ontvankelijk), unfounded (ongegrond), founded (gegrond), withdrawn (ingetrokken).',
});
registerEnumType(kinds.ActingCapacity, {
  name: 'ActingCapacity',
  description:
    'Who decided: the body itself, an organisation that holds a mandate, or the holder, deputy (plaatsvervanger) or acting holder (waarnemer) of a post.',
});
registerEnumType(kinds.AttemptKind, { name: 'DecisionAttemptKind', description: 'What was attempted without authority.' });
registerEnumType(kinds.DecisionField, {
  name: 'DecisionField',
  description:
    'What a correction names. Only SUBJECT, REFERENCE, WORDS and LEGAL_GROUND are clerical (kennelijke verschrijving); the others are terms.',
});
