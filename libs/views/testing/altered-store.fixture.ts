import type { EventStore, StoredEvent } from '../../ledger/event-store.js';

/** The same log as another store would give it: with holes in its positions, or with one event changed or gone. */
export function altered(
  store: EventStore,
  change: { positions?: (position: number) => number; event?: (event: StoredEvent) => StoredEvent | undefined },
): EventStore {
  const { positions, event } = change;
  const alter = (events: readonly StoredEvent[]) =>
    events.flatMap((stored) => {
      const renumbered = positions
        ? { ...stored, position: String(positions(Number(stored.position))) as StoredEvent['position'] }
        : stored;
      return (event ? event(renumbered) : renumbered) ?? [];
    });
  return {
    ...{
      append: store.append.bind(store),
      subscribe: store.subscribe.bind(store),
      last: () => store.last(),
      head: store.head.bind(store),
      close: store.close.bind(store),
    },
    capabilities: { ...store.capabilities, contiguousPositions: store.capabilities.contiguousPositions && positions === undefined },
    readStream: async (stream, from, limit) => alter(await store.readStream(stream, from, limit)),
    readAll: async (after, limit) => {
      const all = alter(await store.readAll('' as StoredEvent['position'], 1_000_000));
      return all.filter(({ position }) => Number(position) > Number(after)).slice(0, limit);
    },
  };
}
