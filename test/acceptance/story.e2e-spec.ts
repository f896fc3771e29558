import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { perAct, REASONS, type Rivierenoord, settle } from './rivierenoord.js';

/** Steps 0, 2, 3, 6, 7 and 8 of the acceptance story, over HTTP, with their exact answers. Step 5's D-1 belongs to "decisions under M-A". */
describe('Samen Sterk in Rivierenoord', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  const id: Record<string, string> = {};

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
  });
  afterAll(() => server.remove());

  it('0 · 2025-01-06 attributions are recorded, and the mayor grants M-V to the municipal secretary', async () => {
    const { cast, college, mayor, secretary } = town;
    for (const [holderParty, code, article] of [
      [college, 'subsidie-welzijn', 'Algemene subsidieverordening art. 3'],
      [college, 'overeenkomst', 'Gemeentewet 160'],
      [college, 'toegang-dagactiviteiten', 'Verordening maatschappelijke ondersteuning art. 7'],
      [mayor, 'vertegenwoordigen', 'Gemeentewet 171'],
    ]) {
      await cast.records('registrar', 'recordAttribution', { holderParty, powers: [{ code, legalBasis: [article] }], from: '2020-01-01' });
    }
    id['M-V'] = await cast.records('mayor', 'grantMandate', {
      kind: 'POWER_OF_ATTORNEY',
      body: mayor,
      holderPost: secretary,
      powers: [{ code: 'vertegenwoordigen' }],
      limits: [perAct(25_000_000)],
      from: '2025-01-06',
      instrument: { reference: 'gmb-2025-000101', date: '2025-01-06' },
    });
    expect(await candidates('vertegenwoordigen', 25_000_000, '2025-01-06', { post: secretary })).toEqual([['VALID', [id['M-V']], null]]);
    expect(await candidates('vertegenwoordigen', 25_000_001, '2025-01-06', { post: secretary })).toEqual([
      ['INVALID', [id['M-V']], id['M-V']],
    ]);
  });

  describe('2 · 2025-01-13', () => {
    const general = () => ({
      kind: 'MANDATE',
      body: town.college,
      holderPost: town.director,
      powers: [{ code: 'subsidie-welzijn' }],
      limits: [perAct(10_000_000)],
      from: '2025-01-01',
      subMandateAllowed: true,
    });
    const written = () => ({ ...general(), instrument: { reference: 'gmb-2025-001301', date: '2025-01-13' } });

    it('M-A is refused without instrument, then without reason for the earlier start, then recorded with a warning', async () => {
      const { cast } = town;
      await cast.on('2025-01-13');
      expect(await cast.does('college', 'grantMandate', general())).toMatchObject({
        __typename: 'Refused',
        ruleId: 'M4',
        legalBasis: 'Awb 10:5 lid 2',
      });
      expect(await cast.does('college', 'grantMandate', written())).toMatchObject({
        __typename: 'Refused',
        ruleId: 'M14',
        legalBasis: null,
      });
      id['M-A'] = await cast.records('college', 'grantMandate', {
        ...written(),
        retroactiveReason: 'De nieuwe organisatie werkt sinds 1 januari.',
      });
      const { mandate } = await cast.asks<any>(
        'college',
        `query ($id: ID!, $last: Position) { mandate(id: $id, atLeast: $last) { findings { ruleId effect } inForce { from until } } }`,
        {
          id: id['M-A'],
        },
      );
      expect(mandate.findings).toContainEqual({ ruleId: 'M14', effect: 'W' });
      expect(mandate.inForce).toEqual([{ from: '2025-01-01', until: null }]);
    });

    it('a sub-mandate wider than M-A is refused with a pin of M-A; M-B is recorded', async () => {
      const { cast, teamManager } = town;
      const sub = {
        parent: id['M-A'],
        holderPost: teamManager,
        powers: [{ code: 'subsidie-welzijn' }],
        from: '2025-01-13',
        instrument: { reference: 'gmb-2025-001302', date: '2025-01-13' },
      };
      const wide = await cast.does('director-social-domain', 'grantSubMandate', { ...sub, limits: [perAct(15_000_000)] });
      expect(wide).toMatchObject({ __typename: 'Refused', ruleId: 'M10', legalBasis: 'Awb 10:9' });
      expect(wide.pins[0]?.stream).toBe(`mandate-${id['M-A']}`);
      id['M-B'] = await cast.records('director-social-domain', 'grantSubMandate', { ...sub, limits: [perAct(2_500_000)] });
    });

    it('the team manager could decide 2 500 000 on 01-13, not one cent more, and not the day before', async () => {
      const { teamManager } = town;
      const chain = [id['M-A'], id['M-B']];
      expect(await candidates('subsidie-welzijn', 2_500_000, '2025-01-13', { post: teamManager })).toEqual([['VALID', chain, null]]);
      expect(await candidates('subsidie-welzijn', 2_500_001, '2025-01-13', { post: teamManager })).toEqual([['INVALID', chain, id['M-B']]]);
      expect((await candidates('subsidie-welzijn', 2_500_000, '2025-01-12', { post: teamManager })).map(([code]) => code)).toEqual([
        'INVALID',
      ]);
    });
  });

  describe('3 · 2025-01-20 to 02-03', () => {
    it('M-C to the director of Welzijn awaits consent', async () => {
      const { cast, college, welzijnDirector } = town;
      await cast.on('2025-01-20');
      id['M-C'] = await cast.records('college', 'grantMandate', {
        kind: 'MANDATE',
        body: college,
        holderPost: welzijnDirector,
        powers: [{ code: 'toegang-dagactiviteiten' }],
        from: '2025-02-01',
        instrument: { reference: 'gmb-2025-002001', date: '2025-01-20' },
      });
      expect(await standing('M-C')).toEqual({ status: 'AWAITING_CONSENT', inForce: [] });
    });

    it('D-0 by that director is refused M6, recorded, and still proposed', async () => {
      const { cast, college } = town;
      await cast.on('2025-01-27');
      id['D-0'] = await cast.records('welzijn-director', 'proposeDecision', {
        subject: 'Toegang tot dagactiviteiten',
        nature: 'INDIVIDUAL_DECISION',
        power: 'toegang-dagactiviteiten',
        body: college,
        aboutPerson: cast.person('somebody who asks'),
      });
      const refused = await cast.does('welzijn-director', 'takeDecision', { decision: id['D-0'], mandate: id['M-C'], ...REASONS });
      expect(refused).toMatchObject({ __typename: 'Refused', ruleId: 'M6', legalBasis: 'Awb 10:4 lid 1' });
      expect(refused.recordedAs?.stream).toBe(`decision-${id['D-0']}`);
      await server.caughtUp();
      const { decision } = await cast.asks<any>(
        'welzijn-director',
        `query ($id: ID!, $last: Position) { decision(id: $id, atLeast: $last) { status subject explain { type refusedAttempt } } }`,
        {
          id: id['D-0'],
        },
      );
      expect(decision).toMatchObject({ status: 'PROPOSED', subject: 'Toegang tot dagactiviteiten' });
      expect(decision.explain.at(-1)).toEqual({ type: 'DecisionAttemptRefused', refusedAttempt: true });
      const { errors } = await server.graphql(`query ($id: ID!) { decision(id: $id) { status } }`, { id: id['D-0'] });
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    });

    it('the holder consents: still waiting for the foundation; the board consents: in force from 02-03', async () => {
      const { cast, welzijnDirector } = town;
      await cast.on('2025-01-29');
      await cast.records('welzijn-director', 'consentToMandate', { mandate: id['M-C'], as: 'HOLDER' });
      expect(await standing('M-C')).toEqual({ status: 'AWAITING_CONSENT', inForce: [] });
      await cast.on('2025-02-03');
      await cast.records('welzijn-board', 'consentToMandate', { mandate: id['M-C'], as: 'ORGANISATION' });
      expect(await standing('M-C')).toEqual({ status: 'IN_FORCE', inForce: [{ from: '2025-02-03', until: null }] });
      expect(
        (await candidates('toegang-dagactiviteiten', undefined, '2025-02-02', { post: welzijnDirector })).map(([code]) => code),
      ).toEqual(['INVALID']);
      expect(await candidates('toegang-dagactiviteiten', undefined, '2025-02-03', { post: welzijnDirector })).toEqual([
        ['VALID', [id['M-C']], null],
      ]);
    });
  });

  it('(5) · 2025-02-24 D-1 of 8 400 000 by the director is valid; sent 02-26, its objection term ends 2025-04-09', async () => {
    const { cast } = town;
    await cast.on('2025-02-24');
    id['D-1'] = await propose('director-social-domain', 8_400_000);
    await cast.records('director-social-domain', 'takeDecision', { decision: id['D-1'], mandate: id['M-A'], ...REASONS });
    await cast.on('2025-02-26');
    expect(await send('D-1')).toMatchObject({ taken: { verdict: 'VALID' }, objectionTerm: { end: '2025-04-09' } });
  });

  it('6 · 2025-04-07 D-2 by the team manager is refused D3 at M-B and recorded; the director takes it; its objection term ends 05-20', async () => {
    const { cast } = town;
    await cast.on('2025-04-07');
    id['D-2'] = await propose('team-manager', 4_000_000);
    const refused = await cast.does('team-manager', 'takeDecision', { decision: id['D-2'], mandate: id['M-B'], ...REASONS });
    expect(refused).toMatchObject({ __typename: 'Refused', ruleId: 'D3', legalBasis: 'Awb 10:2' });
    expect(refused.pins[0]?.stream).toBe(`mandate-${id['M-B']}`);
    expect(refused.recordedAs?.stream).toBe(`decision-${id['D-2']}`);
    const again = await cast.does('team-manager', 'takeDecision', { decision: id['D-2'], mandate: id['M-B'], ...REASONS });
    expect(again.recordedAs).toEqual(refused.recordedAs);
    await cast.records('director-social-domain', 'takeDecision', { decision: id['D-2'], mandate: id['M-A'], ...REASONS });
    expect(await verdict('D-2')).toMatchObject({ code: 'VALID', chain: [{ mandate: id['M-A'] }] });
    await cast.on('2025-04-08');
    expect(await send('D-2')).toMatchObject({ objectionTerm: { end: '2025-05-20' } });
  });

  it('7 · 2025-05-12 D-3 is valid only with hindsight; D-4 is outside mandate, and after ratification then still invalid', async () => {
    const { cast } = town;
    await cast.on('2025-05-12');
    id['D-3'] = await register('2025-01-08', 3_000_000);
    expect(await verdict('D-3')).toMatchObject({
      code: 'VALID_ONLY_WITH_HINDSIGHT',
      validThen: false,
      validNow: true,
      chain: [{ mandate: id['M-A'] }],
    });
    id['D-4'] = await register('2024-12-18', 1_200_000);
    expect(await verdict('D-4')).toMatchObject({ code: 'INVALID', validThen: false, validNow: false });
    const { decision } = await cast.asks<any>(
      'anyone',
      `query ($id: ID!, $last: Position) { decision(id: $id, atLeast: $last) { outsideMandate } }`,
      { id: id['D-4'] },
    );
    expect(decision.outsideMandate).toBe(true);
    await cast.on('2025-05-20');
    await cast.records('college', 'ratifyDecision', {
      decision: id['D-4'],
      adoption: { present: [cast.person('mayor')], withoutVote: true },
    });
    const ratified = await verdict('D-4');
    expect(ratified).toMatchObject({ code: 'VALID_ONLY_WITH_HINDSIGHT', validThen: false });
    expect(ratified.through.stream).toBe(`decision-${id['D-4']}`);
    expect(await verdict('D-4', { knownAt: '2025-05-19T23:59:59.999Z' })).toMatchObject({ code: 'INVALID' });
  });

  describe('8 · 2025-06-16', () => {
    it('revoking M-A is refused without instrument; with it M-A holds [2025-01-01, 2025-06-20) and M-B ends with it', async () => {
      const { cast, director } = town;
      await cast.on('2025-06-16');
      const revoke = { mandate: id['M-A'], from: '2025-06-20' };
      expect(await cast.does('college', 'revokeMandate', revoke)).toMatchObject({
        __typename: 'Refused',
        ruleId: 'M4',
        legalBasis: 'Awb 10:8 lid 2',
      });
      await cast.records('college', 'revokeMandate', { ...revoke, instrument: { reference: 'gmb-2025-061601', date: '2025-06-16' } });
      expect((await standing('M-A')).inForce).toEqual([{ from: '2025-01-01', until: '2025-06-20' }]);
      expect((await standing('M-B')).inForce).toEqual([{ from: '2025-01-13', until: '2025-06-20' }]);
      expect(await candidates('subsidie-welzijn', 1_000_000, '2025-06-19', { post: director })).toEqual([['VALID', [id['M-A']], null]]);
      expect(await candidates('subsidie-welzijn', 1_000_000, '2025-06-20', { post: director })).toEqual([
        ['INVALID', [id['M-A']], id['M-A']],
      ]);
    });

    it('06-23 D-5 by the director is refused D3 and recorded; by the college it is valid with chain length 0', async () => {
      const { cast } = town;
      await cast.on('2025-06-23');
      id['D-5'] = await propose('director-social-domain', 1_000_000);
      const refused = await cast.does('director-social-domain', 'takeDecision', { decision: id['D-5'], mandate: id['M-A'], ...REASONS });
      expect(refused).toMatchObject({ __typename: 'Refused', ruleId: 'D3', legalBasis: 'Awb 10:2' });
      expect(refused.recordedAs?.stream).toBe(`decision-${id['D-5']}`);
      const { words: _, ...own } = REASONS;
      await cast.records('college', 'takeDecision', {
        decision: id['D-5'],
        ...own,
        adoption: { present: [cast.person('mayor')], withoutVote: true },
      });
      expect(await verdict('D-5')).toMatchObject({ code: 'VALID', chain: [] });
    });

    it('D-2 stays valid then and now', async () => {
      expect(await verdict('D-2')).toMatchObject({ code: 'VALID', validThen: true, validNow: true });
    });
  });

  describe('afterwards', () => {
    it('decisions under M-A are D-3, D-1 and D-2, 15 400 000 together; D-4 is listed outside its bounds', async () => {
      const { cast } = town;
      const list = `decisions(filter: $filter, atLeast: $last) { totalCount totalAmountCents nodes { id } }`;
      const ask = (filter: object) => cast.asks<any>('anyone', `query ($filter: DecisionFilter, $last: Position) { ${list} }`, { filter });
      const under = (await ask({ mandate: id['M-A'] })).decisions;
      expect(under).toEqual({
        totalCount: 3,
        totalAmountCents: 15_400_000,
        nodes: [{ id: id['D-2'] }, { id: id['D-1'] }, { id: id['D-3'] }],
      });
      const outside = (await ask({ mandate: id['M-A'], outsideMandate: true })).decisions;
      expect(outside.nodes).toEqual([{ id: id['D-4'] }]);
    });

    it('on 2025-07-01 the college decides by its own power; the director and the team manager just could not', async () => {
      const { college, director, teamManager } = town;
      const { couldDecide } = await askCouldDecide('subsidie-welzijn', 4_000_000, '2025-07-01', {});
      const who = (list: any[]) =>
        list.map(({ post, party, verdict: { code, failing } }) => [
          post?.id ?? party?.id,
          code,
          failing?.mandate ?? null,
          failing?.reasons[0] ?? null,
        ]);
      expect(who(couldDecide.able)).toEqual([[college, 'VALID', null, null]]);
      expect(who(couldDecide.nearMisses)).toEqual(
        expect.arrayContaining([
          [director, 'INVALID', id['M-A'], 'REVOKED'],
          [teamManager, 'INVALID', id['M-B'], expect.any(String)],
        ]),
      );
      expect(couldDecide.nearMisses).toHaveLength(2);
    });

    it('as known on 2025-06-01 M-A had no end, and the register lists what there is', async () => {
      const { cast, municipality } = town;
      const { mandate } = await cast.asks<any>(
        'anyone',
        `query ($id: ID!) { mandate(id: $id, knownAt: "2025-06-01T00:00:00.000Z") { inForce { from until } } }`,
        { id: id['M-A'] },
      );
      expect(mandate.inForce).toEqual([{ from: '2025-01-01', until: null }]);
      const { mandateRegister } = await cast.asks<any>(
        'anyone',
        `query ($filter: MandateFilter, $last: Position) { mandateRegister(filter: $filter, atLeast: $last) { totalCount nodes { kind } } }`,
        { filter: { organisation: municipality } },
      );
      expect(mandateRegister.totalCount).toBe(8);
    });

    it('every refused attempt is on record for the parties concerned, and for nobody else', async () => {
      const { cast } = town;
      const query = `query ($last: Position) { events(filter: { types: ["DecisionAttemptRefused"] }, atLeast: $last) { totalCount nodes { stream } } }`;
      const seenBy = async (persona: string) =>
        (await cast.asks<any>(persona, query)).events.nodes.map(({ stream }: { stream: string }) => stream);
      expect(await seenBy('auditor')).toEqual([`decision-${id['D-0']}`, `decision-${id['D-2']}`, `decision-${id['D-5']}`]);
      expect(await seenBy('welzijn-director')).toEqual([`decision-${id['D-0']}`]);
      expect(await seenBy('anyone')).toEqual([]);
    });
  });

  function askCouldDecide(power: string, amountCents: number | undefined, on: string, who: object): Promise<any> {
    const verdictFields = 'verdict { code chain { mandate } failing { mandate reasons } }';
    const fields = `post { id } party { id } ${verdictFields}`;
    return town.cast.asks(
      'anyone',
      `query ($power: String!, $amountCents: EuroCents, $on: LocalDate!, $post: UUID, $organisation: UUID, $last: Position) {
        couldDecide(power: $power, amountCents: $amountCents, on: $on, post: $post, organisation: $organisation, atLeast: $last) { able { ${fields} } nearMisses { ${fields} } } }`,
      { power, amountCents, on, organisation: town.municipality, ...who },
    );
  }

  async function candidates(
    power: string,
    amountCents: number | undefined,
    on: string,
    who: object,
  ): Promise<[string, string[], string | null][]> {
    const { couldDecide } = await askCouldDecide(power, amountCents, on, who);
    return [...couldDecide.able, ...couldDecide.nearMisses].map(({ verdict: { code, chain, failing } }: any) => [
      code,
      chain.map(({ mandate }: { mandate: string }) => mandate),
      failing?.mandate ?? null,
    ]);
  }

  async function standing(name: string): Promise<{ status: string; inForce: object[] }> {
    const query = `query ($id: ID!, $last: Position) { mandate(id: $id, atLeast: $last) { status inForce { from until } } }`;
    return (await town.cast.asks<any>('college', query, { id: id[name] })).mandate;
  }

  async function verdict(name: string, at: object = {}): Promise<any> {
    const fields = 'code validThen validNow chain { mandate } failing { mandate reasons } through { stream }';
    const query = `query ($id: ID!, $knownAt: KnownAt, $last: Position) { decisionAuthority(id: $id, knownAt: $knownAt, atLeast: $last) { ${fields} } }`;
    return (await town.cast.asks<any>('anyone', query, { id: id[name], ...at })).decisionAuthority;
  }

  function propose(persona: string, amountCents: number): Promise<string> {
    return town.cast.records(persona, 'proposeDecision', { ...subsidy(), amountCents });
  }

  function register(decidedOn: string, amountCents: number): Promise<string> {
    const decidedByPerson = town.cast.person('director-social-domain');
    return town.cast.records('registrar', 'registerDecision', {
      ...subsidy(),
      amountCents,
      decidedOn,
      mandate: id['M-A'],
      decidedByPerson,
      source: 'Zaaksysteem',
    });
  }

  function subsidy(): object {
    return {
      subject: 'Subsidie welzijn',
      nature: 'INDIVIDUAL_DECISION',
      power: 'subsidie-welzijn',
      body: town.college,
      beneficiary: town.welzijn,
    };
  }

  async function send(name: string): Promise<any> {
    const { cast } = town;
    const remedy = 'U kunt binnen zes weken bezwaar maken bij het college.';
    await cast.records('director-social-domain', 'makeDecisionKnown', { decision: id[name], manner: 'SENT', remedy });
    const query = `query ($id: ID!, $last: Position) { decision(id: $id, atLeast: $last) { taken { verdict } objectionTerm { start end } } }`;
    return (await cast.asks<any>('anyone', query, { id: id[name] })).decision;
  }
});
