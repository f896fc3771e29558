import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { EventStore, StoreCapabilities } from '../../ledger/event-store.js';
import { openOn, uniquePrefix } from '../eventstoredb/peer/open-store.js';
import { PeerServer } from '../eventstoredb/peer/peer-server.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';

const CLUSTER: StoreCapabilities = { contiguousPositions: false, durable: true, sharedWriters: true, uniqueEventIds: false };

/** An empty log, and how many nodes that write to it get hold of it. */
type OpenLog = () => () => EventStore;

const inMemory: OpenLog = () => {
  const store = new MemoryEventStore();
  return () => store;
};
let openLog = inMemory;

/** One node's store over an empty log of the kind that the suite now runs on. */
export function freshStore(): EventStore {
  return openLog()();
}

/** The stores of several nodes over one empty log: connections of their own where a log has connections. */
export function freshStores(nodes: number): EventStore[] {
  const open = openLog();
  return Array.from({ length: nodes }, open);
}

/** So many runs of a property in memory, and a tenth of them where every step crosses a connection. */
export function runs(inMemoryRuns: number): { readonly numRuns: number } {
  return { numRuns: openLog === inMemory ? inMemoryRuns : Math.ceil(inMemoryRuns / 10) };
}

/** The same suite on a log with one writing process and on one that many write to. */
export function onEachStore(suite: () => void): void {
  describe('in memory', suite);
  describe('on EventStoreDB', () => {
    onPeer();
    suite();
  });
}

function onPeer(): void {
  let peer: PeerServer;
  const opened: EventStore[] = [];
  beforeAll(async () => {
    peer = await PeerServer.start();
    openLog = () => {
      const prefix = uniquePrefix();
      return () => {
        const store = onceOpen(openOn(peer, { prefix, limits: { lagMs: 200 } }));
        opened.push(store);
        return store;
      };
    };
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  afterAll(async () => {
    openLog = inMemory;
    await peer.stop();
  });
}

/** Usable at once, so that tests make stores where they make whatever writes to them. */
function onceOpen(opening: Promise<EventStore>): EventStore {
  return {
    capabilities: CLUSTER,
    append: async (request) => (await opening).append(request),
    readStream: async (...where) => (await opening).readStream(...where),
    readAll: async (...where) => (await opening).readAll(...where),
    subscribe: async function* (...where) {
      yield* (await opening).subscribe(...where);
    },
    head: async () => (await opening).head(),
    last: async () => (await opening).last(),
    close: async () => (await opening).close(),
  };
}
