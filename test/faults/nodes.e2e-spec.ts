import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Follower } from '../e2e/follower.js';
import { record, send, type Recorded } from '../e2e/operations.js';
import type { RunningServer } from '../e2e/running-server.js';
import { Cluster } from './cluster.js';
import { Load, readiness, registered } from './load.js';

const PATIENCE_MS = 120_000;

let cluster: Cluster;
let a: RunningServer;
let b: RunningServer;
/** Events of the ledger that are seen besides registrations. */
let others = 0;

beforeAll(async () => {
  cluster = await Cluster.start();
  // Together, on nothing: they found one ledger.
  [a, b] = await Promise.all([cluster.node(), cluster.node()]);
}, PATIENCE_MS);

afterAll(() => cluster.remove());

/** Each command in turn to the next node; one that is away is tried again at the other. */
async function inTurn(): Promise<Load> {
  let turn = 0;
  return new Load(() => ((turn += 1) % 2 === 0 ? a : b), await a.token({ role: 'registrar' }));
}

async function eventsOf(type: string, server = a): Promise<{ stream: string }[]> {
  const { events } = await server.ask('query ($type: String!) { events(first: 100, filter: { types: [$type] }) { nodes { stream } } }', {
    type,
  });
  return events.nodes;
}

/** Both nodes show every command that was sent once, and each follower has seen every event once. */
async function nothingLostOrTwice(load: Load, before: number, followers: readonly Follower[] = []): Promise<void> {
  await load.stop();
  const events = before + load.sent.length;
  for (const node of [a, b]) expect(await registered(node)).toMatchObject({ events, names: events });
  expect(await a.verify()).toMatchObject({ exitCode: 0, viewsCompared: true, total: 0 });
  for (const follower of followers) {
    while (follower.seen.length < events + others) await pause(20);
    await follower.stop();
    expect([follower.seen.length, new Set(follower.seen.map(({ id }) => id)).size]).toEqual([events + others, events + others]);
  }
}

