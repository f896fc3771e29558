import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { times } from '../../libs/event-stores/eventstoredb/peer/misbehaviour.js';
import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import { Follower } from '../e2e/follower.js';
import { RunningServer } from '../e2e/running-server.js';
import { Load, readiness, registered } from './load.js';

const PATIENCE_MS = 120_000;
/** How long the store is away; shorter while working on it. */
const OUTAGE_MS = Number(process.env['CONVENANT_OUTAGE_SECONDS'] ?? 30) * 1_000;

let peer: PeerServer;
let server: RunningServer;
let load: Load | undefined;

beforeEach(async () => {
  peer = await PeerServer.start();
});

afterEach(async () => {
  await load?.stop();
  load = undefined;
  await server.remove();
  await peer.stop();
});

function started(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  return RunningServer.start({ environment: { CONVENANT_EVENT_STORE: peer.connectionString, ...settings } });
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

async function underLoad(): Promise<Load> {
  server = await started();
  load = new Load(() => server, await server.token({ role: 'registrar' }));
  await load.reaches(40);
  return load;
}

/** Every command that was sent stands in the log exactly once, and the views have it. */
async function nothingLostOrTwice(clients: Load): Promise<void> {
  await clients.stop();
  const { events, names } = await registered(server);
  expect([events, names]).toEqual([clients.sent.length, clients.sent.length]);
  const ids = clients.sent.map(({ recorded }) => recorded?.events[0]?.id);
  expect(new Set(ids).size).toBe(clients.sent.length);
  const stored = peer.log.records.filter(({ type }) => type === 'PartyRegistered');
  expect(stored).toHaveLength(clients.sent.length);
  expect(await server.verify()).toMatchObject({ exitCode: 0, viewsCompared: true, total: 0 });
}

describe('with EventStoreDB as the log', () => {
  it(
    'a store that is down at the start is waited for: the node lives, says why it is not ready, and is ready when the store is there',
    async () => {
      await peer.down();
      const port = await freePort();
      const starting = started({ PORT: String(port) });
      const url = `http://127.0.0.1:${port}`;
      const said = async (path: string) => {
        for (;;) {
          const answer = await fetch(`${url}${path}`).catch(() => undefined);
          if (answer) return [answer.status, await answer.text()] as const;
          await pause(50);
        }
      };
      expect(await said('/health/live')).toEqual([200, '{"status":"live"}']);
      const [status, why] = await said('/health/ready');
      expect([status, JSON.parse(why)]).toMatchObject([503, { status: 'unready', problems: [expect.stringContaining('the ledger')] }]);
      const [refused, fault] = await said('/graphql');
      expect([refused, JSON.parse(fault)]).toMatchObject([503, { errors: [{ extensions: { code: 'UNAVAILABLE', retryAfterMs: 2_000 } }] }]);
      await peer.up();
      server = await starting;
      expect(server.url).toBe(url);
      expect((await server.ask('{ ledgerStatus { events } }')).ledgerStatus.events).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'a store that goes away under load: clients are told to come again, readiness turns red and green again, nothing is lost or recorded twice',
    async () => {
      const clients = await underLoad();
      await peer.down();
      const { problems } = await readiness(server, 503);
      expect(problems.join()).toMatch(/log|store|EventStoreDB/i);
      await pause(OUTAGE_MS);
      // An append is tried again for a while before its client hears of it.
      while (clients.faults.size === 0) await pause(50);
      await peer.up();
      await readiness(server, 200);
      await clients.reaches(20);
      expect([...clients.faults.keys()]).toEqual(['UNAVAILABLE']);
      await nothingLostOrTwice(clients);
    },
    PATIENCE_MS,
  );

  it(
    'connections cut in the middle of appends, before and after they were stored',
    async () => {
      const clients = await underLoad();
      for (const fault of ['cutBeforeStoring', 'cutAfterStoring'] as const) {
        for (let round = 0; round < 5; round += 1) {
          peer.misbehaviour.append = times(1, fault);
          await clients.reaches(15);
        }
      }
      await nothingLostOrTwice(clients);
    },
    PATIENCE_MS,
  );

  it(
    'a slow store makes clients wait, and no more',
    async () => {
      const clients = await underLoad();
      peer.misbehaviour.append = () => ({ answerAfterMs: 300 });
      peer.misbehaviour.read = () => ({ answerAfterMs: 100 });
      await clients.reaches(30);
      peer.misbehaviour.append = () => undefined;
      peer.misbehaviour.read = () => undefined;
      await nothingLostOrTwice(clients);
    },
    PATIENCE_MS,
  );

  it(
    'subscriptions that fall silent or repeat themselves: followers see every event once',
    async () => {
      const clients = await underLoad();
      const follower = new Follower(server, { token: await server.token({ role: 'auditor' }) });
      peer.misbehaviour.mute = true;
      peer.cut();
      await clients.reaches(30);
      peer.misbehaviour.mute = false;
      peer.misbehaviour.twice = true;
      peer.cut();
      await clients.reaches(30);
      await nothingLostOrTwice(clients);
      const last = clients.sent.at(-1)?.recorded?.events[0]?.id as string;
      await follower.sees(last);
      while (follower.seen.length < clients.sent.length + 1) await pause(20);
      await follower.stop();
      const ids = follower.seen.map(({ id }) => id);
      expect([ids.length, new Set(ids).size]).toEqual([clients.sent.length + 1, clients.sent.length + 1]);
    },
    PATIENCE_MS,
  );

  it(
    'a node that is killed under load, with subscriptions open, and started again',
    async () => {
      const clients = await underLoad();
      const follower = new Follower(server, { token: await server.token({ role: 'auditor' }) });
      await clients.reaches(20);
      await server.kill();
      await server.restart();
      await clients.reaches(20);
      await nothingLostOrTwice(clients);
      while (follower.seen.length < clients.sent.length + 1) await pause(20);
      await follower.stop();
      expect(new Set(follower.seen.map(({ id }) => id)).size).toBe(clients.sent.length + 1);
      expect(follower.seen).toHaveLength(clients.sent.length + 1);
    },
    PATIENCE_MS,
  );
});
