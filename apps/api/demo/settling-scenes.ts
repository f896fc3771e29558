import { made, person } from './personas.js';
import { act, type Step } from './step.js';

const ADMINISTRATION = 'administrator';
const REGISTRAR = 'registrar';
const PREVIOUS = '2020-01-01';

/** Who takes part; on 2025-01-06. */
export function parties(): Step[] {
  const oin = { identifiers: [{ scheme: 'OIN', value: '00000099000000001000' }] };
  return [
    party('municipality', 'Gemeente Rivierenoord', 'MUNICIPALITY', oin),
    party('council', 'Gemeenteraad van Rivierenoord', 'COUNCIL', body('Gemeentewet 6')),
    party('college', 'Burgemeester en wethouders van Rivierenoord', 'COLLEGE', body('Gemeentewet 6')),
    party('mayor', 'Burgemeester van Rivierenoord', 'MAYOR', body('Gemeentewet 6')),
    party('social-domain', 'Afdeling Sociaal Domein', 'DEPARTMENT', { partOf: made('municipality') }),
    party('finance', 'Afdeling Financiën', 'DEPARTMENT', { partOf: made('municipality') }),
    party('welzijn', 'Stichting Welzijn Rivierenoord', 'SUBSIDISED_INSTITUTION'),
    party('de-brug', 'Woonstichting De Brug', 'HOUSING_ASSOCIATION'),
    party('de-kade', 'Buurtcollectief De Kade', 'RESIDENTS_GROUP'),
    party('zorgcooperatie', 'Zorgcoöperatie Samen', 'SOCIAL_ORGANISATION'),
    party('meetlat', 'Bureau Meetlat', 'ADVISER'),
    party('rekenkamer', 'Rekenkamer Rivierenoord', 'AUDIT_OFFICE'),
  ];
}

/** Through whom the municipality and Welzijn act. */
export function posts(): Step[] {
  return [
    ...post('gemeentesecretaris', 'Gemeentesecretaris', 'municipality', 'municipal-secretary'),
    ...post('directeur-sociaal-domein', 'Directeur Sociaal Domein', 'municipality', 'director-social-domain'),
    ...post('directeur-bedrijfsvoering', 'Directeur Bedrijfsvoering', 'municipality'),
    ...post('teammanager-samenleving', 'Teammanager Samenleving', 'municipality', 'team-manager'),
    ...post('programmamanager', 'Programmamanager Samen Sterk', 'municipality', 'programme-manager'),
    ...post('welzijn-directeur', 'Directeur', 'welzijn', 'welzijn-director'),
    ...post('welzijn-voorzitter', 'Voorzitter van het bestuur', 'welzijn', 'welzijn-board'),
    act('welzijn chair signs alone', REGISTRAR, 'NameRepresentative', {
      party: made('welzijn'),
      post: made('welzijn-voorzitter'),
      instrument: 'Statuten Stichting Welzijn Rivierenoord, artikel 9',
      from: PREVIOUS,
    }),
  ];
}

/** What the law gives the college and the mayor. */
export function attributions(): Step[] {
  return [
    attribution('college', 'subsidie-welzijn', 'Algemene subsidieverordening art. 3'),
    attribution('college', 'overeenkomst', 'Gemeentewet 160'),
    attribution('college', 'toegang-dagactiviteiten', 'Verordening maatschappelijke ondersteuning art. 7'),
    attribution('mayor', 'vertegenwoordigen', 'Gemeentewet 171'),
  ];
}

function party(name: string, officialName: string, kind: string, more: object = {}): Step {
  return act(name, ADMINISTRATION, 'RegisterParty', { name: officialName, kind, from: PREVIOUS, ...more });
}

function body(administrativeBody: string): object {
  return { partOf: made('municipality'), administrativeBody };
}

function post(name: string, title: string, partyName: string, persona?: string): Step[] {
  const established = act(name, REGISTRAR, 'EstablishPost', { name: title, party: made(partyName), from: PREVIOUS });
  if (persona === undefined) return [established];
  return [established, act(`${name} filled`, REGISTRAR, 'FillPost', { post: made(name), actor: person(persona), from: PREVIOUS })];
}

function attribution(holder: string, code: string, article: string): Step {
  return act(`attribution ${code}`, REGISTRAR, 'RecordAttribution', {
    holderParty: made(holder),
    powers: [{ code, legalBasis: [article] }],
    from: PREVIOUS,
  });
}
