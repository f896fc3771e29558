import { canonicalTerms, changed, hashOf, type Terms } from '../../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { made } from './personas.js';
import { act, type Step } from './step.js';

/** The subsidy with implementation agreement that the story follows. */
const A_1 = { agreement: made('A-1') };

const H1_TERMS = {
  title: 'Dagactiviteiten 2025–2026',
  purpose: 'Een dagstructuur voor inwoners met dementie in Noord.',
  parties: [made('municipality'), made('welzijn')],
  from: '2025-03-01',
  until: '2027-01-01',
  particulars: [{ id: 'location', name: 'Locatie', text: 'De Lnde' }],
  clauses: [
    { id: '1', heading: 'Activiteiten', text: 'Welzijn biedt op werkdagen dagactiviteiten aan.' },
    { id: '2', heading: 'Signalen', text: 'Partijen bespreken samen wat zij in de wijk zien.' },
  ],
  quantities: [
    { id: 'places', name: 'Plaatsen', amount: 72, unit: 'plaats' },
    { id: 'home-visits', name: 'Huisbezoeken', amount: 0, unit: 'bezoek' },
  ],
  lines: [
    { id: 'line-places', name: 'Plaatsen', amountCents: 8_400_000 },
    { id: 'line-home-visits', name: 'Huisbezoeken', amountCents: 0 },
  ],
  totalCents: 8_400_000,
  commitments: [
    { id: 'C1', text: '60 plaatsen zijn bezet.', owner: made('welzijn'), with: [], due: '2025-07-01' },
    {
      id: 'C2',
      text: 'Welzijn legt per kwartaal verantwoording af.',
      owner: made('welzijn'),
      with: [],
      recurrence: { first: '2025-04-15', everyMonths: 3, times: 8 },
    },
    { id: 'C3', text: 'Een gezamenlijk signalenoverleg.', owner: made('municipality'), with: [made('welzijn')], due: '2025-06-30' },
  ],
};
const H2_CHANGES = { quantities: [{ id: 'places', name: 'Plaatsen', amount: 60, unit: 'plaats' }] };
const H3_CHANGES = {
  quantities: [{ id: 'places', name: 'Plaatsen', amount: 80, unit: 'plaats' }],
  commitments: [{ id: 'C4', text: '80 plaatsen zijn bezet.', owner: made('welzijn'), with: [], due: '2026-01-01' }],
};

const h1 = canonicalTerms(H1_TERMS as unknown as Terms);
const h2 = changed(h1, H2_CHANGES);
const h3 = changed(canonicalTerms({ ...h2, amends: hashOf(h2) }), H3_CHANGES);
/** What the parties consent to, by name. */
export const HASHES = { H1: hashOf(h1), H2: hashOf(h2), H3: hashOf(h3) } as const;

const on = (name: keyof typeof HASHES) => ({ ...A_1, hash: HASHES[name] });

/** 2025-02-10: the municipality proposes H1, and may only consent under reservation while nothing was decided. */
export function agreementProposed(): Step[] {
  return [
    act('A-1', 'programme-manager', 'DraftAgreement', {
      kind: 'SUBSIDY_WITH_AGREEMENT',
      statutoryBasis: 'Algemene subsidieverordening art. 3',
      terms: H1_TERMS,
    }),
    act('A-1 H1', 'programme-manager', 'ProposeAgreement', { ...A_1, rationale: 'De wachtlijst in Noord groeit.' }),
    act('A-1 H1 consent before the decision', 'programme-manager', 'ConsentToAgreement', on('H1'), 'V1'),
    act('A-1 H1 under reservation', 'programme-manager', 'ConsentToAgreement', {
      ...on('H1'),
      underReservation: true,
      reservation: 'Onder voorbehoud van het besluit van het college.',
    }),
  ];
}

/** 2025-02-14: Welzijn counters with H2. */
export function agreementCountered(): Step[] {
  return [
    act('A-1 H2', 'welzijn-director', 'CounterProposeAgreement', {
      ...on('H1'),
      changes: H2_CHANGES,
      rationale: 'Voor meer plaatsen is er geen ruimte in De Linde.',
    }),
    act('A-1 H1 too late', 'welzijn-board', 'ConsentToAgreement', on('H1'), 'PROPOSAL_SUPERSEDED'),
  ];
}

/** 2025-02-17. */
export function agreementConsented(): Step[] {
  return [act('A-1 H2 by Welzijn', 'welzijn-board', 'ConsentToAgreement', on('H2'))];
}

/** 2025-02-24, after D-1 was taken. */
export function agreementDecided(): Step[] {
  return [act('A-1 H2 decided', 'director-social-domain', 'LinkAgreementDecision', { ...on('H2'), decision: made('D-1') })];
}

/** 2025-02-26: the municipal secretary signs under M-V; with that it is concluded. */
export function agreementSigned(): Step[] {
  return [act('A-1 H2 signed', 'municipal-secretary', 'SignAgreement', { ...on('H2'), mandate: made('M-V') })];
}

/** 2025-04-15 and 2025-07-15: quarterly accounts. */
export function quarterlyAccount(due: string, metOn = due): Step[] {
  return [act(`A-1 C2 ${due}`, 'welzijn-director', 'ReportCommitmentFulfilment', { ...A_1, commitment: 'C2', due, metOn })];
}

/** 2025-06-30: the joint signal meeting was held in time. */
export function signalMeeting(): Step[] {
  return [act('A-1 C3', 'programme-manager', 'ReportCommitmentFulfilment', { ...A_1, commitment: 'C3', metOn: '2025-06-24' })];
}

/** 2025-07-08: C1 is confirmed as met on 07-01. */
export function placesConfirmed(): Step[] {
  return [
    act('A-1 C1', 'welzijn-director', 'ReportCommitmentFulfilment', { ...A_1, commitment: 'C1', metOn: '2025-07-01' }),
    act('A-1 C1 confirmed', 'programme-manager', 'ConfirmCommitmentFulfilment', { ...A_1, commitment: 'C1', metOn: '2025-07-01' }),
  ];
}

/** 2025-09-29: 80 places, and a commitment to them. */
export function amendmentProposed(): Step[] {
  return [
    act('A-1 H3', 'programme-manager', 'ProposeAgreementAmendment', {
      ...A_1,
      changes: H3_CHANGES,
      rationale: 'De vraag is groter dan verwacht.',
    }),
  ];
}

/** 2025-10-01. */
export function amendmentConsented(): Step[] {
  return [act('A-1 H3 by Welzijn', 'welzijn-board', 'ConsentToAgreement', on('H3'))];
}

/** 2025-10-06, after D-6 was taken: the municipal secretary signs; a slip of the pen is corrected, an amount is not. */
export function amendmentConcluded(): Step[] {
  const correction = { ...A_1, versions: [1, 2], reason: 'Tikfout.' };
  return [
    act('A-1 H3 decided', 'college', 'LinkAgreementDecision', { ...on('H3'), decision: made('D-6') }),
    act('A-1 H3 signed', 'municipal-secretary', 'SignAgreement', { ...on('H3'), mandate: made('M-V') }),
    act('A-1 corrected', 'programme-manager', 'CorrectAgreement', {
      ...correction,
      field: 'PARTICULAR',
      item: 'location',
      value: 'De Linde',
    }),
    act(
      'A-1 amount not corrected',
      'programme-manager',
      'CorrectAgreement',
      { ...correction, field: 'TOTAL', value: '9400000' },
      'CORRECTION_TOUCHES_TERM',
    ),
  ];
}
