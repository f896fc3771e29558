import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../ledger/errors.js';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import type { EventStore } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvents } from '../contract/samples.js';
import { times } from './peer/misbehaviour.js';
import { openOn } from './peer/open-store.js';
import { everything, idsOf, QUICK, take, until, withPeer } from './peer/trial.js';

const forever = new AbortController().signal;

async function write(store: EventStore, appends: number): Promise<void> {
  for (let i = 0; i < appends; i++) await store.append(appendTo(newStream(), NO_STREAM, sampleEvents(5)));
}

describe('a subscription', () => {
  it('goes on without gap or repeat over connections that break, again and again', async () => {
    await withPeer(async ({ peer, store }) => {
      const writer = await openOn(peer, { limits: QUICK });
      const taken = take(store.subscribe(BEGINNING, forever), 300);
      for (let i = 0; i < 12; i++) {
        await write(writer, 5);
        peer.cut();
      }
      expect(idsOf(await taken)).toEqual(idsOf(await everything(writer)));
      await writer.close();
    });
  });

  it('goes on when the server was down and came back, and says in the meantime that it is away', async () => {
    await withPeer(
      async ({ peer, store }) => {
        await write(store, 2);
        const feed = store.subscribe(BEGINNING, forever)[Symbol.asyncIterator]();
        expect((await feed.next()).value).toMatchObject({ kind: 'batch' });
        expect((await feed.next()).value).toMatchObject({ kind: 'caughtUp' });
        const next = feed.next();
        await peer.down();
        await until(() => store.stats().outage !== undefined);
        await expect(store.append(appendTo(newStream()))).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(store.readStream(newStream())).rejects.toBeInstanceOf(StoreUnavailable);
        await peer.up();
        const appended = appendTo(newStream());
        await until(() => store.stats().outage === undefined);
        await store.append(appended);
        expect((await next).value).toMatchObject({ kind: 'batch', events: appended.events });
        expect(store.stats().outages).toBeGreaterThan(0);
        await feed.return!();
      },
      { limits: { retryMs: 50 } },
    );
  });

  it('finds what it is not told: a wake-up that fell silent is replaced', async () => {
    await withPeer(async ({ peer, store }) => {
      const writer = await openOn(peer, { limits: QUICK });
      const taken = take(store.subscribe(BEGINNING, forever), 50);
      await until(() => store.stats().wakeUps === 1);
      peer.misbehaviour.mute = true;
      await write(writer, 5);
      await until(() => store.stats().wakeUps >= 3);
      await write(writer, 5);
      expect(idsOf(await taken)).toEqual(idsOf(await everything(writer)));
      await writer.close();
    });
  });

  it('gives once what the server sends twice', async () => {
    await withPeer(async ({ peer, store }) => {
      peer.misbehaviour.twice = true;
      peer.misbehaviour.read = (stream) => (stream === '$all' ? 'twice' : undefined);
      const taken = take(store.subscribe(BEGINNING, forever), 50);
      await write(store, 10);
      const ids = idsOf(await taken);
      expect(ids).toHaveLength(50);
      peer.misbehaviour.read = () => undefined;
      expect(ids).toEqual(idsOf(await everything(store)));
    });
  });

  it('gives nothing of a read that is cut in the middle, and all of it afterwards', async () => {
    await withPeer(async ({ peer, store }) => {
      await write(store, 20);
      peer.misbehaviour.read = times(3, { cutAfterEvents: 7 });
      const taken = await take(store.subscribe(BEGINNING, forever), 100);
      expect(taken).toHaveLength(100);
      expect(new Set(idsOf(taken)).size).toBe(100);
      peer.misbehaviour.read = times(2, { cutAfterEvents: 2 });
      expect(await store.readStream(taken[0]!.stream)).toHaveLength(5);
    });
  });

  it('outlives a connection that stays open while nothing passes it any more', async () => {
    await withPeer(async ({ peer, store }) => {
      await write(store, 2);
      const taken = take(store.subscribe(BEGINNING, forever), 20);
      peer.stick();
      await store.append(appendTo(newStream(), NO_STREAM, sampleEvents(5)));
      await write(store, 1);
      expect(new Set(idsOf(await taken)).size).toBe(20);
    });
  });
});

describe('a read that takes longer than its deadline', () => {
  it('gets twice the time at the next attempt', async () => {
    await withPeer(
      async ({ peer, store }) => {
        await write(store, 1);
        peer.misbehaviour.read = (stream) => (stream === '$all' ? { answerAfterMs: 350 } : undefined);
        expect(await store.readAll(BEGINNING, 10)).toHaveLength(5);
      },
      { limits: { scanMs: 100 } },
    );
  });
});
