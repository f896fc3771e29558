import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../../libs/event-stores/memory/memory-event-store.js';
import type { EventStore, StorePosition } from '../../../libs/ledger/event-store.js';
import { NO_STREAM } from '../../../libs/ledger/event-store.js';
import type { ViewsStatus } from '../../../libs/views/served-read-models.js';
import type { LedgerNode } from '../node/ledger-node.js';
import { NodeMetrics } from './node-metrics.js';
import { look } from './scrape.js';

const RECORDED = '2025-01-06T09:00:00.000Z';

/** A node whose store and views stand where a test puts them, forty seconds after everything was recorded. */
class StandingNode {
  readonly folder = tmpdir();
  readonly clock = { now: () => '2025-01-06T09:00:40.000Z' };
  readonly memory = new MemoryEventStore();
  store: Pick<EventStore, 'head' | 'readAll' | 'capabilities'> = this.memory;
  projected = '' as StorePosition;
  status: ViewsStatus = { ready: true };
  readonly views = { head: () => ({ seq: 0, position: this.projected, knownTime: null }), status: () => this.status };
  readonly problems = () => [];

  async record(events: number): Promise<void> {
    const stored = Array.from({ length: events }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      type: 'Noted',
      json: JSON.stringify({ recordedAt: RECORDED }),
    }));
    for (const [n, event] of stored.entries())
      await this.memory.append({ stream: `note-${n}`, kind: 'ledger', expected: NO_STREAM, events: [event] });
  }
}

describe('a scrape', () => {
  let node: StandingNode;
  let metrics: NodeMetrics;
  beforeEach(() => {
    node = new StandingNode();
    metrics = new NodeMetrics();
  });

  /** Figures by name, without the common beginning; what is absent is undefined. */
  async function scraped(): Promise<Record<string, number>> {
    await look(node as unknown as LedgerNode, metrics);
    const lines = (await metrics.text()).matchAll(/^convenant_(\w+) (\S+)$/gm);
    return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
  }

  it('says how far the views are behind, in events and in the time since the first they do not have', async () => {
    await node.record(5);
    node.projected = '2' as StorePosition;
    expect(await scraped()).toMatchObject({
      ready: 1,
      store_reachable: 1,
      log_position: 5,
      projected_position: 2,
      projection_lag_events: 3,
      projection_lag_seconds: 40,
    });
    node.projected = '5' as StorePosition;
    expect(await scraped()).toMatchObject({ projection_lag_events: 0, projection_lag_seconds: 0 });
  });

  it('counts events where positions do not tell how many there are, up to a hundred', async () => {
    await node.record(150);
    const { memory } = node;
    const capabilities = { ...memory.capabilities, contiguousPositions: false };
    node.store = { capabilities, head: () => memory.head(), readAll: (after, limit) => memory.readAll(after, limit) };
    node.projected = '147' as StorePosition;
    expect(await scraped()).toMatchObject({ projection_lag_events: 3 });
    node.projected = '1' as StorePosition;
    expect(await scraped()).toMatchObject({ projection_lag_events: 100, projection_lag_seconds: 40 });
  });

  it('keeps no old figures of a store that is away, and says that it is', async () => {
    await node.record(2);
    expect((await scraped())['projection_lag_events']).toBe(2);
    node.store = {
      ...node.memory,
      capabilities: node.memory.capabilities,
      readAll: async () => [],
      head: () => Promise.reject(new Error()),
    };
    const figures = await scraped();
    expect(figures['store_reachable']).toBe(0);
    for (const name of ['log_position', 'projection_lag_events', 'projection_lag_seconds']) expect(figures).not.toHaveProperty(name);
  });

  it('comes back when a store never answers', async () => {
    node.store = {
      ...node.memory,
      capabilities: node.memory.capabilities,
      readAll: async () => [],
      head: () => new Promise(() => undefined),
    };
    expect(await scraped()).toMatchObject({ store_reachable: 0, ready: 1 });
  });

  it('shows a build as long as there is one, and views that cannot follow', async () => {
    expect(await scraped()).not.toHaveProperty('views_build_ratio');
    node.status = { ready: false, progress: { done: 25, total: 100, perSecond: 1, step: 'events' } };
    expect(await scraped()).toMatchObject({ views_build_ratio: 0.25, views_ready: 0, ready: 0, projection_failed: 0 });
    node.status = { ready: true, failure: 'projecting stopped' };
    const failed = await scraped();
    expect(failed).toMatchObject({ views_ready: 1, ready: 0, projection_failed: 1 });
    expect(failed).not.toHaveProperty('views_build_ratio');
  });
});
