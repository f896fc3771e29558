import {
  agreementConsented,
  agreementCountered,
  agreementDecided,
  agreementProposed,
  agreementSigned,
  amendmentConcluded,
  amendmentConsented,
  amendmentProposed,
  placesConfirmed,
  quarterlyAccount,
  signalMeeting,
} from './agreement-scenes.js';
import { samenSterk } from './partnership-scenes.js';
import { made, person, stepId } from './personas.js';
import { responsibilityTaken, responsibilityTransferred } from './responsibility-scenes.js';

/** One thing that somebody does in the story, through the same command as any client's. */
export interface Step {
  /** Unique; its command id and the id of what it creates follow from it. */
  readonly name: string;
  /** Persona, or the administrator. */
  readonly by: string;
  /** Class name of the command. */
  readonly command: string;
  readonly input: object;
  /** The rule that is expected to refuse it; the story shows refusals too. */
  readonly refusedBy?: string;
}

export interface Scene {
  /** The clock is moved to the morning of this day. */
  readonly on: string;
  readonly steps: readonly Step[];
}

const ADMINISTRATION = 'administrator';
const REGISTRAR = 'registrar';
const PREVIOUS = '2020-01-01';

/** "Samen Sterk in Rivierenoord": who may decide what, and how it went, in the first half of 2025. */
export const STORY: readonly Scene[] = [
  { on: '2025-01-06', steps: [...parties(), ...posts(), ...attributions(), ...samenSterk()] },
  { on: '2025-01-13', steps: directorAndTeamManager() },
  { on: '2025-01-20', steps: [welzijnMandate()] },
  { on: '2025-01-27', steps: accessDecision() },
  { on: '2025-01-29', steps: [act('M-C holder consents', 'welzijn-director', 'ConsentToMandate', { mandate: made('M-C'), as: 'holder' })] },
  {
    on: '2025-02-03',
    steps: [
      act('M-C board consents', 'welzijn-board', 'ConsentToMandate', { mandate: made('M-C'), as: 'organisation' }),
      ...responsibilityTaken(),
    ],
  },
  { on: '2025-02-10', steps: agreementProposed() },
  { on: '2025-02-14', steps: agreementCountered() },
  { on: '2025-02-17', steps: agreementConsented() },
  {
    on: '2025-02-24',
    steps: [
      ...directorDecides('D-1', { reference: 'Z-2025-0117', amountCents: 8_400_000, subject: 'Subsidie Dagactiviteiten 2025–2026' }),
      ...agreementDecided(),
    ],
  },
  { on: '2025-02-26', steps: [sent('D-1', 'director-social-domain'), ...agreementSigned()] },
  { on: '2025-04-07', steps: tooMuchForTheTeamManager() },
  { on: '2025-04-08', steps: [sent('D-2', 'director-social-domain')] },
  { on: '2025-04-15', steps: quarterlyAccount('2025-04-15') },
  { on: '2025-05-12', steps: registeredAfterwards() },
  {
    on: '2025-05-20',
    steps: [
      act('D-4 ratified', 'college', 'RatifyDecision', { decision: made('D-4'), adoption: { present: members(), withoutVote: true } }),
    ],
  },
  { on: '2025-06-16', steps: revocation() },
  { on: '2025-06-23', steps: afterRevocation() },
  { on: '2025-06-30', steps: signalMeeting() },
  { on: '2025-07-08', steps: placesConfirmed() },
  { on: '2025-07-15', steps: quarterlyAccount('2025-07-15') },
  { on: '2025-08-25', steps: responsibilityTransferred() },
  { on: '2025-09-29', steps: amendmentProposed() },
  { on: '2025-10-01', steps: amendmentConsented() },
  { on: '2025-10-06', steps: amendmentConcluded() },
  { on: '2025-10-22', steps: quarterlyAccount('2025-10-15', '2025-10-22') },
];

