import { beforeEach, describe, expect, it } from '@jest/globals';
import { actors, AgreementWorld, college, deKade, made, municipality, said, TERMS } from './agreement.fixture.js';

const ABOUT = { agreement: made('A') };
const { college: theCollege, manager, secretary, welzijnChair, welzijnDirector } = actors;
const VOLMACHT = { mandate: made('M-V') };
const places = (amount: number) => ({ quantities: [{ id: 'places', name: 'Plaatsen', amount, unit: 'plaats' }] });

let world: AgreementWorld;
beforeEach(async () => {
  world = await AgreementWorld.create();
});

describe('a draft', () => {
  it('is for its drafters until it is proposed, and then stays as it is', async () => {
    await world.records(manager, 'DraftAgreement', { kind: 'COVENANT', terms: TERMS }, 'A');
    await expect(world.do(welzijnDirector, 'ProposeAgreement', ABOUT)).rejects.toThrow('there is no agreement');
    expect(said(await world.do(manager, 'ReviseAgreementDraft', { ...ABOUT, changes: places(70) }))).toEqual(['AgreementDraftRevised']);
    expect(said(await world.do(manager, 'ReviseAgreementDraft', { ...ABOUT, changes: places(70) }))).toEqual([]);
    const [text] = await world.rows('agreement_text', 'A');
    expect(text).toMatchObject({ key: 'DRAFT', audience: { level: 'internal' } });
    expect(text?.audience.parties).toEqual([municipality, college, made('mayor')]);
    expect(said(await world.do(theCollege, 'ProposeAgreement', ABOUT))).toEqual(['AgreementProposed']);
    expect((await world.rows('agreement', 'A'))[0]?.audience.level).toBe('partners');
    expect(said(await world.do(manager, 'ReviseAgreementDraft', { ...ABOUT, changes: places(1) }))[0]).toBe('NOT_IN_THIS_STATE');
  });

  it('is made by a party, between two parties or more that exist', async () => {
    const draft = (actor: typeof manager, terms: object) =>
      world.do(actor, 'DraftAgreement', { kind: 'COVENANT', terms: { ...TERMS, ...terms } });
    await expect(draft(actors.deKade, {})).rejects.toThrow('only a party');
    await expect(draft(manager, { parties: [municipality, municipality] })).rejects.toThrow('two parties');
    await world.records(actors.ledger, 'DissolveParty', { party: deKade, on: '2025-01-15', reason: 'Klaar' });
    expect(said(await draft(manager, { parties: [municipality, deKade], commitments: [] }))[0]).toBe('PARTY_ENDED');
  });
});

