import { describe, expect, it } from '@jest/globals';
import { id } from '../../testing/ledger-harness.js';
import {
  actors,
  ADOPTED,
  college,
  council,
  DecisionWorld,
  deBrug,
  FINAL,
  made,
  municipality,
  said,
  SUBSIDY,
  welzijn,
  withMandates,
} from './decision.fixture.js';
import type { DecisionDoc } from './decision.view.js';

const OWN = { motivation: FINAL.motivation, legalGround: FINAL.legalGround };
const SENT = { manner: 'SENT', remedy: 'Bezwaar binnen zes weken bij het college' } as const;

async function story(): Promise<DecisionWorld & { mA: string; mB: string }> {
  const world = await DecisionWorld.create();
  return Object.assign(world, await withMandates(world));
}

async function taken(world: DecisionWorld & { mA: string }, name = 'D', input = {}): Promise<string> {
  const proposed = await world.propose(name, actors.director, { amountCents: 1_000_000, ...input });
  await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL });
  return proposed;
}

const docOf = async (world: DecisionWorld, decided: string) => (await world.rows('decision', decided)).at(-1)?.doc as DecisionDoc;
const kinds = async (world: DecisionWorld, decided: string) =>
  (await world.rows('decision_preparation', decided)).map(({ columns }) => columns.kind);

describe('preparing a decision', () => {
  it('is seen by those drafting; those consulted answer without seeing more', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    const about = { decision: proposed };
    await world.do(actors.director, 'AddDecisionOption', { ...about, text: 'Alles subsidiëren', consequences: 'Duur' });
    await world.do(actors.director, 'ExploreInitiativesForDecision', { ...about, found: 'Twee buurtinitiatieven' });
    await world.do(actors.director, 'SkipExplorationForDecision', { ...about, reason: 'Spoed' });
    await expect(world.do(actors.deBrug, 'GiveDecisionAdvice', { ...about, text: 'Doen' })).rejects.toMatchObject({
      category: 'NOT_FOUND',
    });
    await world.do(actors.director, 'OpenDecisionConsultation', { ...about, question: 'Wat vindt u?', parties: [deBrug] });
    await world.do(actors.deBrug, 'GiveDecisionAdvice', { ...about, text: 'Doen' });
    await expect(world.do(actors.deBrug, 'AddDecisionOption', { ...about, text: 'Meer' })).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(await kinds(world, proposed)).toEqual(['OPTION', 'EXPLORATION', 'EXPLORATION', 'CONSULTATION', 'ADVICE']);
    const [row] = await world.rows('decision', proposed);
    expect(row).toMatchObject({
      audience: { level: 'internal', parties: [college, municipality] },
      columns: { status: 'PROPOSED', decided_on: '', mandate: '' },
    });
  });

  it('waits for its consultation and for reasoned objections', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    const about = { decision: proposed };
    const take = () => world.do(actors.director, 'TakeDecision', { ...about, mandate: world.mA, ...FINAL });
    await world.do(actors.director, 'OpenDecisionConsultation', { ...about, question: 'Bezwaren?', parties: [deBrug, welzijn] });
    expect(
      said(await world.do(actors.director, 'OpenDecisionConsultation', { ...about, question: 'Nog eens', parties: [deBrug] })),
    ).toEqual(['NOT_IN_THIS_STATE', null]);
    await world.do(actors.deBrug, 'RaiseReasonedObjection', { ...about, argument: 'Schaadt bewoners' });
    await world.do(actors.welzijnBoard, 'RaiseReasonedObjection', { ...about, argument: 'Te laat' });
    expect(said(await take())).toEqual(['NOT_IN_THIS_STATE', null]);
    await world.do(actors.director, 'IntegrateReasonedObjection', { ...about, objection: 1, change: 'Toegevoegd' });
    await world.do(actors.director, 'OverruleReasonedObjection', { ...about, objection: 2, motivation: 'Er is haast' });
    expect(said(await world.do(actors.director, 'OverruleReasonedObjection', { ...about, objection: 2, motivation: 'Weer' }))).toEqual([
      'ALREADY_DECIDED',
      null,
    ]);
    expect(said(await take())).toEqual(['NOT_IN_THIS_STATE', null]);
    await world.do(actors.director, 'CloseDecisionConsultation', { ...about, summary: 'Verwerkt' });
    expect(said(await take())).toEqual(['DecisionTaken']);
    expect(said(await world.do(actors.director, 'AddDecisionOption', { ...about, text: 'Te laat' }))).toEqual(['ALREADY_DECIDED', null]);
  });

  it('amends a proposal with a reason, and withdraws it', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director, { amountCents: 5 });
    await expect(world.do(actors.director, 'AmendDecisionProposal', { decision: proposed, reason: 'Niets' })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    await world.do(actors.director, 'AmendDecisionProposal', { decision: proposed, amountCents: 7, reason: 'Meer nodig' });
    expect((await world.state(proposed)).details?.amountCents).toBe(7);
    await world.on('2025-01-14').do(actors.director, 'WithdrawDecisionProposal', { decision: proposed, reason: 'Niet meer nodig' });
    expect((await world.rows('decision', proposed)).map(({ validFrom, columns }) => [validFrom, columns.status])).toEqual([
      ['2025-01-13', 'PROPOSED'],
      ['2025-01-14', 'PROPOSAL_WITHDRAWN'],
    ]);
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL }))).toEqual([
      'NOT_IN_THIS_STATE',
      null,
    ]);
  });

  it('a view is confidential and sealed under its author; an anonymous one names nobody', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    await world.do(actors.clerk, 'SubmitDecisionView', { decision: proposed, text: 'Ik ben tegen', submittedBy: id('resident') });
    await world.do(actors.clerk, 'SubmitDecisionView', { decision: proposed, text: 'Wij ook', anonymous: true });
    const [first, second] = (await world.eventsOf(proposed)).slice(1);
    expect(first).toMatchObject({
      data: { text: { sealed: { subject: id('resident') } } },
      envelope: { audience: { level: 'confidential' } },
    });
    expect(second?.data).toEqual({ view: 2, text: 'Wij ook', anonymous: true });
    expect((await world.rows('decision_submission', proposed)).map(({ audience }) => audience.level)).toEqual([
      'confidential',
      'confidential',
    ]);
    expect(JSON.stringify(await docOf(world, proposed))).not.toContain('Wij ook');
  });

  it('a decision about a person is confidential throughout, its texts sealed under that person', async () => {
    const world = await story();
    const resident = id('resident');
    const proposed = await taken(world, 'D', { aboutPerson: resident });
    await world.do(actors.director, 'MakeDecisionKnown', { decision: proposed, ...SENT });
    const events = await world.eventsOf(proposed);
    expect(events.map(({ envelope }) => envelope.audience.level)).toEqual(['confidential', 'confidential', 'confidential']);
    expect(events[1]?.data).toMatchObject({ motivation: { sealed: { subject: resident } } });
    expect(JSON.stringify(events)).not.toContain(FINAL.motivation);
    for (const table of ['decision', 'decision_chain', 'decision_preparation']) {
      expect((await world.rows(table, proposed)).every(({ audience }) => audience.level === 'confidential')).toBe(true);
    }
  });
});

