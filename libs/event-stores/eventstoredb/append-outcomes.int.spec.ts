import { describe, expect, it } from '@jest/globals';
import { ConflictError, StoreUnavailable } from '../../ledger/errors.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvent, sampleEvents } from '../contract/samples.js';
import { times } from './peer/misbehaviour.js';
import type { AppendFault } from './peer/misbehaviour.js';
import { openOn } from './peer/open-store.js';
import { everything, idsOf, QUICK, until, withPeer } from './peer/trial.js';

const FAULTS: readonly AppendFault[] = [
  'cutBeforeStoring',
  'cutAfterStoring',
  'unanswered',
  'notReady',
  'timedOut',
  { answerAfterMs: 400 },
];

describe('an append whose outcome is unknown', () => {
  it.each(FAULTS)('is tried again until it is known, and stored once: %j', async (fault) => {
    await withPeer(async ({ peer, store }) => {
      const request = appendTo(newStream(), NO_STREAM, sampleEvents(3));
      peer.misbehaviour.append = times(2, fault);
      expect(await store.append(request)).toMatchObject({ revision: 2 });
      expect(idsOf(await everything(store))).toEqual(idsOf(request.events));
      const next = appendTo(request.stream, 2);
      expect(await store.append(next)).toMatchObject({ revision: 3, deduplicated: false });
      expect(await everything(store)).toHaveLength(4);
    });
  });

  it.each(FAULTS)('does no harm to others under way: %j', async (fault) => {
    await withPeer(async ({ peer, store }) => {
      const requests = Array.from({ length: 40 }, () => appendTo(newStream(), NO_STREAM, sampleEvents(2)));
      let asked = 0;
      peer.misbehaviour.append = () => {
        asked += 1;
        return asked % 9 === 5 && asked < 60 ? fault : undefined;
      };
      const results = await Promise.all(requests.map((request) => store.append(request)));
      expect(results.map(({ revision }) => revision)).toEqual(Array(40).fill(1));
      const all = await everything(store);
      expect(all).toHaveLength(80);
      expect(new Set(idsOf(all))).toEqual(new Set(requests.flatMap(({ events }) => idsOf(events))));
    });
  });

  it('fails as unavailable when that lasts; asked again later, it is found or written, once', async () => {
    await withPeer(
      async ({ peer, store }) => {
        const [stored, lost] = [appendTo(newStream(), NO_STREAM, sampleEvents(2)), appendTo(newStream())];
        peer.misbehaviour.append = (stream) => (stream.endsWith(stored.stream) ? 'cutAfterStoring' : 'cutBeforeStoring');
        for (const request of [stored, lost]) {
          const failure = await store.append(request).catch((error: unknown) => error);
          expect(failure).toBeInstanceOf(StoreUnavailable);
          expect(failure).toMatchObject({ details: { retryAfterMs: expect.any(Number) } });
        }
        peer.misbehaviour.append = () => undefined;
        expect(await store.append(stored)).toMatchObject({ revision: 1, deduplicated: true });
        expect(await store.append(lost)).toMatchObject({ revision: 0, deduplicated: false });
        expect(await everything(store)).toHaveLength(3);
      },
      { limits: { retryMs: 100 } },
    );
  });

  it('that somebody else overtakes is a conflict, and nothing of it is stored', async () => {
    await withPeer(async ({ peer, store }) => {
      const other = await openOn(peer, { limits: QUICK });
      const stream = newStream();
      const winner = appendTo(stream);
      let overtaken: Promise<unknown> | undefined;
      peer.misbehaviour.append = () => {
        if (overtaken !== undefined) return undefined;
        overtaken = other.append(winner);
        return 'cutBeforeStoring';
      };
      // Whoever comes first: one of the two is stored, the other told so.
      const outcome = await store.append(appendTo(stream)).catch((error: unknown) => error);
      const winners = await overtaken!.then(() => 1).catch(() => 0);
      expect(outcome instanceof ConflictError ? 1 : 0).toBe(winners);
      expect(await everything(store)).toHaveLength(1);
      await other.close();
    });
  });
});

describe('an answer of success', () => {
  it('is about this very content: the same ids from another node with other content are found, not taken for ours', async () => {
    await withPeer(async ({ peer, store }) => {
      const other = await openOn(peer, { limits: QUICK });
      const stream = newStream();
      const { id } = sampleEvent();
      const versions = ['{"from":"here"}', '{"from":"there"}'].map((json) => ({ ...sampleEvent(json), id }));
      const results = await Promise.all([
        store.append(appendTo(stream, NO_STREAM, [versions[0]!])),
        other.append(appendTo(stream, NO_STREAM, [versions[1]!])),
      ]);
      expect(results.map(({ deduplicated }) => deduplicated).toSorted()).toEqual([false, true]);
      const stored = versions[results.findIndex(({ deduplicated }) => !deduplicated)];
      for (const reader of [store, other]) expect(await reader.readStream(stream, 0, 1)).toMatchObject([stored!]);
      await other.close();
    });
  });
});

describe('appends that wait', () => {
  it('are bounded in number: one more is refused at once, and all others are stored', async () => {
    await withPeer(
      async ({ peer, store }) => {
        let waiting = 0;
        peer.misbehaviour.append = () => {
          waiting += 1;
          return waiting <= 3 ? { answerAfterMs: 100 } : undefined;
        };
        const taken = Array.from({ length: 3 }, () => store.append(appendTo(newStream())));
        await until(() => waiting === 3);
        await expect(store.append(appendTo(newStream()))).rejects.toBeInstanceOf(StoreUnavailable);
        await Promise.all(taken);
        await store.append(appendTo(newStream()));
        expect(await everything(store)).toHaveLength(4);
      },
      { limits: { appendsUnderWay: 3 } },
    );
  });
});