describe('a proposal', () => {
  it('is superseded by a counter-proposal, which voids every consent to it', async () => {
    const hash = await world.propose('A');
    await world.records(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash });
    expect(said(await world.do(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash }))).toEqual([]);
    await world.on('2025-02-11').records(manager, 'CounterProposeAgreement', { ...ABOUT, hash, changes: places(60) });
    for (const [actor, command] of [
      [welzijnChair, 'ConsentToAgreement'],
      [welzijnDirector, 'CounterProposeAgreement'],
      [secretary, 'SignAgreement'],
    ] as const) {
      const answer = await world.do(actor, command, {
        ...ABOUT,
        hash,
        ...(command === 'CounterProposeAgreement' ? { changes: places(50) } : {}),
      });
      expect(said(answer)).toEqual(['PROPOSAL_SUPERSEDED', null]);
    }
    expect((await world.rows('agreement_answer', 'A')).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2025-02-10', '2025-02-11'],
    ]);
    // Back to the first text: it has its old hash, and the old consent stays void.
    await world.records(manager, 'CounterProposeAgreement', { ...ABOUT, hash: await world.hash('A'), changes: places(72) });
    expect(await world.hash('A')).toBe(hash);
    const decision = await world.decide('D', { amountCents: 8_400_000 });
    await world.records(theCollege, 'LinkAgreementDecision', { ...ABOUT, hash, decision });
    await world.records(secretary, 'SignAgreement', { ...ABOUT, hash, ...VOLMACHT });
    expect((await world.state('A')).versions).toEqual([]);
    await world.records(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash });
    expect((await world.state('A')).versions).toHaveLength(1);
  });

  it('can be declined, taken back by its proposer, and no unknown text be answered', async () => {
    const hash = await world.propose('A');
    expect(said(await world.do(welzijnDirector, 'DeclineAgreement', { ...ABOUT, hash, reason: 'Te duur' }))).toEqual(['AgreementDeclined']);
    await expect(world.do(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash: 'f'.repeat(64) })).rejects.toThrow('no proposal');
    await expect(world.do(welzijnDirector, 'WithdrawAgreementProposal', { ...ABOUT, hash, reason: 'x' })).rejects.toThrow('only a party');
    await world.on('2025-02-12').records(manager, 'WithdrawAgreementProposal', { ...ABOUT, hash, reason: 'Anders' });
    expect(await world.statusOn('A', '2025-02-11')).toBe('PROPOSED');
    expect(await world.statusOn('A', '2025-02-12')).toBe('PROPOSAL_WITHDRAWN');
    expect(said(await world.do(welzijnChair, 'ConsentToAgreement', { ...ABOUT, hash }))[0]).toBe('NOT_IN_THIS_STATE');
  });

  it('states personal values sealed, in an event for the parties only', async () => {
    await world.records(manager, 'DraftAgreement', { kind: 'COVENANT', terms: TERMS }, 'A');
    const value = { id: 'contact', name: 'Contactpersoon', person: made('somebody'), text: 'J. Jansen' };
    await expect(world.do(manager, 'ProposeAgreement', { ...ABOUT, personal: [{ ...value, salt: 'short' }] })).rejects.toThrow(
      '128 random bits',
    );
    await world.records(manager, 'ProposeAgreement', { ...ABOUT, personal: [{ ...value, salt: 'A'.repeat(22) }] });
    const events = await world.eventsOf('A');
    expect(JSON.stringify(events)).not.toContain('Jansen');
    expect(events.at(-1)).toMatchObject({
      type: 'AgreementPersonalValueStated',
      data: { opening: { sealed: { subject: made('somebody') } } },
    });
    const [row] = await world.rows('agreement_personal', 'A');
    expect((await world.state('A')).proposals[0]?.terms.personal).toEqual([
      { id: 'contact', name: 'Contactpersoon', commitment: row?.key },
    ]);
  });
});

