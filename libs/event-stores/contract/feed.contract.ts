import { describe, expect, it } from '@jest/globals';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import type { EventStore, FeedItem, StorePosition } from '../../ledger/event-store.js';
import { withEmptyStore } from './fresh-store.js';
import type { OpenStore } from './port.contract.js';
import { appendTo, newStream, sampleEvents } from './samples.js';

/** Reads a subscription until it has the events it waits for, and is caught up. */
async function idsUntil(feed: AsyncIterable<FeedItem>, count: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const item of feed) {
    if (item.kind === 'batch') ids.push(...item.events.map(({ id }) => id));
    else if (ids.length >= count) return ids;
  }
  return ids;
}

async function fill(store: EventStore, appends: number): Promise<StorePosition> {
  for (let i = 0; i < appends; i++) await store.append(appendTo(newStream(), NO_STREAM, sampleEvents(100)));
  return store.head();
}

export function feedContract(open: OpenStore): void {
  describe('subscribe', () => {
    it('replays, says it caught up, and goes on live', async () => {
      await withEmptyStore(open, async (store) => {
        const stop = new AbortController();
        const [first, second] = [sampleEvents(3), sampleEvents(2)];
        const stream = newStream();
        await store.append(appendTo(stream, NO_STREAM, first));
        const feed = store.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
        const replay = await feed.next();
        expect(replay.value).toMatchObject({ kind: 'batch', events: first });
        expect((await feed.next()).value).toEqual({ kind: 'caughtUp', position: await store.head() });
        const live = feed.next();
        await store.append(appendTo(stream, 2, second));
        expect((await live).value).toMatchObject({ kind: 'batch', events: second });
        expect((await feed.next()).value).toEqual({ kind: 'caughtUp', position: await store.head() });
        stop.abort();
        expect((await feed.next()).done).toBe(true);
      });
    });

    it('misses nothing that is appended while nobody asks for the next item', async () => {
      await withEmptyStore(open, async (store) => {
        const stop = new AbortController();
        const feed = store.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
        expect((await feed.next()).value).toMatchObject({ kind: 'caughtUp' });
        const events = sampleEvents(2);
        await store.append(appendTo(newStream(), NO_STREAM, events));
        expect((await feed.next()).value).toMatchObject({ kind: 'batch', events });
        stop.abort();
      });
    });

    it('says at once that it caught up with an empty store', async () => {
      await withEmptyStore(open, async (store) => {
        const stop = new AbortController();
        const feed = store.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
        expect((await feed.next()).value).toEqual({ kind: 'caughtUp', position: BEGINNING });
        stop.abort();
      });
    });

    it('starts after the position it is given', async () => {
      await withEmptyStore(open, async (store) => {
        const stop = new AbortController();
        const after = await fill(store, 1);
        const later = sampleEvents(2);
        await store.append(appendTo(newStream(), NO_STREAM, later));
        expect(await idsUntil(store.subscribe(after, stop.signal), 2)).toEqual(later.map(({ id }) => id));
        stop.abort();
      });
    });

    livelyFeeds(open);
    endings(open);
  });
}

function livelyFeeds(open: OpenStore): void {
  it('gives every event once and in order while many write', async () => {
    await withEmptyStore(open, async (store) => {
      const stop = new AbortController();
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let i = 0; i < 15; i++) await store.append(appendTo(`sample-${writer}`, i * 3 - 1, sampleEvents(3)));
      });
      const feeds = await Promise.all(Array.from({ length: 3 }, () => idsUntil(store.subscribe(BEGINNING, stop.signal), 8 * 15 * 3)));
      await Promise.all(writers);
      const order = (await store.readAll(BEGINNING, 1_000)).map(({ id }) => id);
      expect(order).toHaveLength(8 * 15 * 3);
      for (const ids of feeds) expect(ids).toEqual(order);
      stop.abort();
    });
  });

  it('keeps nothing for a slow consumer and loses nothing either', async () => {
    await withEmptyStore(open, async (store) => {
      const stop = new AbortController();
      await fill(store, 8);
      const feed = store.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
      const first = (await feed.next()).value as FeedItem & { kind: 'batch' };
      // One read is bounded, however far behind the reader is.
      expect(first.events.length).toBeLessThan(800);
      await fill(store, 8);
      const rest = await idsUntil({ [Symbol.asyncIterator]: () => feed }, 1_600 - first.events.length);
      const order = (await store.readAll(BEGINNING, 2_000)).map(({ id }) => id);
      expect([...first.events.map(({ id }) => id), ...rest]).toEqual(order);
      stop.abort();
    });
  });
}

function endings(open: OpenStore): void {
  it('ends when its signal aborts: before, between and while it waits', async () => {
    await withEmptyStore(open, async (store) => {
      expect(await idsUntil(store.subscribe(BEGINNING, AbortSignal.abort()), 1)).toEqual([]);
      await fill(store, 1);
      const stop = new AbortController();
      const feed = store.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
      await feed.next();
      await feed.next();
      const waiting = feed.next();
      stop.abort();
      expect((await waiting).done).toBe(true);
    });
  });

  it('ends when the store is closed', async () => {
    await withEmptyStore(open, async (store) => {
      const ids = idsUntil(store.subscribe(BEGINNING, new AbortController().signal), 1);
      await store.close();
      expect(await ids).toEqual([]);
    });
  });

  it('can be left at any moment', async () => {
    await withEmptyStore(open, async (store) => {
      await fill(store, 1);
      for await (const item of store.subscribe(BEGINNING, new AbortController().signal)) {
        expect(item.kind).toBe('batch');
        break;
      }
      await store.append(appendTo(newStream()));
    });
  });
}
