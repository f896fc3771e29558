import { describe, expect, it } from '@jest/globals';
import { chainOf, holdingsOf } from '../../authority/mandate/authority-chain.js';
import { mandate } from '../../authority/mandate/mandate.js';
import type { LoadedStreams } from '../../../ledger/aggregate.js';
import { post } from '../../parties/post/post.js';
import { id } from '../../testing/ledger-harness.js';
import { decisionVerdict } from './decision-authority.js';
import {
  actors,
  ADOPTED,
  bound,
  college,
  DecisionWorld,
  FINAL,
  GENERAL,
  made,
  municipality,
  posts,
  said,
  SUBSIDY,
  welzijn,
  withMandates,
} from './decision.fixture.js';
import { decisionTotals, type DecisionDoc } from './decision.view.js';

/** The verdict as it reads now, over the chain and the holdings as they are in the ledger. */
async function verdict(world: DecisionWorld, decided: string, mandateId?: string) {
  const links = mandateId === undefined ? [] : [mandateId, made('M-A')];
  const states = new Map<string, unknown>();
  for (const one of [...links, made('attribution')]) states.set(`mandate-${one}`, await world.ledger.state(mandate, one));
  for (const one of Object.values(posts)) states.set(`post-${one}`, await world.ledger.state(post, one));
  const loaded = {
    found: () => [made('attribution')],
    of: ({ name, initial }: { name: string; initial: unknown }, entity: string) => ({
      exists: true,
      state: states.get(`${name}-${entity}`) ?? initial,
    }),
  } as unknown as LoadedStreams;
  const chain = mandateId === undefined ? [] : chainOf(mandateId, loaded);
  return decisionVerdict(await world.state(decided), chain, holdingsOf(municipality, 'subsidie-welzijn', loaded));
}

const docOf = async (world: DecisionWorld, decided: string) => (await world.rows('decision', decided)).at(-1)?.doc as DecisionDoc;

