import { made, person } from '../../apps/api/demo/personas.js';
import type { Scene, Step } from '../../apps/api/demo/story.js';
import { instrument, step } from './step.js';

const COLLEGE = 'college';
const FROM = '2020-01-01';
const M = { mandate: made('M'), as: 'organisation' };

/** A mandate for a term, to somebody of an organisation that two represent only together. */
export const JOINT: readonly Scene[] = [
  { on: '2025-01-06', steps: [...bodies(), ...posts()] },
  { on: '2025-01-07', steps: grants() },
  { on: '2025-01-14', steps: [step('M consent of the board', 'welzijn-board', 'ConsentToMandate', M)] },
];

function bodies(): Step[] {
  const body = { partOf: made('municipality'), administrativeBody: 'Gemeentewet 6', from: FROM };
  return [
    step('municipality', 'administrator', 'RegisterParty', { name: 'Gemeente Tweestroom', kind: 'MUNICIPALITY', from: FROM }),
    step(COLLEGE, 'administrator', 'RegisterParty', { name: 'Burgemeester en wethouders van Tweestroom', kind: 'COLLEGE', ...body }),
    step('welzijn', 'administrator', 'RegisterParty', { name: 'Stichting Samen', kind: 'SUBSIDISED_INSTITUTION', from: FROM }),
    step('power of the college', 'registrar', 'RecordAttribution', {
      holderParty: made(COLLEGE),
      powers: [{ code: 'toegang-dagactiviteiten', legalBasis: ['Verordening maatschappelijke ondersteuning art. 7'] }],
      from: FROM,
    }),
  ];
}

function posts(): Step[] {
  const post = (name: string, persona: string) => [
    step(name, 'welzijn-board', 'EstablishPost', { name, party: made('welzijn'), from: FROM }),
    step(`${name} filled`, 'welzijn-board', 'FillPost', { post: made(name), actor: person(persona), from: FROM }),
  ];
  return [
    ...post('bestuurder', 'welzijn-board'),
    ...post('directeur', 'welzijn-director'),
    step('bestuurder represents', 'welzijn-board', 'NameRepresentative', {
      party: made('welzijn'),
      post: made('bestuurder'),
      jointlyWith: [made('directeur')],
      instrument: 'Statuten, artikel 9',
      from: FROM,
    }),
  ];
}

function grants(): Step[] {
  return [
    step('M', COLLEGE, 'GrantMandate', {
      kind: 'mandate',
      body: made(COLLEGE),
      holderPost: made('directeur'),
      powers: [{ code: 'toegang-dagactiviteiten' }],
      from: '2025-01-07',
      until: '2026-01-01',
      instrument: instrument('gmb-2025-010701', '2025-01-07'),
    }),
    step('M consent of the holder', 'welzijn-director', 'ConsentToMandate', { ...M, as: 'holder' }),
    step('M consent of the director', 'welzijn-director', 'ConsentToMandate', M),
  ];
}
