import { describe } from '@jest/globals';
import type { EventStore } from '../../ledger/event-store.js';
import { appendContract } from './append.contract.js';
import { concurrencyContract } from './concurrency.contract.js';
import { feedContract } from './feed.contract.js';
import { readContract } from './read.contract.js';

/** A store that is empty, and how to get rid of it. */
export interface OpenedStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

export interface PortHarness {
  readonly open: OpenStore;
}

/** What the event-store port promises, for every store alike. */
export function eventStorePortContract(name: string, { open }: PortHarness): void {
  describe(`${name} keeps the event-store port`, () => {
    appendContract(open);
    readContract(open);
    feedContract(open);
    concurrencyContract(open);
  });
}
