import { beforeEach, describe, expect, it } from '@jest/globals';
import { standingOn } from './agreement-commitments.js';
import type { CommitmentFact } from './agreement-state.js';
import { actors, AgreementWorld, college, made, said, welzijn } from './agreement.fixture.js';

const ABOUT = { agreement: made('A') };
const { college: theCollege, ledger, manager, welzijnDirector } = actors;

let world: AgreementWorld;
beforeEach(async () => {
  world = await AgreementWorld.create();
  await world.propose('A');
  await world.conclude('A');
  world.on('2025-04-20');
});
const act = (actor: typeof manager, command: string, input: object = {}) => world.do(actor, command, { ...ABOUT, ...input });

describe('an agreement that runs', () => {
  it('is suspended for a while, and resumed', async () => {
    expect(said(await act(welzijnDirector, 'SuspendAgreement', { from: '2025-05-01', reason: 'Verbouwing' }))).toEqual([
      'AgreementSuspended',
    ]);
    expect(said(await act(manager, 'ResumeAgreement', { from: '2025-04-20', reason: 'x' }))[0]).toBe('NOT_IN_THIS_STATE');
    expect(said(await act(manager, 'ResumeAgreement', { from: '2025-06-01', reason: 'Klaar' }))).toEqual(['AgreementResumed']);
    const statuses = await Promise.all(['2025-04-30', '2025-05-01', '2025-05-31', '2025-06-01'].map((day) => world.statusOn('A', day)));
    expect(statuses).toEqual(['ACTIVE', 'SUSPENDED', 'SUSPENDED', 'ACTIVE']);
    await expect(act(actors.deKade, 'SuspendAgreement', { reason: 'x' })).rejects.toThrow('only a party');
  });

  it('is extended by an option it gives, and else amended', async () => {
    expect(said(await act(manager, 'ExtendAgreement', { until: '2027-01-01', clause: 'nowhere', reason: 'x' }))).toEqual([
      'NO_SUCH_CLAUSE',
      null,
    ]);
    await expect(act(manager, 'ExtendAgreement', { until: '2025-12-01', clause: 'option', reason: 'x' })).rejects.toThrow('no later end');
    expect(said(await act(manager, 'ExtendAgreement', { until: '2027-01-01', clause: 'option', reason: 'Goed bevallen' }))).toEqual([
      'AgreementExtended',
    ]);
    expect([await world.statusOn('A', '2026-12-31'), await world.statusOn('A', '2027-01-01')]).toEqual(['ACTIVE', 'EXPIRED']);
    world.on('2027-02-01');
    expect(said(await act(manager, 'ExtendAgreement', { until: '2028-01-01', clause: 'option', reason: 'x' }))[0]).toBe(
      'NOT_IN_THIS_STATE',
    );
  });

  it('of a subsidy ends on a ground only (S2); what would be due after falls away', async () => {
    expect(said(await act(theCollege, 'TerminateAgreement', { reason: 'Niet nagekomen' }))).toEqual(['S2', 'Awb 4:48']);
    const ended = await act(theCollege, 'TerminateAgreement', {
      from: '2025-06-01',
      reason: 'Niet nagekomen',
      legalGround: ['Awb 4:48 lid 1 onder b'],
    });
    expect(said(ended)).toEqual(['AgreementTerminated']);
    expect((await world.state('A')).findings).toMatchObject([{ ruleId: 'V1', effect: 'W' }]);
    expect([await world.statusOn('A', '2025-05-31'), await world.statusOn('A', '2025-06-01')]).toEqual(['ACTIVE', 'TERMINATED']);
    const due = (await world.rows('agreement_commitment', 'A')).filter(({ validTo }) => validTo === '9999-12-31').map(({ key }) => key);
    expect(due).toEqual(['C2 2025-04-15']);
    expect(said(await act(theCollege, 'TerminateAgreement', { reason: 'x', legalGround: ['x'] }))[0]).toBe('NOT_IN_THIS_STATE');
    expect((await world.timers('A')).map(({ key }) => key)).toEqual(['START 1 2025-03-01', 'OVERDUE C2 2025-04-15']);
  });

  it('that a registrar tells has ended elsewhere stands, with findings', async () => {
    const outcome = await act(actors.registrar, 'TerminateAgreement', { from: '2025-04-01', reason: 'Opgezegd', source: 'Brief' });
    expect(said(outcome)).toEqual(['AgreementTerminated']);
    expect(outcome.kind === 'recorded' && outcome.events[0]).toMatchObject({
      data: { findings: [{ ruleId: 'S2', effect: 'F' }] },
      envelope: { origin: { kind: 'registeredAfterwards', source: 'Brief' } },
    });
  });

  it('of a subsidy is determined and reclaimed by decisions', async () => {
    await world.records(
      theCollege,
      'ProposeDecision',
      { subject: 'x', nature: 'PRIVATE_LAW', power: 'overeenkomst', body: college },
      'open',
    );
    expect(said(await act(theCollege, 'DetermineSubsidy', { amountCents: 8_000_000, decision: made('open') }))[0]).toBe(
      'NOT_IN_THIS_STATE',
    );
    const decision = await world.decide('determination');
    for (const [command, type] of [
      ['DetermineSubsidy', 'AgreementSubsidyDetermined'],
      ['ReclaimSubsidy', 'AgreementSubsidyReclaimed'],
    ] as const) {
      expect(said(await act(theCollege, command, { amountCents: 400_000, decision }))).toEqual([type]);
      expect(said(await act(theCollege, command, { amountCents: 400_000, decision }))).toEqual([]);
    }
    const { doc } = await world.rowOn('agreement', 'A', '2025-04-20');
    expect(doc).toMatchObject({ determined: { amountCents: 400_000 }, reclaimed: [{ decision }] });
  });
});

