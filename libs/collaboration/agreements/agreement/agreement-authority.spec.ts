import { beforeEach, describe, expect, it } from '@jest/globals';
import { actors, AgreementWorld, college, deBrug, made, municipality, said, welzijn } from './agreement.fixture.js';

const ABOUT = { agreement: made('A') };
const { college: theCollege, manager, mayor, secretary, welzijnChair, welzijnDirector } = actors;
const VOLMACHT = { mandate: made('M-V') };

let world: AgreementWorld;
beforeEach(async () => {
  world = await AgreementWorld.create();
});

describe('V1 · a municipality', () => {
  it('decides before it consents or signs; what it tries before is refused, recorded once, and allowed under reservation', async () => {
    const hash = await world.propose('A');
    const on = { ...ABOUT, hash };
    for (const [actor, command] of [
      [manager, 'ConsentToAgreement'],
      [secretary, 'SignAgreement'],
      [mayor, 'SignAgreement'],
    ] as const) {
      const refused = await world.do(actor, command, on);
      expect(said(refused)).toEqual(['V1', 'Gemeentewet 160']);
      expect(refused).toHaveProperty('recordedAs.stream', `agreement-${made('A')}`);
      expect(await world.do(actor, command, on)).toEqual(refused);
    }
    const attempts = (await world.eventsOf('A')).filter(({ type }) => type === 'AgreementAttemptRefused');
    expect(attempts).toHaveLength(3);
    expect(attempts[0]?.envelope.audience).toEqual({ level: 'internal', parties: [municipality, college, made('mayor')] });
    await world.records(manager, 'ConsentToAgreement', { ...on, underReservation: true });
    await world.records(welzijnChair, 'ConsentToAgreement', on);
    expect((await world.state('A')).versions).toEqual([]);
  });

  it('links a decision that stands, of its own body, for enough, about this', async () => {
    const hash = await world.propose('A');
    const link = (decision: string) => world.do(theCollege, 'LinkAgreementDecision', { ...ABOUT, hash, decision });
    await world.records(
      theCollege,
      'ProposeDecision',
      { subject: 'x', nature: 'PRIVATE_LAW', power: 'overeenkomst', body: college },
      'untaken',
    );
    expect(said(await link(made('untaken')))).toEqual(['V1', 'Gemeentewet 160']);
    expect(said(await link(await world.decide('too little', { amountCents: 8_399_999 })))[0]).toBe('V1');
    expect(said(await link(await world.decide('no amount')))[0]).toBe('V1');
    expect(said(await link(await world.decide('other', { amountCents: 8_400_000, beneficiary: deBrug })))[0]).toBe('V1');
    const ended = await world.decide('ended', { amountCents: 8_400_000 });
    await world.records(theCollege, 'ExpireDecision', { decision: ended, from: '2025-02-10', reason: 'x' });
    expect(said(await link(ended))[0]).toBe('V1');
    const outside = await world.records(
      actors.registrar,
      'RegisterDecision',
      {
        subject: 'x',
        nature: 'PRIVATE_LAW',
        power: 'onbekend',
        body: college,
        amountCents: 8_400_000,
        decidedOn: '2025-02-10',
        mandate: made('M-V'),
        source: 'Archief',
      },
      'outside',
    );
    const refused = await link(outside);
    expect(said(refused)).toEqual(['V1', 'Gemeentewet 160']);
    expect(refused.kind === 'refused' && refused.refusal.pins.map(({ stream }) => stream)).toEqual([
      `decision-${outside}`,
      `mandate-${made('M-V')}`,
    ]);
    const good = await world.decide('good', { amountCents: 8_400_000, beneficiary: welzijn });
    expect(said(await link(good))).toEqual(['AgreementDecisionLinked']);
    expect(said(await link(good))).toEqual([]);
    const [linked] = (await world.eventsOf('A')).filter(({ type }) => type === 'AgreementDecisionLinked');
    expect(linked?.data).toMatchObject({ decision: good, authority: { code: 'VALID' }, pin: { stream: `decision-${good}` } });
  });

  it('does not sign on a decision that was withdrawn since it was linked', async () => {
    const hash = await world.propose('A', { kind: 'COVENANT' });
    const decision = await world.decide('D');
    await world.records(theCollege, 'LinkAgreementDecision', { ...ABOUT, hash, decision });
    await world.records(theCollege, 'ExpireDecision', { decision, from: '2025-02-10', reason: 'Bij nader inzien' });
    const refused = await world.do(mayor, 'SignAgreement', { ...ABOUT, hash });
    expect(said(refused)).toEqual(['V1', 'Gemeentewet 160']);
    expect(refused).toHaveProperty('recordedAs.stream', `agreement-${made('A')}`);
  });

  it('is signed for by the mayor, or under a volmacht that covers the amount, by whoever fills the post', async () => {
    const hash = await world.propose('A', { kind: 'CONTRACT', terms: { totalCents: 25_000_001, lines: [] } });
    const on = { ...ABOUT, hash };
    await world.records(theCollege, 'LinkAgreementDecision', { ...on, decision: await world.decide('D') });
    expect(said(await world.do(manager, 'SignAgreement', { ...on, ...VOLMACHT }))).toEqual(['POST_NOT_FILLED_BY_ACTOR', null]);
    expect(said(await world.do(secretary, 'SignAgreement', on))).toEqual(['V1', 'Gemeentewet 171']);
    expect(said(await world.do(secretary, 'SignAgreement', { ...on, ...VOLMACHT }))).toEqual(['V1', 'Gemeentewet 171 lid 2']);
    expect(said(await world.do(theCollege, 'ConsentToAgreement', on))).toEqual(['V1', 'Gemeentewet 171']);
    expect(said(await world.do(mayor, 'SignAgreement', on))).toEqual(['AgreementSigned']);
    expect(said(await world.do(mayor, 'SignAgreement', on))).toEqual([]);
    const signed = (await world.eventsOf('A')).at(-1);
    expect(signed?.envelope.decidedBy).toEqual({ party: made('mayor'), actor: mayor.person });
  });
});

