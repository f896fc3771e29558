import { made, person } from '../../apps/api/demo/personas.js';
import type { Scene } from '../../apps/api/demo/story.js';
import { step } from './step.js';

const cooperative = made('zorgcooperatie');
const welzijn = made('welzijn');
const operations = made('directeur-bedrijfsvoering');
const REASON = 'Zo is het besloten.';

/** What may happen to parties and posts besides what the story tells. */
export const AFTER_PARTIES: readonly Scene[] = [
  {
    on: '2025-07-01',
    steps: [
      step('cooperative renamed', 'registrar', 'AmendPartyDetails', {
        party: cooperative,
        name: 'Zorgcoöperatie Samen Verdr',
        partOf: welzijn,
        from: '2025-07-01',
      }),
      step('cooperative corrected', 'registrar', 'CorrectParty', {
        party: cooperative,
        revision: 1,
        field: 'NAME',
        value: 'Zorgcoöperatie Samen Verder',
        reason: 'Er ontbrak een letter.',
      }),
      step('number of Welzijn', 'registrar', 'AddPartyIdentifier', {
        party: welzijn,
        scheme: 'KVK',
        value: '90000017',
        from: '2020-01-01',
        until: '2030-01-01',
      }),
      step('number of De Brug', 'registrar', 'AddPartyIdentifier', { party: made('de-brug'), scheme: 'KVK', value: '90000025' }),
      step('number of De Brug ended', 'registrar', 'EndPartyIdentifier', {
        party: made('de-brug'),
        scheme: 'KVK',
        value: '90000025',
        until: '2025-12-31',
        reason: 'Nieuwe inschrijving.',
      }),
      step('vision of Welzijn', 'welzijn-board', 'DescribeVision', { party: welzijn, text: 'Niemand staat alleen.', from: '2025-07-01' }),
      step('whom De Kade is for', 'de-kade', 'DescribeConstituency', { party: made('de-kade'), text: 'Bewoners van de Noordkade.' }),
      step('director signs with the chair', 'registrar', 'NameRepresentative', {
        party: welzijn,
        post: made('welzijn-directeur'),
        jointlyWith: [made('welzijn-voorzitter')],
        instrument: 'Statuten Stichting Welzijn Rivierenoord, artikel 10',
        from: '2025-07-01',
      }),
      step('director no longer signs', 'registrar', 'EndRepresentative', {
        party: welzijn,
        post: made('welzijn-directeur'),
        until: '2025-10-01',
        reason: REASON,
      }),
      step('cooperative merged', 'registrar', 'MergeParty', {
        party: cooperative,
        into: welzijn,
        on: '2025-07-01',
        legalBasis: 'BW 2:309',
      }),
      step('adviser dissolved', 'registrar', 'DissolveParty', { party: made('meetlat'), on: '2025-07-01', reason: REASON }),
    ],
  },
  {
    on: '2025-07-02',
    steps: [
      step('operations moved', 'registrar', 'MovePost', { post: operations, party: made('finance'), from: '2025-07-01' }),
      step('operations renamed', 'registrar', 'RenamePost', { post: operations, name: 'Directeur Midelen', from: '2025-07-01' }),
      step('operations corrected', 'registrar', 'CorrectPost', {
        post: operations,
        revision: 2,
        name: 'Directeur Middelen',
        reason: 'Er ontbrak een letter.',
      }),
      step('operations filled', 'registrar', 'FillPost', {
        post: operations,
        actor: person('director of operations'),
        from: '2025-01-01',
        until: '2026-01-01',
      }),
      step('operations vacated', 'registrar', 'VacatePost', {
        post: operations,
        actor: person('director of operations'),
        on: '2025-07-01',
      }),
      step('operations acting', 'registrar', 'AppointActing', {
        post: operations,
        actor: person('municipal-secretary'),
        from: '2025-07-01',
        until: '2025-12-01',
      }),
      step('operations no longer acting', 'registrar', 'EndActing', {
        post: operations,
        actor: person('municipal-secretary'),
        on: '2025-11-01',
      }),
      step('operations deputy', 'registrar', 'NameDeputy', {
        post: operations,
        actor: person('team-manager'),
        deputyPost: made('teammanager-samenleving'),
        order: 1,
        occasion: 'ABSENCE',
        from: '2025-07-01',
        until: '2026-07-01',
      }),
      step('operations deputy ended', 'registrar', 'EndDeputy', { post: operations, actor: person('team-manager'), on: '2025-09-01' }),
      step('programme director', 'registrar', 'EstablishPost', {
        name: 'Programmadirecteur Samen Sterk',
        party: made('municipality'),
        category: true,
        from: '2025-07-01',
      }),
      step('programme manager succeeded', 'registrar', 'SucceedPost', {
        post: made('programmamanager'),
        by: made('programme director'),
        from: '2025-08-01',
        instrument: 'gmb-2025-070201',
      }),
      step('programme manager abolished', 'registrar', 'AbolishPost', {
        post: made('programmamanager'),
        from: '2025-08-01',
        reason: REASON,
      }),
    ],
  },
];
