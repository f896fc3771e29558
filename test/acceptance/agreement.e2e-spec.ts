import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { perAct, REASONS, type Rivierenoord, settle } from './rivierenoord.js';

/** Steps 5 and 9 of the acceptance story, and what step 10 asks of the agreement, over HTTP, with their exact answers. */
describe('Day Activities 2025–2026', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  let agreement: string;
  const id: Record<string, string> = {};
  const hash: Record<string, string> = {};

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    await empower();
  });
  afterAll(() => server.remove());

  it('5 · 02-10 H1 is proposed; the consent of the municipality is refused V1 and recorded, under reservation it is recorded', async () => {
    const { cast } = town;
    await cast.on('2025-02-10');
    agreement = await cast.records('programme-manager', 'draftAgreement', {
      kind: 'SUBSIDY_WITH_AGREEMENT',
      statutoryBasis: 'Algemene subsidieverordening art. 3',
      terms: terms(),
    });
    expect((await server.graphql(`query ($id: ID!) { agreement(id: $id) { status } }`, { id: agreement })).errors).toHaveLength(1);
    expect(await onTheTable('programme-manager')).toBeNull();
    await cast.records('programme-manager', 'proposeAgreement', { agreement });
    hash['H1'] = (await onTheTable('welzijn-director')).hash;
    const refused = await cast.does('programme-manager', 'consentToAgreement', { agreement, hash: hash['H1'] });
    expect(refused).toMatchObject({ __typename: 'Refused', ruleId: 'V1', legalBasis: 'Gemeentewet 160' });
    expect(refused.recordedAs?.stream).toBe(`agreement-${agreement}`);
    await cast.records('programme-manager', 'consentToAgreement', { agreement, hash: hash['H1'], underReservation: true });
    expect(await standing('2025-02-10')).toMatchObject({
      status: 'PROPOSED',
      version: null,
      answers: [{ party: town.municipality, kind: 'RESERVED', proposal: 1 }],
    });
  });

  it('5 · 02-14 Welzijn counters with H2: consents to H1 are void, a new one is refused PROPOSAL_SUPERSEDED', async () => {
    const { cast } = town;
    await cast.on('2025-02-14');
    await cast.records('welzijn-director', 'counterProposeAgreement', { agreement, hash: hash['H1'], changes: places(60) });
    const proposal = await onTheTable('college');
    expect(proposal).toMatchObject({ number: 2, version: 1, kind: 'COUNTER_PROPOSAL', by: town.welzijn });
    hash['H2'] = proposal.hash;
    const late = await cast.does('welzijn-board', 'consentToAgreement', { agreement, hash: hash['H1'] });
    expect(late).toMatchObject({ __typename: 'Refused', ruleId: 'PROPOSAL_SUPERSEDED', legalBasis: null });
    expect((await standing('2025-02-14')).answers).toEqual([]);
  });

  it('5 · 02-17 only the chair of Welzijn may consent to H2, and does', async () => {
    const { cast } = town;
    await cast.on('2025-02-17');
    const director = await cast.does('welzijn-director', 'consentToAgreement', { agreement, hash: hash['H2'] });
    expect(director).toMatchObject({ __typename: 'Refused', ruleId: 'V4', legalBasis: null });
    expect(director.recordedAs?.stream).toBe(`agreement-${agreement}`);
    await cast.records('welzijn-board', 'consentToAgreement', { agreement, hash: hash['H2'] });
  });

  it('5 · 02-24 D-1 is linked, 02-26 the municipal secretary signs under M-V: concluded, and active from 03-01', async () => {
    const { cast } = town;
    await cast.on('2025-02-24');
    const early = await cast.does('municipal-secretary', 'signAgreement', { agreement, hash: hash['H2'], mandate: id['M-V'] });
    expect(early).toMatchObject({ __typename: 'Refused', ruleId: 'V1', legalBasis: 'Gemeentewet 160' });
    id['D-1'] = await cast.records('director-social-domain', 'proposeDecision', {
      subject: 'Subsidie Dagactiviteiten',
      nature: 'INDIVIDUAL_DECISION',
      power: 'subsidie-welzijn',
      body: town.college,
      beneficiary: town.welzijn,
      amountCents: 8_400_000,
    });
    await cast.records('director-social-domain', 'takeDecision', { decision: id['D-1'], mandate: id['M-A'], ...REASONS });
    await link('director-social-domain', 'H2', 'D-1');
    await cast.on('2025-02-26');
    const other = await cast.does('team-manager', 'signAgreement', { agreement, hash: hash['H2'], mandate: id['M-V'] });
    expect(other).toMatchObject({ __typename: 'Refused', ruleId: 'POST_NOT_FILLED_BY_ACTOR' });
    await cast.records('municipal-secretary', 'signAgreement', { agreement, hash: hash['H2'], mandate: id['M-V'] });
    expect(await standing('2025-02-26')).toMatchObject({ status: 'CONCLUDED', version: null, concludedOn: '2025-02-26' });
    expect(await standing('2025-02-28')).toMatchObject({ status: 'CONCLUDED', version: null });
    expect(await standing('2025-03-01', {}, 'anyone')).toMatchObject({
      status: 'ACTIVE',
      version: { version: 1, hash: hash['H2'], from: '2025-03-01' },
      findings: [],
    });
  });

  it('5 · C1 is confirmed 07-08 as met on 07-01, C2 is due eight times, C3 was held in time', async () => {
    const { cast } = town;
    await cast.on('2025-06-30');
    await cast.records('programme-manager', 'reportCommitmentFulfilment', { agreement, commitment: 'C3', metOn: '2025-06-24' });
    await cast.on('2025-07-08');
    await cast.records('welzijn-director', 'reportCommitmentFulfilment', { agreement, commitment: 'C1', metOn: '2025-07-01' });
    await cast.records('programme-manager', 'confirmCommitmentFulfilment', { agreement, commitment: 'C1' });
    const quarters = ['2025-04-15', '2025-07-15', '2025-10-15', '2026-01-15', '2026-04-15', '2026-07-15', '2026-10-15', '2027-01-15'];
    const owed = await commitments(town.welzijn);
    expect(owed).toEqual([
      { commitment: 'C2', due: '2025-04-15', status: 'OVERDUE', metOn: null, confirmed: false },
      { commitment: 'C1', due: '2025-07-01', status: 'FULFILLED', metOn: '2025-07-01', confirmed: true },
      ...quarters.slice(1).map((due) => ({ commitment: 'C2', due, status: 'OPEN', metOn: null, confirmed: false })),
    ]);
    expect(await commitments(town.municipality)).toEqual([
      { commitment: 'C3', due: '2025-06-30', status: 'FULFILLED', metOn: '2025-06-24', confirmed: false },
    ]);
    expect(await commitments(town.welzijn, { from: '2025-07-01', until: '2025-10-15' })).toHaveLength(2);
  });

  it('9 · H3 (80 places, C4) is consented, decided and signed: version 2 from 10-06, amount unchanged', async () => {
    const { cast } = town;
    await cast.on('2025-09-29');
    await cast.records('programme-manager', 'proposeAgreementAmendment', {
      agreement,
      changes: { ...places(80), commitments: [{ id: 'C4', text: '80 plaatsen.', owner: town.welzijn, due: '2026-01-01' }] },
      rationale: 'De vraag is groter dan verwacht.',
    });
    hash['H3'] = (await onTheTable('welzijn-board')).hash;
    await cast.on('2025-10-01');
    await cast.records('welzijn-board', 'consentToAgreement', { agreement, hash: hash['H3'] });
    await cast.on('2025-10-06');
    id['D-6'] = await cast.records('programme-manager', 'proposeDecision', {
      subject: 'Wijziging Dagactiviteiten',
      nature: 'PRIVATE_LAW',
      power: 'overeenkomst',
      body: town.college,
      beneficiary: town.welzijn,
    });
    await cast.records('college', 'takeDecision', {
      decision: id['D-6'],
      adoption: { present: [cast.person('mayor')], withoutVote: true },
    });
    await link('college', 'H3', 'D-6');
    await cast.records('municipal-secretary', 'signAgreement', { agreement, hash: hash['H3'], mandate: id['M-V'] });
    expect(await standing('2025-10-05')).toMatchObject({ status: 'ACTIVE', version: { version: 1 } });
    expect(await standing('2025-10-06')).toMatchObject({
      status: 'ACTIVE',
      totalCents: 8_400_000,
      version: { version: 2, hash: hash['H3'], from: '2025-10-06' },
    });
  });

  it('9 · a slip of the pen is corrected on versions 1 and 2, hashes unchanged; an amount is not', async () => {
    const { cast } = town;
    const correction = { agreement, versions: [1, 2], reason: 'Tikfout' };
    await cast.records('programme-manager', 'correctAgreement', {
      ...correction,
      field: 'PARTICULAR',
      item: 'location',
      value: 'De Linde',
    });
    const touching = await cast.does('programme-manager', 'correctAgreement', { ...correction, field: 'TOTAL', value: '9400000' });
    expect(touching).toMatchObject({ __typename: 'Refused', ruleId: 'CORRECTION_TOUCHES_TERM', legalBasis: null });
    expect((await standing('2025-08-01')).version).toMatchObject({ hash: hash['H2'], agreedTerms: { particulars: [{ text: 'De Lnde' }] } });
    expect((await standing('2025-10-06')).version).toMatchObject({ hash: hash['H3'], terms: { particulars: [{ text: 'De Linde' }] } });
  });

  describe('10 · asked 2026-01-01', () => {
    beforeAll(() => town.cast.on('2026-01-01'));

    it('valid 2025-08-01: version 1 = H2, active, 8 400 000, 60 places, "De Linde"; known then: "De Lnde"', async () => {
      const told = (location: string) => ({
        status: 'ACTIVE',
        totalCents: 8_400_000,
        version: {
          version: 1,
          hash: hash['H2'],
          terms: { quantities: [{ id: 'places', amount: 60 }], particulars: [{ text: location }] },
        },
      });
      expect(await standing('2025-08-01', {}, 'anyone')).toMatchObject(told('De Linde'));
      expect(await standing('2025-08-01', { knownAt: '2025-08-01T21:59:59.999Z' }, 'anyone')).toMatchObject(told('De Lnde'));
    });

    it('valid 2025-03-01, known 2025-02-20: proposed, H2, consent of Welzijn only, no version in force', async () => {
      const known = { knownAt: '2025-02-20T22:59:59.999Z' };
      expect(await standing('2025-03-01', known, 'welzijn-board')).toMatchObject({
        status: 'PROPOSED',
        version: null,
        proposal: { hash: hash['H2'] },
        answers: [{ party: town.welzijn, kind: 'CONSENTED', proposal: 2 }],
      });
    });

    it('versions 1 and 2 differ in places 60 → 80 and C4, and in nothing else; the correction is listed apart', async () => {
      const query = `query ($id: ID!, $from: String!, $to: String!, $last: Position) { agreementDiff(id: $id, from: $from, to: $to, atLeast: $last) {
        from to changes { path kind from to } corrections { versions field item was value } } }`;
      const expected = {
        from: hash['H2'],
        to: hash['H3'],
        changes: [
          { path: 'quantities.places.amount', kind: 'CHANGED', from: 60, to: 80 },
          { path: 'commitments.C4', kind: 'ADDED', from: null, to: expect.objectContaining({ owner: town.welzijn, due: '2026-01-01' }) },
        ],
        corrections: [{ versions: [1, 2], field: 'PARTICULAR', item: 'location', was: 'De Lnde', value: 'De Linde' }],
      };
      const diff = async (from: string, to: string) =>
        (await town.cast.asks<any>('anyone', query, { id: agreement, from, to })).agreementDiff;
      expect(await diff('1', '2')).toEqual(expected);
      expect(await diff(hash['H2'] as string, hash['H3'] as string)).toEqual(expected);
    });

    it('the history has every act in its order, each for whoever may read it', async () => {
      const acts = [
        ['AgreementProposed', '2025-02-10', 1],
        ['AgreementConsented', '2025-02-10', 1],
        ['AgreementCounterProposed', '2025-02-14', 2],
        ['AgreementConsented', '2025-02-17', 2],
        ['AgreementDecisionLinked', '2025-02-24', 2],
        ['AgreementSigned', '2025-02-26', 2],
        ['AgreementConcluded', '2025-02-26', 2],
        ['AgreementAmendmentProposed', '2025-09-29', 3],
        ['AgreementConsented', '2025-10-01', 3],
        ['AgreementDecisionLinked', '2025-10-06', 3],
        ['AgreementSigned', '2025-10-06', 3],
        ['AgreementAmended', '2025-10-06', 3],
        ['AgreementCorrected', '2025-10-06', null],
      ];
      const history = async (persona: string) => {
        const query = `query ($id: ID!, $last: Position) { agreementHistory(id: $id, atLeast: $last) { totalCount nodes { type on proposal underReservation refused } } }`;
        return (await town.cast.asks<any>(persona, query, { id: agreement })).agreementHistory;
      };
      const ofText = ({ type }: { type: string }) => acts.some(([known]) => known === type);
      const { nodes, totalCount } = await history('welzijn-board');
      expect(totalCount).toBe(nodes.length);
      expect(nodes.filter(ofText).map(({ type, on, proposal }: any) => [type, on, proposal])).toEqual(acts);
      expect(nodes.map(({ underReservation }: any) => underReservation).filter(Boolean)).toHaveLength(1);
      const attempts = async (persona: string) => (await history(persona)).nodes.filter(({ refused }: any) => refused).length;
      expect(await attempts('welzijn-board')).toBe(1);
      expect(await attempts('auditor')).toBe(4);
      expect((await history('anyone')).nodes.filter(ofText).map(({ type }: any) => type)).toEqual([
        'AgreementConcluded',
        'AgreementAmended',
        'AgreementCorrected',
      ]);
    });

    it('shows in the timelines of whatever it touches, as they show in its own', async () => {
      const query = `query ($subject: ID!, $last: Position) { timeline(subject: $subject, first: 100, atLeast: $last) { nodes { type stream } } }`;
      const types = async (subject: string | undefined) => {
        const { nodes } = (await town.cast.asks<any>('auditor', query, { subject })).timeline;
        return nodes.filter(({ stream }: any) => stream === `agreement-${agreement}`).map(({ type }: any) => type);
      };
      const own = await types(agreement);
      expect(own).toEqual(expect.arrayContaining(['AgreementDecisionLinked', 'AgreementSigned', 'AgreementConcluded']));
      expect(await types(id['D-1'])).toEqual(['AgreementDecisionLinked']);
      expect(new Set(await types(id['M-V']))).toEqual(new Set(['AgreementAttemptRefused', 'AgreementSigned']));
      for (const party of [town.welzijn, town.municipality]) expect(own).toEqual(expect.arrayContaining(await types(party)));
      expect(await types(town.welzijn)).toEqual(expect.arrayContaining(['AgreementProposed', 'AgreementConsented', 'AgreementAmended']));
    });

    it('is listed for its parties, by kind and status on a date', async () => {
      const query = `query ($filter: AgreementFilter, $validAt: LocalDate, $last: Position) { agreements(filter: $filter, validAt: $validAt, atLeast: $last) { totalCount nodes { id title } } }`;
      const list = async (filter: object, validAt: string) => (await town.cast.asks<any>('anyone', query, { filter, validAt })).agreements;
      const found = { totalCount: 1, nodes: [{ id: agreement, title: 'Dagactiviteiten 2025–2026' }] };
      expect(await list({ party: town.welzijn, status: 'ACTIVE' }, '2025-08-01')).toEqual(found);
      expect(await list({ kind: 'SUBSIDY_WITH_AGREEMENT' }, '2025-08-01')).toEqual(found);
      expect(await list({ party: town.welzijn, status: 'ACTIVE' }, '2027-01-01')).toEqual({ totalCount: 0, nodes: [] });
      expect(await list({ party: town.welzijn, status: 'EXPIRED' }, '2027-01-01')).toEqual(found);
      expect(await list({ party: town.mayor }, '2025-08-01')).toEqual({ totalCount: 0, nodes: [] });
    });
  });

  async function empower(): Promise<void> {
    const { cast, municipality, college, mayor, secretary, director } = town;
    await cast.introduce('programme-manager', municipality);
    const attribution = (holderParty: string, code: string, article: string) =>
      cast.records('registrar', 'recordAttribution', { holderParty, powers: [{ code, legalBasis: [article] }], from: '2020-01-01' });
    await attribution(college, 'subsidie-welzijn', 'Algemene subsidieverordening art. 3');
    await attribution(college, 'overeenkomst', 'Gemeentewet 160');
    await attribution(mayor, 'vertegenwoordigen', 'Gemeentewet 171');
    const instrument = (reference: string) => ({ reference, date: '2025-01-06' });
    id['M-V'] = await cast.records('mayor', 'grantMandate', {
      kind: 'POWER_OF_ATTORNEY',
      body: mayor,
      holderPost: secretary,
      powers: [{ code: 'vertegenwoordigen' }],
      limits: [perAct(25_000_000)],
      from: '2025-01-06',
      instrument: instrument('gmb-2025-000101'),
    });
    await cast.on('2025-01-13');
    id['M-A'] = await cast.records('college', 'grantMandate', {
      kind: 'MANDATE',
      body: college,
      holderPost: director,
      powers: [{ code: 'subsidie-welzijn' }],
      limits: [perAct(10_000_000)],
      from: '2025-01-13',
      instrument: instrument('gmb-2025-001301'),
    });
  }

  function terms(): object {
    const { municipality, welzijn } = town;
    return {
      title: 'Dagactiviteiten 2025–2026',
      parties: [municipality, welzijn],
      from: '2025-03-01',
      until: '2027-01-01',
      particulars: [{ id: 'location', name: 'Locatie', text: 'De Lnde' }],
      clauses: [{ id: '1', heading: 'Activiteiten', text: 'Welzijn biedt op werkdagen dagactiviteiten aan.' }],
      ...places(72),
      lines: [{ id: 'line-places', name: 'Plaatsen', amountCents: 8_400_000 }],
      totalCents: 8_400_000,
      commitments: [
        { id: 'C1', text: '60 plaatsen zijn bezet.', owner: welzijn, due: '2025-07-01' },
        { id: 'C2', text: 'Kwartaalverantwoording.', owner: welzijn, recurrence: { first: '2025-04-15', everyMonths: 3, times: 8 } },
        { id: 'C3', text: 'Een gezamenlijk signalenoverleg.', owner: municipality, with: [welzijn], due: '2025-06-30' },
      ],
    };
  }

  function places(amount: number): object {
    return { quantities: [{ id: 'places', name: 'Plaatsen', amount, unit: 'plaats' }] };
  }

  function link(persona: string, text: string, decision: string): Promise<string> {
    return town.cast.records(persona, 'linkAgreementDecision', { agreement, hash: hash[text], decision: id[decision] });
  }

  async function onTheTable(persona: string): Promise<any> {
    const query = `query ($id: ID!, $last: Position) { agreement(id: $id, atLeast: $last) { proposal { number version hash kind by } } }`;
    return (await town.cast.asks<any>(persona, query, { id: agreement })).agreement.proposal;
  }

  async function standing(validAt: string, known: object = {}, persona = 'college'): Promise<any> {
    const texts = 'quantities { id amount } particulars { text }';
    const query = `query ($id: ID!, $validAt: LocalDate, $knownAt: KnownAt, $last: Position) {
      agreement(id: $id, validAt: $validAt, knownAt: $knownAt, atLeast: $last) {
        status totalCents concludedOn findings { ruleId } proposal { hash } answers { party kind proposal }
        version { version hash from terms { ${texts} } agreedTerms { ${texts} } } } }`;
    return (await town.cast.asks<any>(persona, query, { id: agreement, validAt, ...known })).agreement;
  }

  async function commitments(party: string, period: object = {}): Promise<object[]> {
    const query = `query ($party: UUID!, $from: LocalDate, $until: LocalDate, $last: Position) {
      commitmentsDue(party: $party, from: $from, until: $until, atLeast: $last) { nodes { commitment due status metOn confirmed } } }`;
    return (await town.cast.asks<any>('anyone', query, { party, ...period })).commitmentsDue.nodes;
  }
});