describe('a conclusion', () => {
  it('of a subsidy takes the decision only, and warns where no basis is cited (S1)', async () => {
    const hash = await world.propose('A', { kind: 'SUBSIDY', statutoryBasis: undefined });
    const on = { ...ABOUT, hash };
    expect((await world.eventsOf('A'))[1]?.data).toMatchObject({ findings: [{ ruleId: 'S1', effect: 'W', legalBasis: 'Awb 4:23' }] });
    expect(said(await world.do(welzijnChair, 'ConsentToAgreement', on))).toEqual(['CONSENT_NOT_EXPECTED', null]);
    const decision = await world.decide('D', { amountCents: 8_400_000 });
    expect(said(await world.do(theCollege, 'LinkAgreementDecision', { ...on, decision }))).toEqual([
      'AgreementDecisionLinked',
      'AgreementConcluded',
    ]);
    expect((await world.state('A')).findings).toMatchObject([{ ruleId: 'S1' }]);
  });

  it('is not the start; before it nothing works, unless the text says why', async () => {
    for (const [name, earlier, from] of [
      ['A', {}, '2025-02-10'],
      ['B', { earlierStartReason: 'Het werk liep door' }, '2025-01-01'],
    ] as const) {
      await world.propose(name, { terms: { from: '2025-01-01', ...earlier } });
      await world.conclude(name);
      expect((await world.state(name)).versions).toMatchObject([{ concludedOn: '2025-02-10', from }]);
      expect(await world.statusOn(name, from)).toBe('ACTIVE');
    }
    await world.propose('C');
    await world.conclude('C');
    expect([
      await world.statusOn('C', '2025-02-28'),
      await world.statusOn('C', '2025-03-01'),
      await world.statusOn('C', '2026-01-01'),
    ]).toEqual(['CONCLUDED', 'ACTIVE', 'EXPIRED']);
  });

  it('of an amendment needs its parties again; the version in force stands until its day', async () => {
    await world.propose('A');
    await world.conclude('A');
    world.on('2025-04-01');
    await expect(world.do(manager, 'ProposeAgreementAmendment', { ...ABOUT, changes: {}, rationale: 'x' })).rejects.toThrow(
      'changes nothing',
    );
    await world.records(manager, 'ProposeAgreementAmendment', {
      ...ABOUT,
      changes: { ...places(80), effectiveFrom: '2025-05-01' },
      rationale: 'Meer vraag',
    });
    expect(said(await world.do(welzijnDirector, 'ProposeAgreementAmendment', { ...ABOUT, changes: places(1), rationale: 'x' }))[0]).toBe(
      'NOT_IN_THIS_STATE',
    );
    expect(await world.statusOn('A', '2025-04-01')).toBe('ACTIVE');
    await world.conclude('A');
    const { versions, proposals } = await world.state('A');
    expect(versions.map(({ number, from, concludedOn }) => [number, from, concludedOn])).toEqual([
      [1, '2025-03-01', '2025-02-10'],
      [2, '2025-05-01', '2025-04-01'],
    ]);
    expect(proposals[1]?.terms.amends).toBe(versions[0]?.hash);
    const rows = await world.rows('agreement', 'A');
    expect(rows.map(({ validFrom, doc }) => [validFrom, (doc as { versionNumber?: number }).versionNumber])).toEqual(
      expect.arrayContaining([
        ['2025-03-01', 1],
        ['2025-05-01', 2],
      ]),
    );
  });
});

describe('a correction', () => {
  it('is laid over clerical fields of versions, and never touches what was agreed', async () => {
    await world.propose('A');
    await world.conclude('A');
    const correct = (field: string, value: string, more: object = {}) =>
      world.do(manager, 'CorrectAgreement', { ...ABOUT, versions: [1], field, value, reason: 'Tikfout', ...more });
    for (const field of ['PURPOSE', 'CLAUSE_TEXT', 'QUANTITY', 'LINE_AMOUNT', 'TOTAL', 'PERIOD', 'PARTIES', 'COMMITMENT', 'DOCUMENT_HASH'])
      expect(said(await correct(field, '9400000'))).toEqual(['CORRECTION_TOUCHES_TERM', null]);
    expect(said(await correct('TITLE', 'Dagactiviteiten 2026'))).toEqual(['CORRECTION_TOUCHES_TERM', null]);
    await expect(correct('PARTICULAR', 'x', { item: 'nowhere' })).rejects.toThrow('no such item');
    await expect(correct('TITLE', 'x', { versions: [2] })).rejects.toThrow('no version 2');
    const before = (await world.state('A')).versions;
    expect(said(await correct('TITLE', 'Dagactiviteiten voor 2025'))).toEqual(['AgreementCorrected']);
    expect(said(await correct('TITLE', 'Dagactiviteiten voor 2025'))).toEqual([]);
    expect((await world.state('A')).versions).toEqual(before);
    expect((await world.rowOn('agreement', 'A', '2025-03-01')).doc.title).toBe('Dagactiviteiten voor 2025');
    await expect(
      world.do(actors.deKade, 'CorrectAgreement', { ...ABOUT, versions: [1], field: 'TITLE', value: 'x', reason: 'x' }),
    ).rejects.toThrow('only a party');
  });
});
