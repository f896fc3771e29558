import * as scenes from '../../apps/api/demo/agreement-scenes.js';
import { made, person } from '../../apps/api/demo/personas.js';
import { STORY, type Scene, type Step } from '../../apps/api/demo/story.js';
import { canonicalTerms, hashOf, type Terms } from '../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { commitmentTo } from '../../libs/ledger/content-hash.js';
import { refused, step } from './step.js';

const MANAGER = 'programme-manager';
const A_1 = { agreement: made('A-1') };
const A_2 = { agreement: made('A-2') };
const A_3 = { agreement: made('A-3') };
const A_4 = { agreement: made('A-4') };
const members = ['mayor', 'alderman one', 'alderman two'].map(person);

const COVENANT = {
  title: 'Convenant Samen Sterk',
  parties: [made('municipality'), made('welzijn')],
  from: '2025-01-01',
  until: '2026-01-01',
  earlierStartReason: 'Partijen werkten al zo.',
  clauses: [{ id: 'ruimte', heading: 'Ruimte', text: 'Verlengen met een jaar en toetreden kan.' }],
  documents: [{ id: 'bijlage', name: 'Visie', sha256: 'a'.repeat(64) }],
};
const PERSONAL = {
  id: 'contact',
  name: 'Contactpersoon',
  person: person('welzijn-director'),
  text: 'M. de Vries',
  salt: 'Zm9vYmFyZm9vYmFyZm9vYg',
};
const SIGNED = 'welzijn-board';

/** The subsidy that the story follows, and beside it what else may happen to agreements. */
export const AGREEMENTS: readonly Scene[] = apart([
  ...STORY.filter(({ on }) => on <= '2025-01-13'),
  { on: '2025-02-10', steps: scenes.agreementProposed() },
  { on: '2025-02-14', steps: scenes.agreementCountered() },
  { on: '2025-02-17', steps: scenes.agreementConsented() },
  { on: '2025-02-24', steps: [...grant(), ...scenes.agreementDecided()] },
  { on: '2025-02-26', steps: scenes.agreementSigned() },
  { on: '2025-03-03', steps: covenant() },
  { on: '2025-04-15', steps: scenes.quarterlyAccount('2025-04-15') },
  { on: '2025-06-30', steps: scenes.signalMeeting() },
  { on: '2025-07-08', steps: scenes.placesConfirmed() },
  { on: '2025-08-04', steps: [...lived(), ...noted()] },
  { on: '2025-09-29', steps: scenes.amendmentProposed() },
  { on: '2025-10-01', steps: scenes.amendmentConsented() },
  { on: '2025-10-06', steps: scenes.amendmentConcluded() },
  { on: '2025-11-03', steps: [...registered(), ...ended()] },
  { on: '2026-02-02', steps: [step('A-4 expired', 'administrator', 'NoteAgreementExpired', A_4)] },
]);

/** The ids of events follow from what commands say: said a little otherwise, the steps of the story lead to events of this log alone. */
function apart(told: readonly Scene[]): Scene[] {
  return told.map(({ on, steps }) => ({ on, steps: steps.map((one) => ({ ...one, input: { ...one.input, declaredNotBsn: [] } })) }));
}

function grant(): Step[] {
  const reasons = { motivation: 'Past in het beleid.', legalGround: ['Algemene subsidieverordening art. 3'] };
  return [
    step('D-1', 'director-social-domain', 'ProposeDecision', {
      ...{ subject: 'Subsidie Dagactiviteiten', nature: 'INDIVIDUAL_DECISION', power: 'subsidie-welzijn' },
      ...{ body: made('college'), beneficiary: made('welzijn'), amountCents: 8_400_000 },
    }),
    step('D-1 taken', 'director-social-domain', 'TakeDecision', {
      ...{ decision: made('D-1'), mandate: made('M-A'), ...reasons, words: 'Namens burgemeester en wethouders van Rivierenoord' },
    }),
  ];
}

function decided(name: string, subject: string): Step[] {
  return [
    step(name, 'college', 'ProposeDecision', { subject, nature: 'PRIVATE_LAW', power: 'overeenkomst', body: made('college') }),
    step(`${name} taken`, 'college', 'TakeDecision', { decision: made(name), adoption: { present: members, withoutVote: true } }),
  ];
}

