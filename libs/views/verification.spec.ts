import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../event-stores/memory/memory-event-store.js';
import type { EventStore, StoredEvent } from '../ledger/event-store.js';
import { Registry } from '../ledger/registry.js';
import { altered } from './testing/altered-store.fixture.js';
import { plot, PlotLog } from './testing/plot.fixture.js';
import { checkLog, Findings, type SeenEvents } from './verification.js';

function seenInMemory(): SeenEvents {
  const ids = new Set<string>();
  const revisions = new Map<string, number>();
  return {
    addId: (id) => ids.size < ids.add(id).size,
    lastRevision: (stream) => revisions.get(stream) ?? -1,
    setRevision: (stream, revision) => void revisions.set(stream, revision),
  };
}

async function findingsIn(store: EventStore) {
  const findings = new Findings();
  await checkLog({ store, registry: new Registry([plot]), seen: seenInMemory(), findings, upTo: await store.head() });
  return findings.list.map(({ check, position, message }) => [check, position, message]);
}

async function threePlots(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const log = new PlotLog(store);
  for (const id of ['a', 'b', 'c']) await log.open(id, id);
  return store;
}

const changed = (position: string, change: Partial<StoredEvent>) => ({
  event: (event: StoredEvent) => (event.position === position ? { ...event, ...change } : event),
});

describe('checking a log', () => {
  it('finds nothing in a sound one, with or without holes in its positions', async () => {
    expect(await findingsIn(await threePlots())).toEqual([]);
    expect(await findingsIn(altered(await threePlots(), { positions: (position) => position * 7 }))).toEqual([]);
  });

  it('finds an id that is used twice', async () => {
    const store = await threePlots();
    const [first] = await store.readAll('' as never, 1);
    expect(await findingsIn(altered(store, changed('3', { id: first?.id as string })))).toEqual([
      ['envelope', '3', 'its envelope has another id than the store'],
      ['id', '3', 'another event has the same id'],
    ]);
  });

  it('finds an end that is gone', async () => {
    const store = await threePlots();
    const short = altered(store, { event: (event) => (event.position === '3' ? undefined : event) });
    expect(await findingsIn(short)).toEqual([['position', undefined, 'the log ends at 2, not at 3']]);
  });

  it('finds an event that stands in another stream than it says', async () => {
    expect(await findingsIn(altered(await threePlots(), changed('2', { stream: 'plot-x' })))).toEqual([
      ['envelope', '2', 'its envelope has another stream than the store'],
    ]);
  });
});
