import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../ledger/errors.js';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvents } from '../contract/samples.js';
import { openOn } from './peer/open-store.js';
import { PeerLog } from './peer/peer-log.js';
import { PeerServer } from './peer/peer-server.js';
import { everything, QUICK, take, until } from './peer/trial.js';

interface Cluster {
  readonly nodes: readonly [PeerServer, PeerServer];
  lead(leader: PeerServer): void;
}

/** Two nodes on one log, of which one leads and the other says so. */
async function withCluster(use: (cluster: Cluster) => Promise<void>): Promise<void> {
  const log = new PeerLog();
  const nodes = [await PeerServer.start(log), await PeerServer.start(log)] as const;
  const lead = (leader: PeerServer) => {
    for (const node of nodes) {
      node.misbehaviour.leader = node === leader ? undefined : leader.address;
      node.members = () => nodes.map((member) => ({ port: member.port, leads: member === leader }));
    }
  };
  lead(nodes[0]);
  try {
    await use({ nodes: [...nodes], lead });
  } finally {
    for (const node of nodes) await node.stop();
  }
}

function discovering({ nodes }: Cluster): string {
  return `esdb://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false&discoveryInterval=20&gossipTimeout=1`;
}

describe('the leader', () => {
  it('is found from a node that is not, for appends and for reads', async () => {
    await withCluster(async ({ nodes: [leader, follower] }) => {
      const store = await openOn(follower, { limits: QUICK });
      const request = appendTo(newStream(), NO_STREAM, sampleEvents(2));
      expect(await store.append(request)).toMatchObject({ revision: 1, deduplicated: false });
      expect(await store.readStream(request.stream)).toHaveLength(2);
      expect(leader.calls.batchAppend).toBe(1);
      await store.close();
    });
  });

  it.each(['a single address', 'discovery'])('changes under load, and every append is stored once: %s', async (how) => {
    await withCluster(async (cluster) => {
      const [first, second] = cluster.nodes;
      const connectionString = how === 'discovery' ? discovering(cluster) : first.connectionString;
      const store = await openOn(first, { connectionString, limits: QUICK });
      let done = 0;
      const writers = Array.from({ length: 6 }, async () => {
        const stream = newStream();
        for (let i = 0; i < 20; i++) {
          expect(await store.append(appendTo(stream, i - 1))).toMatchObject({ revision: i });
          done += 1;
        }
      });
      for (const [leader, after] of [
        [second, 20],
        [first, 60],
        [second, 90],
      ] as const) {
        await until(() => done >= after);
        cluster.lead(leader);
        (leader === first ? second : first).cut();
      }
      await Promise.all(writers);
      const all = await everything(store);
      expect(all).toHaveLength(120);
      expect(new Set(all.map(({ id }) => id)).size).toBe(120);
      await store.close();
    });
  });

  it('that has not indexed everything yet is waited for: it is no older copy, and nothing is passed over', async () => {
    await withCluster(async ({ nodes: [first, second], lead }) => {
      const store = await openOn(first, { limits: QUICK });
      const requests = Array.from({ length: 5 }, () => appendTo(newStream(), NO_STREAM, sampleEvents(2)));
      for (const request of requests) await store.append(request);
      const taken = take(store.subscribe(BEGINNING, new AbortController().signal), 12);
      const { position } = (await everything(store)).at(-1)!;
      second.misbehaviour.unindexed = 4;
      lead(second);
      first.cut();
      // Found only once it is in the index: before that, the server says no more than that the revision is another one.
      const repeated = store.append(requests[4]!);
      const waiting = store.readAll(position, 10);
      await until(() => second.calls.read > 8);
      second.misbehaviour.unindexed = 0;
      expect(await waiting).toEqual([]);
      expect(await repeated).toMatchObject({ revision: 1, position, deduplicated: true });
      const last = appendTo(newStream(), NO_STREAM, sampleEvents(2));
      await store.append(last);
      expect((await taken).map(({ id }) => id)).toEqual([...requests, last].flatMap(({ events }) => events.map(({ id }) => id)));
      await store.close();
    });
  });

  it('that is not elected yet makes the store unavailable, and available once it is', async () => {
    await withCluster(async ({ nodes: [node] }) => {
      const store = await openOn(node, { limits: { ...QUICK, retryMs: 100 } });
      node.misbehaviour.leader = 'unknown';
      await expect(store.append(appendTo(newStream()))).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.readStream(newStream())).rejects.toBeInstanceOf(StoreUnavailable);
      node.misbehaviour.leader = undefined;
      expect(await store.append(appendTo(newStream()))).toMatchObject({ revision: 0 });
      await store.close();
    });
  });
});
