import { rule } from './rule.js';

/** Rules of our own: no article stands behind them, the ledger's coherence does. */
export const OWN_RULES = {
  NOT_IN_THIS_STATE: rule('B', null, 'Dat kan niet in deze toestand', 'Not possible in this state'),
  ALREADY_DECIDED: rule('B', null, 'Hierover is al besloten', 'This has been decided already'),
  IDENTIFIER_TAKEN: rule('B', null, 'Dit kenmerk is al in gebruik', 'This identifier is in use already'),
  LIMIT_EXHAUSTED: rule('B', null, 'De ruimte voor dit jaar is op', 'The limit for this year is used up'),
  POST_ABOLISHED: rule('B', null, 'Deze functie is opgeheven', 'This post has been abolished'),
  POST_NOT_FILLED_BY_ACTOR: rule('B', null, 'De handelende persoon vervult deze functie niet', 'The acting person does not fill this post'),
  PARTY_ENDED: rule('B', null, 'Deze partij bestaat niet meer', 'This party no longer exists'),
  CONSENT_NOT_EXPECTED: rule('B', null, 'Hier wordt geen instemming gevraagd', 'No consent is asked for here'),
  ACT_DATE_LATER_THAN_TODAY: rule(
    'B',
    null,
    'Een handeling kan niet in de toekomst zijn verricht',
    'An act cannot have been done in the future',
  ),
  DECIDED_TOO_LONG_AGO: rule(
    'B',
    null,
    'Te lang geleden besloten: registreer het achteraf, met bron',
    'Decided too long ago: register it afterwards, with its source',
  ),
  OUTSIDE_VALIDITY: rule('B', null, 'De datum ligt buiten de geldigheid', 'The date lies outside the validity'),
  ACT_DATE_NOT_RECORDED: rule('W', null, 'De datum van de handeling is niet vastgelegd', 'The act date is not recorded'),
  HUMAN_CHECK: rule('W', null, 'Een mens moet dit beoordelen', 'A person has to judge this'),
  BLOCK_MISSING: rule('B', null, 'Er ontbreekt een blok van het canvas', 'A block of the canvas is missing'),
} as const;
