import { describe, expect, it } from '@jest/globals';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvent, sampleEvents } from '../contract/samples.js';
import { DamagedStream } from './grpc-faults.js';
import { openOn } from './peer/open-store.js';
import { PeerLog } from './peer/peer-log.js';
import { PeerServer } from './peer/peer-server.js';
import { everything, idsOf, QUICK, withOthers } from './peer/trial.js';
import type { SharedTrial } from './peer/trial.js';

async function damaged(use: (trial: SharedTrial & { stored: string; stream: string }) => Promise<void>): Promise<void> {
  await withOthers(async (trial) => {
    const stream = newStream();
    await trial.store.append(appendTo(stream, NO_STREAM, sampleEvents(4)));
    await use({ ...trial, stream, stored: `${trial.prefix}.${stream}` });
  });
}

describe('a stream of ours', () => {
  it.each([{ $maxCount: 2 }, { $maxAge: 3600 }, { $tb: 2 }])(
    'may not have %j: reading on says so, until it is taken off',
    async (settings) => {
      await damaged(async ({ outsider, store, stored }) => {
        await outsider.setMetadata(stored, { ...settings, $acl: { $r: 'someone' } });
        const later = appendTo(newStream());
        await store.append(later);
        const before = await store.readAll(BEGINNING, 10);
        expect(before).toHaveLength(4);
        const failure = await store.readAll(before.at(-1)!.position, 10).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(DamagedStream);
        expect((failure as Error).message).toContain(stored);
        expect((failure as Error).message).toContain(Object.keys(settings)[0]);
        await outsider.setMetadata(stored, { $acl: { $r: 'someone' } });
        expect(idsOf(await store.readAll(before.at(-1)!.position, 10))).toEqual(idsOf(later.events));
      });
    },
  );

  it('ends a subscription when it gets a retention, with everything before it given', async () => {
    await damaged(async ({ outsider, store, stored }) => {
      const feed = store.subscribe(BEGINNING, new AbortController().signal)[Symbol.asyncIterator]();
      expect((await feed.next()).value).toMatchObject({ kind: 'batch' });
      expect((await feed.next()).value).toMatchObject({ kind: 'caughtUp' });
      const next = feed.next();
      await outsider.setMetadata(stored, { $maxCount: 1 });
      await expect(next).rejects.toBeInstanceOf(DamagedStream);
    });
  });

  it('that lost its first events is not read as if it began later', async () => {
    await damaged(async ({ outsider, store, stream, stored }) => {
      await outsider.setMetadata(stored, { $maxCount: 2 });
      await expect(store.readStream(stream)).rejects.toThrow(/revision 0 is missing/);
      await expect(store.readStream(stream, 0, 2)).rejects.toBeInstanceOf(DamagedStream);
      expect(await store.readStream(stream, 2)).toHaveLength(2);
    });
  });

  it('that was deleted for good is an error wherever it is met', async () => {
    await damaged(async ({ outsider, store, stream, stored }) => {
      await outsider.tombstone(stored);
      for (const attempt of [() => store.readStream(stream), () => store.append(appendTo(stream, 3)), () => store.head()]) {
        await expect(attempt()).rejects.toBeInstanceOf(DamagedStream);
      }
      const before = await store.readAll(BEGINNING, 10);
      expect(before).toHaveLength(4);
      await expect(store.readAll(before.at(-1)!.position, 10)).rejects.toThrow(/deleted for good/);
    });
  });

  it('that was deleted softly does not begin anew unnoticed', async () => {
    await damaged(async ({ outsider, store, stream, stored }) => {
      await outsider.softDelete(stored);
      const [last] = (await store.readAll(BEGINNING, 10)).slice(-1);
      await expect(store.readAll(last!.position, 10)).rejects.toThrow(/\$tb/);
      await expect(store.append(appendTo(stream))).rejects.toThrow(/revision 0 became 4/);
    });
  });

  it('in which somebody else writes is an error that names the place', async () => {
    await damaged(async ({ outsider, store, stream, stored }) => {
      await outsider.write(stored);
      await expect(store.readStream(stream)).rejects.toThrow(/somebody else wrote revision 4/);
      const before = await store.readAll(BEGINNING, 10);
      expect(before).toHaveLength(4);
      await expect(store.readAll(before.at(-1)!.position, 10)).rejects.toBeInstanceOf(DamagedStream);
    });
  });
});

describe('a log that was put back from an older copy', () => {
  it('is noticed by whoever had read further, also when new events followed', async () => {
    const [older, peer] = [new PeerLog(), await PeerServer.start()];
    const store = await openOn(peer, { limits: QUICK });
    const requests = Array.from({ length: 3 }, () => appendTo(newStream()));
    for (const request of requests) await store.append(request);
    const positions = (await everything(store)).map(({ position }) => position);
    await store.close();
    await peer.stop();

    const restored = await PeerServer.start(older);
    const reopened = await openOn(restored, { limits: QUICK });
    await reopened.append(requests[0]!);
    expect(await reopened.readAll(positions[0]!, 10)).toEqual([]);
    await expect(reopened.readAll(positions[2]!, 10)).rejects.toThrow(/older copy/);
    for (let i = 0; i < 5; i++) await reopened.append(appendTo(newStream(), NO_STREAM, [sampleEvent('{"longer":"than those before"}')]));
    await expect(reopened.readAll(positions[2]!, 10)).rejects.toThrow(/older copy/);
    await reopened.close();
    await restored.stop();
  });
});