/** With a personal value, a change of heart, and the council heard first. */
function covenant(): Step[] {
  const draft = { kind: 'COVENANT', terms: COVENANT, legalPerson: true };
  const changed = { ...COVENANT, title: 'Convenant Samen Sterk in Noord' };
  const hash = hashOf(canonicalTerms({ ...changed } as unknown as Terms));
  const on = { ...A_2, hash };
  return [
    step('A-2', MANAGER, 'DraftAgreement', draft),
    step('A-2 revised', MANAGER, 'ReviseAgreementDraft', { ...A_2, changes: { title: changed.title }, reason: 'Alleen Noord.' }),
    step('A-2 proposed', MANAGER, 'ProposeAgreement', A_2),
    step('A-2 declined', 'welzijn-director', 'DeclineAgreement', { ...on, reason: 'Wij moeten nog overleggen.' }),
    step('A-2 consented', SIGNED, 'ConsentToAgreement', on),
    step('A-2 consent withdrawn', SIGNED, 'WithdrawAgreementConsent', { ...on, reason: 'Toch nog een vraag.' }),
    step('A-2 consented again', SIGNED, 'ConsentToAgreement', on),
    step('A-2 far-reaching', 'college', 'FlagAgreementFarReaching', { ...A_2, reason: 'Er komt een gezamenlijke stichting.' }),
    ...decided('D-A-2', 'Convenant Samen Sterk'),
    step('A-2 decided', 'college', 'LinkAgreementDecision', { ...on, decision: made('D-A-2') }),
    refused('V2', step('A-2 signed too early', 'mayor', 'SignAgreement', on)),
    step('A-2 council heard', 'college', 'RecordCouncilHeard', { ...A_2, on: '2025-02-27', reference: 'Raadsvoorstel 2025-12' }),
    step('A-2 signed', 'mayor', 'SignAgreement', on),
    step('A-3', MANAGER, 'DraftAgreement', { kind: 'WORKING_ARRANGEMENT', terms: { ...COVENANT, title: 'Werkafspraak' } }),
    step('A-3 proposed', MANAGER, 'ProposeAgreement', { ...A_3, personal: [PERSONAL] }),
    ...withdrawn(),
  ];
}

/** Its hash has a commitment to the personal value in it: whoever has the value can compute it. */
function withdrawn(): Step[] {
  const { id, name, salt, text } = PERSONAL;
  const personal = [{ id, name, commitment: commitmentTo({ salt, text }) }];
  const hash = hashOf(canonicalTerms({ ...COVENANT, title: 'Werkafspraak', personal } as unknown as Terms));
  return [step('A-3 withdrawn', MANAGER, 'WithdrawAgreementProposal', { ...A_3, hash, reason: 'Het staat al in het convenant.' })];
}

function lived(): Step[] {
  const evidence = [{ kind: 'SIGNAL', stream: `signal-${made('signal')}`, revision: 0, eventId: made('signal raised') }];
  const c2 = { ...A_1, commitment: 'C2' };
  return [
    step('A-1 C9', 'welzijn-director', 'AddAgreementCommitment', {
      ...A_1,
      commitment: { id: 'C9', text: 'Een open dag.', owner: made('welzijn'), with: [made('municipality')], due: '2025-09-01' },
    }),
    step('A-1 C2 reported', 'welzijn-director', 'ReportCommitmentFulfilment', {
      ...c2,
      due: '2025-07-15',
      metOn: '2025-08-01',
      text: 'Met bijlage.',
    }),
    step('A-1 C2 disputed', MANAGER, 'DisputeCommitmentFulfilment', { ...c2, due: '2025-07-15', reason: 'De cijfers ontbreken.' }),
    step('A-1 C2 breached', MANAGER, 'RecordCommitmentBreach', { ...c2, due: '2025-07-15', reason: 'Niet aangevuld.' }),
    step('A-1 C2 waived', MANAGER, 'WaiveCommitment', { ...c2, due: '2026-01-15', reason: 'Valt samen met de evaluatie.' }),
    step('A-1 risk', 'welzijn-director', 'RecordAgreementRisk', { ...A_1, text: 'Er is te weinig personeel.', owner: made('welzijn') }),
    step('A-1 risk mitigated', MANAGER, 'MitigateAgreementRisk', { ...A_1, risk: 1, text: 'Een gedeelde pool.' }),
    step('A-1 recalibration', MANAGER, 'StartRecalibration', { ...A_1, question: 'Zijn 60 plaatsen genoeg?', evidence }),
    step('A-1 recalibrated', MANAGER, 'ConcludeRecalibration', { ...A_1, outcome: 'CONFIRM', motivation: 'Voorlopig wel.' }),
    step('A-1 evaluated', 'welzijn-director', 'EvaluateAgreement', {
      ...A_1,
      conclusion: 'De dagstructuur werkt.',
      evidence,
      on: '2025-08-01',
    }),
    step('A-1 suspended', MANAGER, 'SuspendAgreement', { ...A_1, from: '2025-08-11', until: '2025-09-01', reason: 'Verbouwing.' }),
    step('A-1 resumed', MANAGER, 'ResumeAgreement', { ...A_1, from: '2025-08-25', reason: 'Eerder klaar.' }),
  ];
}

