import { randomUUID } from 'node:crypto';
import type { OpenedStore } from '../../contract/port.contract.js';
import { openEventStoreDb } from '../eventstoredb-event-store.js';
import type { EventStoreDbEventStore, EventStoreDbOptions } from '../eventstoredb-event-store.js';
import { PeerServer } from './peer-server.js';

/** A connection string of a real server or cluster: the contract runs against it instead of against the peer. */
export const SERVER = process.env.EVENTSTORE_URL;

/** An empty store: on a peer of its own, or under a prefix of its own on a real server. */
export async function openEmptyStore(): Promise<OpenedStore & { readonly store: EventStoreDbEventStore }> {
  if (SERVER !== undefined) {
    const store = await openEventStoreDb({ connectionString: SERVER, prefix: uniquePrefix() });
    return { store, close: () => store.close() };
  }
  const peer = await PeerServer.start();
  const store = await openOn(peer, { limits: { lagMs: 200 } });
  const close = async () => {
    await store.close();
    await peer.stop();
  };
  return { store, close };
}

export function openOn(peer: PeerServer, options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> {
  return openEventStoreDb({ connectionString: peer.connectionString, ...options });
}

/** Nothing that stands on a shared server gets in the way. */
export function uniquePrefix(): string {
  return `t${randomUUID().replaceAll('-', '')}`;
}