describe('finalising a decision', () => {
  it('D2: under a mandate the words name the body; words that do not hold its name only warn', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.director);
    const take = (words?: string) =>
      world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...OWN, ...(words ? { words } : {}) });
    expect(said(await take())).toEqual(['D2', 'Awb 10:10']);
    await take('Namens burgemeester en wethouders');
    expect((await world.state(proposed)).findings).toMatchObject([{ ruleId: 'D2', effect: 'W' }]);
  });

  it('P3: reasons and basis in public law, unless Awb 3:48 is cited; not in private law', async () => {
    const world = await story();
    const { words } = FINAL;
    const proposed = await world.propose('D', actors.director);
    const take = (input: object) => world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, words, ...input });
    expect(said(await take({}))).toEqual(['P3', 'Awb 3:46']);
    expect(said(await take({ motivation: 'Daarom' }))).toEqual(['P3', 'Awb 3:46']);
    expect(said(await take({ reasonsOmittedUnder: 'Awb 3:47' }))).toEqual(['P3', 'Awb 3:46']);
    expect(said(await take({ reasonsOmittedUnder: 'Awb 3:48' }))).toEqual(['DecisionTaken']);
    const contract = await world.propose('contract', actors.director, { nature: 'PRIVATE_LAW' });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: contract, mandate: world.mA, words }))).toEqual([
      'DecisionTaken',
    ]);
  });

  it('I1: a declared interest excludes; the fact is internal, the interest confidential', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.clerk);
    await world.do(actors.director, 'DeclareInterest', { decision: proposed, interest: 'Mijn zus werkt er' });
    expect(said(await world.do(actors.director, 'DeclareInterest', { decision: proposed, interest: 'Mijn zus werkt er' }))).toEqual([]);
    const [, declared, explained] = await world.eventsOf(proposed);
    expect(declared).toMatchObject({
      type: 'DecisionInterestDeclared',
      data: { declarant: actors.director.person },
      envelope: { audience: { level: 'internal' } },
    });
    expect(explained).toMatchObject({
      data: { interest: { sealed: { subject: actors.director.person } } },
      envelope: { audience: { level: 'confidential', parties: [college] } },
    });
    expect(said(await world.do(actors.director, 'TakeDecision', { decision: proposed, mandate: world.mA, ...FINAL }))).toEqual([
      'I1',
      'Awb 2:4',
    ]);
  });

  it('I1 and I2: college and council record attendance and vote, without whoever has an interest', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.college);
    await world.do(actors.college, 'DeclareInterest', { decision: proposed, interest: 'Familie', declarant: id('wethouder-1') });
    const take = (adoption?: object) =>
      world.do(actors.college, 'TakeDecision', { decision: proposed, ...OWN, ...(adoption ? { adoption } : {}) } as never);
    expect(said(await take())).toEqual(['I2', null]);
    expect(said(await take({ present: ADOPTED.present }))).toEqual(['I2', null]);
    expect(said(await take(ADOPTED))).toEqual(['I1', 'Gemeentewet 58']);
    await expect(take({ ...ADOPTED, inFavour: 2 })).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    await expect(take({ present: ADOPTED.present, inFavour: 1, against: 1 })).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    await expect(take({ present: ADOPTED.present, inFavour: 4 })).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    expect(said(await take({ ...ADOPTED, withdrew: [id('wethouder-1')], quorum: 4 }))).toEqual(['DecisionTaken', 'DecisionVotesRecorded']);
    expect((await world.rows('decision_votes', proposed))[0]).toMatchObject({
      audience: { level: 'internal' },
      doc: { withdrew: [id('wethouder-1')] },
    });
    expect(JSON.stringify(await docOf(world, proposed))).not.toContain(id('wethouder-1'));
    expect((await world.state(proposed)).findings).toMatchObject([{ ruleId: 'I2', effect: 'W' }]);
  });

  it('votes of the council are public', async () => {
    const world = await story();
    const proposed = await world.propose('D', actors.council, { body: council, power: 'begroting', nature: 'GENERAL_SCOPE' });
    const stances = [{ member: id('lid-1'), stance: 'IN_FAVOUR' }] as const;
    await world.do(actors.council, 'TakeDecision', {
      decision: proposed,
      ...OWN,
      adoption: { present: [id('lid-1'), id('lid-2')], inFavour: 1, stances: [...stances] },
    });
    expect((await world.rows('decision_votes', proposed))[0]?.audience.level).toBe('public');
  });
});

