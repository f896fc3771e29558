import { beforeEach, describe, expect, it } from '@jest/globals';
import { actors, AgreementWorld, made, municipality, said, welzijn } from './agreement.fixture.js';

let world: AgreementWorld;
beforeEach(async () => {
  world = (await AgreementWorld.create()).on('2025-04-20');
});

describe('a text that was agreed elsewhere', () => {
  const TEXT = { title: 'Oud', parties: [municipality, welzijn], from: '2024-01-01', totalCents: 100 };
  const register = (input: object, name = 'R') =>
    world.do(
      actors.registrar,
      'RegisterAgreement',
      { kind: 'SUBSIDY_WITH_AGREEMENT', terms: TEXT, concludedOn: '2024-02-01', source: 'Archief', ...input },
      name,
    );
  const findings = async (name = 'R') => (await world.state(name)).findings.map(({ ruleId, effect }) => [ruleId, effect]);

  it('is never refused; what is not in order is a finding', async () => {
    expect(said(await register({}))).toEqual(['AgreementRegistered']);
    expect(await findings()).toEqual([
      ['S1', 'F'],
      ['V1', 'F'],
      ['V1', 'F'],
      ['V4', 'F'],
    ]);
    expect([await world.statusOn('R', '2023-12-31'), await world.statusOn('R', '2024-01-01')]).toEqual([undefined, 'ACTIVE']);
    expect((await world.rows('agreement', 'R'))[0]?.audience.level).toBe('public');
    expect(said(await register({ concludedOn: '2025-12-01' }, 'later'))[0]).toBe('ACT_DATE_LATER_THAN_TODAY');
  });

  it('has no findings when decision and signatories are in order', async () => {
    world.on('2025-02-12');
    const decision = await world.decide('of old', { amountCents: 100 });
    const signatures = [
      { party: municipality, post: made('post secretary'), mandate: made('M-V'), on: '2025-02-12' },
      { party: welzijn, post: made('post chair') },
    ];
    const good = { statutoryBasis: 'ASV art. 3', decision, signatures, concludedOn: '2025-02-12' };
    expect(said(await register(good))).toEqual(['AgreementRegistered']);
    expect(await findings()).toEqual([]);
    await register(
      {
        ...good,
        signatures: [
          { ...signatures[0], on: '2025-01-01' },
          { party: welzijn, post: made('post brug director') },
        ],
      },
      'early',
    );
    expect(await findings('early')).toEqual([
      ['V1', 'F'],
      ['V1', 'F'],
      ['V4', 'F'],
    ]);
  });

  it('is amended elsewhere too', async () => {
    await register({});
    const amend = { agreement: made('R'), changes: { title: 'Nieuw' }, concludedOn: '2024-06-01', source: 'Archief', reason: 'Onbekend' };
    expect(said(await world.do(actors.registrar, 'RegisterAgreementAmendment', amend))).toEqual(['AgreementAmendmentRegistered']);
    expect((await world.rows('agreement', 'R')).map(({ validFrom, doc }) => [validFrom, (doc as { title: string }).title])).toEqual([
      ['2024-01-01', 'Oud'],
      ['2024-06-01', 'Nieuw'],
    ]);
    await expect(world.do(actors.deKade, 'RegisterAgreementAmendment', amend)).rejects.toThrow('only a party');
  });
});
