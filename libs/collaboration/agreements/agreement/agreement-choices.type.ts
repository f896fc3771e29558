import { registerEnumType } from '@nestjs/graphql';
import * as kinds from './agreement-kinds.js';

/** The enumerations of agreements as the API knows them. */
registerEnumType(kinds.AgreementKind, {
  name: 'AgreementKind',
  description:
    'Subsidy (subsidie: by decision), subsidy with implementation agreement (uitvoeringsovereenkomst, Awb 4:36: decision and consent both), assignment (opdracht), covenant (convenant), contract (overeenkomst), unfunded partner agreement (partnerafspraak), takeover (overname na uitdaagrecht), working arrangement (werkafspraak).',
});
registerEnumType(kinds.AgreementStatus, {
  name: 'AgreementStatus',
  description: 'Where an agreement stands on a date. Concluded (gesloten) is not yet active (van kracht): that it is from its start.',
});
registerEnumType(kinds.AgreementField, {
  name: 'AgreementField',
  description:
    'What a correction names. TITLE, PARTICULAR, CLAUSE_HEADING, QUANTITY_NAME, LINE_NAME and DOCUMENT_NAME are clerical (kennelijke verschrijving); the others are what was agreed.',
});
registerEnumType(kinds.AnswerKind, {
  name: 'AgreementAnswerKind',
  description:
    'Consented (ingestemd), signed for a municipality (ondertekend), consented under reservation (onder voorbehoud: binds nobody), declined (afgewezen), consent withdrawn (ingetrokken).',
});
registerEnumType(kinds.TerminationManner, {
  name: 'TerminationManner',
  description: 'By mutual consent (met wederzijds goedvinden), by notice (opzegging), by withdrawal (intrekking, Awb 4:48), or otherwise.',
});
registerEnumType(kinds.RecalibrationOutcome, {
  name: 'RecalibrationOutcome',
  description: 'Confirm (bevestigen), adjust (bijstellen), scale (op- of afschalen), stop (beëindigen).',
});
registerEnumType(kinds.EvidenceKind, {
  name: 'AgreementEvidenceKind',
  description: 'A measurement (meting), an evaluation (evaluatie) or a signal (signaal).',
});
registerEnumType(kinds.CommitmentStatus, {
  name: 'CommitmentStatus',
  description:
    'Open, overdue (te laat), fulfilled (nagekomen), disputed (betwist), breached (niet nagekomen), waived (kwijtgescholden), on a date.',
});
