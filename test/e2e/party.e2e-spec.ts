import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { record, refusalOf, send } from './operations.js';
import { RunningServer } from './running-server.js';

const PARTY = `query ($id: ID!, $validAt: LocalDate, $knownAt: KnownAt, $atLeast: Position) {
  party(id: $id, validAt: $validAt, knownAt: $knownAt, atLeast: $atLeast) {
    name kind status administrativeBody constituency vision
    partOf { name } mergedInto { name } identifiers { scheme value from until } representatives { post alone jointlyWith instrument from until }
    explain { type recordedAt data }
  }
}`;

describe('a party', () => {
  let server: RunningServer;
  let registrar: string;
  let municipality: string;

  beforeAll(async () => {
    server = await RunningServer.start();
    registrar = await server.token({ role: 'registrar' });
    municipality = (await register('Gemeente Rivierenoord', { kind: 'MUNICIPALITY' })).id;
  });
  afterAll(() => server.remove());

  const register = (name: string, more: object = {}) =>
    record(server, 'RegisterParty', { name, kind: 'SOCIAL_ORGANISATION', from: '2020-01-01', ...more }, registrar);
  const read = async (id: string, at: object = {}, token?: string) => (await server.ask(PARTY, { id, ...at }, token)).party;
  const tomorrow = async () => {
    const { today } = (await server.ask('{ ledgerStatus { today } }')).ledgerStatus;
    const next = new Date(Date.parse(today as string) + 86_400_000).toISOString().slice(0, 10);
    await server.moveClock(`${next}T08:00:00.000Z`);
    return next;
  };

  it('is what was registered, and read where it was written', async () => {
    const recorded = await register('College van B en W', {
      kind: 'COLLEGE',
      partOf: municipality,
      administrativeBody: 'Gemeentewet 6',
      source: 'Register overheidsorganisaties',
    });
    expect(recorded).toMatchObject({ revision: 0, events: [{ type: 'PartyRegistered' }] });
    const party = await read(recorded.id, { atLeast: recorded.position });
    expect(party).toMatchObject({
      name: 'College van B en W',
      kind: 'COLLEGE',
      status: 'ACTIVE',
      administrativeBody: 'Gemeentewet 6',
      partOf: { name: 'Gemeente Rivierenoord' },
    });
    const { events } = await server.ask(
      'query ($stream: String!) { events(filter: { stream: $stream }) { nodes { origin { kind source attester } validFrom validUntil audience refusedAttempt } } }',
      { stream: recorded.stream },
    );
    expect(events.nodes).toMatchObject([
      {
        origin: { kind: 'imported', source: 'Register overheidsorganisaties' },
        validFrom: '2020-01-01',
        validUntil: null,
        audience: 'PUBLIC',
        refusedAttempt: false,
      },
    ]);
  });

  it('answers a command with what it changed', async () => {
    const { answer } = await server.ask(
      `mutation ($input: RegisterPartyInput!) { answer: registerParty(input: $input) {
        ... on Recorded { position subject { __typename ... on Party { id name explain { position } } } events { position actedFor recordedBy commandId data } }
      } }`,
      { input: { name: 'Buurthuis', kind: 'RESIDENTS_GROUP' } },
      registrar,
    );
    expect(answer.subject).toMatchObject({ __typename: 'Party', name: 'Buurthuis', explain: [{ position: answer.position }] });
    expect(answer.events).toMatchObject([{ position: answer.position, data: { name: 'Buurthuis' } }]);
  });

  it('is known on both time axes: what held on a day, and what the ledger knew of it then', async () => {
    const { id, position: first } = await register('Welzijn Oost');
    const { now } = (await server.ask('{ ledgerStatus { now } }')).ledgerStatus;
    const day = await tomorrow();
    const amended = await record(server, 'AmendPartyDetails', { party: id, name: 'Welzijn Rivierenoord', from: '2024-07-01' }, registrar);
    const nameAt = async (validAt: string, knownAt?: string) => (await read(id, { validAt, knownAt })).name;
    // Now: two names, each in its own time.
    expect(await nameAt('2024-06-30')).toBe('Welzijn Oost');
    expect(await nameAt('2024-07-01')).toBe('Welzijn Rivierenoord');
    expect(await nameAt(day)).toBe('Welzijn Rivierenoord');
    // As known yesterday, by instant and by position: one name, on every day.
    expect(await nameAt('2024-07-01', now)).toBe('Welzijn Oost');
    expect(await nameAt(day, now)).toBe('Welzijn Oost');
    expect(await nameAt(day, first)).toBe('Welzijn Oost');
    expect(await nameAt(day, amended.position)).toBe('Welzijn Rivierenoord');
    // Before it was registered, the ledger did not know of it.
    expect((await server.graphql(PARTY, { id, knownAt: '2025-01-01T00:00:00.000Z' })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    // What it rests on follows the same axis.
    expect((await read(id, { knownAt: now })).explain).toHaveLength(1);
    expect((await read(id)).explain.map(({ type }: { type: string }) => type)).toEqual(['PartyRegistered', 'PartyDetailsAmended']);
  });

  it('may be corrected where a pen slipped, without a new period', async () => {
    const { id, position } = await register('Stichting Welzjin');
    await record(server, 'AmendPartyDetails', { party: id, name: 'Welzijn Noord', from: '2024-01-01' }, registrar);
    await record(
      server,
      'CorrectParty',
      { party: id, revision: 0, field: 'NAME', value: 'Stichting Welzijn', reason: 'Tikfout' },
      registrar,
    );
    expect(await read(id, { validAt: '2023-12-31' })).toMatchObject({ name: 'Stichting Welzijn' });
    expect(await read(id, { validAt: '2024-01-01' })).toMatchObject({ name: 'Welzijn Noord' });
    expect(await read(id, { validAt: '2023-12-31', knownAt: position })).toMatchObject({ name: 'Stichting Welzjin' });
    const wrong = await send(server, 'CorrectParty', { party: id, revision: 7, field: 'NAME', value: 'X', reason: 'Y' }, registrar);
    expect(wrong.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'revision', problem: 'NO_DETAILS_AT_REVISION' }],
    });
  });

  it('holds its identifiers alone, each in its own time', async () => {
    const rsin = { scheme: 'RSIN', value: '123456782' };
    const first = await register('Bureau Meetlat', { identifiers: [rsin] });
    expect(await refusalOf(server, 'RegisterParty', { name: 'Dubbelganger', kind: 'BUSINESS', identifiers: [rsin] }, registrar)).toBe(
      'IDENTIFIER_TAKEN',
    );
    expect(await refusalOf(server, 'AddPartyIdentifier', { party: municipality, ...rsin }, registrar)).toBe('IDENTIFIER_TAKEN');
    const withNumber = async (identifier: string, validAt?: string) =>
      (
        await server.ask(
          'query ($identifier: String!, $validAt: LocalDate) { parties(validAt: $validAt, filter: { identifier: $identifier }) { totalCount nodes { name } } }',
          { identifier, validAt },
        )
      ).parties;
    expect(await withNumber(rsin.value)).toEqual({ totalCount: 1, nodes: [{ name: 'Bureau Meetlat' }] });
    await record(server, 'EndPartyIdentifier', { party: first.id, ...rsin, until: '2024-01-01', reason: 'Overgedragen' }, registrar);
    const second = await register('Bureau Meetlat BV', { identifiers: [{ ...rsin, from: '2024-01-01' }] });
    expect(await withNumber(rsin.value, '2023-12-31')).toMatchObject({ nodes: [{ name: 'Bureau Meetlat' }] });
    expect(await withNumber(rsin.value, '2024-01-01')).toMatchObject({ nodes: [{ name: 'Bureau Meetlat BV' }] });
    expect((await read(second.id, { atLeast: second.position })).identifiers).toEqual([{ ...rsin, from: '2024-01-01', until: null }]);
    for (const bad of [
      { scheme: 'RSIN', value: '123456789' },
      { scheme: 'OIN', value: '1' },
      { scheme: 'KVK', value: '123456789' },
      { scheme: 'CBS', value: 'GM1' },
    ]) {
      const { errors } = await send(server, 'AddPartyIdentifier', { party: municipality, ...bad }, registrar);
      expect(errors?.[0]?.extensions.problems).toMatchObject([{ path: 'value', problem: `is${bad.scheme}` }]);
    }
  });

  it('is listed in pages that do not shift under their reader', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `Lijst ${index}`);
    for (const name of names) await register(name, { kind: 'BUSINESS' });
    const page = async (after?: string) =>
      (
        await server.ask(
          'query ($after: String) { parties(first: 4, after: $after, filter: { nameContains: "lijst" }) { totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } } }',
          { after },
        )
      ).parties;
    const first = await page();
    expect(first).toMatchObject({ totalCount: 9, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    // Meanwhile one comes in at the front, one at the back, and one on the next page gets another name.
    await register('Lijst !');
    await register('Lijst 99');
    const { parties } = await server.ask('{ parties(filter: { nameContains: "Lijst 5" }) { nodes { id } } }');
    await record(server, 'AmendPartyDetails', { party: parties.nodes[0].id, name: 'Anders', from: '2020-01-01' }, registrar);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes, ...third.nodes].map(({ name }: { name: string }) => name)).toEqual(names);
    expect([second.totalCount, third.totalCount, third.pageInfo.hasNextPage, third.pageInfo.hasPreviousPage]).toEqual([9, 9, false, true]);
    expect((await page()).totalCount).toBe(10);
  });

  it('merges into another, and no longer acts', async () => {
    const old = await register('Welzijn West');
    const successor = await register('Welzijn Zuidwest');
    const self = await send(server, 'MergeParty', { party: old.id, into: old.id, on: '2025-01-01' }, registrar);
    expect(self.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'into', problem: 'SELF' }]);
    const merged = await record(
      server,
      'MergeParty',
      { party: old.id, into: successor.id, on: '2025-01-01', legalBasis: 'BW 2:309' },
      registrar,
    );
    expect(await read(old.id, { atLeast: merged.position })).toMatchObject({ status: 'MERGED', mergedInto: { name: 'Welzijn Zuidwest' } });
    expect(await read(old.id, { validAt: '2024-12-31' })).toMatchObject({ status: 'ACTIVE', mergedInto: null });
    expect(await read(old.id, { knownAt: successor.position })).toMatchObject({ status: 'ACTIVE', mergedInto: null });
    expect(await refusalOf(server, 'AmendPartyDetails', { party: old.id, name: 'Te laat' }, registrar)).toBe('PARTY_ENDED');
    const { timeline } = await server.ask('query ($id: ID!) { timeline(subject: $id) { nodes { type stream } } }', { id: successor.id });
    expect(timeline.nodes).toEqual([
      { type: 'PartyRegistered', stream: successor.stream },
      { type: 'PartyMerged', stream: old.stream },
    ]);
    const dissolved = await record(server, 'DissolveParty', { party: successor.id, on: '2025-01-02', reason: 'Doel bereikt' }, registrar);
    expect(await read(successor.id, { atLeast: dissolved.position, validAt: '2025-01-02' })).toMatchObject({ status: 'DISSOLVED' });
  });

  it('shows its vision and its representatives to itself and to auditors only', async () => {
    const { id } = await register('De Brug');
    const own = await server.token({ role: 'member', party: id });
    const director = await record(server, 'EstablishPost', { name: 'Directeur', party: id, from: '2020-01-01' }, own);
    const chair = await record(server, 'EstablishPost', { name: 'Voorzitter', party: id, from: '2020-01-01' }, own);
    await record(server, 'DescribeVision', { party: id, text: 'Iedereen doet mee', from: '2024-01-01' }, own);
    await record(server, 'DescribeConstituency', { party: id, text: 'Bewoners van Oost', from: '2024-01-01' }, own);
    const named = { party: id, post: director.id, jointlyWith: [chair.id], instrument: 'Statuten, artikel 8', from: '2024-01-01' };
    const { position } = await record(server, 'NameRepresentative', named, own);
    const representative = {
      post: director.id,
      alone: false,
      jointlyWith: [chair.id],
      instrument: 'Statuten, artikel 8',
      from: '2024-01-01',
      until: null,
    };
    for (const token of [own, await server.token({ role: 'auditor' })]) {
      const party = await read(id, { atLeast: position }, token);
      expect(party).toMatchObject({ vision: 'Iedereen doet mee', constituency: 'Bewoners van Oost', representatives: [representative] });
      expect(party.explain).toHaveLength(4);
    }
    for (const token of [undefined, await server.token({ role: 'member', party: municipality }), registrar]) {
      const party = await read(id, {}, token);
      expect(party).toMatchObject({ vision: null, constituency: 'Bewoners van Oost', representatives: [] });
      expect(party.explain.map(({ type }: { type: string }) => type)).toEqual(['PartyRegistered', 'PartyConstituencyDescribed']);
    }
    const ended = await record(server, 'EndRepresentative', { party: id, post: director.id, until: '2024-06-01', reason: 'Vertrek' }, own);
    expect((await read(id, { atLeast: ended.position }, own)).representatives).toEqual([]);
    expect((await read(id, { validAt: '2024-05-31' }, own)).representatives).toEqual([{ ...representative, until: '2024-06-01' }]);
  });

  it('waits for a position that is on its way, and says so when there is none', async () => {
    const { id, position } = await register('Net vastgelegd');
    expect(await read(id, { atLeast: position })).toMatchObject({ name: 'Net vastgelegd' });
    const { errors } = await server.graphql(PARTY, { id: randomUUID(), atLeast: position });
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
