import { made, person } from '../../apps/api/demo/personas.js';
import type { Scene, Step } from '../../apps/api/demo/story.js';
import { instrument, step } from './step.js';

const COLLEGE = 'college';
const FROM = '2020-01-01';
const D = { mandate: made('D') };
const M = { mandate: made('M') };

/** A small ledger with what seldom happens, and shows in ways that Rivierenoord does not. */
export const SELDOM: readonly Scene[] = [
  { on: '2025-01-06', steps: [...bodies(), ...posts(), ...delegation()] },
  { on: '2025-01-07', steps: mandates() },
  { on: '2025-01-08', steps: decisions() },
];

function bodies(): Step[] {
  const body = { partOf: made('municipality'), administrativeBody: 'Gemeentewet 6', from: FROM };
  return [
    step('municipality', 'administrator', 'RegisterParty', { name: 'Gemeente Zeldenrust', kind: 'MUNICIPALITY', from: FROM }),
    step('council', 'administrator', 'RegisterParty', { name: 'Gemeenteraad van Zeldenrust', kind: 'COUNCIL', ...body }),
    step(COLLEGE, 'administrator', 'RegisterParty', { name: 'Burgemeester en wethouders van Zeldenrust', kind: 'COLLEGE', ...body }),
    step('power of the college', 'registrar', 'RecordAttribution', {
      holderParty: made(COLLEGE),
      powers: [{ code: 'subsidie-welzijn', legalBasis: ['Algemene subsidieverordening art. 3'] }],
      from: FROM,
    }),
  ];
}

/** One post is succeeded long before it is abolished, another before it was ever filled. */
function posts(): Step[] {
  const established = (name: string) => step(name, 'registrar', 'EstablishPost', { name, party: made('municipality'), from: FROM });
  return [
    ...['directeur', 'adjunct-directeur', 'afdelingshoofd'].map(established),
    step('directeur filled', 'registrar', 'FillPost', { post: made('directeur'), actor: person('director-social-domain'), from: FROM }),
    step('afdelingshoofd succeeded', 'registrar', 'SucceedPost', {
      post: made('afdelingshoofd'),
      by: made('adjunct-directeur'),
      from: '2025-02-01',
    }),
    step('afdelingshoofd abolished', 'registrar', 'AbolishPost', {
      post: made('afdelingshoofd'),
      from: '2025-10-01',
      reason: 'Het werk is verdeeld.',
    }),
  ];
}

/** Happened outside, reached the ledger late, and with two slips of the pen. */
function delegation(): Step[] {
  return [
    step('D', 'registrar', 'RegisterMandate', {
      kind: 'delegation',
      body: made('council'),
      holderParty: made(COLLEGE),
      allPowersExcept: ['begroting', 'subsidie-welzijn'],
      statutoryBasis: 'Gemeentewet 156',
      from: '2024-01-01',
      actDate: '2023-12-14',
      instrument: instrument('gmb-2023-121401', '2023-12-14'),
      source: 'Mandaatregister van 2024',
      attester: 'De griffier',
    }),
    step('D corrected', 'registrar', 'CorrectMandate', {
      ...D,
      revision: 0,
      field: 'STATUTORY_BASIS',
      value: 'Gemeentewet 156 lid 1',
      reason: 'Het lid ontbrak.',
    }),
    step('D corrected again', 'registrar', 'CorrectMandate', {
      ...D,
      revision: 0,
      field: 'INSTRUMENT',
      value: 'gmb-2023-121402',
      reason: 'Verkeerd nummer.',
    }),
  ];
}

/** One is proposed and left at that; under the other an instruction stands and a question is never answered. */
function mandates(): Step[] {
  const grant = {
    body: made(COLLEGE),
    holderPost: made('directeur'),
    powers: [{ code: 'subsidie-welzijn' }],
    from: '2025-01-07',
    instrument: instrument('gmb-2025-010701', '2025-01-07'),
  };
  return [
    step('P', COLLEGE, 'ProposeMandate', { kind: 'powerOfAttorney', ...grant }),
    step('M', COLLEGE, 'GrantMandate', { kind: 'mandate', ...grant }),
    step('M instruction', COLLEGE, 'GiveInstruction', { ...M, text: 'Houd een lijst bij.' }),
    step('M list asked', COLLEGE, 'RequestInformation', { ...M, question: 'Mag ik de lijst zien?', due: '2025-01-31' }),
  ];
}

/** Decided under a mandate and yet internal; and one that grants nothing. */
function decisions(): Step[] {
  const director = 'director-social-domain';
  const about = { power: 'subsidie-welzijn', body: made(COLLEGE) };
  const final = { mandate: made('M'), motivation: 'Zo werken wij.', legalGround: ['Awb 4:81'], words: 'Namens het college' };
  return [
    step('I', director, 'ProposeDecision', { ...about, nature: 'INTERNAL', subject: 'Werkwijze buurtfeesten' }),
    step('I taken', director, 'TakeDecision', { decision: made('I'), ...final }),
    step('N', director, 'ProposeDecision', { ...about, nature: 'INDIVIDUAL_DECISION', subject: 'Subsidie feesttent', amountCents: 90_000 }),
    step('N refused', director, 'TakeDecision', { decision: made('N'), ...final, outcome: 'REJECTED' }),
  ];
}
