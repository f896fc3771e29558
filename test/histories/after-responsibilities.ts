import { made } from '../../apps/api/demo/personas.js';
import { responsibilityTaken, responsibilityTransferred } from '../../apps/api/demo/responsibility-scenes.js';
import { STORY, type Scene, type Step } from '../../apps/api/demo/story.js';
import { refused, step } from './step.js';

const MANAGER = 'team-manager';
const N = { responsibility: made('R-NIGHT') };
const SOURCE = 'Notulen stuurgroep Samen Sterk';

/** Responsibilities, networks and developments: everything that may be recorded of them. */
export const AFTER_RESPONSIBILITIES: readonly Scene[] = [
  ...STORY.slice(0, 1),
  { on: '2025-02-03', steps: responsibilityTaken() },
  { on: '2025-02-10', steps: nightShelter() },
  { on: '2025-02-17', steps: networks() },
  { on: '2025-03-03', steps: developments() },
  { on: '2025-08-25', steps: [...responsibilityTransferred(), ...laidDown()] },
];

function nightShelter(): Step[] {
  return [
    step('R-NIGHT', 'registrar', 'RegisterResponsibility', {
      topic: 'Nachtopvang',
      description: 'Niemand slaapt buiten.',
      reference: 'Z-2024-0900',
      areaCodes: ['GM0363'],
      power: 'subsidie-welzijn',
      steward: made('municipality'),
      from: '2024-01-01',
      source: SOURCE,
      assignments: [
        { role: 'ACCOUNTABLE', post: made('teammanager-samenleving'), from: '2024-01-01', until: '2026-01-01', acceptedOn: '2024-01-01' },
        { role: 'ACCOUNTABLE', post: made('directeur-bedrijfsvoering'), from: '2024-06-01', acceptedOn: '2024-06-01' },
      ],
    }),
    step('R-NIGHT second released', 'registrar', 'RegisterResponsibilityRelease', {
      ...N,
      assignment: 2,
      from: '2024-07-01',
      reason: 'Was nooit de bedoeling.',
      source: SOURCE,
    }),
    step('R-NIGHT also responsible', 'registrar', 'RegisterResponsibilityAssignment', {
      ...N,
      role: 'RESPONSIBLE',
      party: made('de-kade'),
      from: '2024-02-01',
      until: '2025-12-31',
      source: SOURCE,
    }),
    step('R-NIGHT accepted by letter', 'registrar', 'RegisterResponsibilityAcceptance', {
      ...N,
      assignment: 3,
      on: '2024-02-08',
      source: SOURCE,
    }),
    step('R-NIGHT consulted', MANAGER, 'AddConsulted', { ...N, post: made('welzijn-directeur'), until: '2025-12-31' }),
    step('R-NIGHT declined', 'welzijn-director', 'DeclineResponsibility', { ...N, assignment: 4, reason: 'Wij doen dit niet.' }),
    step('R-NIGHT informed', MANAGER, 'AddInformed', { ...N, party: made('council'), from: '2025-02-10', until: '2025-12-31' }),
    step('R-NIGHT responsible too', MANAGER, 'AssignResponsible', {
      ...N,
      party: made('welzijn'),
      from: '2025-03-01',
      until: '2025-12-31',
    }),
    refused('R1', step('R-NIGHT second', MANAGER, 'AssignAccountable', { ...N, post: made('programmamanager'), until: '2025-12-31' })),
    step('R-NIGHT tuned', 'de-kade', 'TuneResponsibility', {
      ...N,
      tunedWith: [made('municipality')],
      ownInterest: 'Rust in de straat.',
      yields: 'Eerst een bed voor wie buiten slaapt.',
    }),
    step('R-NIGHT corrected', MANAGER, 'CorrectResponsibility', {
      ...N,
      field: 'REFERENCE',
      value: 'Z-2024-0901',
      reason: 'Verkeerd nummer.',
    }),
    step('R-NIGHT handed over', 'registrar', 'ProposeResponsibilityTransfer', {
      ...N,
      assignment: 1,
      post: made('programmamanager'),
      from: '2025-03-01',
    }),
    step('R-NIGHT giver agrees', MANAGER, 'AcceptResponsibilityTransfer', { ...N, transfer: 1 }),
    step('R-NIGHT receiver does not', 'programme-manager', 'DeclineResponsibilityTransfer', { ...N, transfer: 1, reason: 'Nog niet.' }),
    step('R-NIGHT moved on', 'registrar', 'RegisterResponsibilityTransfer', {
      ...N,
      assignment: 1,
      post: made('directeur-sociaal-domein'),
      from: '2025-02-01',
      on: '2025-01-30',
      source: SOURCE,
    }),
  ];
}

