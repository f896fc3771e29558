import { describe, expect, it } from '@jest/globals';
import { BEGINNING, NO_STREAM } from '../../ledger/event-store.js';
import { appendTo, newStream, sampleEvent, sampleEvents } from '../contract/samples.js';
import { everything, idsOf, take, withOthers, withPeer } from './peer/trial.js';

const forever = new AbortController().signal;

describe('a cluster that others use too', () => {
  it('shows nothing of theirs: not in the log, not in a subscription, not as the head', async () => {
    await withOthers(async ({ store, prefix, outsider }) => {
      const requests = [appendTo(newStream()), appendTo(newStream(), NO_STREAM, sampleEvents(3))];
      const taken = take(store.subscribe(BEGINNING, forever), 4);
      for (const request of requests) {
        for (const stream of ['$ce-account', 'account-1', `${prefix}2.party-1`, `${prefix}-party-1`, `x${prefix}.party-1`, '$$account-1']) {
          await outsider.write(stream, 50);
        }
        await store.append(request);
      }
      await outsider.write('account-1');
      const ids = requests.flatMap(({ events }) => idsOf(events));
      expect(idsOf(await everything(store))).toEqual(ids);
      expect(idsOf(await taken)).toEqual(ids);
      expect(await store.head()).toBe((await everything(store)).at(-1)!.position);
    });
  });

  it('has the streams of another prefix, with ids of their own', async () => {
    await withOthers(async ({ store, prefix, beside }) => {
      const neighbour = await beside(`${prefix}annex`);
      const stream = newStream();
      const event = sampleEvent();
      await store.append(appendTo(stream, NO_STREAM, [event]));
      expect(await neighbour.readStream(stream)).toEqual([]);
      expect(await neighbour.head()).toBe(BEGINNING);
      expect(await neighbour.append(appendTo(stream, NO_STREAM, [event]))).toMatchObject({ revision: 0, deduplicated: false });
      expect(await everything(store)).toHaveLength(1);
      expect(await everything(neighbour)).toHaveLength(1);
      await neighbour.close();
    });
  });

  it('is not searched again and again: an idle reader passes over events of others once', async () => {
    const limits = { measureMs: 0, silenceMs: 60_000 };
    await withPeer(
      async ({ peer, store }) => {
        const { position } = await store.append(appendTo(newStream()));
        const foreign = 20_000;
        for (let i = 0; i < foreign; i++) peer.log.foreign(`account-${i % 10}`);
        const before = peer.log.considered;
        expect(await store.readAll(position, 10)).toEqual([]);
        expect(peer.log.considered - before).toBeGreaterThan(foreign);
        const searched = peer.log.considered;
        for (let i = 0; i < 50; i++) expect(await store.readAll(position, 10)).toEqual([]);
        expect(await store.head()).toBe(position);
        expect(peer.log.considered - searched).toBeLessThan(300);
        const late = appendTo(newStream());
        await store.append(late);
        expect(idsOf(await store.readAll(position, 10))).toEqual(idsOf(late.events));
      },
      { limits },
    );
  });
});
