import { rule } from './rule.js';

/** Deciding, making known, interests and corrections. */
export const DECISION_RULES = {
  D1: rule('B', 'Awb 10:10', 'Een besluit noemt orgaan, functie, mandaat en bevoegdheid', 'A decision names body, post, mandate and power'),
  D2: rule(
    'B',
    'Awb 10:10',
    'Een besluit in mandaat vermeldt namens welk orgaan het is genomen',
    'A decision under mandate states the body in whose name it is taken',
  ),
  D3: rule('B', 'Awb 10:2', 'Het besluit valt buiten de grenzen van het mandaat', 'The decision lies outside the bounds of the mandate'),
  D4: rule(
    'B',
    'Awb 10:11',
    'Ondertekeningsmandaat vraagt een eerder besluit van het orgaan zelf',
    "A signing mandate needs the body's own earlier decision",
  ),
  D5: rule('W', 'Awb 10:6', 'Er gelden aanwijzingen voor dit mandaat', 'Instructions apply to this mandate'),
  D6: rule('F', 'Awb 10:6', 'Een verzoek om inlichtingen is niet op tijd beantwoord', 'A request for information was not answered in time'),
  P1: rule(
    'B',
    'Awb 3:40',
    'Een besluit werkt niet eerder dan na bekendmaking',
    'A decision does not enter into force before it is made known',
  ),
  P2: rule('—', 'Awb 6:7', 'De bezwaartermijn is zes weken', 'The objection term is six weeks'),
  P3: rule('B', 'Awb 3:46', 'Een besluit noemt motivering en grondslag', 'A decision gives its reasons and its basis'),
  I1: rule('B', 'Awb 2:4', 'Een persoonlijk belang sluit uit van beslissen', 'A personal interest excludes from deciding'),
  I2: rule(
    'B',
    null,
    'Een collegiaal besluit vermeldt aanwezigheid en stemming',
    'A collegial decision records attendance and vote, or that it was adopted without vote',
  ),
  C1: rule(
    'B',
    null,
    'Niets wordt gewijzigd of verwijderd; corrigeren kan met reden',
    'Nothing is edited or removed; a correction gives its reason',
  ),
} as const;
