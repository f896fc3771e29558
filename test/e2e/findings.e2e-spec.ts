import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Rivierenoord, settle } from '../acceptance/rivierenoord.js';
import { RunningServer } from './running-server.js';

const FINDINGS = `query ($filter: FindingsFilter, $first: Int, $after: String, $validAt: LocalDate, $knownAt: KnownAt, $last: Position) {
  findings(filter: $filter, first: $first, after: $after, validAt: $validAt, knownAt: $knownAt, atLeast: $last) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ruleId effect title { nl en } detail { nl en } legalBasis aggregate stream subject since related { __typename ... on Mandate { id } ... on Post { id } } }
  }
}`;

/** A town in which not everything is in order, and whose partner and neighbour come to an end. */
describe('findings', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  const id: Record<string, string> = {};

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, college, municipality, welzijn, director, welzijnDirector, teamManager } = town;
    const power = { code: 'subsidie-welzijn', legalBasis: ['ASV 3'] };
    await cast.records('registrar', 'recordAttribution', { holderParty: college, powers: [power], from: '2020-01-01' });
    const grant = { kind: 'MANDATE', body: college, powers: [{ code: power.code }], from: '2025-01-06' };
    const instrument = { reference: 'gmb-2025-1', date: '2025-01-06', sha256: 'a'.repeat(64) };
    id['M-A'] = await cast.records('college', 'grantMandate', { ...grant, instrument, holderPost: director });
    id['M-W'] = await cast.records('college', 'grantMandate', { ...grant, instrument, holderPost: welzijnDirector });
    await cast.records('college', 'requestInformation', { mandate: id['M-A'], question: 'Hoe vaak is het gebruikt?', due: '2025-01-31' });
    id['sub'] = await cast.records('registrar', 'registerAgreement', {
      kind: 'SUBSIDY',
      terms: {
        title: 'Oude subsidie',
        parties: [municipality, welzijn],
        from: '2025-01-01',
        commitments: [{ id: 'C1', text: 'Een verslag.', owner: welzijn, due: '2025-01-20' }],
      },
      concludedOn: '2025-01-02',
      source: 'Archief',
    });
    id['samen'] = await cast.records('registrar', 'registerPartnership', {
      name: 'Samen Sterk',
      purpose: 'Meedoen',
      from: '2024-01-01',
      members: [{ party: municipality }, { party: welzijn }],
      roles: [
        { role: 'PROCESS_OWNER', post: teamManager },
        { role: 'CONTRACTOR', party: welzijn },
      ],
      source: 'Convenant',
    });
    id['task'] = await cast.records('team-manager', 'defineResponsibility', { topic: 'Dagstructuur', steward: municipality });
    await cast.records('team-manager', 'assignAccountable', { responsibility: id['task'], post: teamManager });
    await cast.records('team-manager', 'acceptResponsibility', { responsibility: id['task'], assignment: 1 });
    await cast.records('team-manager', 'assignResponsible', { responsibility: id['task'], party: welzijn });
  });
  afterAll(() => server.remove());

  const asked = async (persona: string, filter: object = {}, more: object = {}) =>
    (await town.cast.asks<any>(persona, FINDINGS, { filter, ...more })).findings;
  const said = ({ nodes }: any): string[] =>
    nodes.map(({ ruleId, effect, since, stream }: any) => [ruleId, effect, since, stream].join(' '));
  const rules = async (persona: string, filter: object = {}, more: object = {}): Promise<string[]> =>
    (await asked(persona, filter, more)).nodes.map(({ ruleId }: any) => ruleId);

  it('say what is not in order, since when, under which article, and about what', async () => {
    const { nodes, totalCount } = await asked('anyone', { subject: id['M-A'] });
    expect(nodes).toEqual([
      {
        ruleId: 'M13',
        effect: 'W',
        title: expect.objectContaining({ nl: expect.any(String) }),
        detail: { nl: 'Er is geen bekendmaking vastgelegd.', en: 'No publication is recorded.' },
        legalBasis: 'Awb 3:42',
        aggregate: 'mandate',
        stream: `mandate-${id['M-A']}`,
        subject: id['M-A'],
        since: '2025-01-06',
        related: { __typename: 'Mandate', id: id['M-A'] },
      },
    ]);
    expect(totalCount).toBe(1);
    expect(await rules('anyone', { aggregate: 'agreement', effect: 'W' })).toEqual([]);
    expect(await rules('anyone', { aggregate: 'agreement', ruleId: 'S1' })).toEqual(['S1']);
  });

  it('stand on the days on which they hold, as it was known, for whoever may see them', async () => {
    const overdue = { ruleId: 'COMMITMENT_OVERDUE' };
    expect((await asked('anyone', overdue)).totalCount).toBe(0);
    expect(said(await asked('anyone', overdue, { validAt: '2025-01-21' }))).toEqual([
      `COMMITMENT_OVERDUE F 2025-01-21 agreement-${id['sub']}`,
    ]);
    const unanswered = { validAt: '2025-02-01' };
    expect(said(await asked('college', { ruleId: 'D6' }, unanswered))).toEqual([`D6 F 2025-02-01 mandate-${id['M-A']}`]);
    expect(await rules('anyone', { ruleId: 'D6' }, unanswered)).toEqual([]);
    expect((await asked('college', {}, { knownAt: '2025-01-05T12:00:00.000Z' })).totalCount).toBe(0);
  });

  it('are gone once they are put right, and stand in what was known before', async () => {
    const { cast } = town;
    await cast.on('2025-01-07');
    await cast.records('college', 'makeMandateKnown', { mandate: id['M-A'], on: '2025-01-07', publication: 'gmb-2025-2' });
    expect(await rules('anyone', { subject: id['M-A'] })).toEqual([]);
    expect(await rules('anyone', { subject: id['M-A'] }, { validAt: '2025-01-06' })).toEqual(['M13']);
    expect(await rules('anyone', { subject: id['M-A'] }, { knownAt: '2025-01-06T23:00:00.000Z' })).toEqual(['M13']);
  });

  it('tell everything a party that merged still has, to its successor too, until it is decided about', async () => {
    const { cast, welzijn, college } = town;
    await cast.on('2025-03-03');
    id['new'] = await cast.records('registrar', 'registerParty', {
      name: 'Welzijn Breed',
      kind: 'SUBSIDISED_INSTITUTION',
      from: '2025-01-01',
    });
    await cast.records('registrar', 'mergeParty', { party: welzijn, into: id['new'], on: '2025-03-01' });
    const open = { ruleId: 'SUCCESSION_UNDECIDED' };
    const kinds = async (persona: string, filter: object = open) =>
      (await asked(persona, filter)).nodes.map(({ aggregate }: any) => aggregate);
    const all = ['agreement', 'mandate', 'partnership', 'partnership', 'post', 'post', 'responsibility'];
    expect(await kinds('college')).toEqual(all.filter((one) => one !== 'responsibility'));
    expect(await kinds('team-manager')).toEqual(all);
    expect(await kinds('team-manager', { ...open, party: id['new'] })).toEqual(all);
    expect(await kinds('team-manager', { ...open, party: town.municipality })).toEqual(all.filter((one) => one !== 'post'));
    expect(await kinds('team-manager', { ...open, party: college })).toEqual([]);
    expect(await kinds('team-manager', { aggregate: 'post' })).toEqual(['post', 'post']);
    expect(await rules('team-manager', open, { validAt: '2025-02-28' })).toEqual([]);
    const { nodes } = await asked('anyone', { ...open, subject: id['M-W'] });
    expect(nodes).toMatchObject([
      {
        effect: 'F',
        since: '2025-03-01',
        legalBasis: null,
        detail: {
          nl: 'Stichting Welzijn Rivierenoord is op 2025-03-01 opgegaan in Welzijn Breed: besluit wie deze bevoegdheidsverlening voortzet.',
        },
        related: { __typename: 'Mandate', id: id['M-W'] },
      },
    ]);
    await cast.records('college', 'revokeMandate', {
      mandate: id['M-W'],
      from: '2025-03-03',
      instrument: { reference: 'gmb-2025-9', date: '2025-03-03' },
    });
    expect(await rules('anyone', { ...open, subject: id['M-W'] })).toEqual([]);
  });

  it('tell what continues by law when a municipality merges', async () => {
    const { cast } = town;
    const register = (name: string, kind: string, more: object = {}) =>
      cast.records('administrator', 'registerParty', { name, kind, from: '2020-01-01', ...more });
    const small = await register('Gemeente Klein', 'MUNICIPALITY');
    const body = await register('College van Klein', 'COLLEGE', { partOf: small, administrativeBody: 'Gemeentewet 6' });
    const pact = await cast.records('registrar', 'registerAgreement', {
      kind: 'COVENANT',
      terms: { title: 'Convenant', parties: [small, town.municipality], from: '2024-01-01' },
      concludedOn: '2024-01-01',
      source: 'Archief',
    });
    await cast.introduce('college-klein', body);
    const proposal = { subject: 'Vergunning', nature: 'INDIVIDUAL_DECISION', power: 'vergunning', body };
    const open = await cast.records('college-klein', 'proposeDecision', proposal);
    await cast.records('administrator', 'mergeParty', { party: small, into: town.municipality, on: '2025-03-02', legalBasis: 'Wet arhi' });
    const { nodes } = await asked('anyone', { ruleId: 'SUCCESSION_UNDECIDED', party: small });
    expect(nodes.map(({ stream, legalBasis }: any) => [stream, legalBasis])).toEqual([
      [`agreement-${pact}`, 'Wet arhi 44'],
      [`party-${body}`, null],
    ]);
    await cast.records('administrator', 'mergeParty', { party: body, into: town.college, on: '2025-03-02', legalBasis: 'Wet arhi' });
    const after = (await asked('auditor', { ruleId: 'SUCCESSION_UNDECIDED', party: body })).nodes;
    expect(after.map(({ stream, legalBasis }: any) => [stream, legalBasis])).toEqual([[`decision-${open}`, 'Wet arhi 44']]);
  });

  it('tell what a post that was abolished without successor still has', async () => {
    const { cast, teamManager } = town;
    await cast.records('registrar', 'abolishPost', { post: teamManager, from: '2025-03-03', reason: 'Herindeling van teams' });
    const { nodes } = await asked('director-social-domain', { ruleId: 'SUCCESSION_UNDECIDED' });
    const since = nodes.filter((one: any) => one.since === '2025-03-03');
    expect(since.map(({ stream }: any) => stream)).toEqual([`partnership-${id['samen']}`, `responsibility-${id['task']}`]);
  });

  it('are paged without losing or repeating anything, as known at the first page', async () => {
    const whole = said(await asked('team-manager', {}, { first: 100 }));
    expect(whole.length).toBeGreaterThan(10);
    for (const first of [1, 3]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { nodes, pageInfo, totalCount }: any = await asked('team-manager', {}, { first, after });
        expect(totalCount).toBe(whole.length);
        seen.push(...said({ nodes }));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(whole);
    }
    const { errors } = await server.graphql(FINDINGS, { after: 'bm9uZQ' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('stand beside a timeline that shows everything that touches a subject, in whichever stream', async () => {
    const types = async (subject: string | undefined): Promise<string[]> => {
      const query = `query ($subject: ID!, $last: Position) { timeline(subject: $subject, first: 100, atLeast: $last) { nodes { type stream } } }`;
      const { timeline } = await town.cast.asks<any>('team-manager', query, { subject });
      return timeline.nodes.map(({ type, stream }: any) => `${type} ${stream}`);
    };
    const { welzijn } = town;
    expect(await types(welzijn)).toEqual(
      expect.arrayContaining([
        `AgreementRegistered agreement-${id['sub']}`,
        `PartnershipMemberJoined partnership-${id['samen']}`,
        `PartnershipRoleAssigned partnership-${id['samen']}`,
        `ResponsibilityResponsibleAssigned responsibility-${id['task']}`,
        `PartyMerged party-${welzijn}`,
      ]),
    );
    expect(await types(id['new'])).toContain(`PartyMerged party-${welzijn}`);
  });
});