describe('commitments', () => {
  /** How it stands on some days, to whoever may read everything, and to everyone. */
  const standing = async (key: string, days: readonly string[]) => {
    const bound = (await world.rows('agreement_commitment', 'A')).find((row) => row.key === key)!;
    const { commitment, due = null } = bound.doc as { commitment: string; due?: string };
    const said = (await world.rows('agreement_commitment_fact', 'A')).filter(({ doc }) => {
      const fact = doc as CommitmentFact;
      return fact.commitment === commitment && fact.due === due;
    });
    const open = said.filter(({ audience }) => audience.level === 'public');
    return days.map((day) =>
      [said, open].map(
        (facts) =>
          standingOn(
            facts.map(({ doc }) => doc as CommitmentFact),
            due,
            day,
          ).status,
      ),
    );
  };

  it('are reported by who owes them, and confirmed, disputed, waived or called breached by others', async () => {
    const c1 = { commitment: 'C1' };
    const second = { commitment: 'C2', due: '2025-07-15' };
    await expect(act(manager, 'ReportCommitmentFulfilment', c1)).rejects.toThrow('only a party');
    await expect(act(welzijnDirector, 'ReportCommitmentFulfilment', { commitment: 'C2' })).rejects.toThrow('name one of the due days');
    await expect(act(welzijnDirector, 'ReportCommitmentFulfilment', { commitment: 'C9' })).rejects.toThrow('no commitment');
    expect(said(await act(manager, 'DisputeCommitmentFulfilment', { ...c1, reason: 'x' }))[0]).toBe('NOT_IN_THIS_STATE');
    await world.records(welzijnDirector, 'ReportCommitmentFulfilment', { ...ABOUT, ...c1, metOn: '2025-04-18' });
    expect(said(await act(welzijnDirector, 'ReportCommitmentFulfilment', { ...c1, metOn: '2025-04-18' }))).toEqual([]);
    await world.records(manager, 'DisputeCommitmentFulfilment', { ...ABOUT, ...c1, reason: 'Er zijn er 50' });
    await expect(act(welzijnDirector, 'ConfirmCommitmentFulfilment', c1)).rejects.toThrow('only a party');
    expect(await standing('C1 2025-07-01', ['2025-04-17', '2025-04-18', '2025-04-20', '2025-07-02'])).toEqual([
      ['OPEN', 'OPEN'],
      ['FULFILLED', 'FULFILLED'],
      ['DISPUTED', 'FULFILLED'],
      ['DISPUTED', 'FULFILLED'],
    ]);
    world.on('2025-07-08');
    await world.records(manager, 'ConfirmCommitmentFulfilment', { ...ABOUT, ...c1, metOn: '2025-07-01' });
    expect(await standing('C1 2025-07-01', ['2025-06-30', '2025-07-01'])).toEqual([
      ['DISPUTED', 'FULFILLED'],
      ['FULFILLED', 'FULFILLED'],
    ]);
    expect(said(await act(welzijnDirector, 'ReportCommitmentFulfilment', c1))[0]).toBe('NOT_IN_THIS_STATE');
    expect(said(await act(manager, 'RecordCommitmentBreach', { ...second, reason: 'Niets ontvangen' }))).toEqual([
      'AgreementCommitmentBreached',
    ]);
    expect(said(await act(manager, 'WaiveCommitment', { ...second, reason: 'Uitstel' }))).toEqual(['AgreementCommitmentWaived']);
    expect(await standing('C2 2025-07-15', ['2025-07-07', '2025-07-08', '2025-07-16'])).toEqual([
      ['OPEN', 'OPEN'],
      ['WAIVED', 'WAIVED'],
      ['WAIVED', 'WAIVED'],
    ]);
  });

  it('are added by their own party only', async () => {
    const added = { id: 'C9', text: 'Koffie', owner: welzijn, due: '2025-05-01' };
    await expect(act(manager, 'AddAgreementCommitment', { commitment: added })).rejects.toThrow('only a party');
    await expect(act(welzijnDirector, 'AddAgreementCommitment', { commitment: { ...added, id: 'C1' } })).rejects.toThrow('another item');
    expect(said(await act(welzijnDirector, 'AddAgreementCommitment', { commitment: added }))).toEqual(['AgreementCommitmentAdded']);
    expect(await standing('C9 2025-05-01', ['2025-05-01', '2025-05-02'])).toEqual([
      ['OPEN', 'OPEN'],
      ['OVERDUE', 'OVERDUE'],
    ]);
  });
});

