import { made, person } from './personas.js';
import { act, type Step } from './step.js';

const DIRECTOR = 'director-social-domain';

/** D-0, before M-C is in force; on 2025-01-27. */
export function accessDecision(): Step[] {
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

/** D-1 by the director, under M-A; on 2025-02-24. */
export function subsidyDecided(): Step[] {
  const content = { reference: 'Z-2025-0117', amountCents: 8_400_000, subject: 'Subsidie Dagactiviteiten 2025–2026' };
  return [proposed('D-1', DIRECTOR, content), takenByDirector('D-1')];
}

/** D-2, too much for M-B; on 2025-04-07. */
export function tooMuchForTheTeamManager(): Step[] {
  return [
    proposed('D-2', 'team-manager', { reference: 'Z-2025-0219', amountCents: 4_000_000, subject: 'Subsidie Ontmoeting Noord' }),
    act('D-2 by the team manager', 'team-manager', 'TakeDecision', { decision: made('D-2'), mandate: made('M-B'), ...reasons() }, 'D3'),
    takenByDirector('D-2'),
  ];
}

/** The director sends a decision. */
export function sent(name: string): Step {
  return act(`${name} sent`, DIRECTOR, 'MakeDecisionKnown', {
    decision: made(name),
    manner: 'SENT',
    remedy: 'Tegen dit besluit kunt u binnen zes weken bezwaar maken bij het college.',
  });
}

/** D-3 and D-4, decided before and registered on 2025-05-12. */
export function registeredAfterwards(): Step[] {
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

/** 2025-05-20. */
export function outsideMandateRatified(): Step {
  return act('D-4 ratified', 'college', 'RatifyDecision', { decision: made('D-4'), adoption: adoption() });
}

/** D-5, which is the college's own again; on 2025-06-23. */
export function afterRevocation(): Step[] {
  return [
    proposed('D-5', DIRECTOR, { reference: 'Z-2025-0388', amountCents: 1_000_000, subject: 'Subsidie Zomerschool' }),
    act('D-5 by the director', DIRECTOR, 'TakeDecision', { decision: made('D-5'), mandate: made('M-A'), ...reasons() }, 'D3'),
    act('D-5 by the college', 'college', 'TakeDecision', {
      decision: made('D-5'),
      ...ownReasons(),
      adoption: adoption(),
    }),
  ];
}

/** D-6, by which the college wants the agreement changed; on 2025-10-06. */
export function amendmentDecided(): Step[] {
  return [
    act('D-6', 'programme-manager', 'ProposeDecision', {
      subject: 'Wijziging Dagactiviteiten 2025–2026',
      reference: 'Z-2025-0117',
      nature: 'PRIVATE_LAW',
      power: 'overeenkomst',
      body: made('college'),
      beneficiary: made('welzijn'),
    }),
    act('D-6 taken', 'college', 'TakeDecision', {
      decision: made('D-6'),
      motivation: 'De vraag naar plaatsen is groter dan verwacht.',
      legalGround: ['Gemeentewet 160'],
      adoption: adoption(),
    }),
  ];
}

function proposed(name: string, by: string, content: object): Step {
  return act(name, by, 'ProposeDecision', { ...subsidy(), ...content });
}

function registered(name: string, content: object): Step {
  return act(name, 'registrar', 'RegisterDecision', {
    ...subsidy(),
    ...content,
    mandate: made('M-A'),
    decidedByPerson: person(DIRECTOR),
    source: 'Zaaksysteem Rivierenoord',
  });
}

function subsidy(): object {
  return { nature: 'INDIVIDUAL_DECISION', power: 'subsidie-welzijn', body: made('college'), beneficiary: made('welzijn') };
}

function takenByDirector(name: string): Step {
  return act(`${name} taken`, DIRECTOR, 'TakeDecision', { decision: made(name), mandate: made('M-A'), ...reasons() });
}

function reasons(): object {
  return { ...ownReasons(), words: 'Namens burgemeester en wethouders van Rivierenoord' };
}

function ownReasons(): object {
  return { motivation: 'De activiteiten dragen bij aan de doelen van Samen Sterk.', legalGround: ['Algemene subsidieverordening art. 3'] };
}

/** The college adopts it without a vote; its members by their pseudonymous ids. */
function adoption(): object {
  return { present: ['mayor', 'alderman one', 'alderman two'].map(person), withoutVote: true };
}