describe('V2 and V3 · the council comes first', () => {
  it.each([
    ['V2', 'Gemeentewet 160 lid 2'],
    ['V3', 'Gemeentewet 169 lid 4'],
  ])('%s %s', async (rule, article) => {
    const hash = await world.propose('A', { kind: 'COVENANT', legalPerson: rule === 'V2' });
    const on = { ...ABOUT, hash };
    if (rule === 'V3') await world.records(theCollege, 'FlagAgreementFarReaching', { ...ABOUT, reason: 'Raakt iedereen' });
    await world.records(theCollege, 'LinkAgreementDecision', { ...on, decision: await world.decide('D') });
    expect(said(await world.do(mayor, 'SignAgreement', on))).toEqual([rule, article]);
    await world.records(theCollege, 'RecordCouncilHeard', { ...ABOUT, on: '2025-02-10', reference: 'Raadsbesluit 12' });
    expect(said(await world.do(mayor, 'SignAgreement', on))).toEqual(['AgreementSigned']);
  });
});

describe("V4 · a partner's signatory", () => {
  it('fills a post that represents it on that day', async () => {
    const hash = await world.propose('A');
    const refused = await world.do(welzijnDirector, 'ConsentToAgreement', { ...ABOUT, hash });
    expect(said(refused)).toEqual(['V4', null]);
    expect(refused).toHaveProperty('recordedAs.stream', `agreement-${made('A')}`);
    await world.records(actors.ledger, 'EndRepresentative', { party: welzijn, post: made('post chair'), until: '2025-02-10', reason: 'x' });
    expect(said(await world.do(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash }))).toEqual(['V4', null]);
  });

  it('may have to sign together with another, in whatever order', async () => {
    const parties = {
      terms: { parties: [welzijn, deBrug], totalCents: 1, lines: [], commitments: [] },
      actor: welzijnDirector,
      kind: 'PARTNER_AGREEMENT',
    };
    for (const [index, [first, second]] of [
      [actors.brugDirector, actors.brugController],
      [actors.brugController, actors.brugDirector],
    ].entries()) {
      const hash = await world.propose(`B${index}`, parties);
      const on = { agreement: made(`B${index}`), hash };
      await world.records(welzijnChair, 'ConsentToAgreement', on);
      expect(said(await world.do(first!, 'ConsentToAgreement', on))).toEqual(['AgreementConsented']);
      expect(said(await world.do(first!, 'ConsentToAgreement', on))).toEqual([]);
      expect((await world.state(`B${index}`)).versions).toEqual([]);
      expect(said(await world.do(second!, 'ConsentToAgreement', on))).toEqual(['AgreementConsented', 'AgreementConcluded']);
    }
  });
});
