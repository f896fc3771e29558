import { beforeEach, describe, expect, it } from '@jest/globals';
import { agreementFindings } from './agreement-findings.js';
import { actors, AgreementWorld, made, welzijn } from './agreement.fixture.js';

const ABOUT = { agreement: made('A') };
const { manager, welzijnDirector } = actors;

let world: AgreementWorld;
beforeEach(async () => {
  world = await AgreementWorld.create();
  await world.propose('A');
  await world.conclude('A');
  world.on('2025-04-20');
});
const told = async (rule: string, about: string) =>
  agreementFindings(await world.state('A'))
    .filter(({ finding }) => finding.ruleId === rule && finding.detail.en.includes(about))
    .map(({ from, until, audience }) => [from, until, audience.level]);

describe('what is not in order about an agreement', () => {
  it('includes a commitment from the day after it was due until it is reported', async () => {
    expect(await told('COMMITMENT_OVERDUE', 'C1')).toEqual([['2025-07-02', null, 'public']]);
    await world
      .on('2025-07-10')
      .records(welzijnDirector, 'ReportCommitmentFulfilment', { ...ABOUT, commitment: 'C1', metOn: '2025-07-08' });
    expect(await told('COMMITMENT_OVERDUE', 'C1')).toEqual([['2025-07-02', '2025-07-08', 'public']]);
    const [row] = (await world.rows('agreement_finding', 'A')).filter(({ doc }) => doc.detail.en.includes('C1'));
    expect(row?.columns).toMatchObject({ rule: 'COMMITMENT_OVERDUE', effect: 'F', since: '2025-07-02' });
    expect(row?.columns['parties']).toContain(`|${welzijn}|`);
  });

  it('is on no day overdue when it was met in time', async () => {
    await world.records(welzijnDirector, 'ReportCommitmentFulfilment', { ...ABOUT, commitment: 'C1', metOn: '2025-04-18' });
    expect((await world.rows('agreement_finding', 'A')).filter(({ doc }) => doc.detail.en.includes('C1'))).toEqual([]);
  });

  it('tells the parties that a commitment was breached, until something else is said of it', async () => {
    const second = { ...ABOUT, commitment: 'C2', due: '2025-04-15' };
    await world.records(manager, 'RecordCommitmentBreach', { ...second, reason: 'Niets ontvangen' });
    expect(await told('COMMITMENT_BREACHED', 'C2')).toEqual([['2025-04-20', null, 'partners']]);
    expect(await told('COMMITMENT_OVERDUE', '2025-04-15')).toEqual([['2025-04-16', null, 'public']]);
    await world.on('2025-05-01').records(manager, 'WaiveCommitment', { ...second, reason: 'Alsnog geregeld' });
    expect(await told('COMMITMENT_BREACHED', 'C2')).toEqual([['2025-04-20', '2025-05-01', 'partners']]);
    expect(await told('COMMITMENT_OVERDUE', '2025-04-15')).toEqual([['2025-04-16', '2025-05-01', 'public']]);
  });
});
