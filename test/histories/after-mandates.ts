import { made, stepId } from '../../apps/api/demo/personas.js';
import type { Scene, Step } from '../../apps/api/demo/story.js';
import { nameId } from '../../libs/ledger/ids.js';
import { instrument, refused, step } from './step.js';

const renewed = { mandate: made('M-R') };
const COLLEGE = 'college';
const DIRECTOR = 'director-social-domain';
const perYear = (amountCents: number) => ({ amountCents, per: 'calendarYear', vat: 'including' });

/** What may happen to mandates besides what the story tells. */
export const AFTER_MANDATES: readonly Scene[] = [
  { on: '2025-07-07', steps: granted() },
  { on: '2025-07-08', steps: kept() },
  { on: '2025-07-14', steps: [...changed(), ...asked()] },
  {
    on: '2025-07-21',
    steps: [step('M-E ended', 'administrator', 'NoteMandateEnd', { mandate: made('M-E'), cause: 'EXPIRED', on: '2025-07-15' })],
  },
];

function granted(): Step[] {
  const powers = [{ code: 'subsidie-welzijn', legalBasis: ['Algemene subsidieverordening art. 3'] }];
  return [
    step('M-R', COLLEGE, 'ProposeMandate', {
      kind: 'mandate',
      body: made('college'),
      holderPost: made('directeur-sociaal-domein'),
      powers,
      limits: [perYear(20_000_000), { amountCents: 5_000_000, per: 'act', vat: 'including' }],
      territory: ['WK036301'],
      conditions: ['Na overleg met de portefeuillehouder.'],
      from: '2025-07-07',
      until: '2027-07-07',
      instrument: instrument('gmb-2025-070701', '2025-07-07'),
    }),
    step('M-R granted', COLLEGE, 'GrantProposedMandate', renewed),
    step('M-E', COLLEGE, 'GrantMandate', {
      kind: 'mandate',
      body: made('college'),
      holderPost: made('teammanager-samenleving'),
      powers,
      forCase: 'Z-2025-0400',
      scope: 'ONE_CASE',
      from: '2025-07-07',
      until: '2025-07-15',
      instrument: { ...instrument('gmb-2025-070702', '2025-07-07'), sha256: 'ab'.repeat(32) },
    }),
    step('M-W', COLLEGE, 'GrantMandate', {
      kind: 'mandate',
      body: made('college'),
      holderPost: made('welzijn-directeur'),
      powers,
      from: '2025-07-07',
      instrument: instrument('gmb-2025-070703', '2025-07-07'),
    }),
    step('M-W refused by its holder', 'welzijn-director', 'RefuseConsent', {
      mandate: made('M-W'),
      as: 'holder',
      reason: 'Wij beslissen niet over onze eigen subsidie.',
    }),
  ];
}

function kept(): Step[] {
  return [
    step('M-R made known', 'registrar', 'MakeMandateKnown', { ...renewed, publication: 'gmb-2025-70810', on: '2025-07-08' }),
    step('M-R corrected', 'registrar', 'CorrectMandate', {
      ...renewed,
      revision: 2,
      field: 'PUBLICATION',
      value: 'gmb-2025-70801',
      reason: 'Twee cijfers waren verwisseld.',
    }),
    step('M-R may be passed on', COLLEGE, 'AllowSubMandate', {
      ...renewed,
      from: '2025-07-10',
      instrument: instrument('gmb-2025-070801', '2025-07-08'),
    }),
  ];
}

function changed(): Step[] {
  return [
    step('M-R amended', COLLEGE, 'AmendMandate', {
      ...renewed,
      limits: [perYear(30_000_000)],
      territory: [],
      until: '2028-01-01',
      from: '2025-07-14',
      instrument: instrument('gmb-2025-071401', '2025-07-14'),
      reason: 'De begroting is gewijzigd.',
    }),
    step('M-R suspended', COLLEGE, 'SuspendMandate', {
      ...renewed,
      from: '2025-07-14',
      until: '2025-12-01',
      reason: 'Er loopt een onderzoek.',
    }),
    step('M-R resumed', COLLEGE, 'ResumeMandate', { ...renewed, from: '2025-07-28' }),
  ];
}

function asked(): Step[] {
  const request = nameId(stepId('M-R use asked'), 'request');
  const answer = { ...renewed, request, text: 'Twee keer, samen voor € 12.000.' };
  return [
    step('M-R instruction', COLLEGE, 'GiveInstruction', {
      ...renewed,
      text: 'Vraag bij meer dan € 25.000 eerst advies.',
      from: '2025-07-14',
      until: '2026-01-01',
      forCase: 'Z-2025-0401',
    }),
    step('M-R use asked', COLLEGE, 'RequestInformation', { ...renewed, question: 'Hoe vaak is het gebruikt?', due: '2025-07-31' }),
    refused('POST_NOT_FILLED_BY_ACTOR', step('M-R use told by another', 'team-manager', 'GiveInformation', answer)),
    step('M-R use told', DIRECTOR, 'GiveInformation', answer),
  ];
}