describe('what was learned', () => {
  const evidence = [{ kind: 'SIGNAL', stream: `signal-${made('signal')}`, revision: 0, eventId: made('event') }];

  it('recalibrates on evidence only, and adjusts by an amendment', async () => {
    const question = 'Zijn 72 plaatsen genoeg?';
    expect(said(await act(manager, 'StartRecalibration', { question }))).toEqual(['RECALIBRATION_WITHOUT_EVIDENCE', null]);
    expect(said(await act(manager, 'StartRecalibration', { question, evidence }))).toEqual(['AgreementRecalibrationStarted']);
    expect(said(await act(manager, 'StartRecalibration', { question, evidence }))[0]).toBe('NOT_IN_THIS_STATE');
    const conclude = (outcome: string) => act(manager, 'ConcludeRecalibration', { outcome, motivation: 'x' });
    expect(said(await conclude('ADJUST'))[0]).toBe('NOT_IN_THIS_STATE');
    expect(said(await conclude('STOP'))[0]).toBe('NOT_IN_THIS_STATE');
    await world.records(manager, 'ProposeAgreementAmendment', { ...ABOUT, changes: { title: 'Anders' }, rationale: 'Herijking' });
    await world.conclude('A');
    expect(said(await conclude('ADJUST'))).toEqual(['AgreementRecalibrated']);
    const notes = await world.rows('agreement_note', 'A');
    expect(notes.map(({ columns, audience }) => [columns['kind'], audience.level])).toEqual([
      ['RECALIBRATION', 'partners'],
      ['RECALIBRATED', 'public'],
    ]);
    expect(notes[1]?.doc).toMatchObject({ outcome: 'ADJUST', version: 2 });
  });

  it('is an evaluation, or a risk with what was done about it', async () => {
    expect(said(await act(welzijnDirector, 'EvaluateAgreement', { conclusion: 'Werkt', evidence }))).toEqual(['AgreementEvaluated']);
    expect(said(await act(welzijnDirector, 'RecordAgreementRisk', { text: 'Personeel', owner: welzijn }))).toEqual([
      'AgreementRiskRecorded',
    ]);
    await expect(act(manager, 'MitigateAgreementRisk', { risk: 2, text: 'x' })).rejects.toThrow('no risk');
    expect(said(await act(manager, 'MitigateAgreementRisk', { risk: 1, text: 'Gedeelde pool' }))).toEqual(['AgreementRiskMitigated']);
    expect(said(await act(manager, 'MitigateAgreementRisk', { risk: 1, text: 'Gedeelde pool' }))).toEqual([]);
  });
});

describe('deadlines', () => {
  it('are timers with the command to give, which notes them once and only when they came', async () => {
    const rows = async () => (await world.timers('A')).map(({ on, command }) => [on, command.name]);
    expect(await rows()).toEqual([
      ['2025-03-01', 'NoteAgreementStarted'],
      ['2026-01-01', 'NoteAgreementExpired'],
      ['2025-07-02', 'NoteCommitmentOverdue'],
      ['2025-04-16', 'NoteCommitmentOverdue'],
      ['2025-07-16', 'NoteCommitmentOverdue'],
      ['2025-10-16', 'NoteCommitmentOverdue'],
    ]);
    await expect(act(manager, 'NoteAgreementExpired')).rejects.toThrow("ledger's clock");
    expect(said(await act(ledger, 'NoteAgreementExpired'))).toEqual([]);
    expect(said(await act(ledger, 'NoteCommitmentOverdue', { commitment: 'C1', due: '2025-07-01' }))).toEqual([]);
    const status = await world.statusOn('A', '2026-01-01');
    for (const { command: timed } of await world.timers('A')) {
      const { name: command, input } = timed;
      expect(said(await world.on('2026-01-02').do(ledger, command, input))).toHaveLength(1);
      expect(said(await world.do(ledger, command, input))).toEqual([]);
    }
    expect(await rows()).toEqual([]);
    expect(await world.statusOn('A', '2026-01-01')).toBe(status);
  });
});
