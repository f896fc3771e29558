import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, streamNameFilter, WrongExpectedVersionError } from '@eventstore/db-client';
import { PeerServer } from './peer-server.js';

async function withBareClient(use: (client: EventStoreDBClient, peer: PeerServer) => Promise<void>): Promise<void> {
  const peer = await PeerServer.start();
  const client = EventStoreDBClient.connectionString(peer.connectionString);
  try {
    await use(client, peer);
  } finally {
    await client.dispose();
    await peer.stop();
  }
}

function sample(amount: number) {
  return jsonEvent({ id: randomUUID(), type: 'SampleRecorded', data: { amount } });
}

describe("the peer, asked by the package's own client", () => {
  it('takes appends, answers with revisions and positions, and says which revision is wrong', async () => {
    await withBareClient(async (client) => {
      const first = await client.appendToStream('one', [sample(1), sample(2)], { expectedRevision: 'no_stream' });
      expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
      const wrong = await client.appendToStream('one', [sample(3)], { expectedRevision: 7n }).catch((error: unknown) => error);
      expect(wrong).toBeInstanceOf(WrongExpectedVersionError);
      expect(wrong).toMatchObject({ streamName: 'one', expectedVersion: 7n, actualVersion: 1n });
      const read = [];
      for await (const { event } of client.readStream('one')) read.push(event!);
      expect(read).toMatchObject([
        { revision: 0n, data: { amount: 1 } },
        { revision: 1n, data: { amount: 2 }, position: first.position },
      ]);
    });
  });

  it('gives the whole log with the events of the system, and a filtered subscription from a position', async () => {
    await withBareClient(async (client, peer) => {
      const first = await client.appendToStream('one', [sample(1)]);
      await client.appendToStream('two', [sample(2)]);
      await client.appendToStream('one', [sample(3)]);
      const all = [];
      for await (const { event } of client.readAll()) all.push(event!.streamId);
      expect(all).toEqual(peer.log.records.map(({ stream }) => stream));
      expect(all.slice(-3)).toEqual(['one', 'two', 'one']);
      const subscription = client.subscribeToAll({ fromPosition: first.position!, filter: streamNameFilter({ prefixes: ['one'] }) });
      for await (const { event } of subscription) {
        expect(event).toMatchObject({ streamId: 'one', revision: 1n });
        break;
      }
      await subscription.unsubscribe();
    });
  });

  it('says that a stream is not there', async () => {
    await withBareClient(async (client) => {
      const read = async () => {
        for await (const { event } of client.readStream('none')) expect(event).toBeUndefined();
      };
      await expect(read()).rejects.toMatchObject({ type: 'stream-not-found' });
    });
  });
});