describe('after a decision was taken', () => {
  it('P1 and P3: in force no earlier than made known, which says where to object', async () => {
    const world = await story();
    const decided = await taken(world);
    expect(said(await world.do(actors.director, 'EnterDecisionIntoForce', { decision: decided }))).toEqual(['P1', 'Awb 3:40']);
    expect(said(await world.do(actors.director, 'MakeDecisionKnown', { decision: decided, manner: 'SENT' }))).toEqual(['P3', 'Awb 3:45']);
    await expect(
      world.do(actors.director, 'MakeDecisionKnown', { decision: decided, manner: 'PUBLISHED', remedy: 'Bezwaar' }),
    ).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    await world.on('2025-01-20').do(actors.director, 'MakeDecisionKnown', { decision: decided, ...SENT });
    expect(said(await world.do(actors.director, 'MakeDecisionKnown', { decision: decided, ...SENT }))).toEqual(['ALREADY_DECIDED', null]);
    expect(said(await world.do(actors.director, 'EnterDecisionIntoForce', { decision: decided, on: '2025-01-19' }))).toEqual([
      'P1',
      'Awb 3:40',
    ]);
    await expect(
      world.do(actors.director, 'EnterDecisionIntoForce', { decision: decided, on: '2025-01-20', worksBackTo: '2025-01-01' }),
    ).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    const works = { decision: decided, on: '2025-01-20', worksBackTo: '2025-01-01', reason: 'Begrotingsjaar' };
    expect(said(await world.do(actors.director, 'EnterDecisionIntoForce', works))).toEqual(['DecisionEnteredIntoForce']);
    expect(said(await world.do(actors.director, 'EnterDecisionIntoForce', works))).toEqual([]);
    expect((await world.rows('decision', decided)).map(({ validFrom, columns }) => [validFrom, columns.status])).toEqual([
      ['2025-01-13', 'TAKEN'],
      ['2025-01-20', 'IN_FORCE'],
    ]);
  });

  it('no remedy is asked where no objection is open, and none is lodged', async () => {
    const world = await story();
    const rule = await taken(world, 'rule', { nature: 'POLICY_RULE' });
    expect(
      said(await world.do(actors.director, 'MakeDecisionKnown', { decision: rule, manner: 'PUBLISHED', publication: 'gmb-2025-2' })),
    ).toEqual(['DecisionMadeKnown']);
    expect((await docOf(world, rule)).objectionTerm).toBeUndefined();
    expect(said(await world.do(actors.clerk, 'LodgeObjection', { decision: rule, grounds: 'Nee' }))).toEqual(['NOT_IN_THIS_STATE', null]);
  });

  it('P2: a late objection is recorded with a finding; who lodged it stays confidential, the outcome is public', async () => {
    const world = await story();
    const decided = await taken(world);
    await world.on('2025-02-26').do(actors.director, 'MakeDecisionKnown', { decision: decided, ...SENT });
    world.on('2025-04-10');
    await world.do(actors.clerk, 'LodgeObjection', { decision: decided, grounds: 'In de bijlage staat mijn naam', person: id('resident') });
    const [lodged] = await world.rows('decision_submission', decided);
    expect(lodged).toMatchObject({
      audience: { level: 'confidential' },
      doc: { findings: [{ ruleId: 'P2', effect: 'F', legalBasis: 'Awb 6:9' }] },
    });
    expect((await docOf(world, decided)).objections).toEqual([]);
    await world.do(actors.college, 'DecideObjection', { decision: decided, objection: 1, outcome: 'INADMISSIBLE', motivation: 'Te laat' });
    expect((await docOf(world, decided)).objections).toMatchObject([{ number: 1, outcome: 'INADMISSIBLE', decidedOn: '2025-04-10' }]);
    expect(JSON.stringify(await docOf(world, decided))).not.toContain(id('resident'));
    expect((await world.eventsOf(decided)).at(-1)).toMatchObject({
      data: { motivation: { sealed: { subject: id('resident') } } },
      envelope: { audience: { level: 'confidential' } },
    });
    expect(
      said(await world.do(actors.college, 'DecideObjection', { decision: decided, objection: 1, outcome: 'FOUNDED', motivation: 'Toch' })),
    ).toEqual(['ALREADY_DECIDED', null]);
    await expect(
      world.do(actors.college, 'DecideObjection', { decision: decided, objection: 9, outcome: 'FOUNDED', motivation: 'Toch' }),
    ).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
  });

  it('an appeal that is founded may annul it', async () => {
    const world = await story();
    const decided = await taken(world);
    await world.on('2025-02-01').do(actors.clerk, 'LodgeAppeal', { decision: decided, court: 'Rechtbank Gelderland', party: welzijn });
    const ruling = { decision: decided, appeal: 1, ruling: 'ECLI:NL:RBGEL:2025:1' };
    await expect(
      world.do(actors.clerk, 'DecideAppeal', { ...ruling, outcome: 'UNFOUNDED', annulledFrom: '2025-02-01' }),
    ).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    await world.do(actors.clerk, 'DecideAppeal', { ...ruling, outcome: 'FOUNDED', annulledFrom: '2025-02-01' });
    expect(await docOf(world, decided)).toMatchObject({ status: 'ANNULLED', appeals: [{ outcome: 'FOUNDED', ruling: ruling.ruling }] });
  });

  it('withdrawing takes the same authority as deciding', async () => {
    const world = await story();
    const decided = await taken(world, 'D', { amountCents: 4_000_000 });
    const withdraw = { decision: decided, reason: 'Niet nagekomen', legalGround: ['Awb 4:48'] };
    expect(said(await world.do(actors.manager, 'WithdrawDecision', { ...withdraw, mandate: world.mB }))).toEqual(['D3', 'Awb 10:2']);
    expect(said(await world.do(actors.director, 'WithdrawDecision', { ...withdraw, mandate: world.mA }))).toEqual(['DecisionWithdrawn']);
    expect(said(await world.do(actors.college, 'WithdrawDecision', withdraw))).toEqual(['NOT_IN_THIS_STATE', null]);
    expect((await docOf(world, decided)).status).toBe('WITHDRAWN');
  });

  it('expires, is superseded by a decision that was taken, is carried out and reviewed', async () => {
    const world = await story();
    const [first, second, third] = [
      await taken(world, 'first'),
      await taken(world, 'second'),
      await world.propose('third', actors.director),
    ];
    await expect(world.do(actors.director, 'SupersedeDecision', { decision: first, by: third, reason: 'Nieuw' })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    await world.do(actors.director, 'SupersedeDecision', { decision: first, by: second, from: '2025-02-01', reason: 'Nieuw' });
    expect((await world.rows('decision', first)).map(({ columns }) => columns.status)).toEqual(['TAKEN', 'SUPERSEDED']);
    await world.do(actors.director, 'RecordDecisionImplementation', { decision: second, text: 'Betaald', completed: true });
    await world.do(actors.director, 'SetDecisionReviewDue', { decision: second, due: '2026-01-01', reason: 'Jaarlijks' });
    expect(
      said(await world.do(actors.director, 'SetDecisionReviewDue', { decision: second, due: '2026-01-01', reason: 'Jaarlijks' })),
    ).toEqual([]);
    await world.do(actors.director, 'ExpireDecision', { decision: second, from: '2026-01-01', reason: 'Afgelopen' });
    expect(await docOf(world, second)).toMatchObject({
      status: 'EXPIRED',
      implementation: [{ completed: true }],
      reviewDue: { due: '2026-01-01' },
    });
  });

  it('C1: a correction overlays a clerical field with its reason; a term is never corrected', async () => {
    const world = await story();
    const decided = await taken(world);
    const correct = (field: string, value: string) =>
      world.do(actors.director, 'CorrectDecision', { decision: decided, field, value, reason: 'Verschrijving' } as never);
    expect(said(await correct('AMOUNT', '9400000'))).toEqual(['CORRECTION_TOUCHES_TERM', null]);
    expect(said(await correct('SUBJECT', 'Subsidie De Linde'))).toEqual(['DecisionCorrected']);
    const doc = await docOf(world, decided);
    expect(doc.subject.text).toBe('Subsidie De Linde');
    expect(doc.corrections).toMatchObject([{ field: 'SUBJECT', reason: { text: 'Verschrijving' } }]);
    expect((await world.state(decided)).details?.subject.text).toBe(SUBSIDY.subject);
  });
});

describe('a decision registered afterwards', () => {
  const elsewhere = { ...SUBSIDY, decidedOn: '2024-11-01', source: 'Archief' };

  it('is never refused for authority or legality: findings tell', async () => {
    const world = await story();
    await world.do(actors.registrar, 'RegisterDecision', { ...elsewhere, mandate: world.mA, decidedByPerson: actors.clerk.person }, 'R1');
    await world.do(actors.registrar, 'RegisterDecision', elsewhere, 'R2');
    const [first, second] = [await world.state(made('R1')), await world.state(made('R2'))];
    expect(first.findings.map(({ ruleId, effect }) => `${ruleId} ${effect}`)).toEqual(
      expect.arrayContaining(['D3 F', 'POST_NOT_FILLED_BY_ACTOR F', 'D2 F']),
    );
    expect(second.findings.map(({ ruleId, effect }) => `${ruleId} ${effect}`)).toEqual(['M2 W', 'I2 F']);
    expect(second.taken).toMatchObject({
      registered: true,
      origin: { kind: 'registeredAfterwards', source: 'Archief' },
      authority: { code: 'VALID' },
    });
  });

  it('is registered by a registrar or the body, and not before it happened', async () => {
    const world = await story();
    await expect(world.do(actors.clerk, 'RegisterDecision', elsewhere)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(said(await world.do(actors.registrar, 'RegisterDecision', { ...elsewhere, decidedOn: '2026-01-01' }))).toEqual([
      'ACT_DATE_LATER_THAN_TODAY',
      null,
    ]);
    expect(said(await world.do(actors.college, 'RegisterDecision', { ...elsewhere, adoption: ADOPTED }))).toEqual([
      'DecisionRegistered',
      'DecisionVotesRecorded',
    ]);
  });

  it('a ratification is by the competent body, not before the decision, once', async () => {
    const world = await story();
    await world.do(actors.registrar, 'RegisterDecision', { ...elsewhere, mandate: world.mA }, 'R1');
    const decision = made('R1');
    expect(said(await world.do(actors.director, 'RatifyDecision', { decision }))).toEqual(['D1', 'Awb 10:10']);
    await expect(
      world.do(actors.college, 'RatifyDecision', { decision, ratifiedOn: '2024-10-01', adoption: ADOPTED }),
    ).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    const own = await world.propose('own', actors.college);
    await expect(world.do(actors.college, 'RatifyDecision', { decision, byDecision: own })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    await world.do(actors.college, 'TakeDecision', { decision: own, ...OWN, adoption: ADOPTED });
    expect(said(await world.do(actors.college, 'RatifyDecision', { decision, byDecision: own }))).toEqual(['DecisionRatified']);
    expect((await world.state(decision)).ratified?.pin).toEqual((await world.state(own)).taken?.pin);
    expect(said(await world.do(actors.college, 'RatifyDecision', { decision, adoption: ADOPTED }))).toEqual(['ALREADY_DECIDED', null]);
  });
});
