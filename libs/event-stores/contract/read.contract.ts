import { describe, expect, it } from '@jest/globals';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { sharedStore, withEmptyStore } from './fresh-store.js';
import type { OpenStore } from './port.contract.js';
import { appendTo, newStream, readEverything, sampleEvent, sampleEvents } from './samples.js';

const TEXTS = [
  '{"a":1}',
  '{ "spaced" : [ 1 , 2.50 ] , "order":{"b":1,"a":2} }',
  '{"text":"één ﷽ 日本語 עברית \u200d\ufeff"}',
  '{"astral":"𝔘😀👩‍👩‍👧‍👦🇳🇱","escaped":"\\ud83d\\ude00\\u0000\\n"}',
  '{"raw":"\u0000\u001f\r\n\t"}',
  '12345678901234567890.10',
  '""',
];

export function readContract(open: OpenStore): void {
  describe('read', () => {
    const store = sharedStore(open);

    it.each(TEXTS)('gives back byte for byte %j', async (json) => {
      const stream = newStream();
      const event = sampleEvent(json);
      await store().append(appendTo(stream, NO_STREAM, [event]));
      const [stored] = await store().readStream(stream);
      expect(Buffer.from(stored!.json)).toEqual(Buffer.from(json));
      expect(stored).toMatchObject({ ...event, stream, revision: 0, kind: 'ledger' });
    });

    it('refuses to store half a surrogate pair, which has no bytes to come back as', async () => {
      const stream = newStream();
      await expect(store().append(appendTo(stream, NO_STREAM, [sampleEvent('"\ud83d"')]))).rejects.toThrow(RangeError);
      expect(await store().readStream(stream)).toEqual([]);
    });

    it('keeps apart the kinds of streams', async () => {
      const stream = newStream();
      await store().append({ ...appendTo(stream), kind: 'system' });
      expect(await store().readStream(stream)).toMatchObject([{ kind: 'system' }]);
    });

    it('gives one stream in order, from a revision, up to a limit', async () => {
      const stream = newStream();
      const events = sampleEvents(7);
      await store().append(appendTo(stream, NO_STREAM, events.slice(0, 4)));
      await store().append(appendTo(`${stream}-other`, NO_STREAM, sampleEvents(2)));
      await store().append(appendTo(stream, 3, events.slice(4)));
      const revisions = async (from?: number, limit?: number) =>
        (await store().readStream(stream, from, limit)).map(({ revision }) => revision);
      expect((await store().readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(await revisions(5)).toEqual([5, 6]);
      expect(await revisions(1, 3)).toEqual([1, 2, 3]);
      expect(await revisions(7)).toEqual([]);
      expect(await store().readStream(newStream())).toEqual([]);
    });
  });

  readAllContract(open);
}

function readAllContract(open: OpenStore): void {
  describe('readAll', () => {
    it('of an empty store is empty, its head is the beginning, and it has no last event until there is one', async () => {
      await withEmptyStore(open, async (store) => {
        expect(await store.last()).toBeUndefined();
        expect(await store.readAll(BEGINNING, 10)).toEqual([]);
        expect(await store.head()).toBe(BEGINNING);
      });
    });

    it('gives the events of all streams in the order of their appends, whatever the page', async () => {
      await withEmptyStore(open, async (store) => {
        const ids: string[] = [];
        const streams = [newStream(), newStream(), newStream()];
        for (let i = 0; i < 12; i++) {
          const events = sampleEvents(2);
          await store.append(appendTo(streams[i % 3]!, Math.floor(i / 3) * 2 - 1, events));
          ids.push(...events.map(({ id }) => id));
        }
        expect(await store.last()).toMatchObject({ id: ids.at(-1), position: await store.head() });
        for (const page of [1, 5, 24, 100]) expect((await readEverything(store, BEGINNING, page)).map(({ id }) => id)).toEqual(ids);
        const all = await store.readAll(BEGINNING, 100);
        expect(await store.readAll(all[9]!.position, 3)).toEqual(all.slice(10, 13));
        expect(await store.readAll(await store.head(), 10)).toEqual([]);
        expect(new Set(all.map(({ position }) => position)).size).toBe(24);
        if (store.capabilities.contiguousPositions) expect(all.map(({ position }) => Number(position))).toEqual(ids.map((_, i) => i + 1));
      });
    });

    it('refuses what is no position of a store, and one that it never gave', async () => {
      await withEmptyStore(open, async (store) => {
        await expect(store.readAll('somewhere' as StorePosition, 1)).rejects.toThrow(RangeError);
        const { position } = await store.append(appendTo(newStream()));
        const beyond = String(Number(position) + 1) as StorePosition;
        await expect(store.readAll(beyond, 1)).rejects.toThrow(/older copy/);
        const feed = store.subscribe(beyond, new AbortController().signal)[Symbol.asyncIterator]();
        await expect(feed.next()).rejects.toThrow(/older copy/);
      });
    });
  });
}
