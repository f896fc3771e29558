import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { codeOf, record, refusalOf, send, type Recorded } from './operations.js';
import { RunningServer } from './running-server.js';

const POST = `query ($id: ID!, $validAt: LocalDate, $knownAt: KnownAt, $atLeast: Position) {
  post(id: $id, validAt: $validAt, knownAt: $knownAt, atLeast: $atLeast) {
    name status category registry party { name } successor { name } occupants { role actor from until order occasion } explain { type }
  }
}`;

describe('a post', () => {
  let server: RunningServer;
  let registrar: string;
  let member: string;
  let municipality: Recorded;
  let department: Recorded;

  beforeAll(async () => {
    server = await RunningServer.start();
    registrar = await server.token({ role: 'registrar' });
    municipality = await record(server, 'RegisterParty', { name: 'Gemeente', kind: 'MUNICIPALITY', from: '2020-01-01' }, registrar);
    department = await record(
      server,
      'RegisterParty',
      { name: 'Sociaal Domein', kind: 'DEPARTMENT', partOf: municipality.id, from: '2020-01-01' },
      registrar,
    );
    member = await server.token({ role: 'member', party: municipality.id });
  });
  afterAll(() => server.remove());

  const establish = (name: string, more: object = {}) =>
    record(server, 'EstablishPost', { name, party: department.id, from: '2024-01-01', ...more }, member);
  const read = async (id: string, at: object = {}, token: string | undefined = member) =>
    (await server.ask(POST, { id, ...at }, token)).post;
  const change = (command: string, input: object) => record(server, command, input, member);

  it('is what was established, renamed and moved, each from its day', async () => {
    const { id, position } = await establish('Teammanager');
    await change('RenamePost', { post: id, name: 'Teammanager Samenleving', from: '2024-06-01' });
    await change('MovePost', { post: id, party: municipality.id, from: '2024-09-01' });
    expect(await read(id, { validAt: '2024-05-31' })).toMatchObject({
      name: 'Teammanager',
      status: 'ACTIVE',
      party: { name: 'Sociaal Domein' },
      category: false,
      registry: false,
    });
    expect(await read(id, { validAt: '2024-06-01' })).toMatchObject({ name: 'Teammanager Samenleving', party: { name: 'Sociaal Domein' } });
    expect(await read(id, { validAt: '2024-09-01' })).toMatchObject({ name: 'Teammanager Samenleving', party: { name: 'Gemeente' } });
    expect(await read(id, { validAt: '2024-09-01', knownAt: position })).toMatchObject({
      name: 'Teammanager',
      party: { name: 'Sociaal Domein' },
    });
    // A repeat of what already holds changes nothing, and is no error.
    expect((await change('RenamePost', { post: id, name: 'Teammanager Samenleving', from: '2024-10-01' })).events).toEqual([]);
    await change('CorrectPost', { post: id, revision: 0, name: 'Teamleider', reason: 'Verkeerd overgenomen' });
    expect(await read(id, { validAt: '2024-01-01' })).toMatchObject({ name: 'Teamleider' });
    const early = await send(server, 'RenamePost', { post: id, name: 'Te vroeg', from: '2023-12-31' }, member);
    expect(early.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'from', problem: 'BEFORE_START' }]);
  });

  it('is filled by one person at a time, deputised and acted in, which its own organisation alone sees', async () => {
    const { id } = await establish('Directeur');
    const [anna, bob, cas] = [randomUUID(), randomUUID(), randomUUID()];
    await change('FillPost', { post: id, actor: anna, from: '2024-01-01' });
    expect(await refusalOf(server, 'FillPost', { post: id, actor: bob, from: '2024-06-01' }, member)).toBe('NOT_IN_THIS_STATE');
    await change('NameDeputy', { post: id, actor: bob, from: '2024-01-01', occasion: 'ABSENCE' });
    await change('VacatePost', { post: id, actor: anna, on: '2024-06-01' });
    const { position } = await change('AppointActing', { post: id, actor: cas, from: '2024-06-01' });
    const roles = async (validAt: string, token?: string) =>
      (await read(id, { validAt, atLeast: position }, token)).occupants
        .map(({ role, actor }: { role: string; actor: string }) => `${role} ${actor}`)
        .sort();
    expect(await roles('2024-05-31')).toEqual([`deputy ${bob}`, `holder ${anna}`]);
    expect(await roles('2024-06-01')).toEqual([`acting ${cas}`, `deputy ${bob}`]);
    expect(await roles('2024-06-01', await server.token({ role: 'auditor' }))).toHaveLength(2);
    const stranger = await server.token({ role: 'member', party: randomUUID() });
    for (const answer of [await server.ask(POST, { id }), await server.ask(POST, { id }, stranger)]) {
      expect(answer.post.occupants).toEqual([]);
      expect(answer.post.explain).toEqual([{ type: 'PostEstablished' }]);
      expect(JSON.stringify(answer)).not.toContain(anna);
    }
    const gone = await send(server, 'VacatePost', { post: id, actor: anna, on: '2024-07-01' }, member);
    expect(gone.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'actor', problem: 'NOT_IN_OFFICE' }]);
  });

  it('is filled by several at once when it is a category', async () => {
    const { id } = await establish('Budgethouder', { category: true });
    for (const actor of [randomUUID(), randomUUID()]) await change('FillPost', { post: id, actor, from: '2024-01-01' });
    const { position } = await change('FillPost', { post: id, actor: randomUUID(), from: '2024-01-01', until: '2024-02-01' });
    expect((await read(id, { validAt: '2024-01-15', atLeast: position })).occupants).toHaveLength(3);
    expect((await read(id, { validAt: '2024-02-01' })).occupants).toHaveLength(2);
    const backwards = await send(server, 'FillPost', { post: id, actor: randomUUID(), from: '2024-02-01', until: '2024-02-01' }, member);
    expect(backwards.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'until', problem: 'REVERSED_PERIOD' }]);
  });

  it('ends, and may have a successor', async () => {
    const old = await establish('Hoofd Welzijn');
    const next = await establish('Manager Welzijn');
    await change('SucceedPost', { post: old.id, by: next.id, from: '2025-01-01', instrument: 'Reorganisatiebesluit' });
    const { position } = await change('AbolishPost', { post: old.id, from: '2025-01-02', reason: 'Reorganisatie' });
    expect(await read(old.id, { validAt: '2024-12-31', atLeast: position })).toMatchObject({ status: 'ACTIVE', successor: null });
    expect(await read(old.id, { validAt: '2025-01-01' })).toMatchObject({ status: 'SUCCEEDED', successor: { name: 'Manager Welzijn' } });
    expect(await read(old.id, { validAt: '2025-01-02' })).toMatchObject({ status: 'ABOLISHED' });
    expect(await refusalOf(server, 'RenamePost', { post: old.id, name: 'Te laat' }, member)).toBe('POST_ABOLISHED');
    const circle = await send(server, 'SucceedPost', { post: next.id, by: old.id, from: '2024-12-31' }, member);
    expect(circle.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'by', problem: 'CIRCLE' }]);
    const { timeline } = await server.ask('query ($id: ID!) { timeline(subject: $id) { nodes { type stream } } }', { id: next.id });
    expect(timeline.nodes).toContainEqual({ type: 'PostSucceeded', stream: old.stream });
  });

  it('is kept by its own organisation or a registrar', async () => {
    const outsider = await server.token({ role: 'member', party: randomUUID() });
    expect(codeOf(await send(server, 'EstablishPost', { name: 'Spion', party: department.id }, outsider))).toBe('FORBIDDEN');
    expect(codeOf(await send(server, 'EstablishPost', { name: 'Spook', party: randomUUID() }, registrar))).toBe('NOT_FOUND');
    expect(
      (await send(server, 'EstablishPost', { name: 'Griffier', party: department.id, registry: true }, registrar)).errors,
    ).toBeUndefined();
  });

  it('is listed by name, or under its party', async () => {
    const { id } = await record(server, 'RegisterParty', { name: 'Welzijn', kind: 'SOCIAL_ORGANISATION' }, registrar);
    let atLeast: string | undefined;
    for (const name of ['C', 'A', 'B']) atLeast = (await record(server, 'EstablishPost', { name, party: id }, registrar)).position;
    const list = async (variables: object) =>
      (
        await server.ask(
          'query ($party: UUID!, $after: String, $atLeast: Position) { posts(first: 2, after: $after, filter: { party: $party }, atLeast: $atLeast) { totalCount nodes { name } pageInfo { endCursor } } }',
          { ...variables, atLeast },
        )
      ).posts;
    const first = await list({ party: id });
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: 'A' }, { name: 'B' }] });
    expect((await list({ party: id.toUpperCase(), after: first.pageInfo.endCursor })).nodes).toEqual([{ name: 'C' }]);
    const { posts } = await server.ask('{ posts(filter: { nameContains: "budget" }) { nodes { name } } }');
    expect(posts.nodes).toEqual([{ name: 'Budgethouder' }]);
  });
});