describe('the story of Rivierenoord', () => {
  it('step 3: D-0 under a mandate that awaits consent is refused under M6 and recorded, and stays proposed', async () => {
    const world = await DecisionWorld.create();
    world.on('2025-01-20');
    const mC = await world.grant('M-C', {
      ...{ holderPost: posts.welzijnDirector, powers: [{ code: 'toegang-dagactiviteiten' }], from: '2025-02-01' },
      instrument: { ...GENERAL.instrument, date: '2025-01-20' },
    });
    world.on('2025-01-27');
    const about = {
      power: 'toegang-dagactiviteiten',
      aboutPerson: id('resident-1'),
      subject: 'Toegang, zaak 2025-17',
      beneficiary: undefined,
    };
    const d0 = await world.propose('D-0', actors.welzijnDirector, about);
    const take = { decision: d0, mandate: mC, ...FINAL };
    const refused = await world.do(actors.welzijnDirector, 'TakeDecision', take);
    expect(said(refused)).toEqual(['M6', 'Awb 10:4 lid 1']);
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { pins: [{ stream: `mandate-${mC}` }] },
      recordedAs: { stream: `decision-${d0}`, revision: 1 },
    });

    const [, attempt] = await world.eventsOf(d0);
    expect(attempt).toMatchObject({
      type: 'DecisionAttemptRefused',
      envelope: { refusedAttempt: true, audience: { level: 'confidential' } },
    });
    expect([...(attempt?.envelope.audience.parties ?? [])].sort()).toEqual([college, welzijn].sort());
    expect((await docOf(world, d0)).status).toBe('PROPOSED');

    // The same attempt on the same day is the same fact.
    expect(await world.do(actors.welzijnDirector, 'TakeDecision', take)).toMatchObject({ recordedAs: { revision: 1 } });
    expect(await world.eventsOf(d0)).toHaveLength(2);

    await world.on('2025-01-29').run(actors.welzijnDirector, bound.consent, { mandate: mC, as: 'holder' });
    expect(said(await world.do(actors.welzijnDirector, 'TakeDecision', take))).toEqual(['M6', 'Awb 10:4 lid 1']);
    await world.on('2025-02-03').run(actors.welzijnBoard, bound.consent, { mandate: mC, as: 'organisation' });
    expect(said(await world.do(actors.welzijnDirector, 'TakeDecision', take))).toEqual(['DecisionTaken']);
  });

  it('steps 5 and 6: D-1 under M-A is valid; D-2 is refused to the team manager with link M-B and taken by the director', async () => {
    const world = await DecisionWorld.create();
    const { mA, mB } = await withMandates(world);
    world.on('2025-02-24');
    const d1 = await world.propose('D-1', actors.director, { amountCents: 8_400_000 });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: d1, mandate: mA, ...FINAL }))).toEqual(['DecisionTaken']);
    expect(await verdict(world, d1, mA)).toMatchObject({ code: 'VALID', chain: [{ stream: `mandate-${mA}` }] });
    const [, taken] = await world.eventsOf(d1);
    expect(taken?.envelope).toMatchObject({
      actDate: '2025-02-24',
      mandate: { stream: `mandate-${mA}` },
      decidedBy: { party: college, post: posts.director, actor: actors.director.person },
      legalBasis: ['Algemene subsidieverordening art. 3'],
      audience: { level: 'public' },
    });
    expect(taken?.envelope.pins.map(({ stream }) => stream)).toContain(`mandate-${made('attribution')}`);
    await world
      .on('2025-02-26')
      .do(actors.director, 'MakeDecisionKnown', { decision: d1, manner: 'SENT', remedy: 'Bezwaar binnen zes weken bij het college' });
    expect((await docOf(world, d1)).objectionTerm).toEqual({ start: '2025-02-27', end: '2025-04-09' });

    world.on('2025-04-07');
    const d2 = await world.propose('D-2', actors.manager, { amountCents: 4_000_000 });
    const refused = await world.do(actors.manager, 'TakeDecision', { decision: d2, mandate: mB, ...FINAL });
    expect(said(refused)).toEqual(['D3', 'Awb 10:2']);
    expect(refused).toMatchObject({
      refusal: { pins: [{ stream: `mandate-${mB}` }, { stream: `mandate-${mA}` }] },
      recordedAs: { revision: 1 },
    });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: d2, mandate: mA, ...FINAL }))).toEqual(['DecisionTaken']);
    await world
      .on('2025-04-08')
      .do(actors.director, 'MakeDecisionKnown', { decision: d2, manner: 'SENT', remedy: 'Bezwaar binnen zes weken' });
    expect((await docOf(world, d2)).objectionTerm?.end).toBe('2025-05-20');
    expect(await verdict(world, d2, mA)).toMatchObject({ code: 'VALID' });
  });

  it('step 7: D-3 is valid only with hindsight; D-4 stands outside the mandate and is ratified, then still invalid', async () => {
    const world = await DecisionWorld.create();
    const { mA } = await withMandates(world);
    world.on('2025-05-12');
    const outside = { ...SUBSIDY, mandate: mA, decidedByPerson: actors.director.person, source: 'Zaaksysteem', words: FINAL.words };
    await world.do(actors.registrar, 'RegisterDecision', { ...outside, decidedOn: '2025-01-08', amountCents: 3_000_000 }, 'D-3');
    await world.do(actors.registrar, 'RegisterDecision', { ...outside, decidedOn: '2024-12-18', amountCents: 1_200_000 }, 'D-4');
    const [d3, d4] = [made('D-3'), made('D-4')];
    expect(await verdict(world, d3, mA)).toMatchObject({
      ...{ code: 'VALID_ONLY_WITH_HINDSIGHT', then: { valid: false }, now: { valid: true } },
      failing: { stream: `mandate-${mA}`, reasons: ['ACT_DATE_LATER'] },
    });
    expect((await docOf(world, d3)).outsideMandate).toBe(false);
    expect(await verdict(world, d4, mA)).toMatchObject({ code: 'INVALID', failing: { stream: `mandate-${mA}` } });
    expect(await docOf(world, d4)).toMatchObject({ outsideMandate: true, status: 'TAKEN' });
    expect((await docOf(world, d4)).findings).toContainEqual(expect.objectContaining({ ruleId: 'D3', effect: 'F' }));

    world.on('2025-05-20');
    expect(said(await world.do(actors.college, 'RatifyDecision', { decision: d4 }))).toEqual(['I2', null]);
    expect(said(await world.do(actors.college, 'RatifyDecision', { decision: d4, adoption: ADOPTED }))).toEqual([
      'DecisionRatified',
      'DecisionVotesRecorded',
    ]);
    const ratified = await verdict(world, d4, mA);
    expect(ratified).toMatchObject({
      code: 'VALID_ONLY_WITH_HINDSIGHT',
      then: { valid: false },
      through: { stream: `decision-${d4}`, revision: 1 },
    });
    expect((await docOf(world, d4)).outsideMandate).toBe(true);
  });

  it('step 8: after the revocation D-5 is refused to the director and taken by the college; earlier decisions stay valid', async () => {
    const world = await DecisionWorld.create();
    const { mA } = await withMandates(world);
    world.on('2025-04-07');
    const d2 = await world.propose('D-2', actors.director, { amountCents: 4_000_000 });
    await world.do(actors.director, 'TakeDecision', { decision: d2, mandate: mA, ...FINAL });
    world.on('2025-06-16');
    await world.run(actors.college, bound.revoke, {
      mandate: mA,
      from: '2025-06-20',
      reason: 'Nieuwe regeling',
      instrument: { reference: 'gmb-2025-9', date: '2025-06-16' },
    });
    world.on('2025-06-23');
    const d5 = await world.propose('D-5', actors.director, { amountCents: 1_000_000 });
    const refused = await world.do(actors.director, 'TakeDecision', { decision: d5, mandate: mA, ...FINAL });
    expect(said(refused)).toEqual(['D3', 'Awb 10:2']);
    expect(refused).toMatchObject({ recordedAs: { stream: `decision-${d5}` }, refusal: { pins: [{ stream: `mandate-${mA}` }] } });
    const { motivation, legalGround } = FINAL;
    expect(said(await world.do(actors.college, 'TakeDecision', { decision: d5, motivation, legalGround, adoption: ADOPTED }))).toEqual([
      'DecisionTaken',
      'DecisionVotesRecorded',
    ]);
    expect(await verdict(world, d5)).toMatchObject({ code: 'VALID', chain: [] });
    expect(await verdict(world, d2, mA)).toMatchObject({ code: 'VALID', then: { valid: true }, now: { valid: true } });
  });

  it('step 10: three decisions under M-A come to 15 400 000; D-4 is listed outside its bounds', async () => {
    const world = await DecisionWorld.create();
    const { mA } = await withMandates(world);
    for (const [name, date, amountCents] of [
      ['D-1', '2025-02-24', 8_400_000],
      ['D-2', '2025-04-07', 4_000_000],
    ] as const) {
      world.on(date);
      await world.do(actors.director, 'TakeDecision', {
        decision: await world.propose(name, actors.director, { amountCents }),
        mandate: mA,
        ...FINAL,
      });
    }
    world.on('2025-05-12');
    const outside = { ...SUBSIDY, mandate: mA, source: 'Zaaksysteem' };
    await world.do(actors.registrar, 'RegisterDecision', { ...outside, decidedOn: '2025-01-08', amountCents: 3_000_000 }, 'D-3');
    await world.do(actors.registrar, 'RegisterDecision', { ...outside, decidedOn: '2024-12-18', amountCents: 1_200_000 }, 'D-4');
    const all = await Promise.all(
      ['D-1', 'D-2', 'D-3', 'D-4'].map(async (name) => ({ name, row: (await world.rows('decision', made(name))).at(-1) })),
    );
    const under = all
      .filter(({ row }) => row?.columns.mandate === mA)
      .sort((a, b) => String(a.row?.columns.decided_on).localeCompare(String(b.row?.columns.decided_on)));
    const within = under.filter(({ row }) => row?.columns.outside_mandate === 0);
    expect(within.map(({ name }) => name)).toEqual(['D-3', 'D-1', 'D-2']);
    expect(decisionTotals(within.flatMap(({ row }) => row ?? []))).toEqual({ totalCount: 3, amountCents: 15_400_000 });
    expect(under.filter(({ row }) => row?.columns.outside_mandate === 1).map(({ name }) => name)).toEqual(['D-4']);
  });
});
