import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../ledger/execution.js';
import { id } from '../../testing/ledger-harness.js';
import {
  actors,
  ADOPTED,
  bound,
  college,
  council,
  DecisionWorld,
  deBrug,
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

const OWN = { motivation: FINAL.motivation, legalGround: FINAL.legalGround };

async function story(): Promise<DecisionWorld & { mA: string; mB: string }> {
  const world = await DecisionWorld.create();
  return Object.assign(world, await withMandates(world));
}

const isRecorded = (outcome: Outcome) => outcome.kind === 'refused' && outcome.recordedAs !== undefined;

describe('who may take a decision', () => {
  it('D1: neither the body nor a mandate: refused and recorded for the body and whoever tried', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    const outcome = await world.do(actors.director, 'TakeDecision', { decision: proposed, ...OWN });
    expect(said(outcome)).toEqual(['D1', 'Awb 10:10']);
    expect(isRecorded(outcome)).toBe(true);
    const attempt = (await world.eventsOf(proposed)).at(-1);
    expect(attempt).toMatchObject({
      data: { attempt: 'TAKE', ruleId: 'D1' },
      envelope: { audience: { level: 'internal', parties: [college, municipality] } },
    });
  });

  it('a person outside the post is refused and recorded; a party that cannot see the proposal finds nothing', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    const outcome = await world.do(actors.clerk, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL });
    expect(said(outcome)).toEqual(['POST_NOT_FILLED_BY_ACTOR', null]);
    expect(isRecorded(outcome)).toBe(true);
    await expect(world.do(actors.deBrug, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL })).rejects.toMatchObject({
      category: 'NOT_FOUND',
    });
  });

  it("a deputy's act names the post and the deputy's own", async () => {
    const world = await story();
    await world.run(actors.registrar, bound.deputy, {
      post: posts.director,
      actor: actors.deputy.person,
      deputyPost: posts.manager,
      from: '2025-01-01',
    });
    const proposed = await world.propose('D', actors.deputy);
    expect(said(await world.do(actors.deputy, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL }))).toEqual([
      'DecisionTaken',
    ]);
    const { envelope } = (await world.eventsOf(proposed)).at(-1) as { envelope: object };
    expect(envelope).toMatchObject({ decidedBy: { party: college, post: posts.director, actor: actors.deputy.person } });
    expect((await world.state(proposed)).taken).toMatchObject({ capacity: 'DEPUTY', holder: posts.director, deputyPost: posts.manager });
  });

  it('D3: power, amount, territory and term each bound the mandate', async () => {
    const world = await story();
    const outside = [{ power: 'toegang-dagactiviteiten' }, { amountCents: 10_000_001 }];
    for (const [index, input] of outside.entries()) {
      const proposed = await world.propose(`D ${index}`, actors.director, input);
      expect(said(await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL }))).toEqual([
        'D3',
        'Awb 10:2',
      ]);
    }
    const north = await world.grant('north', {
      holderPost: posts.director,
      powers: [{ code: 'subsidie-welzijn' }],
      territory: ['WK036301'],
      from: '2025-01-13',
      until: '2025-03-01',
    });
    const south = await world.propose('south', actors.director, { areaCode: 'WK036302' });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: south, mandate: north, ...FINAL }))).toEqual([
      'D3',
      'Awb 10:2',
    ]);
    const inNorth = await world.propose('in north', actors.director, { areaCode: 'WK036301' });
    expect(said(await world.on('2025-03-01').do(actors.director, 'TakeDecision', { decision: inNorth, mandate: north, ...FINAL }))).toEqual(
      ['D3', 'Awb 10:2'],
    );
    expect(
      said(await world.do(actors.director, 'TakeDecision', { decision: inNorth, mandate: north, decidedOn: '2025-02-28', ...FINAL })),
    ).toEqual(['DecisionTaken']);
  });

  it('D3: decided at most seven days back, never in the future', async () => {
    const world = await story();
    world.on('2025-02-10');
    const proposed = await world.propose('D', actors.director);
    const take = (decidedOn: string) =>
      world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, decidedOn, ...FINAL });
    expect(said(await take('2025-02-11'))).toEqual(['ACT_DATE_LATER_THAN_TODAY', null]);
    expect(said(await take('2025-02-02'))).toEqual(['DECIDED_TOO_LONG_AGO', null]);
    expect(said(await take('2025-02-03'))).toEqual(['DecisionTaken']);
  });

  it('M12: the college decides itself while its mandate runs', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director, { amountCents: 1 });
    expect(said(await world.do(actors.college, 'TakeDecision', { decision: proposed, ...OWN, adoption: ADOPTED }))).toContain(
      'DecisionTaken',
    );
  });

  it('M7 and M15: no mandate for binding rules, qualified majorities, annulment, or where statute opposes', async () => {
    const world = await story();
    const cases = [
      [{ nature: 'GENERALLY_BINDING_REGULATION' }, 'M7', 'Awb 10:3 lid 2'],
      [{ restrictions: ['QUALIFIED_MAJORITY'] }, 'M7', 'Awb 10:3 lid 2'],
      [{ restrictions: ['ANNULMENT_OR_APPROVAL'] }, 'M7', 'Awb 10:3 lid 2'],
      [{ restrictions: ['STATUTE_OR_NATURE_OPPOSES'] }, 'M15', 'Awb 10:3 lid 1'],
    ] as const;
    for (const [index, [input, ruleId, article]] of cases.entries()) {
      const proposed = await world.propose(`D ${index}`, actors.director, input as never);
      const outcome = await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL });
      expect(said(outcome)).toEqual([ruleId, article]);
      expect(isRecorded(outcome)).toBe(true);
      expect(said(await world.do(actors.college, 'TakeDecision', { decision: proposed, ...OWN, adoption: ADOPTED }))).toContain(
        'DecisionTaken',
      );
    }
    const provided = await world.propose('provided', actors.director, {
      nature: 'GENERALLY_BINDING_REGULATION',
      mandateProvidedBy: 'Marktverordening art. 2',
    });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: provided, mandate: world.mA, ...FINAL }))).toEqual([
      'DecisionTaken',
    ]);
  });

  it('M9: a fine is not imposed under mandate by whoever made the report', async () => {
    const world = await story();
    const fine = await world.propose('fine', actors.clerk, { fineReportedBy: actors.director.person });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: fine, mandate: world.mA, ...FINAL }))).toEqual([
      'M9',
      'Awb 10:3 lid 4',
    ]);
  });

  it('M8: an objection is not decided under mandate by the person who took the decision under mandate', async () => {
    const world = await story();
    const contested = await world.propose('contested', actors.director, { amountCents: 1_000_000 });
    await world.do(actors.director, 'TakeDecision', { decision: contested, mandate: world.mA, ...FINAL });
    await world.do(actors.clerk, 'LodgeObjection', { decision: contested, grounds: 'Te laag', party: welzijn });
    const answer = { decision: contested, objection: 1, outcome: 'UNFOUNDED', motivation: 'Het budget is op' } as const;
    const own = await world.do(actors.director, 'DecideObjection', { ...answer, mandate: world.mA });
    expect(said(own)).toEqual(['M8', 'Awb 10:3 lid 3']);
    expect(isRecorded(own)).toBe(true);

    const onObjection = await world.propose('on objection', actors.clerk, { decidesOn: { decision: contested, objection: 1 } });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: onObjection, mandate: world.mA, ...FINAL }))).toEqual([
      'M8',
      'Awb 10:3 lid 3',
    ]);
    expect(said(await world.do(actors.manager, 'TakeDecision', { decision: onObjection, mandate: world.mB, ...FINAL }))).toEqual([
      'DecisionTaken',
    ]);
    expect(said(await world.do(actors.manager, 'DecideObjection', { ...answer, mandate: world.mB, byDecision: onObjection }))).toEqual([
      'DecisionObjectionDecided',
      'DecisionObjectionAnswered',
    ]);
  });

  it('M8: under mandate on what the body itself decided, or on what one prepared, only warns', async () => {
    const world = await story();
    const contested = await world.propose('contested', actors.manager, { amountCents: 1_000_000 });
    await world.do(actors.college, 'TakeDecision', { decision: contested, ...OWN, adoption: ADOPTED });
    await world.do(actors.clerk, 'LodgeObjection', { decision: contested, grounds: 'Te laag', party: welzijn });
    const answer = { decision: contested, objection: 1, outcome: 'UNFOUNDED', motivation: 'Het budget is op', mandate: world.mB } as const;
    await world.do(actors.manager, 'DecideObjection', answer);
    const { findings } = await world.state(contested);
    expect(findings.filter(({ ruleId }) => ruleId === 'M8').map(({ effect }) => effect)).toEqual(['W', 'W']);
  });

  it('D4: a signing mandate signs what the body itself decided, and decides nothing', async () => {
    const world = await story();
    const signing = await world.grant('signing', {
      kind: 'signingMandate',
      holderPost: posts.manager,
      powers: [{ code: 'subsidie-welzijn' }],
      from: '2025-01-13',
    });
    const byDirector = await world.propose('by director', actors.director);
    expect(said(await world.do(actors.manager, 'TakeDecision', { decision: byDirector, mandate: signing, ...FINAL }))).toEqual([
      'D4',
      'Awb 10:11',
    ]);
    await world.do(actors.director, 'TakeDecision', { decision: byDirector, mandate: world.mA, ...FINAL });
    expect(said(await world.do(actors.manager, 'SignDecision', { decision: byDirector, mandate: signing }))).toEqual(['D4', 'Awb 10:11']);
    const byCollege = await world.propose('by college', actors.director);
    await world.do(actors.college, 'TakeDecision', { decision: byCollege, ...OWN, adoption: ADOPTED });
    expect(said(await world.do(actors.manager, 'SignDecision', { decision: byCollege, mandate: signing }))).toEqual(['DecisionSigned']);
    expect((await world.state(byCollege)).taken?.signed).toHaveLength(1);
  });

  it('G2 and G4: who delegated does not decide; the delegate cites the delegation, in its own name', async () => {
    const world = await story();
    await world.run(
      actors.registrar,
      bound.attribution,
      { holderParty: council, powers: [{ code: 'cultuur', legalBasis: ['Cultuurverordening art. 1'] }], from: '2025-01-06' },
      'attributed',
    );
    const powers = [{ code: 'cultuur' }];
    const delegation = {
      ...GENERAL,
      kind: 'delegation' as const,
      body: council,
      holderParty: college,
      powers,
      from: '2025-01-13',
      statutoryBasis: 'Gemeentewet 156 lid 1',
    };
    await world.grant('delegation', delegation, actors.council);
    const byCouncil = await world.propose('by council', actors.council, { power: 'cultuur', body: council });
    expect(said(await world.do(actors.council, 'TakeDecision', { decision: byCouncil, ...OWN, adoption: ADOPTED }))).toEqual([
      'G2',
      'Awb 10:17',
    ]);
    const byCollege = await world.propose('by college', actors.college, { power: 'cultuur' });
    const take = { decision: byCollege, ...OWN, adoption: ADOPTED };
    expect(said(await world.do(actors.college, 'TakeDecision', take))).toEqual(['G4', 'Awb 10:19']);
    expect(said(await world.do(actors.college, 'TakeDecision', { ...take, mandate: made('delegation') }))).toEqual(['G4', 'Awb 10:19']);
    const cited = { ...take, mandate: made('delegation'), delegationCited: 'Delegatiebesluit 2025, gmb-2025-1' };
    expect(said(await world.do(actors.college, 'TakeDecision', cited))).toContain('DecisionTaken');
    expect((await world.state(byCollege)).taken).toMatchObject({
      capacity: 'BODY',
      mandate: made('delegation'),
      authority: { code: 'VALID' },
    });
  });

  it('a body whose power is recorded with another is refused under M2; an unrecorded power only warns', async () => {
    const world = await story();
    const byCouncil = await world.propose('by council', actors.council, { body: council });
    expect(said(await world.do(actors.council, 'TakeDecision', { decision: byCouncil, ...OWN, adoption: ADOPTED }))).toEqual([
      'M2',
      'Awb 10:1',
    ]);
    const unknown = await world.propose('unknown', actors.college, { power: 'nergens-vastgelegd' });
    await world.do(actors.college, 'TakeDecision', { decision: unknown, ...OWN, adoption: ADOPTED });
    expect((await world.state(unknown)).findings).toMatchObject([{ ruleId: 'M2', effect: 'W' }]);
  });

  it('D5 and conditions: instructions and what no code can judge are told with the decision', async () => {
    const world = await story();
    const bounded = await world.grant('bounded', {
      holderPost: posts.director,
      powers: [{ code: 'subsidie-welzijn' }],
      conditions: ['Na overleg met de wethouder'],
      from: '2025-01-13',
    });
    await world.run(actors.college, bound.instruct, { mandate: bounded, text: 'Vraag eerst advies' });
    const proposed = await world.propose('D', actors.director);
    await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: bounded, ...FINAL });
    const { findings } = await world.state(proposed);
    expect(findings.map(({ ruleId, effect }) => `${ruleId} ${effect}`)).toEqual(['HUMAN_CHECK W', 'D5 W']);
    expect(JSON.stringify(findings)).not.toContain('Vraag eerst advies');
  });

  it('an authority check is recorded with its verdict and decides nothing', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director, { amountCents: 4_000_000 });
    await world.do(actors.director, 'CheckDecisionAuthority', { decision: proposed, mandate: world.mB });
    const { checks, taken } = await world.state(proposed);
    expect(checks).toMatchObject([{ authority: { code: 'INVALID', failing: { stream: `mandate-${world.mB}` }, reasons: ['AMOUNT'] } }]);
    expect(taken).toBeUndefined();
  });

  it('a chain that changed meanwhile is told once, and the decision stands', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director, { amountCents: 1 });
    world.on('2025-02-10');
    await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL });
    expect(said(await world.do(actors.ledger, 'RecheckDecisionAuthority', { decision: proposed }))).toEqual([]);
    await world.run(actors.college, bound.revoke, {
      mandate: world.mA,
      from: '2025-02-10',
      reason: 'Nieuwe regeling',
      instrument: { reference: 'gmb-2025-9', date: '2025-02-10' },
    });
    expect(said(await world.do(actors.ledger, 'RecheckDecisionAuthority', { decision: proposed }))).toEqual(['DecisionAuthorityContested']);
    expect(said(await world.do(actors.ledger, 'RecheckDecisionAuthority', { decision: proposed }))).toEqual([]);
    expect((await world.state(proposed)).taken).toMatchObject({
      authority: { code: 'VALID' },
      contested: { code: 'INVALID', reasons: ['REVOKED'] },
    });
  });

  it('an organisation that holds a mandate decides through its own token', async () => {
    const world = await story();
    world.on('2025-01-20');
    const held = await world.grant('held', {
      holderParty: deBrug,
      powers: [{ code: 'toegang-dagactiviteiten' }],
      from: '2025-01-20',
      consentWaivedBy: 'Wmo 2015 art. 2.6.3',
    });
    const proposed = await world.propose('D', actors.deBrug, { ...SUBSIDY, power: 'toegang-dagactiviteiten' });
    expect(said(await world.do(actors.deBrug, 'TakeDecision', { decision: proposed, mandate: held, ...FINAL }))).toEqual(['DecisionTaken']);
    expect((await world.state(proposed)).taken).toMatchObject({ capacity: 'ORGANISATION', holder: deBrug, actor: id('de-brug') });
  });
});
