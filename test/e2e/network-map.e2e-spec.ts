import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Rivierenoord, settle } from '../acceptance/rivierenoord.js';
import { RunningServer } from './running-server.js';

describe('what exists around a topic, and what people learn from it', () => {
  let server: RunningServer;
  let town: Rivierenoord;
  let north: string;

  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'empty' });
    town = await settle(server);
    const { cast, welzijn } = town;
    const note = (name: string, more: object) => cast.records('team-manager', 'noteNetwork', { name, from: '2024-01-01', ...more });
    north = await note('Netwerk Dementie Noord', { topics: ['dementie'], areaCodes: ['WK036301'], parties: [welzijn] });
    await note('Alzheimercafé', { topics: ['Dementie', 'ontmoeting'], areaCodes: ['GM0363'], funded: true });
    await note('Muziek Zuid', { topics: ['muziek'], areaCodes: ['WK036302'] });
    await note('Landelijk Platform Dementie', { topics: ['dementie'] });
  });
  afterAll(() => server.remove());

  it('shows networks around a topic and an area, funded or not, to everyone', async () => {
    expect(await map({ topic: 'dementie', area: 'WK036301' })).toEqual([
      'Alzheimercafé',
      'Landelijk Platform Dementie',
      'Netwerk Dementie Noord',
    ]);
    expect(await map({ topic: 'dementie', area: 'WK036302' })).toEqual(['Alzheimercafé', 'Landelijk Platform Dementie']);
    expect(await map({ area: 'GM0363', funded: false })).toEqual(['Landelijk Platform Dementie', 'Muziek Zuid', 'Netwerk Dementie Noord']);
    await expect(map({ area: 'Noord' })).rejects.toThrow('isAreaCode');
  });

  it('shows what was known then, and no longer what has ended', async () => {
    const { cast } = town;
    await cast.on('2025-03-03');
    await cast.records('welzijn-director', 'endNetwork', { network: north, reason: 'Gaat op in het café.' });
    expect(await map({ topic: 'dementie', area: 'WK036301' })).toEqual(['Alzheimercafé', 'Landelijk Platform Dementie']);
    const before = { topic: 'dementie', area: 'WK036301', validAt: '2025-03-03', knownAt: '2025-03-02T12:00:00.000Z' };
    expect(await map(before)).toContain('Netwerk Dementie Noord');
    expect(await map({ topic: 'dementie', validAt: '2025-03-02' })).toContain('Netwerk Dementie Noord');
  });

  it('keeps contact between those concerned', async () => {
    const { cast, municipality, welzijn } = town;
    const query = `query ($last: Position) { networks(filter: { topic: "muziek" }, atLeast: $last) { totalCount nodes { contacts { text functions party { id } } } } }`;
    const { networks } = await cast.asks<any>('anyone', `query { networks(filter: { topic: "MUZIEK" }) { nodes { id } } }`);
    const contact = { network: networks.nodes[0].id, text: 'Over het koor.', functions: ['wijkregisseur'] };
    await cast.records('team-manager', 'keepNetworkContact', contact);
    expect((await cast.asks<any>('team-manager', query)).networks).toEqual({
      totalCount: 1,
      nodes: [{ contacts: [{ text: 'Over het koor.', functions: ['wijkregisseur'], party: { id: municipality } }] }],
    });
    expect((await cast.asks<any>('welzijn-director', query)).networks.nodes).toEqual([{ contacts: [] }]);
    expect(welzijn).not.toBe(municipality);
  });

  it('tells how people learn, to those who learn together only', async () => {
    const { cast, municipality, welzijn } = town;
    const need = { need: 'Leren loslaten', party: municipality, functions: ['wijkregisseur'], parties: [welzijn] };
    const development = await cast.records('team-manager', 'nameDevelopmentNeed', need);
    const session = { development, kind: 'INTERVISION', about: 'Wanneer grijp je in?', functions: ['opbouwwerker'] };
    await cast.records('welzijn-director', 'holdDevelopmentSession', session);
    await cast.records('welzijn-director', 'agreeChangeStep', { development, change: 'Eerst vragen.' });
    await cast.records('team-manager', 'reflectOnDevelopment', { development, text: 'Het went.', step: 1 });
    const query = `query ($id: ID!, $last: Position) { development(id: $id, atLeast: $last) {
      need party { id } sessions { kind about functions } steps { change } reflections { text step } } }`;
    expect((await cast.asks<any>('welzijn-director', query, { id: development })).development).toEqual({
      need: 'Leren loslaten',
      party: { id: municipality },
      sessions: [{ kind: 'INTERVISION', about: 'Wanneer grijp je in?', functions: ['opbouwwerker'] }],
      steps: [{ change: 'Eerst vragen.' }],
      reflections: [{ text: 'Het went.', step: 1 }],
    });
    const list = `query ($last: Position) { developments(atLeast: $last) { totalCount } }`;
    expect((await cast.asks<any>('team-manager', list)).developments.totalCount).toBe(1);
    for (const persona of ['college', 'anyone']) expect((await cast.asks<any>(persona, list)).developments.totalCount).toBe(0);
  });

  async function map(which: object): Promise<string[]> {
    const query = `query ($topic: String, $area: String, $funded: Boolean, $validAt: LocalDate, $knownAt: KnownAt, $last: Position) {
      networkMap(topic: $topic, area: $area, funded: $funded, validAt: $validAt, knownAt: $knownAt, atLeast: $last) {
        entries { kind name network { id } parties { id } } } }`;
    const { entries } = (await town.cast.asks<any>('anyone', query, which)).networkMap;
    expect(entries.every(({ kind, network }: any) => kind === 'NETWORK' && network !== null)).toBe(true);
    return entries.map(({ name }: any) => name);
  }
});
