import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConflictError } from '../../ledger/errors.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { EventStore, StorableEvent } from '../../ledger/event-store.js';
import { sharedStore } from './fresh-store.js';
import type { OpenStore } from './port.contract.js';
import { appendTo, newStream, readEverything, sampleEvents } from './samples.js';

/** Appends at whatever revision the stream has by then, as a command does; answers where its first event went. */
async function appendAtHead(store: EventStore, stream: string, events: readonly StorableEvent[]): Promise<number> {
  for (let expected: number = NO_STREAM; ;) {
    try {
      return (await store.append(appendTo(stream, expected, events))).revision - events.length + 1;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      expect(error.actual).not.toBe(expected);
      expected = error.actual;
    }
  }
}

/** Which stream each append goes to, and how many events it holds. */
const appends = fc.array(fc.record({ stream: fc.nat(3), count: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 40 });

export function concurrencyContract(open: OpenStore): void {
  describe('concurrent appends', () => {
    const store = sharedStore(open);

    it('at one revision: one succeeds, the others conflict with what it made', async () => {
      const stream = newStream();
      const attempts = await Promise.allSettled(Array.from({ length: 16 }, () => store().append(appendTo(stream))));
      const refused = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as unknown);
      expect(refused).toHaveLength(15);
      for (const reason of refused) expect(reason).toMatchObject({ name: 'ConflictError', actual: 0 });
      expect(await store().readStream(stream)).toHaveLength(1);
    });

    it('of the same request: one writes, the others find it', async () => {
      const request = appendTo(newStream(), NO_STREAM, sampleEvents(2));
      const results = await Promise.all(Array.from({ length: 16 }, () => store().append(request)));
      expect(results.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
      expect(new Set(results.map(({ revision, position }) => `${revision} ${position}`)).size).toBe(1);
      expect(await store().readStream(request.stream)).toHaveLength(2);
    });

    it('to one and to many streams: every event once, whole appends, contiguous revisions, one order', async () => {
      const write = async (plan: { stream: number; count: number }[]) => {
        const start = await store().head();
        const prefix = newStream();
        const written = plan.map(({ stream, count }) => ({ stream: `${prefix}-${stream}`, events: sampleEvents(count) }));
        const firsts = await Promise.all(written.map(({ stream, events }) => appendAtHead(store(), stream, events)));
        const all = await readEverything(store(), start);
        expect(all).toHaveLength(plan.reduce((sum, { count }) => sum + count, 0));
        for (const stream of new Set(written.map((append) => append.stream))) {
          const stored = await store().readStream(stream);
          expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, i) => i));
          expect(all.filter((event) => event.stream === stream)).toEqual(stored);
          written.forEach((append, i) => {
            if (append.stream !== stream) return;
            expect(stored.slice(firsts[i], firsts[i]! + append.events.length)).toMatchObject(append.events);
          });
        }
      };
      await fc.assert(fc.asyncProperty(appends, write), { numRuns: 20 });
    });
  });
}
