import { BEGINNING } from '../../../ledger/event-store.js';
import type { EventStore, FeedItem, StoredEvent } from '../../../ledger/event-store.js';
import { readEverything } from '../../contract/samples.js';
import { openEventStoreDb } from '../eventstoredb-event-store.js';
import type { EventStoreDbEventStore, EventStoreDbOptions } from '../eventstoredb-event-store.js';
import type { EventStoreDbLimits } from '../limits.js';
import { openOn, SERVER, uniquePrefix } from './open-store.js';
import { outsiderAt, outsiderAtPeer } from './outsider.js';
import type { Outsider } from './outsider.js';
import { PeerServer } from './peer-server.js';

/** Everything in tenths of seconds instead of seconds. */
export const QUICK: Partial<EventStoreDbLimits> = {
  callMs: 250,
  retryMs: 5_000,
  scanMs: 500,
  lagMs: 1_500,
  firstBackoffMs: 5,
  lastBackoffMs: 50,
  silenceMs: 300,
  pollMs: 100,
  measureMs: 50,
};

export interface Trial {
  readonly peer: PeerServer;
  readonly store: EventStoreDbEventStore;
}

/** A store on a peer that is about to misbehave. */
export async function withPeer(use: (trial: Trial) => Promise<void>, options: Partial<EventStoreDbOptions> = {}): Promise<void> {
  const peer = await PeerServer.start();
  const store = await openOn(peer, { ...options, limits: { ...QUICK, ...options.limits } });
  try {
    await use({ peer, store });
  } finally {
    await store.close();
    await peer.stop();
  }
}

/** A store on a server that others use too: a real one where there is one. */
export interface SharedTrial {
  readonly store: EventStoreDbEventStore;
  readonly prefix: string;
  readonly outsider: Outsider;
  /** Another store on the same server. */
  beside(prefix: string): Promise<EventStoreDbEventStore>;
}

export async function withOthers(use: (trial: SharedTrial) => Promise<void>): Promise<void> {
  const [prefix, connectionString] = [uniquePrefix(), SERVER];
  if (connectionString === undefined) {
    await withPeer(
      ({ peer, store }) => {
        const beside = (other: string) => openOn(peer, { prefix: other, limits: QUICK });
        return use({ store, prefix, outsider: outsiderAtPeer(peer), beside });
      },
      { prefix },
    );
    return;
  }
  const beside = (other: string) => openEventStoreDb({ connectionString, prefix: other });
  const [store, outsider] = [await beside(prefix), outsiderAt(connectionString)];
  try {
    await use({ store, prefix, outsider, beside });
  } finally {
    await store.close();
    await outsider.close();
  }
}

export function idsOf(events: readonly { readonly id: string }[]): string[] {
  return events.map(({ id }) => id);
}

/** Every event of ours, as the log holds it now. */
export function everything(store: EventStore): Promise<StoredEvent[]> {
  return readEverything(store, BEGINNING);
}

/** Reads a subscription until so many events came, whatever else it says; keeps what comes twice. */
export async function take(feed: AsyncIterable<FeedItem>, count: number): Promise<StoredEvent[]> {
  const taken: StoredEvent[] = [];
  for await (const item of feed) {
    if (item.kind === 'batch') taken.push(...item.events);
    if (taken.length >= count) break;
  }
  return taken;
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
