import { rule } from './rule.js';

/** Agreements, a body's consent to them, and responsibility. */
export const AGREEMENT_RULES = {
  S1: rule('W', 'Awb 4:23', 'Subsidie zonder vermelde wettelijke grondslag', 'A subsidy without cited statutory basis'),
  S2: rule(
    'B',
    'Awb 4:48',
    'Een subsidie wordt alleen op een genoemde grond ingetrokken of gewijzigd',
    'A subsidy is withdrawn or changed on a named ground only',
  ),
  V1: rule('B', 'Gemeentewet 160', 'Eerst het besluit, dan de handtekening', 'The decision comes first, then the signature'),
  V2: rule('B', 'Gemeentewet 160 lid 2', 'Eerst de wensen en bedenkingen van de raad', "The council's wishes and reservations come first"),
  V3: rule(
    'B',
    'Gemeentewet 169 lid 4',
    'Bij ingrijpende gevolgen eerst de raad horen',
    'With far-reaching consequences the council is heard first',
  ),
  V4: rule('B', null, 'De ondertekenaar van een partner heeft vastgelegde bevoegdheid', "A partner's signatory has recorded authority"),
  R1: rule('B', null, 'Nooit twee eindverantwoordelijken tegelijk', 'Never two accountable at once'),
  PROPOSAL_SUPERSEDED: rule('B', null, 'Er ligt een nieuwer voorstel', 'A newer proposal is on the table'),
  CORRECTION_TOUCHES_TERM: rule('B', null, 'Een correctie raakt de afspraak zelf niet', 'A correction never touches a term'),
  RECALIBRATION_WITHOUT_EVIDENCE: rule(
    'B',
    null,
    'Herijken begint bij een meting, evaluatie of signaal',
    'Recalibration starts from a measurement, an evaluation or a signal',
  ),
  PARTIES_MISSING: rule('F', null, 'Een afspraak heeft ten minste twee partijen', 'An agreement has at least two parties'),
  NO_SUCH_CLAUSE: rule('B', null, 'De afspraak kent deze bepaling niet', 'The agreement has no such clause'),
} as const;
