import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { LIMITS } from '../../libs/ledger/limits.js';
import { codeOf, record, send, type Recorded } from './operations.js';
import { RunningServer } from './running-server.js';

/** Passes the eleven-test, and is nobody's. */
const BSN = '111222333';
const SHAPES = [BSN, '111 222 333', '111.222.333', '1112 22 333', '１１１２２２３３３'];

describe('a command with bad input', () => {
  let server: RunningServer;
  let registrar: string;
  let party: Recorded;
  const party1 = { name: 'Stichting Welzijn', kind: 'SOCIAL_ORGANISATION' };

  beforeAll(async () => {
    server = await RunningServer.start();
    registrar = await server.token({ role: 'registrar' });
    party = await record(server, 'RegisterParty', party1, registrar);
  });
  afterAll(() => server.remove());

  /** Code, status, and per problem its path and name. */
  const answerTo = async (command: string, input: object, token = registrar) => {
    const { status, errors = [] } = await send(server, command, input, token);
    const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
    const problems = errors.flatMap(({ extensions }) => extensions.problems ?? []).map(({ path, problem }) => `${path} ${problem}`);
    return { status, codes, problems };
  };
  const register = (input: object) => answerTo('RegisterParty', { ...party1, ...input });
  const refusedFor = (...problems: string[]) => ({ status: 200, codes: ['BAD_USER_INPUT'], problems });
  /** What GraphQL itself finds wrong, before any resolver runs. */
  const refusedByType = (...problems: string[]) => ({ status: 400, codes: ['BAD_USER_INPUT'], problems });

  it('is told every field that GraphQL does not take, at once', async () => {
    expect(await register({ colour: 'red' })).toEqual(refusedByType());
    expect(await register({ name: 5, kind: 'CASTLE', expectedRevision: 1.5 })).toEqual(
      refusedByType('expectedRevision isOfItsType', 'kind isOfItsType', 'name isOfItsType'),
    );
    expect(await register({ expectedRevision: 2 ** 53 })).toEqual(refusedByType('expectedRevision isOfItsType'));
    expect(await register({ partOf: 'not-a-uuid' })).toEqual(refusedByType('partOf isUUID'));
    expect(await register({ identifiers: [{ scheme: 'KVK', value: 5 }] })).toEqual(refusedByType('identifiers.0.value isOfItsType'));
    expect(await answerTo('RegisterParty', {})).toMatchObject({ status: 400, codes: ['BAD_USER_INPUT'] });
  });

  it.each(['2025-02-30', '2025-13-01', '2025-1-1', '1799-12-31', '3000-01-01', '2025-02-28T00:00:00Z', '', '٢٠٢٥-٠١-٠١'])(
    'is refused for the date %j',
    async (from) => {
      expect(await register({ from })).toEqual(refusedByType('from isLocalDate'));
    },
  );

  it.each([0.5, 1e-9, -1, '-1', '1.0', '1e3', 2 ** 53, '9007199254740992', NaN, true, '', '１'])(
    'is refused for %j cents',
    async (amountCents) => {
      const { status, codes, problems } = await answerTo('GrantMandate', { limits: [{ amountCents }] });
      expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
      expect(problems.filter((problem) => problem.startsWith('limits'))).toHaveLength(1);
    },
  );

  it('is refused for a period that ends before it begins', async () => {
    const period = { scheme: 'KVK', value: '12345678', from: '2025-02-01', until: '2025-02-01' };
    expect(await register({ identifiers: [period] })).toEqual(refusedFor('identifiers.0.until REVERSED_PERIOD'));
    expect(await answerTo('AddPartyIdentifier', { party: party.id, ...period })).toEqual(refusedFor('until REVERSED_PERIOD'));
  });

  it.each([' ', '\t\n', 'a\u0000b', 'a\ud800b', '\udc00'])('is refused for the text %j', async (name) => {
    expect(await register({ name })).toEqual(refusedFor('name isNotBlank'));
  });

  it('keeps emoji, right-to-left text and combining marks as they are', async () => {
    for (const name of ['Buurthuis 👩‍👩‍👧 De Kade', 'مركز الحي', 'Café', '"; DROP TABLE party; --', '${7*7}{{7*7}}', '<b>Onderonsje</b>']) {
      const { id, position } = await record(server, 'RegisterParty', { ...party1, name }, registrar);
      const read = await server.ask('query ($id: ID!, $at: Position) { party(id: $id, atLeast: $at) { name } }', { id, at: position });
      expect(read).toEqual({ party: { name } });
    }
  });

  it('is refused for one byte or item more than a limit, and taken at the limit', async () => {
    const inBytes = (bytes: number) => `${'é'.repeat(Math.floor(bytes / 2))}${bytes % 2 ? 'x' : ''}`;
    expect(await register({ name: inBytes(501) })).toEqual(refusedFor('name maxTextBytes'));
    expect(await register({ name: inBytes(500) })).toMatchObject({ codes: [] });
    const vision = (bytes: number) => answerTo('DescribeVision', { party: party.id, text: inBytes(bytes) });
    expect(await vision(LIMITS.textBytes + 1)).toEqual(refusedFor('text maxTextBytes'));
    expect(await vision(LIMITS.textBytes)).toMatchObject({ codes: [] });
    const identifiers = (count: number, first: number) =>
      Array.from({ length: count }, (_, index) => ({ scheme: 'KVK', value: String(first + index) }));
    expect(await register({ identifiers: identifiers(LIMITS.listItems + 1, 10_000_000) })).toEqual(refusedFor('identifiers arrayMaxSize'));
    expect(await register({ identifiers: identifiers(LIMITS.listItems, 20_000_000) })).toMatchObject({ codes: [] });
    expect(await register({ name: 'x'.repeat(1 << 20) })).toEqual({ status: 413, codes: ['LIMIT_EXCEEDED'], problems: [] });
  });

  it('is refused for what may be a citizen service number, wherever it stands and however it is written', async () => {
    for (const digits of SHAPES) {
      expect(await register({ name: `Aanvraag ${digits}` })).toEqual(refusedFor('name POSSIBLE_BSN'));
      const text = `Over mevrouw ${digits}.`;
      expect(await answerTo('DescribeVision', { party: party.id, text })).toEqual(refusedFor('text POSSIBLE_BSN'));
      expect(await answerTo('DescribeVision', { party: party.id, text, declaredNotBsn: ['name'] })).toEqual(
        refusedFor('text POSSIBLE_BSN', 'declaredNotBsn.0 NO_FREE_TEXT'),
      );
      expect(await register({ name: `Aanvraag ${digits}`, declaredNotBsn: ['name'] })).toMatchObject({ codes: ['BAD_USER_INPUT'] });
      expect(await answerTo('DescribeVision', { party: party.id, text: 'Samen', declaredNotBsn: [digits] })).toEqual(
        refusedFor('declaredNotBsn.0 NO_FREE_TEXT'),
      );
      // Where it is not even a text, GraphQL's own words would repeat it.
      expect(await register({ kind: digits })).toEqual(refusedByType('kind isOfItsType'));
      expect(await register({ [digits]: digits })).toEqual(refusedByType());
    }
    expect(await register({ expectedRevision: Number(BSN) })).toEqual(refusedFor('expectedRevision max'));
  });

  it('records a number that was declared to be something else', async () => {
    const text = `Zie dossier ${BSN}.`;
    const { stream } = await record(server, 'DescribeVision', { party: party.id, text, declaredNotBsn: ['text'] }, registrar);
    expect(stream).toBe(party.stream);
  });

  it('knows a command id by its content, on the same subject and on another', async () => {
    const commandId = randomUUID();
    const first = await record(server, 'RegisterParty', { ...party1, commandId }, registrar);
    expect(await record(server, 'RegisterParty', { ...party1, commandId }, registrar)).toEqual(first);
    expect(await record(server, 'RegisterParty', { ...party1, from: null, commandId: commandId.toUpperCase() }, registrar)).toEqual(first);
    const reused = { status: 200, codes: ['COMMAND_ID_REUSED'], problems: [] };
    expect(await register({ name: 'Anders', commandId })).toEqual(reused);
    expect(await answerTo('AmendPartyDetails', { party: party.id, name: 'Anders', commandId })).toEqual(reused);
    expect(await answerTo('RegisterParty', { ...party1, commandId }, await server.token({ role: 'registrar' }))).toEqual(reused);
    await server.restart();
    expect(await answerTo('AmendPartyDetails', { party: party.id, name: 'Anders', commandId })).toEqual(reused);
    expect(await record(server, 'RegisterParty', { ...party1, commandId }, registrar)).toEqual(first);
  });

  it('is refused at another revision than the one it names', async () => {
    const { id, revision } = await record(server, 'RegisterParty', party1, registrar);
    const amend = (expectedRevision: number) =>
      send(server, 'AmendPartyDetails', { party: id, name: 'Nieuw', expectedRevision }, registrar);
    expect(codeOf(await amend(revision + 1))).toBe('CONFLICT');
    expect((await amend(revision)).errors).toBeUndefined();
    expect((await amend(revision)).errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', expected: revision, actual: revision + 1 });
  });

  it('is refused for who sends it', async () => {
    const member = await server.token({ role: 'member', party: party.id });
    const codes = async (token: string | undefined, input: object = {}) =>
      codeOf(await send(server, 'AmendPartyDetails', { party: party.id, name: 'Nieuw', ...input }, token));
    expect(await codes(undefined)).toBe('UNAUTHENTICATED');
    expect(await codes(await server.token({ role: 'auditor' }))).toBe('FORBIDDEN');
    expect(await codes(await server.token({ role: 'resident' }))).toBe('FORBIDDEN');
    expect(await codes(await server.token({ role: 'member', party: randomUUID() }))).toBe('FORBIDDEN');
    expect(await codes(member, { actingFor: randomUUID() })).toBe('FORBIDDEN');
    expect(await codes(member, { party: randomUUID() })).toBe('NOT_FOUND');
  });

  it('is told the same about what it may not see as about what is not there', async () => {
    const member = await server.token({ role: 'member', party: party.id });
    const draft = { subject: 'Verhuizing', nature: 'INTERNAL', power: 'eigen-bestuur', body: party.id };
    const { id, position } = await record(server, 'ProposeDecision', draft, member);
    const stranger = await server.token({ role: 'member', party: randomUUID() });
    const answers = async (decision: string, token?: string) => {
      const amended = await send(
        server,
        'AmendDecisionProposal',
        { decision, subject: 'Anders', reason: 'Nieuw', expectedRevision: 9 },
        token,
      );
      const query =
        'query ($id: ID!, $at: Position) { decision(id: $id, atLeast: $at) { subject } decisionAuthority(id: $id) { __typename } }';
      const asked = await server.graphql(query, { id: decision, at: position }, token);
      const traced = await server.graphql('query ($id: ID!) { timeline(subject: $id) { totalCount } }', { id: decision }, token);
      return JSON.parse(JSON.stringify([amended, asked, traced]).replaceAll(decision, 'it')) as {
        errors: { extensions: { code: string } }[];
      }[];
    };
    for (const token of [stranger, await server.token({ role: 'member' })]) {
      const unseen = await answers(id, token);
      expect(unseen).toEqual(await answers(randomUUID(), token));
      for (const { errors } of unseen) for (const { extensions } of errors) expect(extensions.code).toBe('NOT_FOUND');
    }
    expect((await answers(id, member))[1]).toMatchObject({ data: { decision: { subject: 'Verhuizing' } } });
  });

  it('left nothing behind: no event, no digits in the log, and a server that answers', async () => {
    await server.caughtUp();
    const before = await server.ask('{ ledgerStatus { events position } }');
    await register({ name: `Aanvraag ${BSN}` });
    expect(await server.ask('{ ledgerStatus { events position } }')).toEqual(before);
    for (const digits of SHAPES) expect(server.log).not.toContain(digits);
    expect(server.log).not.toMatch(/"level":[56]0/);
  });

  it('never shows the digits it refused', async () => {
    const inputs = SHAPES.flatMap((digits) => [
      { ...party1, name: digits },
      { ...party1, kind: digits },
      { ...party1, from: digits },
      { ...party1, partOf: digits },
      { ...party1, [digits]: 1 },
      { ...party1, expectedRevision: digits },
      { ...party1, declaredNotBsn: [digits] },
      { ...party1, identifiers: [{ scheme: digits, value: digits }] },
      digits,
    ]);
    for (const input of inputs) {
      const shown = JSON.stringify(
        await server.graphql(
          'mutation ($input: RegisterPartyInput!) { registerParty(input: $input) { __typename } }',
          { input },
          registrar,
        ),
      );
      for (const digits of SHAPES) expect(shown).not.toContain(digits);
    }
    for (const digits of SHAPES) expect(server.log).not.toContain(digits);
  });
});
