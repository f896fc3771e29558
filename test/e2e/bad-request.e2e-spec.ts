import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { openSecrets } from '../../apps/api/node/data-folder.js';
import { OPERATION_LIMITS } from '../../apps/api/graphql/limits.js';
import { LIMITS } from '../../libs/ledger/limits.js';
import type { GraphqlFault } from './http.js';
import { codeOf, record } from './operations.js';
import { RunningServer } from './running-server.js';

const BSN = '111222333';

describe('a request that cannot be answered', () => {
  let server: RunningServer;
  let registrar: string;

  beforeAll(async () => {
    server = await RunningServer.start();
    registrar = await server.token({ role: 'registrar' });
    for (const name of ['Meent', 'Welzijn', 'De Brug'])
      await record(server, 'RegisterParty', { name, kind: 'SOCIAL_ORGANISATION' }, registrar);
  });
  afterAll(() => server.remove());

  const answered = async (query: string, variables: object = {}, token?: string) => {
    const answer = await server.graphql(query, variables, token);
    return `${answer.status} ${codeOf(answer)}`;
  };
  const sent = async (...[path, request]: Parameters<RunningServer['send']>) => {
    const { status, text } = await server.send(path, request);
    const { errors } = JSON.parse(text) as { errors: readonly GraphqlFault[] };
    return `${status} ${errors[0]?.extensions.code}`;
  };
  const problem = async (query: string, variables: object = {}) => {
    const { errors } = await server.graphql(query, variables);
    return errors
      ?.flatMap(({ extensions }) => extensions.problems?.map(({ path, problem: name }) => `${path} ${name}`) ?? extensions.code)
      .join();
  };

  it('is no GraphQL over HTTP', async () => {
    expect(await sent('/graphql', { body: '{"query": ' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: 'null' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '{}' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '{"query": 5}' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '{"query": ""}' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '{"query": "{ __typename }", "variables": "x"}' })).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', { body: '[{"query": "{ __typename }"}]' })).toBe('400 BAD_USER_INPUT');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect(await sent('/graphql', { headers: { 'content-type': type }, body: '{"query": "{ __typename }"}' })).toBe('400 BAD_USER_INPUT');
    }
    expect(await sent('/graphql', { headers: { 'content-type': 'application/json; charset=latin1' }, body: '{}' })).toBe(
      '415 BAD_USER_INPUT',
    );
    expect(await sent('/graphql', { headers: { 'content-encoding': 'x-own' }, body: '{}' })).toBe('415 BAD_USER_INPUT');
    expect(await sent('/graphql', { method: 'PUT', body: '{}' })).toBe('405 BAD_USER_INPUT');
  });

  it('comes by GET: a query from a program, never a change, never from a form', async () => {
    const query = (text: string) => `/graphql?query=${encodeURIComponent(text)}`;
    const program = { 'apollo-require-preflight': 'yes' };
    expect(await sent(query('{ __typename }'), { method: 'GET' })).toBe('400 BAD_USER_INPUT');
    expect(await server.send(query('{ __typename }'), { method: 'GET', headers: program })).toMatchObject({ status: 200 });
    expect(await sent(query('mutation { __typename }'), { method: 'GET', headers: program })).toBe('405 BAD_USER_INPUT');
    expect(await sent('/graphql', { method: 'GET', headers: { ...program, accept: 'text/html' } })).toBe('406 BAD_USER_INPUT');
  });

  it('names no operation that is there', async () => {
    const body = (more: object) => ({ body: JSON.stringify({ query: 'query A { __typename } query B { __typename }', ...more }) });
    expect(await sent('/graphql', body({}))).toBe('400 BAD_USER_INPUT');
    expect(await sent('/graphql', body({ operationName: 'C' }))).toBe('400 BAD_USER_INPUT');
    expect((await server.send('/graphql', body({ operationName: 'B' }))).status).toBe(200);
    expect(await answered('{')).toBe('400 BAD_USER_INPUT');
    expect(await answered('{ nothing }')).toBe('400 BAD_USER_INPUT');
    expect(await answered('subscription { ledgerEvents { __typename } }')).toBe('400 BAD_USER_INPUT');
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    expect(await sent('/graphql', { body: JSON.stringify({ extensions }) })).toBe('200 NOT_FOUND');
  });

  it('is larger than a request may be', async () => {
    const ofBytes = (bytes: number) => {
      const body = JSON.stringify({ query: '{ __typename }', extensions: { padding: '' } });
      return { body: body.replace('""', `"${'x'.repeat(bytes - body.length)}"`) };
    };
    expect((await server.send('/graphql', ofBytes(OPERATION_LIMITS.requestBytes))).status).toBe(200);
    expect(await sent('/graphql', ofBytes(OPERATION_LIMITS.requestBytes + 1))).toBe('413 LIMIT_EXCEEDED');
    expect(await sent('/graphql', ofBytes(1 << 20))).toBe('413 LIMIT_EXCEEDED');
  });

  it('is deeper, wider or longer than an operation may be', async () => {
    const deep = (levels: number) => `{ parties { nodes { ${'partOf { '.repeat(levels - 3)}id ${'} '.repeat(levels)}`;
    expect((await server.graphql(deep(OPERATION_LIMITS.depth))).errors).toBeUndefined();
    expect(await answered(deep(OPERATION_LIMITS.depth + 1))).toBe('400 LIMIT_EXCEEDED');
    const aliased = (count: number) => `{ ${Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ')} }`;
    expect((await server.graphql(aliased(OPERATION_LIMITS.aliases))).errors).toBeUndefined();
    expect(await answered(aliased(OPERATION_LIMITS.aliases + 1))).toBe('400 LIMIT_EXCEEDED');
    const words = (count: number) => `{ events(filter: { types: [${'"a" '.repeat(count - 16)}] }) { totalCount } }`;
    expect(await problem(words(OPERATION_LIMITS.tokens))).toBe('types arrayMaxSize');
    expect(await answered(words(OPERATION_LIMITS.tokens + 1))).toBe('400 LIMIT_EXCEEDED');
    expect(await answered(`{ ${'__typename '.repeat(3_000)}}`)).toBe('400 LIMIT_EXCEEDED');
    expect(await answered(`{ __typename ${'@skip(if: false) '.repeat(5_000)}}`)).toBe('400 LIMIT_EXCEEDED');
  });

  it('asks for pages within pages, or fragments within fragments, that come to too much', async () => {
    expect(await answered('{ parties(first: 100) { nodes { explain(first: 100) { id type } } } }')).toBe('400 LIMIT_EXCEEDED');
    expect(await answered('{ parties(first: 100) { nodes { explain { id type } } } }')).toBe('400 LIMIT_EXCEEDED');
    expect((await server.graphql('{ parties(first: 10) { nodes { explain(first: 10) { id type } } } }')).errors).toBeUndefined();
    expect(await answered('query ($many: Int) { parties(first: $many) { nodes { id } } }', { many: 2_000_000_000 })).toBe(
      '400 LIMIT_EXCEEDED',
    );
    const doubled = Array.from({ length: 20 }, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`).join(' ');
    expect(await answered(`{ ...F0 } ${doubled} fragment F20 on Query { __typename }`)).toBe('400 LIMIT_EXCEEDED');
    expect(codeOf(await server.graphql('{ ...A } fragment A on Query { ...A }'))).toBe('BAD_USER_INPUT');
  });

  it('asks for a page of no size a page has', async () => {
    for (const first of [0, -1, LIMITS.pageSize + 1]) {
      for (const list of ['parties', 'events', 'posts'])
        expect(await problem(`{ ${list}(first: ${first}) { nodes { id } } }`)).toBe('first PAGE_SIZE');
    }
    expect(await problem(`{ parties { nodes { explain(first: ${LIMITS.pageSize + 1}) { id } } } }`)).toContain('first PAGE_SIZE');
    expect((await server.graphql(`{ parties(first: ${LIMITS.pageSize}) { nodes { id } } }`)).errors).toBeUndefined();
  });

  it('filters by what no filter takes', async () => {
    const events = (filter: object) => problem('query ($filter: EventFilter) { events(filter: $filter) { totalCount } }', { filter });
    const types = (count: number) => ({ types: Array.from({ length: count }, (_, index) => `T${index}`) });
    expect(await events(types(LIMITS.listItems))).toBeUndefined();
    expect(await events(types(LIMITS.listItems + 1))).toBe('types arrayMaxSize');
    expect(await events({ stream: 'x'.repeat(501) })).toBe('stream maxTextBytes');
    expect(await events({ actor: 'x' })).toBe('filter.actor isUUID');
    expect(await events({ types: null, stream: null })).toBeUndefined();
    const parties = (filter: object) => problem('query ($filter: PartyFilter) { parties(filter: $filter) { totalCount } }', { filter });
    expect(await parties({ nameContains: '\ud800' })).toBe('nameContains isNotBlank');
    expect(await parties({ nameContains: '' })).toBe('nameContains isNotBlank');
    expect(await parties({ nameContains: 'x'.repeat(501) })).toBe('nameContains maxTextBytes');
    expect(await parties(JSON.parse('{"__proto__": {"kind": "MAYOR"}}') as object)).toBe('BAD_USER_INPUT');
    expect(await parties({ constructor: { prototype: { kind: 'MAYOR' } } })).toBe('BAD_USER_INPUT');
  });

  it('asks the readiness how much is recorded, and is not told', async () => {
    const { status, text } = await server.send('/health/ready', { method: 'GET' });
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 200,
      body: { status: 'ready', ledger: { ledgerId: server.ledgerId, kind: 'demo' }, problems: [] },
    });
  });

  it('names a place in the ledger that is none', async () => {
    const places: [string, string][] = [
      ['zzz', 'isPosition'],
      [BSN, 'isPosition'],
      [Buffer.from(`1.${server.ledgerId.slice(0, 8)}.1.1`).toString('base64url'), 'isPosition'],
      [`${server.position(1)}x`, 'isPosition'],
      [server.position(1, { ledgerId: 'deadbeef' }), 'POSITION_OF_ANOTHER_LEDGER'],
      [server.position(1, { generation: 2 }), 'POSITION_OF_ANOTHER_LEDGER'],
      [server.position(2 ** 50), 'BEYOND_HEAD'],
    ];
    for (const [place, name] of places) {
      expect(await problem(`{ events(after: "${place}") { totalCount } }`)).toBe(`after ${name}`);
      expect(await problem(`{ parties(knownAt: "${place}") { totalCount } }`)).toBe(`knownAt ${name}`);
      if (name !== 'BEYOND_HEAD') expect(await problem(`{ parties(atLeast: "${place}") { totalCount } }`)).toBe(`atLeast ${name}`);
    }
    expect(await problem('{ parties(knownAt: "2999-01-01T00:00:00.000Z") { totalCount } }')).toBe('knownAt IN_THE_FUTURE');
    expect(await problem('{ parties(knownAt: "2025-01-01T00:00:00Z") { totalCount } }')).toBe('knownAt isInstant');
    expect(await problem('{ parties(knownAt: "") { totalCount } }')).toBe('KnownAt isKnownAt');
    expect(await problem('query ($at: LocalDate) { parties(validAt: $at) { totalCount } }', { at: '2025-02-30' })).toBe('at isLocalDate');
    expect(await answered(`{ parties(atLeast: "${server.position(2 ** 50)}") { totalCount } }`)).toBe('200 NOT_YET');
  });

  it('goes on from a cursor that is none of that list', async () => {
    const pages =
      '{ parties(first: 1) { pageInfo { endCursor } } byKind: parties(first: 1, filter: { kind: SOCIAL_ORGANISATION }) { pageInfo { endCursor } } }';
    const { parties, byKind } = await server.ask(pages);
    const own = JSON.parse(Buffer.from(parties.pageInfo.endCursor as string, 'base64url').toString()) as unknown[];
    const cursor = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const [validAt, known, ...values] = own;
    const future = server.position(2 ** 50);
    const cursors = [
      'zzz',
      BSN,
      cursor({}),
      cursor([]),
      cursor([validAt, known]),
      cursor([validAt, 1, ...values]),
      cursor(['2025-02-30', known, ...values]),
    ];
    const more = [
      byKind.pageInfo.endCursor as string,
      cursor([validAt, future, ...values]),
      cursor([validAt, known, {}, ...values.slice(1)]),
    ];
    for (const after of [...cursors, ...more])
      expect(await problem(`{ parties(after: "${after}") { nodes { id } } }`)).toBe('after isCursor');
    const foreign = server.position(1, { ledgerId: 'deadbeef' });
    expect(await problem(`{ parties(after: "${cursor([validAt, foreign, ...values])}") { nodes { id } } }`)).toBe(
      'after POSITION_OF_ANOTHER_LEDGER',
    );
    expect(await problem(`{ parties(after: "${cursor(own)}") { nodes { id } } }`)).toBeUndefined();
  });

  it('asks for what is not there, and is not told what it asked for', async () => {
    for (const id of [randomUUID(), BSN, '111 222 333', '', 'x'.repeat(10_000), '__proto__', "' OR 1=1 --"]) {
      for (const query of ['party(id: $id)', 'post(id: $id)', 'timeline(subject: $id)']) {
        const { errors, ...rest } = await server.graphql(`query ($id: ID!) { answer: ${query} { __typename } }`, { id });
        expect(rest).toEqual({ status: 200, data: null });
        expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
        if (id !== '') expect(JSON.stringify(errors)).not.toContain(id);
      }
    }
  });

  it('comes with a token that is not valid here', async () => {
    const expired = await server.token({ role: 'registrar' }, -1);
    const key = openSecrets(server.folder).tokenSecret;
    const signed = (audience: string, secret: Uint8Array, claims: object = { role: 'registrar' }) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('convenant')
        .setAudience(audience)
        .setSubject(randomUUID())
        .setExpirationTime('1h')
        .sign(secret);
    const [, payload] = registrar.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const tokens = [
      'x',
      expired,
      unsigned,
      `${registrar}x`,
      await signed(randomUUID(), key),
      await signed(server.ledgerId, Buffer.alloc(32)),
      await signed(server.ledgerId, key, { role: 'emperor' }),
    ];
    for (const token of tokens) expect(await answered('{ ledgerStatus { events } }', {}, token)).toBe('401 UNAUTHENTICATED');
    const body = '{"query": "{ ledgerStatus { events } }"}';
    expect(await sent('/graphql', { headers: { authorization: `Basic ${registrar}` }, body })).toBe('401 UNAUTHENTICATED');
    expect((await server.send('/graphql', { headers: { authorization: `bearer ${registrar}` }, body })).status).toBe(200);
  });

  it('is for the operator of the machine', async () => {
    const clock = async (body: string, headers = {}) => (await server.send('/demo/clock', { body, headers })).status;
    expect(await clock('{"to": "2001-01-01T00:00:00.000Z"}')).toBe(400);
    expect(await clock('{"to": 5}')).toBe(400);
    expect(await clock('{"to": "2026-01-01"}')).toBe(400);
    expect(await clock('x', { 'content-type': 'text/plain' })).toBe(400);
    expect((await server.send('/administration/rebuild', { body: '{}' })).status).toBe(403);
    expect((await server.send('/administration/rebuild', { body: '{}', headers: { authorization: `Bearer ${registrar}` } })).status).toBe(
      403,
    );
    expect((await server.send('/nowhere', { body: '{}' })).status).toBe(404);
  });

  it('leaves the server up, and its log without errors or digits', async () => {
    await server.caughtUp();
    expect(await server.ask('{ ledgerStatus { events caughtUp } parties { totalCount } }')).toEqual({
      ledgerStatus: { events: 4, caughtUp: true },
      parties: { totalCount: 3 },
    });
    expect(server.log).not.toContain(BSN);
    expect(server.log).not.toMatch(/"level":[56]0/);
  });
});