describe('several nodes on one EventStoreDB and one PostgreSQL', () => {
  it('are one ledger, founded once', async () => {
    expect(a.ledgerId).toBe(b.ledgerId);
    expect(await eventsOf('LedgerFounded')).toHaveLength(1);
    others += 1;
  });

  it('read what another has recorded, from its position on', async () => {
    const token = await a.token({ role: 'registrar' });
    const { id, position } = await record(a, 'RegisterParty', { name: 'Een', kind: 'BUSINESS', from: '2020-01-01' }, token);
    const { party } = await b.ask('query ($id: ID!, $at: Position) { party(id: $id, atLeast: $at) { name } }', { id, at: position });
    expect(party).toEqual({ name: 'Een' });
  });

  it('open the texts that another has sealed', async () => {
    const registrar = await a.token({ role: 'registrar' });
    const { id: party } = await record(a, 'RegisterParty', { name: 'Wijkteam', kind: 'BUSINESS', from: '2020-01-01' }, registrar);
    const member = await a.token({ role: 'member', party });
    const { id } = await record(a, 'NoteNetwork', { name: 'Buurtmoeders', topics: ['opvoeden'], from: '2020-01-01' }, member);
    const kept = await record(a, 'KeepNetworkContact', { network: id, text: 'Gesproken met Fatima.' }, member);
    const question = 'query ($id: ID!, $at: Position) { network(id: $id, atLeast: $at) { contacts { text } } }';
    const { network } = await b.ask(question, { id, at: kept.position }, member);
    expect(network.contacts).toEqual([{ text: 'Gesproken met Fatima.' }]);
    others += 2;
  });

  it(
    'go on when either is killed under load: the other projects, followers go on there, and nothing is lost or seen twice',
    async () => {
      const before = (await registered(b)).events;
      const load = await inTurn();
      const auditor = { token: await b.token({ role: 'auditor' }) };
      // One stays where it was until that is back; one goes to the other node when it is cut off.
      let turn = 0;
      const followers = [new Follower(a, auditor), new Follower(() => ((turn += 1) % 2 === 1 ? b : a), auditor)];
      await load.reaches(30);
      for (const [killed, other] of [
        [a, b],
        [b, a],
      ] as const) {
        await killed.kill();
        process.stdout.write(`after a kill -9, what is recorded can be read after ${await load.shownAt(other)} ms\n`);
        await load.reaches(20);
        await killed.restart();
        await load.reaches(20);
      }
      await nothingLostOrTwice(load, before, followers);
    },
    PATIENCE_MS,
  );

  it(
    'fire each timer once, whichever of them does, also when the one that does is killed over it',
    async () => {
      const token = await a.token({ role: 'registrar' });
      const party = async (name: string, kind: string) => (await record(a, 'RegisterParty', { name, kind, from: '2020-01-01' }, token)).id;
      const body = await party('College', 'COLLEGE');
      const holderParty = await party('Omgevingsdienst', 'BUSINESS');
      const college = await a.token({ role: 'member', party: body });
      const ended = { kind: 'MANDATE', body, holderParty, powers: [{ code: 'handhaven' }], from: '2024-01-01', until: '2024-12-31' };
      const granted: string[] = [];
      const grant = async (at: RunningServer, count: number) => {
        for (let n = 0; n < count; n += 1)
          granted.push((await record(at, 'RegisterMandate', { ...ended, source: 'Register van 2024' }, college)).stream);
      };
      await grant(a, 5);
      await a.kill();
      await grant(b, 5);
      await a.restart();
      const noted = async () => (await eventsOf('MandateEndNoted', b)).map(({ stream }) => stream);
      while ((await noted()).length < granted.length) await pause(50);
      // Whatever would fire twice has had the time that all of them took.
      await grant(b, 1);
      while ((await noted()).length < granted.length) await pause(50);
      expect((await noted()).sort()).toEqual(granted.sort());
    },
    PATIENCE_MS,
  );

  it(
    'tell clients to come again while PostgreSQL is away, are ready again by themselves, and have missed nothing',
    async () => {
      const { stopAndStart } = cluster.views;
      // A server that was there already is not ours to stop.
      if (!stopAndStart) return;
      const before = (await registered(b)).events;
      const load = await inTurn();
      await load.reaches(20);
      await stopAndStart.stop();
      for (const node of [a, b]) await readiness(node, 503, /views/);
      for (const node of [a, b])
        expect((await node.graphql('{ parties { totalCount } }')).errors?.[0]?.extensions).toMatchObject({
          code: 'UNAVAILABLE',
          retryAfterMs: expect.any(Number),
        });
      await stopAndStart.start();
      for (const node of [a, b]) await readiness(node, 200);
      await load.reaches(20);
      expect([...load.faults.keys()].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
      await nothingLostOrTwice(load, before);
    },
    PATIENCE_MS,
  );

  it(
    'record no text that has to be sealed while the keys are away, and say so',
    async () => {
      const { stopAndStart } = cluster.keys;
      if (!stopAndStart) return;
      const registrar = await a.token({ role: 'registrar' });
      const register = (name: string) => record(a, 'RegisterParty', { name, kind: 'BUSINESS', from: '2020-01-01' }, registrar);
      const { id: party } = await register('Wijkteam Noord');
      const { id: network } = await record(
        a,
        'NoteNetwork',
        { name: 'Leesclub', topics: ['lezen'] },
        await a.token({ role: 'member', party }),
      );
      // Nobody has needed this person's key yet.
      const member = await a.token({ role: 'member', party });
      const contact = { commandId: randomUUID(), network, text: 'Gesproken met Karim.' };
      const keep = () => send(b, 'KeepNetworkContact', contact, member);
      await stopAndStart.stop();
      for (const node of [a, b]) await readiness(node, 503, /^the keys: /);
      expect((await keep()).errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) });
      await register('Zonder geheimen');
      await stopAndStart.start();
      for (const node of [a, b]) await readiness(node, 200);
      const { position } = (await keep()).data?.answer as Recorded;
      const question = 'query ($id: ID!, $at: Position) { network(id: $id, atLeast: $at) { contacts { text } } }';
      expect((await a.ask(question, { id: network, at: position }, member)).network.contacts).toEqual([{ text: contact.text }]);
    },
    PATIENCE_MS,
  );
});
