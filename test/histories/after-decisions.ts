import { made, person } from '../../apps/api/demo/personas.js';
import type { Scene, Step } from '../../apps/api/demo/story.js';
import { instrument, step } from './step.js';

const COLLEGE = 'college';
const ABOUT = person('somebody who asks for day activities');
const members = ['mayor', 'alderman one', 'alderman two'].map(person);
const VOTED = { present: members, seats: 3, quorum: 2, inFavour: 2, against: 1, stances: [{ member: members[0], stance: 'AGAINST' }] };
const REASONS = { motivation: 'Het past in het beleid.', legalGround: ['Algemene subsidieverordening art. 3'] };
const SUBSIDY = { nature: 'INDIVIDUAL_DECISION', power: 'subsidie-welzijn', body: made('college'), beneficiary: made('de-kade') };
const d = (name: string) => ({ decision: made(name) });

/** What may happen to decisions besides what the story tells: E-1 to its end, the others each in their own way. */
export const AFTER_DECISIONS: readonly Scene[] = [
  { on: '2025-08-04', steps: prepared() },
  { on: '2025-08-11', steps: taken() },
  { on: '2025-08-18', steps: known() },
  { on: '2025-09-15', steps: contested() },
  { on: '2025-11-03', steps: ended() },
];

function prepared(): Step[] {
  const e1 = d('E-1');
  return [
    step('E-1', COLLEGE, 'ProposeDecision', {
      ...SUBSIDY,
      subject: 'Dagbesteding op maat',
      reference: 'Z-2025-0500',
      amountCents: 250_000,
      vat: 'notApplicable',
      areaCode: 'WK036301',
      beneficiary: ABOUT,
      aboutPerson: ABOUT,
      forCase: 'Z-2025-0500',
      draftedWith: [made('welzijn')],
    }),
    step('E-1 amended', COLLEGE, 'AmendDecisionProposal', {
      ...e1,
      subject: 'Dagbesteding op maat, twee dagdelen',
      amountCents: 200_000,
      reason: 'De aanvraag is verduidelijkt.',
    }),
    step('E-1 option', COLLEGE, 'AddDecisionOption', { ...e1, text: 'Twee dagdelen per week', consequences: 'Past in het budget.' }),
    step('E-1 explored', COLLEGE, 'ExploreInitiativesForDecision', { ...e1, found: 'De Kade heeft een inloop.' }),
    step('E-1 not explored further', COLLEGE, 'SkipExplorationForDecision', { ...e1, reason: 'Er is haast bij.' }),
    step('E-1 consultation', COLLEGE, 'OpenDecisionConsultation', {
      ...e1,
      question: 'Is dit passend?',
      parties: [made('welzijn'), made('de-kade')],
      until: '2025-08-08',
    }),
    step('E-1 advice', 'welzijn-director', 'GiveDecisionAdvice', { ...e1, text: 'Ja, twee dagdelen volstaan.' }),
    step('E-1 view', 'de-kade', 'SubmitDecisionView', { ...e1, text: 'Wij kunnen meer bieden.', submittedBy: ABOUT }),
    step('E-1 reasoned objection', 'welzijn-director', 'RaiseReasonedObjection', { ...e1, argument: 'Vervoer ontbreekt.' }),
    step('E-1 integrated', COLLEGE, 'IntegrateReasonedObjection', { ...e1, objection: 1, change: 'Vervoer is toegevoegd.' }),
    step('E-1 second objection', 'welzijn-director', 'RaiseReasonedObjection', { ...e1, argument: 'Het tarief is te laag.' }),
    step('E-1 overruled', COLLEGE, 'OverruleReasonedObjection', { ...e1, objection: 2, motivation: 'Het tarief is landelijk.' }),
    step('E-1 consultation closed', COLLEGE, 'CloseDecisionConsultation', { ...e1, summary: 'Twee dagdelen met vervoer.' }),
    step('E-1 interest', COLLEGE, 'DeclareInterest', { ...e1, interest: 'De aanvrager is een buur.', declarant: person('alderman three') }),
    step('E-1 checked', 'director-social-domain', 'CheckDecisionAuthority', { ...e1, mandate: made('M-R'), onDate: '2025-08-04' }),
    ...['E-2', 'E-3', 'E-4', 'E-5', 'E-6'].map((name, index) =>
      step(name, COLLEGE, 'ProposeDecision', { ...SUBSIDY, subject: `Subsidie Buurtfeest ${index + 1}`, amountCents: 50_000 }),
    ),
    step('E-6 withdrawn', COLLEGE, 'WithdrawDecisionProposal', { ...d('E-6'), reason: 'De aanvraag is ingetrokken.' }),
  ];
}