function networks(): Step[] {
  const network = { network: made('N-DEMENTIA') };
  return [
    step('N-DEMENTIA', MANAGER, 'NoteNetwork', {
      name: 'Netwerk Dementie Nord',
      description: 'Mantelzorgers en vrijwilligers.',
      topics: ['dementie', 'mantelzorg'],
      areaCodes: ['WK036301'],
      parties: [made('welzijn'), made('zorgcooperatie')],
      from: '2023-01-01',
      source: 'Wijkscan 2024',
    }),
    step('N-DEMENTIA corrected', MANAGER, 'CorrectNetwork', {
      ...network,
      revision: 0,
      field: 'NAME',
      value: 'Netwerk Dementie Noord',
      reason: 'Letter.',
    }),
    step('N-DEMENTIA amended', 'welzijn-director', 'AmendNetwork', {
      ...network,
      name: 'Netwerk Geheugen Noord',
      description: 'Ook voor wie nog geen diagnose heeft.',
      topics: ['dementie', 'geheugen'],
      areaCodes: ['GM0363'],
      parties: [made('welzijn')],
      funded: true,
      from: '2025-03-01',
    }),
    step('N-DEMENTIA contact', MANAGER, 'KeepNetworkContact', { ...network, text: 'Over de huiskamer.', functions: ['wijkregisseur'] }),
    step('N-DEMENTIA ended', MANAGER, 'EndNetwork', { ...network, from: '2025-12-01', reason: 'Gaat op in het samenwerkingsverband.' }),
  ];
}

function developments(): Step[] {
  const development = { development: made('L-LETTING-GO') };
  return [
    step('L-LETTING-GO', MANAGER, 'NameDevelopmentNeed', {
      need: 'Leren loslaten',
      party: made('municipality'),
      functions: ['wijkregisseur'],
      parties: [made('welzijn')],
      on: '2025-02-24',
    }),
    step('L-LETTING-GO session', 'welzijn-director', 'HoldDevelopmentSession', {
      ...development,
      kind: 'INTERVISION',
      about: 'Wanneer grijp je in?',
      functions: ['wijkregisseur', 'opbouwwerker'],
      parties: [made('welzijn')],
    }),
    step('L-LETTING-GO step', MANAGER, 'AgreeChangeStep', {
      ...development,
      change: 'Eerst vragen, dan doen.',
      functions: ['wijkregisseur'],
      due: '2025-06-01',
    }),
    step('L-LETTING-GO reflection', MANAGER, 'ReflectOnDevelopment', { ...development, text: 'Het went.', step: 1 }),
    step('L-LETTING-GO corrected', MANAGER, 'CorrectDevelopment', {
      ...development,
      field: 'SESSION',
      session: 1,
      value: 'Wanneer grijp je niet in?',
      reason: 'Er ontbrak een woord.',
    }),
  ];
}

/** Laid down without anyone to come after, and then ended. */
function laidDown(): Step[] {
  return [
    step('R-DEMENTIA laid down', 'programme-manager', 'ReleaseResponsibility', {
      responsibility: made('R-DEMENTIA'),
      assignment: 5,
      from: '2026-01-01',
      reason: 'Het programma eindigt; de evaluatie wijst de opvolger aan.',
    }),
    step('R-NIGHT ended', MANAGER, 'EndResponsibility', { ...N, from: '2025-10-01', reason: 'Gaat naar de regio.' }),
  ];
}
