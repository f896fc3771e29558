import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Aggregate } from '../../ledger/aggregate.js';
import type { ParsedEvent } from '../../ledger/codec.js';
import { defineEvent, z } from '../../ledger/event-definition.js';
import { Registry } from '../../ledger/registry.js';
import type { NumberedEvent } from '../../views/read-models.js';
import { VIEW_LIMITS } from '../../views/view-limits.js';
import { continued, loadedAt, RememberedStreams, type StreamPast } from './remembered-streams.js';

const counted = defineEvent('Counted', z.object({ number: z.number() }), { audience: 'internal' });
const counting: Aggregate<readonly number[], any> = {
  name: 'counting',
  events: [counted],
  initial: [],
  evolve: (numbers, event: { data: { number: number } }) => [...numbers, event.data.number],
};
const reading = { registry: new Registry([counting]), aggregate: counting as Aggregate<unknown> };

/** Events of one stream with gaps between their journal numbers, where other streams have theirs. */
function eventsAt(seqs: readonly number[]): NumberedEvent[] {
  return seqs.map((seq, revision) => ({
    seq,
    event: {
      type: 'Counted',
      version: 1,
      stream: 'counting-1',
      revision,
      id: `event-${seq}`,
      data: { number: seq },
    } as unknown as ParsedEvent,
  }));
}

const journalNumbers = (maxLength: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength }).map((seqs) => seqs.sort((a, b) => a - b));

describe('what a stream was at every moment', () => {
  it('is the fold of the events known then, however it was read, piece by piece and with pieces read twice', () => {
    fc.assert(
      fc.property(
        journalNumbers(40),
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 200 }),
        fc.nat(30),
        (seqs, reads, knownAt, twice) => {
          const events = eventsAt(seqs);
          const known = seqs.filter((seq) => seq <= knownAt);
          let past: StreamPast | undefined;
          for (const upTo of [...reads].sort((a, b) => a - b)) {
            const news = events.filter(({ seq }) => seq > (past?.upTo ?? 0) - twice && seq <= upTo);
            const further = continued(past, reading, news, upTo);
            expect(further?.states.map(({ seq }) => seq)).toEqual(seqs.filter((seq) => seq <= upTo));
            past = further;
          }
          // What is not remembered yet is folded on top, for this question only.
          const { state, exists, revision, pin } = loadedAt(past, reading, knownAt, events);
          expect([state, exists, revision]).toEqual([known, known.length > 0, known.length - 1]);
          expect(pin?.eventId).toBe(known.length > 0 ? `event-${known.at(-1)}` : undefined);
          if (past && knownAt <= past.upTo) expect(loadedAt(past, reading, knownAt).state).toEqual(known);
        },
      ),
    );
  });

  it('is not remembered of a stream with too many events, which answers all the same', () => {
    const seqs = Array.from({ length: VIEW_LIMITS.rememberedEvents + 1 }, (_, index) => index + 1);
    const [first, all] = [continued(undefined, reading, eventsAt(seqs.slice(0, -1)), seqs.length - 1), eventsAt(seqs)];
    expect(first?.states).toHaveLength(VIEW_LIMITS.rememberedEvents);
    expect(continued(first, reading, all, seqs.length)).toBeUndefined();
    for (const past of [first, undefined])
      for (const knownAt of [0, 7, seqs.length]) expect(loadedAt(past, reading, knownAt, all).state).toEqual(seqs.slice(0, knownAt));
  });
});

describe('the streams that are remembered', () => {
  const pastOf = (count: number, upTo = 100): StreamPast => ({
    upTo,
    states: eventsAt(Array.from({ length: count }, (_, index) => index + 1)).map(({ seq }) => ({ seq, loaded: {} as never })),
  });

  it('are those asked lately, and never more states than the limit', () => {
    const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 10 })), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(asked, (uses) => {
        const remembered = new RememberedStreams(60);
        for (const [stream, states] of uses) {
          const before = remembered.get(`counting-${stream}`);
          if (!before) remembered.keep(`counting-${stream}`, pastOf(states));
          expect(remembered.size).toBeLessThanOrEqual(60);
          expect(remembered.get(`counting-${stream}`)?.states).toHaveLength(before ? before.states.length : states);
        }
        // The last two fit in a generation, whatever came before them.
        for (const [stream] of uses.slice(-2)) expect(remembered.get(`counting-${stream}`)).toBeDefined();
      }),
    );
  });

  it('keep what was read furthest, and count what took its place once', () => {
    const remembered = new RememberedStreams();
    remembered.keep('counting-1', pastOf(3, 30));
    remembered.keep('counting-1', pastOf(2, 20));
    expect(remembered.get('counting-1')).toMatchObject({ upTo: 30 });
    for (let upTo = 31; upTo < 60; upTo += 1) remembered.keep('counting-1', pastOf(4, upTo));
    expect([remembered.get('counting-1')?.upTo, remembered.size]).toEqual([59, 4]);
  });
});
