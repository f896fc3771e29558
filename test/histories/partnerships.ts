import { samenSterk } from '../../apps/api/demo/partnership-scenes.js';
import { made, person } from '../../apps/api/demo/personas.js';
import type { Scene, Step } from '../../apps/api/demo/story.js';
import { refused, step } from './step.js';

const MANAGER = 'programme-manager';
const FROM = '2020-01-01';
const REASON = 'Zo is het afgesproken.';
const [municipality, welzijn, deBrug] = [made('municipality'), made('welzijn'), made('de-brug')];
const [meetlat, cooperative] = [made('meetlat'), made('zorgcooperatie')];

/** Samen Sterk as the story forms it, everything else that may happen to a partnership, and two that came about outside. */
export const PARTNERSHIPS: readonly Scene[] = [
  { on: '2025-01-06', steps: [...parties(), ...samenSterk()] },
  { on: '2025-02-03', steps: [...arranged(), ...othersTakePart()] },
  { on: '2025-06-02', steps: [...lookedBack(), ...partsWays()] },
  { on: '2025-07-01', steps: cameAboutOutside() },
];

function parties(): Step[] {
  const party = (name: string, kind: string, more: object = {}) =>
    step(name, 'administrator', 'RegisterParty', { name: `Partij ${name}`, kind, from: FROM, ...more });
  const post = (name: string) => step(name, 'registrar', 'EstablishPost', { name, party: municipality, from: FROM });
  return [
    party('municipality', 'MUNICIPALITY'),
    party('council', 'COUNCIL', { partOf: municipality, administrativeBody: 'Gemeentewet 6' }),
    party('welzijn', 'SUBSIDISED_INSTITUTION'),
    party('de-brug', 'HOUSING_ASSOCIATION'),
    party('meetlat', 'ADVISER'),
    party('zorgcooperatie', 'SOCIAL_ORGANISATION'),
    party('de-kade', 'RESIDENTS_GROUP'),
    post('programmamanager'),
    post('directeur-sociaal-domein'),
  ];
}

function arranged(): Step[] {
  return [
    about('local role defined', 'DefineRole', {
      localRole: 'buurtverbinder',
      name: 'Buurtverbnder',
      purpose: 'Kent de straat',
      accountabilities: ['Meldt wat speelt'],
      domain: 'De agenda van de buurttafel',
    }),
    about('local role corrected', 'CorrectPartnership', {
      revision: 12,
      field: 'ROLE_NAME',
      value: 'Buurtverbinder',
      reason: 'Er ontbrak een letter.',
    }),
    about('scale chosen', 'ChoosePartnershipScale', { scale: 'NEIGHBOURHOOD', reason: 'Noord kent elkaar.' }),
    about('process pictured', 'PictureProcess', {
      steps: [{ name: 'Signaleren', roles: ['NETWORK_PARTNER'], localRoles: ['buurtverbinder'], description: 'Aan de buurttafel' }],
    }),
    about('rules agreed', 'AgreeWorkingRules', { rules: ['Eerst bellen, dan schrijven'], agreedBy: [municipality, welzijn] }),
    about('tension of Welzijn', 'DeclareRoleTension', {
      bearer: welzijn,
      roles: ['FUNDER', 'ASSESSOR'],
      declaration: 'De teamleider beoordeelt niet wat hij betaalt.',
      dilemma: made('dilemma'),
      aboutPerson: person('team leader'),
    }),
  ];
}

function othersTakePart(): Step[] {
  return [
    about('cooperative invited', 'InviteToPartnership', { party: cooperative }),
    step('cooperative joins', 'registrar', 'RegisterMembership', {
      ...samen(),
      party: cooperative,
      from: '2025-05-01',
      until: '2026-05-01',
      source: 'Brief van het bestuur',
    }),
    about('guest admitted', 'AdmitGuest', { party: meetlat, role: 'ASSESSOR', matter: 'dagactiviteiten', until: '2026-01-01' }),
    refused('NOT_A_MEMBER', about('guest as funder', 'AssignRole', { party: meetlat, role: 'FUNDER' })),
    about('local role assigned', 'AssignRole', { party: deBrug, localRole: 'buurtverbinder', until: '2025-12-01' }),
    about('assessed', 'AssignRole', { party: welzijn, role: 'ASSESSED', matter: 'dagactiviteiten' }),
    refused('HARD_TENSION', about('assesses itself', 'AssignRole', { party: welzijn, role: 'ASSESSOR', matter: 'dagactiviteiten' })),
    step('seen afterwards', 'registrar', 'RegisterRoleAssignment', {
      ...samen(),
      party: welzijn,
      role: 'FACILITATOR',
      from: '2025-01-20',
      until: '2025-02-01',
      source: 'Verslag',
      attester: 'De secretaris',
    }),
  ];
}

function lookedBack(): Step[] {
  return [
    about('reviewed', 'ReviewRelationship', {
      between: [municipality, welzijn],
      text: 'De contactpersoon belde trouw.',
      on: '2025-05-30',
      nextReview: '2025-11-28',
      aboutPerson: person('contact'),
    }),
    about('evaluated', 'EvaluatePartnership', {
      conclusion: 'Kleiner beginnen werkte.',
      outlook: 'ADJUST',
      on: '2025-05-30',
      evaluation: made('evaluation'),
    }),
    about('amended', 'AmendPartnership', {
      name: 'Samen Sterk in Noord',
      purpose: 'Ouderen in Noord doen mee.',
      topics: ['eenzaamheid'],
      areas: ['noord', 'oost'],
      reason: REASON,
    }),
  ];
}

function partsWays(): Step[] {
  const aboutPerson = person('programme-manager');
  return [
    about('process owner stops', 'EndRoleAssignment', { assignment: 1, on: '2025-06-01', reason: 'Andere baan', aboutPerson }),
    about('guest released', 'ReleaseGuest', { party: meetlat, reason: 'Klaar met meten', aboutPerson: person('adviser') }),
    step('De Brug leaves', 'de-brug', 'LeavePartnership', {
      ...samen(),
      on: '2025-06-01',
      reason: 'Ziekte',
      aboutPerson: person('de-brug'),
    }),
    about('ended', 'EndPartnership', { on: '2026-01-01', reason: REASON }),
  ];
}

function cameAboutOutside(): Step[] {
  const told = { purpose: 'Wat er al was', from: '2019-01-01', source: 'Convenant 2019' };
  return [
    step('old partnership', 'registrar', 'RegisterPartnership', {
      ...told,
      name: 'Oud verband',
      topics: ['wonen'],
      areas: ['noord'],
      until: '2021-01-01',
      members: [{ party: municipality }, { party: welzijn, from: '2019-06-01', until: '2020-01-01' }],
      guests: [{ party: meetlat }],
      roles: [
        { role: 'PROCESS_OWNER', post: made('programmamanager') },
        { role: 'PROCESS_OWNER', party: municipality, from: '2020-01-01' },
        { role: 'FUNDER', party: meetlat, matter: 'huur' },
      ],
      instrument: 'Convenant Noord',
      attester: 'De secretaris',
    }),
    step('small partnership', 'de-brug', 'RegisterPartnership', { ...told, name: 'Klein verband', members: [{ party: deBrug }] }),
    step('only proposed', MANAGER, 'ProposePartnership', { name: 'Nog niets', purpose: 'Misschien', invite: [made('de-kade')] }),
  ];
}

function samen(): { partnership: string } {
  return { partnership: made('Samen Sterk') };
}

function about(name: string, command: string, input: object): Step {
  return step(name, MANAGER, command, { ...samen(), ...input });
}
