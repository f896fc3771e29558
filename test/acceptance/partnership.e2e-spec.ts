import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from '../e2e/running-server.js';
import { type Rivierenoord, settle } from './rivierenoord.js';

/** Step 1 of the acceptance story, over HTTP, with its exact answers. */
describe('1 · 2025-01-06 Samen Sterk', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  let deBrug: string;
  let programmeManager: string;
  let partnership: string;
  const forms = 'programme-manager';

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, municipality } = town;
    deBrug = await cast.records('registrar', 'registerParty', {
      name: 'Woonstichting De Brug',
      kind: 'HOUSING_ASSOCIATION',
      from: '2020-01-01',
    });
    await cast.introduce('de-brug', deBrug);
    await cast.introduce(forms, municipality);
    const post = { name: 'Programmamanager Samen Sterk', party: municipality, from: '2020-01-01' };
    programmeManager = await cast.records('registrar', 'establishPost', post);
  });
  afterAll(() => server.remove());

  it('is seen by nobody else while it is proposed, and joined by those who are invited', async () => {
    const { cast, welzijn } = town;
    partnership = await cast.records(forms, 'proposePartnership', {
      name: 'Samen Sterk in Rivierenoord',
      purpose: 'Ouderen in Noord doen mee',
      topics: ['eenzaamheid'],
      areas: ['noord'],
      invite: [welzijn, deBrug],
    });
    const listed = async (persona: string) =>
      (await cast.asks<any>(persona, `query ($last: Position) { partnerships(atLeast: $last) { nodes { name status } totalCount } }`))
        .partnerships;
    expect(await listed('anyone')).toEqual({ nodes: [], totalCount: 0 });
    expect(await listed('de-brug')).toEqual({ nodes: [{ name: 'Samen Sterk in Rivierenoord', status: 'PROPOSED' }], totalCount: 1 });
    const { partnership: proposed } = await cast.asks<any>('de-brug', INVITED, { id: partnership });
    expect(proposed.invited.map(({ name }: { name: string }) => name)).toEqual(['Stichting Welzijn Rivierenoord', 'Woonstichting De Brug']);
    for (const persona of ['welzijn-board', 'de-brug']) await cast.records(persona, 'joinPartnership', { partnership });
  });

  it('without process owner is refused; with the Programmamanager it is formed', async () => {
    const { cast } = town;
    expect(await cast.does(forms, 'formPartnership', { partnership })).toMatchObject(refused('PROCESS_OWNER_MISSING'));
    await cast.records(forms, 'formPartnership', { partnership, processOwner: { post: programmeManager } });
  });

  it('gives everyone a role, and the municipality two that rub only with a declaration', async () => {
    const { cast, municipality, welzijn } = town;
    for (const [party, role] of [
      [municipality, 'COMMISSIONER'],
      [municipality, 'ORCHESTRATOR'],
      [welzijn, 'CONTRACTOR'],
      [welzijn, 'EXPERTISE_SUPPLIER'],
      [deBrug, 'NETWORK_PARTNER'],
    ])
      await cast.records(forms, 'assignRole', { partnership, party, role });
    const asPartner = { partnership, party: municipality, role: 'NETWORK_PARTNER' };
    expect(await cast.does(forms, 'assignRole', asPartner)).toMatchObject(refused('SOFT_TENSION_UNDECLARED'));
    const tensions = [{ with: 'COMMISSIONER', declaration: 'Aan de buurttafels zit de gemeente als een van de partners.' }];
    await cast.records(forms, 'assignRole', { ...asPartner, tensions });
  });

  it('has one process owner', async () => {
    const second = { partnership, role: 'PROCESS_OWNER', post: town.director };
    expect(await town.cast.does(forms, 'assignRole', second)).toMatchObject(refused('PROCESS_OWNER_TAKEN'));
  });

  it('shows its members and roles to everyone, and its tensions to the partners and the council only', async () => {
    const { cast } = town;
    const ask = async (persona: string) => (await cast.asks<any>(persona, PICTURE, { id: partnership })).partnership;
    const tension = {
      roles: ['NETWORK_PARTNER', 'COMMISSIONER'],
      declaration: 'Aan de buurttafels zit de gemeente als een van de partners.',
    };
    const [gemeente, welzijn, brug] = ['Gemeente Rivierenoord', 'Stichting Welzijn Rivierenoord', 'Woonstichting De Brug'];
    const { members, ...shown } = await ask('anyone');
    expect(members.map((seat: Named) => seat.party.name).sort()).toEqual([gemeente, welzijn, brug]);
    expect(shown).toEqual({
      status: 'ACTIVE',
      formedFrom: '2025-01-06',
      roles: [
        { role: 'PROCESS_OWNER', bearer: { name: gemeente }, post: { name: 'Programmamanager Samen Sterk' }, tensionMatrix: '1' },
        ...[
          ['COMMISSIONER', gemeente],
          ['ORCHESTRATOR', gemeente],
          ['CONTRACTOR', welzijn],
          ['EXPERTISE_SUPPLIER', welzijn],
          ['NETWORK_PARTNER', brug],
          ['NETWORK_PARTNER', gemeente],
        ].map(([role, name]) => ({ role, bearer: { name }, post: null, tensionMatrix: '1' })),
      ],
      tensions: [],
      findings: [],
    });
    for (const persona of ['de-brug', 'council', 'auditor']) expect((await ask(persona)).tensions).toEqual([tension]);
    expect((await ask('college')).tensions).toEqual([]);
  });

  it("is found by member and role, shows a party's roles through time, and what was known before", async () => {
    const { cast, municipality, welzijn } = town;
    const found = async (filter: object) =>
      (await cast.asks<any>('anyone', `query ($filter: PartnershipFilter) { partnerships(filter: $filter) { totalCount } }`, { filter }))
        .partnerships.totalCount;
    expect(await found({ member: welzijn, role: 'CONTRACTOR', topic: 'eenzaamheid', area: 'noord', status: 'ACTIVE' })).toBe(1);
    expect(await found({ member: municipality, role: 'CONTRACTOR' })).toBe(0);
    expect(await found({ topic: 'eenzaam' })).toBe(0);
    const { partyRoles } = await cast.asks<any>(
      'anyone',
      `query ($party: UUID!) { partyRoles(party: $party) { nodes { role type from until partnership { name } } } }`,
      { party: municipality },
    );
    expect(partyRoles.nodes.map(({ role }: { role: string }) => role).sort()).toEqual([
      'COMMISSIONER',
      'NETWORK_PARTNER',
      'ORCHESTRATOR',
      'PROCESS_OWNER',
    ]);
    expect(partyRoles.nodes[0]).toMatchObject({ from: '2025-01-06', until: null, partnership: { name: 'Samen Sterk in Rivierenoord' } });
    await cast.on('2025-06-02');
    const [{ assignment }] = (await cast.asks<any>('anyone', PICTURE_ROLES, { id: partnership })).partnership.roles;
    await cast.records(forms, 'endRoleAssignment', { partnership, assignment, on: '2025-06-01', reason: 'Andere functie' });
    const findings = async (more: object) => (await cast.asks<any>('anyone', FINDINGS, { id: partnership, ...more })).partnership.findings;
    expect(await findings({ validAt: '2025-05-31' })).toEqual([]);
    expect(await findings({ validAt: '2025-06-01' })).toEqual([{ ruleId: 'PROCESS_OWNER_MISSING', effect: 'F' }]);
    expect(await findings({ validAt: '2025-06-01', knownAt: '2025-06-01T00:00:00.000Z' })).toEqual([]);
  });

  it('shows what happened to members and holders elsewhere, from the day on which it holds', async () => {
    const { cast, welzijn } = town;
    await cast.records(forms, 'assignRole', { partnership, role: 'PROCESS_OWNER', post: programmeManager });
    await cast.records('registrar', 'abolishPost', { post: programmeManager, from: '2025-07-01', reason: 'Reorganisatie' });
    await cast.records('registrar', 'mergeParty', { party: deBrug, into: welzijn, on: '2025-08-01' });
    const rules = async (validAt: string) =>
      (await cast.asks<any>('anyone', FINDINGS, { id: partnership, validAt })).partnership.findings.map(
        (one: { ruleId: string }) => one.ruleId,
      );
    expect(await rules('2025-06-30')).toEqual([]);
    expect(await rules('2025-07-01')).toEqual(['ROLE_HOLDER_ENDED', 'PROCESS_OWNER_MISSING']);
    expect(await rules('2025-08-01')).toEqual(['MEMBER_MERGED', 'ROLE_HOLDER_ENDED', 'PROCESS_OWNER_MISSING']);
  });

  it('is weighed with a tension matrix that anyone can read', async () => {
    const { tensionMatrix } = await town.cast.asks<any>(
      'anyone',
      `{ tensionMatrix(validAt: "2025-01-06") { version tensions { roles kind sameMatter } } }`,
    );
    expect(tensionMatrix.version).toBe('1');
    expect(tensionMatrix.tensions).toContainEqual({ roles: ['COMMISSIONER', 'NETWORK_PARTNER'], kind: 'SOFT', sameMatter: false });
    expect(tensionMatrix.tensions).toContainEqual({ roles: ['ASSESSOR', 'ASSESSED'], kind: 'HARD', sameMatter: true });
  });
});

const PICTURE = `query ($id: ID!, $last: Position) { partnership(id: $id, atLeast: $last) {
  status formedFrom members { party { name } }
  roles { role bearer { name } post { name } tensionMatrix } tensions { roles declaration } findings { ruleId }
} }`;
const INVITED = `query ($id: ID!) { partnership(id: $id) { invited { name } } }`;
const PICTURE_ROLES = `query ($id: ID!) { partnership(id: $id) { roles { assignment role } } }`;
const FINDINGS = `query ($id: ID!, $validAt: LocalDate, $knownAt: KnownAt, $last: Position) {
  partnership(id: $id, validAt: $validAt, knownAt: $knownAt, atLeast: $last) { findings { ruleId effect } } }`;

function refused(ruleId: string): object {
  return { __typename: 'Refused', ruleId, legalBasis: null };
}

interface Named {
  readonly party: { readonly name: string };
}
