import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { perAct, type Rivierenoord, settle } from './rivierenoord.js';

const TOPIC = 'Dagstructuur voor inwoners met dementie, noord';

/** Step 4 of the acceptance story, over HTTP, with its exact answers. */
describe('4 · who answers for the daily structure of residents with dementia', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  let responsibility: string;
  let programmeManager: string;
  let deBrug: string;
  let council: string;

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, municipality } = town;
    deBrug = await cast.records('administrator', 'registerParty', { name: 'Woonstichting De Brug', kind: 'HOUSING_ASSOCIATION' });
    await cast.introduce('de-brug', deBrug);
    await cast.introduce('de-kade', await cast.records('administrator', 'registerParty', { name: 'De Kade', kind: 'RESIDENTS_GROUP' }));
    await cast.introduce('programme-manager', municipality);
    const name = 'Programmamanager Samen Sterk';
    programmeManager = await cast.records('registrar', 'establishPost', { name, party: municipality, from: '2020-01-01' });
    const actor = cast.person('programme-manager');
    await cast.records('registrar', 'fillPost', { post: programmeManager, actor, from: '2020-01-01' });
    const { parties } = await cast.asks<any>(
      'administrator',
      `query ($last: Position) { parties(filter: { kind: COUNCIL }, atLeast: $last) { nodes { id } } }`,
    );
    council = parties.nodes[0].id;
  });
  afterAll(() => server.remove());

  it('2025-02-03: everyone has a part, and it counts only once they accepted it', async () => {
    const { cast, municipality, teamManager, welzijn } = town;
    await cast.on('2025-02-03');
    responsibility = await cast.records('team-manager', 'defineResponsibility', { topic: TOPIC, steward: municipality });
    await cast.records('team-manager', 'assignAccountable', { responsibility, post: teamManager });
    await cast.records('team-manager', 'assignResponsible', { responsibility, party: welzijn });
    await cast.records('team-manager', 'addConsulted', { responsibility, party: deBrug });
    await cast.records('team-manager', 'addInformed', { responsibility, party: council });
    expect(await accountable({ responsibility })).toEqual([]);
    expect(await gaps()).toEqual([['ACCOUNTABLE_NOT_ACCEPTED']]);

    for (const [persona, assignment] of [
      ['team-manager', 1],
      ['welzijn-director', 2],
      ['de-brug', 3],
      ['council', 4],
    ] as const) {
      await cast.records(persona, 'acceptResponsibility', { responsibility, assignment });
    }
    const query = `query ($id: ID!, $last: Position) {
      responsibility(id: $id, atLeast: $last) { topic assignments { role status acceptedOn post { name } party { name } } } }`;
    const found = (await cast.asks<any>('council', query, { id: responsibility })).responsibility;
    expect(found.topic).toBe(TOPIC);
    expect(found.assignments.map((one: any) => [one.role, one.status, one.acceptedOn, one.post?.name ?? one.party.name])).toEqual([
      ['ACCOUNTABLE', 'IN_FORCE', '2025-02-03', 'Teammanager Samenleving'],
      ['RESPONSIBLE', 'IN_FORCE', '2025-02-03', 'Stichting Welzijn Rivierenoord'],
      ['CONSULTED', 'IN_FORCE', '2025-02-03', 'Woonstichting De Brug'],
      ['INFORMED', 'IN_FORCE', '2025-02-03', 'Gemeenteraad van Rivierenoord'],
    ]);
    expect(await gaps()).toEqual([]);
  });

  it('2025-02-03: a second accountable is refused R1', async () => {
    const { cast } = town;
    expect(await cast.does('team-manager', 'assignAccountable', { responsibility, post: programmeManager })).toMatchObject({
      __typename: 'Refused',
      ruleId: 'R1',
      legalBasis: null,
    });
  });

  it('2025-08-25: a transfer valid 09-01 is one event, once both agreed', async () => {
    const { cast } = town;
    await cast.on('2025-08-25');
    const proposal = { responsibility, assignment: 1, post: programmeManager, from: '2025-09-01' };
    await cast.records('team-manager', 'proposeResponsibilityTransfer', proposal);
    expect(await accountable({ responsibility, validAt: '2025-09-01' })).toEqual(['Teammanager Samenleving']);
    await cast.records('programme-manager', 'acceptResponsibilityTransfer', { responsibility, transfer: 1 });
    const shown = `query ($id: ID!, $last: Position) { responsibility(id: $id, atLeast: $last) { explain { type validFrom recordedAt } } }`;
    const { explain } = (await cast.asks<any>('team-manager', shown, { id: responsibility })).responsibility;
    const transfers = explain.filter(({ type }: { type: string }) => type === 'ResponsibilityTransferred');
    expect(transfers).toEqual([
      { type: 'ResponsibilityTransferred', validFrom: '2025-09-01', recordedAt: expect.stringMatching(/^2025-08-25/) as unknown },
    ]);
  });

  it('whoWasAccountable: 08-31 the team manager, 09-01 the programme manager, and as known on 08-01 still the team manager', async () => {
    const known = '2025-08-01T23:59:59.999Z';
    for (const which of [{ responsibility }, { topic: 'dementie' }]) {
      expect(await accountable({ ...which, validAt: '2025-08-31' })).toEqual(['Teammanager Samenleving']);
      expect(await accountable({ ...which, validAt: '2025-09-01' })).toEqual(['Programmamanager Samen Sterk']);
      expect(await accountable({ ...which, validAt: '2025-09-01', knownAt: known })).toEqual(['Teammanager Samenleving']);
    }
  });

  it('lists what a post or party has a part in on a date', async () => {
    const { cast, teamManager, welzijn } = town;
    const query = `query ($filter: ResponsibilityFilter, $validAt: LocalDate, $last: Position) {
      responsibilities(filter: $filter, validAt: $validAt, atLeast: $last) { totalCount nodes { topic steward { name } } } }`;
    const asked = async (filter: object, validAt: string) =>
      (await cast.asks<any>('welzijn-director', query, { filter, validAt })).responsibilities.totalCount;
    expect(await asked({ assignee: welzijn, role: 'RESPONSIBLE' }, '2025-09-01')).toBe(1);
    expect(await asked({ assignee: welzijn, role: 'ACCOUNTABLE' }, '2025-09-01')).toBe(0);
    expect([await asked({ assignee: teamManager }, '2025-08-31'), await asked({ assignee: teamManager }, '2025-09-01')]).toEqual([1, 0]);
    expect(await asked({ topicContains: 'DEMENTIE', status: 'ACTIVE' }, '2025-02-03')).toBe(1);
    expect(await asked({ status: 'ACTIVE' }, '2025-02-02')).toBe(0);
  });

  it('is for the parties to it and the council, and for nobody else', async () => {
    const { cast } = town;
    for (const persona of ['de-kade', 'anyone'])
      expect(await accountable({ topic: 'dementie', validAt: '2025-08-31' }, persona)).toEqual([]);
    for (const persona of ['welzijn-director', 'council', 'auditor'])
      expect(await accountable({ topic: 'dementie', validAt: '2025-08-31' }, persona)).toEqual(['Teammanager Samenleving']);
    const query = `query ($id: UUID!) { whoWasAccountable(responsibility: $id) { nodes { assignment } } }`;
    await expect(cast.asks('de-kade', query, { id: responsibility })).rejects.toThrow('NOT_FOUND');
  });

  it('shows a gap with its reason as soon as it is laid down without successor, or the post is vacant', async () => {
    const { cast } = town;
    const actor = cast.person('programme-manager');
    await cast.records('registrar', 'vacatePost', { post: programmeManager, actor, on: '2025-10-01' });
    expect(await gaps('2025-09-30')).toEqual([]);
    expect(await gaps('2025-10-01')).toEqual([['ACCOUNTABLE_POST_VACANT']]);
    const reason = 'Het programma wordt eerst geëvalueerd.';
    await cast.records('team-manager', 'releaseResponsibility', { responsibility, assignment: 5, from: '2025-11-01', reason });
    expect(await gaps('2025-11-01')).toEqual([['NO_ACCOUNTABLE']]);
    expect(await gaps('2025-11-01', 'detail { nl }')).toEqual([[{ nl: expect.stringContaining(reason) as unknown }]]);
  });

  it('shows the mandate that is missing, until the accountable has it', async () => {
    const { cast, college, municipality, director } = town;
    const input = { topic: 'Subsidies voor dementie', steward: municipality, power: 'subsidie-welzijn' };
    const needsPower = await cast.records('director-social-domain', 'defineResponsibility', input);
    await cast.records('director-social-domain', 'assignAccountable', { responsibility: needsPower, post: director });
    await cast.records('director-social-domain', 'acceptResponsibility', { responsibility: needsPower, assignment: 1 });
    expect(await gaps('2025-08-26')).toEqual([['MANDATE_MISSING']]);
    await cast.records('registrar', 'recordAttribution', {
      holderParty: college,
      powers: [{ code: 'subsidie-welzijn', legalBasis: ['Algemene subsidieverordening art. 3'] }],
      from: '2020-01-01',
    });
    await cast.records('college', 'grantMandate', {
      kind: 'MANDATE',
      body: college,
      holderPost: director,
      powers: [{ code: 'subsidie-welzijn' }],
      limits: [perAct(10_000_000)],
      from: '2025-08-25',
      instrument: { reference: 'gmb-2025-082501', date: '2025-08-25' },
    });
    expect(await gaps('2025-08-26')).toEqual([]);
  });

  async function accountable(which: object, persona = 'team-manager'): Promise<string[]> {
    const query = `query ($responsibility: UUID, $topic: String, $validAt: LocalDate, $knownAt: KnownAt, $last: Position) {
      whoWasAccountable(responsibility: $responsibility, topic: $topic, validAt: $validAt, knownAt: $knownAt, atLeast: $last) { nodes { post { name } } } }`;
    const { nodes } = (await town.cast.asks<any>(persona, query, which)).whoWasAccountable;
    return nodes.map(({ post }: any) => post.name);
  }

  async function gaps(validAt?: string, field = 'ruleId'): Promise<unknown[]> {
    const query = `query ($validAt: LocalDate, $last: Position) {
      responsibilityGaps(filter: { topicContains: "dementie" }, validAt: $validAt, atLeast: $last) { nodes { gaps { ${field} } } } }`;
    const { nodes } = (await town.cast.asks<any>('team-manager', query, { validAt })).responsibilityGaps;
    return nodes.map((node: any) => node.gaps.map((gap: any) => gap[field.split(' ')[0]!]));
  }
});
