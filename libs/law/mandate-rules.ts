import { rule } from './rule.js';

/** Mandate (bevoegdheidsverlening), Awb afdeling 10.1.1; volmacht and machtiging within the own organisation through 10:12. */
export const MANDATE_RULES = {
  M1: rule('B', 'Awb afdeling 10.1.1', 'Een verlening heeft één soort', 'A grant is of one kind'),
  M2: rule(
    'B',
    'Awb 10:1',
    'Wie verleent is het bevoegde bestuursorgaan of houdt het bovenliggende mandaat',
    'The grantor is the competent administrative body, or holds the parent mandate',
  ),
  M3: rule(
    'B',
    'Awb 10:5 lid 1',
    'Een verlening noemt bevoegdheden, reikwijdte en begin',
    'A grant names its powers, its scope and its start',
  ),
  M4: rule(
    'B',
    'Awb 10:5 lid 2',
    'Een algemeen mandaat en de intrekking ervan gaan schriftelijk',
    'A general mandate, and its revocation, are in writing',
  ),
  M5: rule(
    'B',
    'Awb 10:5 lid 2',
    'Mondeling mandaat alleen per geval en binnen de eigen verantwoordelijkheid',
    'An oral mandate only for one case and within the own responsibility',
  ),
  M6: rule(
    'B',
    'Awb 10:4 lid 1',
    'Buiten de eigen verantwoordelijkheid is instemming van gemandateerde en organisatie nodig',
    'Outside the own responsibility the holder and the organisation must consent',
  ),
  M7: rule(
    'B',
    'Awb 10:3 lid 2',
    'Geen mandaat voor voorschriften, versterkte meerderheid of vernietiging en goedkeuring',
    'No mandate for binding rules, qualified majorities, annulment or approval',
  ),
  M8: rule(
    'B',
    'Awb 10:3 lid 3',
    'Wie het besluit in mandaat nam, beslist niet op het bezwaar',
    'Whoever took the decision under mandate does not decide on the objection',
  ),
  M9: rule('B', 'Awb 10:3 lid 4', 'Wie het rapport opmaakte, legt de boete niet op', 'Whoever made the report does not impose the fine'),
  M10: rule(
    'B',
    'Awb 10:9',
    'Ondermandaat alleen met toestemming en nooit ruimer dan het mandaat',
    'A sub-mandate only with permission and never wider than its parent',
  ),
  M11: rule('—', 'Awb 10:8', 'Een mandaat kan altijd worden ingetrokken', 'A mandate can always be revoked'),
  M12: rule('—', 'Awb 10:7', 'De mandaatgever blijft zelf bevoegd', 'The grantor stays competent'),
  M13: rule(
    'W',
    'Awb 3:42',
    'Van dit algemene mandaat is geen bekendmaking vastgelegd',
    'No publication of this general mandate is recorded',
  ),
  M14: rule('B', null, 'Terugwerkende kracht vraagt een reden', 'A retroactive start needs a reason'),
  M15: rule(
    'B',
    'Awb 10:3 lid 1',
    'Wet of aard van de bevoegdheid verzet zich tegen mandaat',
    'Statute or the nature of the power opposes a mandate',
  ),
} as const;

/** Delegation (delegatie), Awb 10:13–10:21. */
export const DELEGATION_RULES = {
  G1: rule(
    'B',
    'Awb 10:15',
    'Delegatie heeft een wettelijke grondslag en gaat niet naar ondergeschikten',
    'A delegation has a statutory basis and never goes to a subordinate',
  ),
  G2: rule(
    'B',
    'Awb 10:17',
    'Wie delegeerde, oefent de bevoegdheid niet zelf uit',
    'Whoever delegated a power does not use it while the delegation stands',
  ),
  G3: rule(
    'B',
    'Awb 10:16',
    'Bij delegatie alleen beleidsregels, geen aanwijzing per geval',
    'Under a delegation policy rules only, no instruction for one case',
  ),
  G4: rule(
    'B',
    'Awb 10:19',
    'Het besluit vermeldt het delegatiebesluit en de vindplaats',
    'The decision cites the delegation decision and where to find it',
  ),
  G5: rule('—', 'Awb 10:18', 'Een delegatie kan altijd worden ingetrokken', 'A delegation can always be revoked'),
  G6: rule(
    'B',
    'Gemeentewet 156 lid 2',
    'Deze bevoegdheid van de raad kan niet worden overgedragen',
    'This power of the council can never be transferred',
  ),
} as const;
