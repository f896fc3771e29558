import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FeedOptions } from './feed.js';
import { allEvents, Follower, LEDGER_EVENTS } from './follower.js';
import { record } from './operations.js';
import { RunningServer } from './running-server.js';

const CLIENTS = 32;
const CUTS = 15;
/** Long enough for a machine that has much else to do. */
const PATIENCE_MS = 120_000;

describe('ledgerEvents', () => {
  let server: RunningServer;
  let registrar: string;
  const parties: { id: string; member: string }[] = [];

  beforeAll(async () => {
    server = await RunningServer.start({ environment: { CONVENANT_ORIGINS: 'https://portaal.example' } });
    registrar = await server.token({ role: 'registrar' });
    for (const name of ['Welzijn', 'De Brug']) {
      const { id } = await record(server, 'RegisterParty', { name, kind: 'SOCIAL_ORGANISATION' }, registrar);
      parties.push({ id, member: await server.token({ role: 'member', party: id }) });
    }
  });
  afterAll(() => server.remove());

  const publicEvent = async () =>
    (await record(server, 'RegisterParty', { name: `Partij ${randomUUID()}`, kind: 'BUSINESS' }, registrar)).events[0]!;
  /** A vision is for the party itself. */
  const innerEvent = async ({ id, member } = parties[0]!, text = 'Samen') =>
    (await record(server, 'DescribeVision', { party: id, text }, member)).events[0]!;
  /** What a subscription answers first, or how it ends. */
  const first = async (query: string, variables: object = {}, options: FeedOptions = {}) => {
    const feed = server.subscribe(query, variables, options);
    try {
      const { data, errors } = await feed.next();
      return errors
        ? `${errors[0]!.extensions.code} ${errors[0]!.extensions.problems?.[0]?.problem ?? ''}`.trim()
        : Object.keys(data as object).join();
    } catch (thrown) {
      if (Array.isArray(thrown)) return (thrown[0] as { extensions: { code: string } }).extensions.code;
      const { code, reason, message } = thrown as { code?: number; reason?: string; message?: string };
      return code === undefined ? message : `${code} ${reason}`;
    } finally {
      await feed.close();
    }
  };

  it('gives what there is, says so, and goes on with what comes', async () => {
    const feed = server.subscribe(LEDGER_EVENTS, {}, { token: registrar });
    const before = await allEvents(server, registrar);
    for (const event of before) expect((await feed.next()).data).toEqual({ ledgerEvents: { __typename: 'LedgerEvent', ...event } });
    expect((await feed.next()).data).toEqual({ ledgerEvents: { __typename: 'CaughtUp', position: before.at(-1)!.position } });
    const event = await publicEvent();
    expect((await feed.next()).data).toMatchObject({ ledgerEvents: { id: event.id } });
    expect((await feed.next()).data).toMatchObject({ ledgerEvents: { __typename: 'CaughtUp' } });
    await feed.close();
  });

  it('begins after the position it is given, and takes a filter', async () => {
    const { position } = (await allEvents(server))[0]!;
    const later = await publicEvent();
    const feed = server.subscribe(LEDGER_EVENTS, { after: position, filter: { commandId: undefined, types: ['PartyRegistered'] } });
    const types: string[] = [];
    for await (const { data } of feed) {
      types.push(data.ledgerEvents.type as string);
      if (data.ledgerEvents.id === later.id) break;
    }
    await feed.close();
    expect(new Set(types)).toEqual(new Set(['PartyRegistered']));
  });

  it(
    'gives each reader every visible event once and in order, however often the line is cut while others write',
    async () => {
      const auditor = await server.token({ role: 'auditor' });
      const tokens = [undefined, parties[0]!.member, parties[1]!.member, auditor];
      const followers = tokens.map((token) => new Follower(server, token === undefined ? {} : { token }));
      let cutting = true;
      const writing = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let turn = client; cutting; turn += 1) {
          const party = parties[client % 2]!;
          await (turn % 3 === 0 ? innerEvent(party, `Visie ${client}.${turn}`) : publicEvent());
        }
      });
      const cutOff = async (follower: Follower) => {
        for (let cut = 0; cut < CUTS; cut += 1) {
          await pause(randomInt(10, 250));
          follower.cut();
        }
      };
      await Promise.all(followers.map(cutOff));
      cutting = false;
      await Promise.all(writing);
      const last = await publicEvent();
      for (const [index, follower] of followers.entries()) {
        await follower.sees(last.id);
        await follower.stop();
        expect(follower.connections).toBeGreaterThan(2);
        expect(follower.seen).toEqual(await allEvents(server, tokens[index]));
      }
      const counts = followers.map(({ seen }) => seen.filter(({ type }) => type === 'PartyVisionDescribed').length);
      expect(counts[0]).toBe(0);
      expect(counts[3]).toBe(counts[1]! + counts[2]!);
      expect(Math.min(counts[1]!, counts[2]!)).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'goes on after a restart of the server, orderly or not',
    async () => {
      const follower = new Follower(server);
      const events = [await publicEvent()];
      await follower.sees(events[0]!.id);
      await server.restart();
      events.push(await publicEvent());
      await follower.sees(events[1]!.id);
      await server.kill();
      await server.restart();
      events.push(await publicEvent());
      await follower.sees(events[2]!.id);
      await follower.stop();
      expect(follower.connections).toBeGreaterThanOrEqual(3);
      expect(follower.seen).toEqual(await allEvents(server));
    },
    PATIENCE_MS,
  );

  it(
    'waits for a reader who is slow, and loses nothing',
    async () => {
      const [party] = parties as [{ id: string; member: string }];
      const start = (await allEvents(server, party.member)).at(-1)!.position;
      const written: string[] = [];
      const write = async (index: number) => written.push((await innerEvent(party, `${index} ${'x'.repeat(16_000)}`)).id);
      // More than the buffers between the two hold. Before the reader stands still: one who answers no ping for long is gone.
      for (let index = 0; index < 300; index += 1) await write(index);
      const feed = server.subscribe(
        LEDGER_EVENTS.replace('type position', 'type position data'),
        { after: start },
        { token: party.member },
      );
      const { ledgerEvents: first } = (await feed.next()).data as { ledgerEvents: { id: string } };
      (await feed.socket).pause();
      for (let index = 300; index < 320; index += 1) await write(index);
      (await feed.socket).resume();
      const seen = [first.id];
      while (seen.length < written.length) {
        const { ledgerEvents } = (await feed.next()).data as { ledgerEvents: { __typename: string; id: string } };
        if (ledgerEvents.__typename === 'LedgerEvent') seen.push(ledgerEvents.id);
      }
      await feed.close();
      expect(seen).toEqual(written);
    },
    PATIENCE_MS,
  );

  it('shows nobody else what is internal to a party: not in a feed, a list, a count or an answer', async () => {
    const [{ id, member }, other] = parties as [(typeof parties)[0], (typeof parties)[0]];
    const post = await record(server, 'EstablishPost', { name: 'Directeur', party: id }, member);
    const questions = `query ($id: ID!, $stream: String!) {
      ledgerStatus { events }
      events(filter: { stream: $stream }) { totalCount edges { node { id } } pageInfo { endCursor } }
      byType: events(filter: { types: ["PostFilled", "PartyRepresentativeNamed", "PartyVisionDescribed"], stream: $stream }) { totalCount nodes { id } }
      timeline(subject: $id) { totalCount nodes { id } }
      party(id: $id) { vision representatives { post } explain(first: 100) { id } }
    }`;
    const ask = (token?: string) => server.ask(questions, { id, stream: `party-${id}` }, token);
    const outsiders = [undefined, other.member, await server.token({ role: 'resident' }), await server.token({ role: 'member' })];
    const before = await Promise.all(outsiders.map(ask));
    const insideBefore = await ask(member);
    const quiet = server.subscribe(LEDGER_EVENTS, { after: (await allEvents(server)).at(-1)!.position });
    expect((await quiet.next()).data).toMatchObject({ ledgerEvents: { __typename: 'CaughtUp' } });

    await innerEvent(parties[0], 'Alleen voor ons');
    await record(server, 'NameRepresentative', { party: id, post: post.id, instrument: 'Statuten' }, member);
    const filled = await record(server, 'FillPost', { post: post.id, actor: randomUUID() }, member);
    await server.ask('query ($at: Position) { parties(atLeast: $at) { totalCount } }', { at: filled.position });

    expect(await Promise.all(outsiders.map(ask))).toEqual(before);
    expect(before.every(({ party }) => party.vision === null && party.representatives.length === 0)).toBe(true);
    const inside = await ask(member);
    expect(inside.ledgerStatus.events).toBe(insideBefore.ledgerStatus.events + 3);
    expect(inside.party).toMatchObject({ vision: 'Alleen voor ons', representatives: [{ post: post.id }] });
    // Not even that something happened: the next thing this reader hears is the next public event.
    const loud = await publicEvent();
    expect((await quiet.next()).data).toMatchObject({ ledgerEvents: { __typename: 'LedgerEvent', id: loud.id } });
    await quiet.close();
  });

  it('refuses what is no feed, and says why', async () => {
    const after = (token: string) => first(LEDGER_EVENTS, { after: token });
    expect(await after('zzz')).toBe('BAD_USER_INPUT isPosition');
    expect(await after(server.position(1, { ledgerId: 'deadbeef' }))).toBe('BAD_USER_INPUT POSITION_OF_ANOTHER_LEDGER');
    expect(await after(server.position(1, { generation: 2 }))).toBe('BAD_USER_INPUT POSITION_OF_ANOTHER_LEDGER');
    expect(await after(server.position(999_999_999))).toBe('BAD_USER_INPUT BEYOND_HEAD');
    expect(await first(LEDGER_EVENTS, { filter: { types: Array.from({ length: 201 }, () => 'x') } })).toBe('BAD_USER_INPUT arrayMaxSize');
    expect(await first(LEDGER_EVENTS, { after: 5 })).toBe('BAD_USER_INPUT isPosition');
    expect(await first('{ ledgerStatus { events } }')).toBe('BAD_USER_INPUT');
    expect(await first('mutation { __typename }')).toBe('BAD_USER_INPUT');
    expect(await first('subscription { 111222333 ')).toBe('BAD_USER_INPUT');
    expect(await first('subscription { nothing }')).toBe('BAD_USER_INPUT');
    expect(await first(`subscription { ledgerEvents { ${'__typename '.repeat(4_001)} } }`)).toBe('LIMIT_EXCEEDED');
    expect(await first(`subscription { ledgerEvents { ${'__typename '.repeat(10_000)} } }`)).toMatch(/^1009/);
    expect(server.log).not.toContain('111222333');
  });

  it('is for pages of its own origin, and of those it was told of', async () => {
    const from = (origin: string) => first(LEDGER_EVENTS, {}, { origin });
    expect(await from('https://evil.example')).toBe('Unexpected server response: 403');
    expect(await from('null')).toBe('Unexpected server response: 403');
    expect(await from(server.url)).toBe('ledgerEvents');
    expect(await from('https://portaal.example')).toBe('ledgerEvents');
  });

  it('needs no token for what is public, but not a wrong one, and ends when a token does', async () => {
    expect(await first(LEDGER_EVENTS)).toBe('ledgerEvents');
    expect(await first(LEDGER_EVENTS, {}, { token: 'x' })).toBe('4403 Forbidden');
    const token = await server.token({ role: 'registrar' }, 2);
    const feed = server.subscribe(LEDGER_EVENTS, { after: (await allEvents(server)).at(-1)!.position }, { token });
    expect((await feed.next()).data).toMatchObject({ ledgerEvents: { __typename: 'CaughtUp' } });
    await pause(2_100);
    await publicEvent();
    await expect(feed.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await feed.close();
  });

  it('leaves the log without errors', () => {
    expect(server.log).not.toMatch(/"level":[56]0/);
  });
});