function parties(): Step[] {
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

function posts(): Step[] {
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

function attributions(): Step[] {
  return [
    attribution('college', 'subsidie-welzijn', 'Algemene subsidieverordening art. 3'),
    attribution('college', 'overeenkomst', 'Gemeentewet 160'),
    attribution('college', 'toegang-dagactiviteiten', 'Verordening maatschappelijke ondersteuning art. 7'),
    attribution('mayor', 'vertegenwoordigen', 'Gemeentewet 171'),
    act('M-V', 'mayor', 'GrantMandate', {
      kind: 'powerOfAttorney',
      body: made('mayor'),
      holderPost: made('gemeentesecretaris'),
      powers: [{ code: 'vertegenwoordigen' }],
      limits: [perAct(25_000_000)],
      from: '2025-01-06',
      instrument: instrument('gmb-2025-000101', '2025-01-06'),
    }),
  ];
}

function directorAndTeamManager(): Step[] {
  const general = {
    kind: 'mandate',
    body: made('college'),
    holderPost: made('directeur-sociaal-domein'),
    powers: [{ code: 'subsidie-welzijn' }],
    limits: [perAct(10_000_000)],
    from: '2025-01-01',
    subMandateAllowed: true,
  };
  const written = { ...general, instrument: instrument('gmb-2025-001301', '2025-01-13') };
  const sub = {
    parent: made('M-A'),
    holderPost: made('teammanager-samenleving'),
    powers: [{ code: 'subsidie-welzijn' }],
    from: '2025-01-13',
    instrument: instrument('gmb-2025-001302', '2025-01-13'),
  };
  return [
    act('M-A without instrument', 'college', 'GrantMandate', general, 'M4'),
    act('M-A without reason', 'college', 'GrantMandate', written, 'M14'),
    act('M-A', 'college', 'GrantMandate', { ...written, retroactiveReason: 'De nieuwe organisatie werkt sinds 1 januari 2025.' }),
    act('M-B too wide', 'director-social-domain', 'GrantSubMandate', { ...sub, limits: [perAct(15_000_000)] }, 'M10'),
    act('M-B', 'director-social-domain', 'GrantSubMandate', { ...sub, limits: [perAct(2_500_000)] }),
  ];
}

function welzijnMandate(): Step {
  return act('M-C', 'college', 'GrantMandate', {
    kind: 'mandate',
    body: made('college'),
    holderPost: made('welzijn-directeur'),
    powers: [{ code: 'toegang-dagactiviteiten' }],
    from: '2025-02-01',
    instrument: instrument('gmb-2025-002001', '2025-01-20'),
  });
}

function accessDecision(): Step[] {
  return [
    act('D-0', 'welzijn-director', 'ProposeDecision', {
      subject: 'Toegang tot dagactiviteiten',
      reference: 'Z-2025-0042',
      nature: 'INDIVIDUAL_DECISION',
      power: 'toegang-dagactiviteiten',
      body: made('college'),
      aboutPerson: person('somebody who asks for day activities'),
    }),
    act('D-0 too early', 'welzijn-director', 'TakeDecision', { decision: made('D-0'), mandate: made('M-C'), ...reasons() }, 'M6'),
  ];
}

function directorDecides(name: string, content: { reference: string; amountCents: number; subject: string }): Step[] {
  return [proposed(name, 'director-social-domain', content), takenByDirector(name)];
}

function tooMuchForTheTeamManager(): Step[] {
  return [
    proposed('D-2', 'team-manager', { reference: 'Z-2025-0219', amountCents: 4_000_000, subject: 'Subsidie Ontmoeting Noord' }),
    act('D-2 by the team manager', 'team-manager', 'TakeDecision', { decision: made('D-2'), mandate: made('M-B'), ...reasons() }, 'D3'),
    takenByDirector('D-2'),
  ];
}

function registeredAfterwards(): Step[] {
  return [
    registered('D-3', { decidedOn: '2025-01-08', amountCents: 3_000_000, reference: 'Z-2025-0006', subject: 'Subsidie Buurtbus' }),
    registered('D-4', {
      decidedOn: '2024-12-18',
      amountCents: 1_200_000,
      reference: 'Z-2024-1871',
      subject: 'Subsidie Winteractiviteiten',
    }),
  ];
}

function revocation(): Step[] {
  const revoke = { mandate: made('M-A'), from: '2025-06-20', reason: 'Het college neemt deze besluiten weer zelf.' };
  return [
    act('M-A revoked without instrument', 'college', 'RevokeMandate', revoke, 'M4'),
    act('M-A revoked', 'college', 'RevokeMandate', { ...revoke, instrument: instrument('gmb-2025-061601', '2025-06-16') }),
  ];
}

function afterRevocation(): Step[] {
  return [
    proposed('D-5', 'director-social-domain', { reference: 'Z-2025-0388', amountCents: 1_000_000, subject: 'Subsidie Zomerschool' }),
    act(
      'D-5 by the director',
      'director-social-domain',
      'TakeDecision',
      { decision: made('D-5'), mandate: made('M-A'), ...reasons() },
      'D3',
    ),
    act('D-5 by the college', 'college', 'TakeDecision', {
      decision: made('D-5'),
      ...ownReasons(),
      adoption: { present: members(), withoutVote: true },
    }),
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

function proposed(name: string, by: string, content: object): Step {
  return act(name, by, 'ProposeDecision', { ...subsidy(), ...content });
}

function registered(name: string, content: object): Step {
  return act(name, REGISTRAR, 'RegisterDecision', {
    ...subsidy(),
    ...content,
    mandate: made('M-A'),
    decidedByPerson: person('director-social-domain'),
    source: 'Zaaksysteem Rivierenoord',
  });
}

function subsidy(): object {
  return { nature: 'INDIVIDUAL_DECISION', power: 'subsidie-welzijn', body: made('college'), beneficiary: made('welzijn') };
}

function takenByDirector(name: string): Step {
  return act(`${name} taken`, 'director-social-domain', 'TakeDecision', { decision: made(name), mandate: made('M-A'), ...reasons() });
}

function sent(name: string, by: string): Step {
  return act(`${name} sent`, by, 'MakeDecisionKnown', {
    decision: made(name),
    manner: 'SENT',
    remedy: 'Tegen dit besluit kunt u binnen zes weken bezwaar maken bij het college.',
  });
}

function reasons(): object {
  return { ...ownReasons(), words: 'Namens burgemeester en wethouders van Rivierenoord' };
}

function ownReasons(): object {
  return { motivation: 'De activiteiten dragen bij aan de doelen van Samen Sterk.', legalGround: ['Algemene subsidieverordening art. 3'] };
}

function perAct(amountCents: number): object {
  return { amountCents, per: 'act', vat: 'notApplicable' };
}

function instrument(reference: string, date: string): object {
  return { reference, date };
}

/** Pseudonymous ids of the members of the college. */
function members(): string[] {
  return ['mayor', 'alderman one', 'alderman two'].map(person);
}

function act(name: string, by: string, command: string, input: object, refusedBy?: string): Step {
  return { name, by, command, input: { ...input, commandId: stepId(name) }, ...(refusedBy ? { refusedBy } : {}) };
}