function taken(): Step[] {
  return [
    step('E-1 taken', COLLEGE, 'TakeDecision', { ...d('E-1'), ...REASONS, option: 1, adoption: VOTED }),
    ...['E-2', 'E-3', 'E-4'].map((name) =>
      step(`${name} taken`, COLLEGE, 'TakeDecision', { ...d(name), ...REASONS, adoption: { present: members, withoutVote: true } }),
    ),
    step('E-5 taken', 'director-social-domain', 'TakeDecision', {
      ...d('E-5'),
      ...REASONS,
      mandate: made('M-R'),
      words: 'Namens burgemeester en wethouders van Rivierenoord',
    }),
    step('E-1 signed', COLLEGE, 'SignDecision', d('E-1')),
  ];
}

function known(): Step[] {
  const remedy = 'Tegen dit besluit kunt u binnen zes weken bezwaar maken bij het college.';
  return [
    step('E-1 sent', COLLEGE, 'MakeDecisionKnown', { ...d('E-1'), manner: 'SENT', remedy }),
    step('E-2 published', COLLEGE, 'MakeDecisionKnown', { ...d('E-2'), manner: 'PUBLISHED', publication: 'gmb-2025-81801', remedy }),
    step('E-1 in force', COLLEGE, 'EnterDecisionIntoForce', {
      ...d('E-1'),
      on: '2025-08-18',
      worksBackTo: '2025-08-11',
      reason: 'De begeleiding was al begonnen.',
    }),
    step('E-1 carried out', COLLEGE, 'RecordDecisionImplementation', { ...d('E-1'), text: 'Begonnen met één dagdeel.', completed: false }),
    step('E-1 corrected', COLLEGE, 'CorrectDecision', {
      ...d('E-1'),
      field: 'REFERENCE',
      value: 'Z-2025-0501',
      reason: 'Verkeerd zaaknummer.',
    }),
    step('E-1 review', COLLEGE, 'SetDecisionReviewDue', { ...d('E-1'), due: '2026-08-01', reason: 'De indicatie loopt een jaar.' }),
    step('M-R revoked', COLLEGE, 'RevokeMandate', {
      mandate: made('M-R'),
      from: '2025-08-11',
      reason: 'Bij nader inzien.',
      retroactiveReason: 'Het onderzoek is afgerond.',
      instrument: instrument('gmb-2025-081801', '2025-08-18'),
    }),
    step('E-5 looked at again', 'administrator', 'RecheckDecisionAuthority', d('E-5')),
  ];
}

function contested(): Step[] {
  return [
    step('E-1 objection', COLLEGE, 'LodgeObjection', { ...d('E-1'), grounds: 'Het is te weinig.', party: made('de-kade'), person: ABOUT }),
    step('E-1 objection decided', COLLEGE, 'DecideObjection', {
      ...d('E-1'),
      objection: 1,
      outcome: 'UNFOUNDED',
      motivation: 'Twee dagdelen volstaan.',
    }),
    step('E-1 appeal', COLLEGE, 'LodgeAppeal', {
      ...d('E-1'),
      court: 'Rechtbank Midden-Nederland',
      reference: 'UTR 25/500',
      party: made('de-kade'),
      person: ABOUT,
    }),
  ];
}

function ended(): Step[] {
  const reason = 'De omstandigheden zijn veranderd.';
  return [
    step('E-1 appeal decided', COLLEGE, 'DecideAppeal', {
      ...d('E-1'),
      appeal: 1,
      outcome: 'FOUNDED',
      ruling: 'ECLI:NL:RBMNE:2025:500',
      annulledFrom: '2025-11-03',
    }),
    step('E-2 withdrawn', COLLEGE, 'WithdrawDecision', { ...d('E-2'), reason, legalGround: ['Awb 4:48'], from: '2025-11-03' }),
    step('E-3 expired', COLLEGE, 'ExpireDecision', { ...d('E-3'), from: '2025-11-03', reason }),
    step('E-4 superseded', COLLEGE, 'SupersedeDecision', { ...d('E-4'), by: made('E-5'), from: '2025-11-03', reason }),
  ];
}
