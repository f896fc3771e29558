import { beforeEach, describe, expect, it } from '@jest/globals';
import { actors, AgreementWorld, college, deBrug, deKade, made, municipality, said, welzijn } from './agreement.fixture.js';

const ABOUT = { agreement: made('A') };
const { ledger, manager, mayor, secretary, welzijnChair, welzijnDirector } = actors;

let world: AgreementWorld;
beforeEach(async () => {
  world = await AgreementWorld.create();
  await world.propose('A');
  await world.conclude('A');
  world.on('2025-04-20');
});
const act = (actor: typeof manager, command: string, input: object = {}) => world.do(actor, command, { ...ABOUT, ...input });

describe('parties come and go', () => {
  it('join by a clause, each by its own authority, and leave', async () => {
    const joins = (actor: typeof manager, party: string, clause = 'option') =>
      act(actor, 'AccedeToAgreement', { party, clause, from: '2025-05-01' });
    await world.records(ledger, 'NameRepresentative', {
      party: deKade,
      post: await post(deKade, actors.deKade),
      instrument: 'Afspraak',
      from: '2020-01-01',
    });
    expect(said(await joins(actors.deKade, deKade, 'nowhere'))).toEqual(['NO_SUCH_CLAUSE', null]);
    expect(said(await joins(actors.brugDirector, deBrug))).toEqual(['V4', null]);
    await expect(joins(manager, deKade)).rejects.toThrow('only a party');
    expect(said(await joins(actors.deKade, deKade))).toEqual(['AgreementPartyAcceded']);
    expect(said(await joins(actors.deKade, deKade))).toEqual([]);
    const parties = async (day: string) => (await world.rowOn('agreement', 'A', day)).doc.parties;
    expect(await parties('2025-04-30')).not.toContain(deKade);
    expect(await parties('2025-05-01')).toContain(deKade);
    world.on('2025-05-02');
    expect(said(await act(welzijnDirector, 'ExitAgreement', { reason: 'x' }))).toEqual(['V4', null]);
    expect(said(await act(welzijnChair, 'ExitAgreement', { from: '2025-06-01', reason: 'Geen capaciteit' }))).toEqual([
      'AgreementPartyExited',
    ]);
    expect(await parties('2025-06-01')).toEqual(expect.arrayContaining([municipality, deKade]));
    expect(await parties('2025-06-01')).not.toContain(welzijn);
    world.on('2025-07-01');
    await world.records(actors.deKade, 'ExitAgreement', { ...ABOUT, reason: 'Idem' });
    expect((await world.state('A')).findings.map(({ ruleId }) => ruleId)).toEqual(['PARTIES_MISSING']);
  });

  it('and who joined is asked for an amendment too', async () => {
    await world.records(ledger, 'NameRepresentative', {
      party: deKade,
      post: await post(deKade, actors.deKade),
      instrument: 'Afspraak',
      from: '2020-01-01',
    });
    await world.records(actors.deKade, 'AccedeToAgreement', { ...ABOUT, party: deKade, clause: 'option' });
    await world.records(manager, 'ProposeAgreementAmendment', { ...ABOUT, changes: { title: 'Samen' }, rationale: 'Met De Kade' });
    await world.conclude('A');
    expect((await world.state('A')).versions).toHaveLength(1);
    await world.records(actors.deKade, 'ConsentToAgreement', { ...ABOUT, hash: await world.hash('A') });
    expect((await world.state('A')).versions).toHaveLength(2);
  });
});

describe('a municipality that joins', () => {
  it('decides and signs first, as for any agreement (V1)', async () => {
    const parties = {
      terms: { parties: [welzijn, deKade], totalCents: 1, lines: [], commitments: [] },
      actor: welzijnDirector,
      kind: 'PARTNER_AGREEMENT',
    };
    await world.records(ledger, 'NameRepresentative', {
      party: deKade,
      post: await post(deKade, actors.deKade),
      instrument: 'Afspraak',
      from: '2020-01-01',
    });
    const hash = await world.propose('P', parties);
    for (const actor of [welzijnChair, actors.deKade]) await world.records(actor, 'ConsentToAgreement', { agreement: made('P'), hash });
    const join = (actor: typeof manager, more: object) =>
      world.do(actor, 'AccedeToAgreement', { agreement: made('P'), party: municipality, clause: 'option', ...more });
    expect(said(await join(mayor, {}))).toEqual(['V1', 'Gemeentewet 160']);
    const decision = await world.decide('joining');
    expect(said(await join(secretary, { decision }))).toEqual(['V1', 'Gemeentewet 171']);
    expect(said(await join(secretary, { decision, mandate: made('M-V') }))).toEqual(['AgreementPartyAcceded']);
    expect((await world.state('P')).municipal).toMatchObject([{ party: municipality, college }]);
  });
});

async function post(party: string, actor: typeof manager): Promise<string> {
  const id = await world.records(ledger, 'EstablishPost', { name: 'Trekker', party, from: '2020-01-01' });
  await world.records(ledger, 'FillPost', { post: id, actor: actor.person, from: '2020-01-01' });
  return id;
}