function noted(): Step[] {
  return [step('A-1 started', 'administrator', 'NoteAgreementStarted', { ...A_1, version: 1 })];
}

/** An old agreement of which little was kept. */
function registered(): Step[] {
  const parties = [made('municipality'), made('welzijn')];
  return [
    step('A-4', 'registrar', 'RegisterAgreement', {
      kind: 'SUBSIDY_WITH_AGREEMENT',
      terms: {
        ...{ title: 'Buurtbus', parties, from: '2024-01-01', until: '2026-02-01', totalCents: 100_000 },
        commitments: [{ id: 'C1', text: 'De bus rijdt.', owner: made('welzijn'), due: '2025-01-01' }],
      },
      signatures: [{ party: made('welzijn'), post: made('welzijn-directeur'), on: '2024-01-15' }],
      concludedOn: '2024-02-01',
      source: 'Archief',
    }),
    step('A-4 amended', 'registrar', 'RegisterAgreementAmendment', {
      ...A_4,
      changes: { totalCents: 120_000 },
      concludedOn: '2024-09-01',
      from: '2024-07-01',
      reason: 'Duurdere brandstof.',
      source: 'Archief',
      decision: made('D-1'),
    }),
    step('A-4 C1 overdue', 'administrator', 'NoteCommitmentOverdue', { ...A_4, commitment: 'C1', due: '2025-01-01' }),
  ];
}

function ended(): Step[] {
  const kade = { party: made('de-kade') };
  return [
    step('de-kade-trekker', 'administrator', 'EstablishPost', { name: 'Trekker', ...kade, from: '2020-01-01' }),
    step('de-kade-trekker filled', 'administrator', 'FillPost', {
      post: made('de-kade-trekker'),
      actor: person('de-kade'),
      from: '2020-01-01',
    }),
    step('De Kade represented', 'administrator', 'NameRepresentative', {
      ...kade,
      post: made('de-kade-trekker'),
      instrument: 'Buurtafspraak',
      from: '2020-01-01',
    }),
    step('A-2 extended', MANAGER, 'ExtendAgreement', { ...A_2, until: '2027-01-01', clause: 'ruimte', reason: 'Het bevalt.' }),
    step('A-2 joined', 'de-kade', 'AccedeToAgreement', { ...A_2, ...kade, clause: 'ruimte', from: '2025-12-01' }),
    step('A-2 left', SIGNED, 'ExitAgreement', { ...A_2, from: '2026-01-01', reason: 'Andere taken.' }),
    ...decided('D-A-1', 'Vaststelling en terugvordering'),
    step('A-1 determined', 'college', 'DetermineSubsidy', { ...A_1, amountCents: 7_000_000, decision: made('D-A-1') }),
    step('A-1 reclaimed', 'college', 'ReclaimSubsidy', { ...A_1, amountCents: 350_000, decision: made('D-A-1') }),
    step('A-1 ended', 'college', 'TerminateAgreement', {
      ...A_1,
      from: '2026-03-01',
      reason: 'De activiteiten stoppen.',
      legalGround: ['Awb 4:50 lid 1 onder b'],
      decision: made('D-A-1'),
    }),
  ];
}
