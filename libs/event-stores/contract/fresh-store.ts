import { afterAll, beforeAll } from '@jest/globals';
import type { EventStore } from '../../ledger/event-store.js';
import type { OpenStore, OpenedStore } from './port.contract.js';

/** One store for the tests of a block; each takes streams of its own. */
export function sharedStore(open: OpenStore): () => EventStore {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  return () => opened.store;
}

/** For a test that needs an empty store. */
export async function withEmptyStore(open: OpenStore, use: (store: EventStore) => Promise<void>): Promise<void> {
  const opened = await open();
  try {
    await use(opened.store);
  } finally {
    await opened.close();
  }
}
