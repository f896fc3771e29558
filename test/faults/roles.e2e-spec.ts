import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Follower } from '../e2e/follower.js';
import type { RunningServer } from '../e2e/running-server.js';
import { Cluster } from './cluster.js';
import { Load, readiness, registered } from './load.js';

const PATIENCE_MS = 120_000;

let cluster: Cluster;
let api: RunningServer;
let projectors: RunningServer[];

beforeAll(async () => {
  cluster = await Cluster.start();
  // Without a projector there are no views, and an API node is not ready: they start together.
  const [serving, leading] = await Promise.all([cluster.node('api'), cluster.node('projector')]);
  api = serving;
  // The one that comes second stands by.
  projectors = [leading, await cluster.node('projector')];
}, PATIENCE_MS);

afterAll(() => cluster.remove());

describe('two nodes that project and one that serves', () => {
  it('are ready, all of them; the ones that project answer for their health and their figures only, and say where to ask', async () => {
    for (const { url } of projectors) {
      expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'ready', problems: [] });
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^convenant_ready 1$/m);
      for (const [path, method] of [
        ['/graphql', 'POST'],
        ['/graphql?query={__typename}', 'GET'],
        ['/administration/rebuild', 'POST'],
        ['/', 'GET'],
      ] as const) {
        const answer = await fetch(`${url}${path}`, { method });
        const { errors } = (await answer.json()) as { errors: object[] };
        expect([answer.status, errors]).toEqual([
          404,
          [{ message: expect.stringContaining('CONVENANT_ROLE'), extensions: { code: 'NOT_FOUND' } }],
        ]);
      }
    }
  });

  it('refuse a subscription where nothing is served', async () => {
    const feed = projectors[0]!.subscribe('subscription { ledgerEvents { __typename } }');
    await expect(feed.next()).rejects.toBeDefined();
    await feed.close();
  });

  it(
    'say that the log is away; what the views have can be read, and they are ready again by themselves',
    async () => {
      const { peer } = cluster;
      if (!peer) return;
      await peer.down();
      for (const node of cluster.nodes) await readiness(node, 503, /^the log: /);
      expect(await api.ask('{ parties { totalCount } }')).toEqual({ parties: { totalCount: 0 } });
      await peer.up();
      for (const node of cluster.nodes) await readiness(node, 200);
    },
    PATIENCE_MS,
  );

  it(
    'go on when the one that projects is killed: the one that stands by does, and nothing is lost or seen twice',
    async () => {
      const load = new Load(() => api, await api.token({ role: 'registrar' }));
      const follower = new Follower(api, { token: await api.token({ role: 'auditor' }) });
      await load.reaches(30);
      await projectors[0]!.kill();
      process.stdout.write(`after a kill -9 of the projector, what is recorded can be read after ${await load.shownAt(api)} ms\n`);
      await load.reaches(20);
      await load.stop();
      const count = load.sent.length;
      expect(await registered(api)).toMatchObject({ events: count, names: count });
      while (follower.seen.length < count + 1) await pause(20);
      await follower.stop();
      expect([follower.seen.length, new Set(follower.seen.map(({ id }) => id)).size]).toEqual([count + 1, count + 1]);
    },
    PATIENCE_MS,
  );

  it(
    'are needed: the one that serves never projects, and what nobody projected is there as soon as somebody does',
    async () => {
      await projectors[1]!.kill();
      const before = await registered(api);
      const load = new Load(() => api, await api.token({ role: 'registrar' }), 1);
      await load.reaches(1);
      const { ledgerStatus, parties } = await api.ask('{ ledgerStatus { caughtUp } parties { totalCount } }');
      expect([ledgerStatus.caughtUp, parties.totalCount]).toEqual([false, before.names]);
      await projectors[0]!.restart();
      await load.stop();
      const count = before.names + load.sent.length;
      expect(await registered(api)).toMatchObject({ events: count, names: count });
    },
    PATIENCE_MS,
  );
});
