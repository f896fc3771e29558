import { describe, expect, it } from '@jest/globals';
import { ConflictError, Fault, StoreUnavailable } from '../../ledger/errors.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { AppendRequest, EventStore } from '../../ledger/event-store.js';
import { LIMITS } from '../../ledger/limits.js';
import { sharedStore, withEmptyStore } from './fresh-store.js';
import type { OpenStore } from './port.contract.js';
import { appendTo, jsonOf, newStream, sampleEvent, sampleEvents } from './samples.js';

async function conflict(store: EventStore, request: AppendRequest): Promise<ConflictError> {
  const error = await store.append(request).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConflictError);
  return error as ConflictError;
}

export function appendContract(open: OpenStore): void {
  describe('append', () => {
    const store = sharedStore(open);
    revisions(store);
    repeats(store);
    limits(store);

    it('is refused when it holds no event, or names no stream or no revision', async () => {
      await expect(store().append(appendTo(newStream(), NO_STREAM, []))).rejects.toThrow(/at least one event/);
      await expect(store().append(appendTo(''))).rejects.toThrow(RangeError);
      await expect(store().append(appendTo(newStream(), -2))).rejects.toThrow(RangeError);
      await expect(store().append(appendTo(newStream(), 0.5))).rejects.toThrow(RangeError);
    });

    it('is refused once the store is closed, and closing twice is closing', async () => {
      await withEmptyStore(open, async (closed) => {
        await closed.close();
        await closed.close();
        await expect(closed.append(appendTo(newStream()))).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(closed.readStream(newStream())).rejects.toBeInstanceOf(StoreUnavailable);
      });
    });

    it('under way is finished by close', async () => {
      await withEmptyStore(open, async (closing) => {
        const results = Array.from({ length: 20 }, () => closing.append(appendTo(newStream())));
        await closing.close();
        expect((await Promise.all(results)).map(({ revision }) => revision)).toEqual(Array(20).fill(0));
      });
    });
  });
}

function revisions(store: () => EventStore): void {
  it('starts a stream at revision 0 and counts on', async () => {
    const stream = newStream();
    expect(await store().append(appendTo(stream))).toMatchObject({ revision: 0, deduplicated: false });
    expect(await store().append(appendTo(stream, 0, sampleEvents(3)))).toMatchObject({ revision: 3, deduplicated: false });
    expect(await store().append(appendTo(stream, 3))).toMatchObject({ revision: 4, deduplicated: false });
  });

  it('answers the position of its last event', async () => {
    const stream = newStream();
    const { position } = await store().append(appendTo(stream, NO_STREAM, sampleEvents(3)));
    expect((await store().readStream(stream)).at(-1)?.position).toBe(position);
    expect(await store().head()).toBe(position);
  });

  it('conflicts at any other revision, names the actual one and stores nothing', async () => {
    const stream = newStream();
    expect(await conflict(store(), appendTo(stream, 0))).toMatchObject({ stream, expected: 0, actual: NO_STREAM });
    await store().append(appendTo(stream, NO_STREAM, sampleEvents(2)));
    expect(await conflict(store(), appendTo(stream, NO_STREAM))).toMatchObject({ stream, expected: NO_STREAM, actual: 1 });
    expect(await conflict(store(), appendTo(stream, 0))).toMatchObject({ expected: 0, actual: 1 });
    expect(await conflict(store(), appendTo(stream, 2))).toMatchObject({ expected: 2, actual: 1 });
    expect(await store().readStream(stream)).toHaveLength(2);
  });
}

function repeats(store: () => EventStore): void {
  it('that is repeated answers as the first time and stores nothing', async () => {
    const request = appendTo(newStream(), NO_STREAM, sampleEvents(3));
    const first = await store().append(request);
    expect(await store().append(request)).toEqual({ ...first, deduplicated: true });
    expect(await store().readStream(request.stream)).toHaveLength(3);
  });

  it('that is repeated after others wrote on still answers as the first time', async () => {
    const stream = newStream();
    await store().append(appendTo(stream));
    const request = appendTo(stream, 0, sampleEvents(2));
    const first = await store().append(request);
    await store().append(appendTo(stream, 2, sampleEvents(2)));
    expect(await store().append(request)).toEqual({ ...first, deduplicated: true });
  });

  it('conflicts when only a part of its events is there', async () => {
    const stream = newStream();
    const [a, b, c] = sampleEvents(3);
    await store().append(appendTo(stream, NO_STREAM, [a!, b!]));
    await conflict(store(), appendTo(stream, NO_STREAM, [a!, b!, c!]));
    await conflict(store(), appendTo(stream, NO_STREAM, [a!, c!]));
    await conflict(store(), appendTo(stream, NO_STREAM, [b!, a!]));
    expect(await store().append(appendTo(stream, NO_STREAM, [a!]))).toMatchObject({ revision: 0, deduplicated: true });
    expect(await store().readStream(stream)).toHaveLength(2);
  });

  usedIds(store);
}

function usedIds(store: () => EventStore): void {
  it('conflicts when it holds one event id twice', async () => {
    const stream = newStream();
    const twice = sampleEvent();
    const refused = await conflict(store(), appendTo(stream, NO_STREAM, [twice, twice]));
    expect(refused).toMatchObject({ actual: NO_STREAM });
    expect(refused.message).toContain(twice.id);
    expect(await store().readStream(stream)).toEqual([]);
  });

  it('with an event id that is in use elsewhere conflicts and stores nothing, or is another append, as the store says of itself', async () => {
    const [stream, other] = [newStream(), newStream()];
    const known = sampleEvent('{"first":1}');
    await store().append(appendTo(stream, NO_STREAM, [known]));
    const again = { ...known, json: '{"second":2}' };
    const [later, elsewhere] = [appendTo(stream, 0, [sampleEvent(), again]), appendTo(other, NO_STREAM, [sampleEvent(), again])];
    const { uniqueEventIds } = store().capabilities;
    if (uniqueEventIds) {
      expect((await conflict(store(), later)).message).toContain(known.id);
      expect(await conflict(store(), elsewhere)).toMatchObject({ actual: NO_STREAM });
    } else {
      expect(await store().append(later)).toMatchObject({ revision: 2, deduplicated: false });
      expect(await store().append(elsewhere)).toMatchObject({ revision: 1, deduplicated: false });
    }
    expect((await store().readStream(stream)).map(({ json }) => json)).toEqual(
      [known, ...(uniqueEventIds ? [] : later.events)].map(({ json }) => json),
    );
    expect(await store().readStream(other)).toMatchObject(uniqueEventIds ? [] : elsewhere.events);
  });
}

function limits(store: () => EventStore): void {
  const { appendBytes, appendEvents, eventBytes } = LIMITS;
  const full = Array.from({ length: appendBytes / eventBytes }, () => sampleEvent(jsonOf(eventBytes)));
  const cases = [
    { limit: 'appendEvents', at: sampleEvents(appendEvents), over: sampleEvents(appendEvents + 1) },
    { limit: 'eventBytes', at: [sampleEvent(jsonOf(eventBytes))], over: [sampleEvent(jsonOf(eventBytes + 1))] },
    // Two bytes in UTF-8 each: bytes count, not characters.
    {
      limit: 'eventBytes',
      at: [sampleEvent(`"${'ë'.repeat(eventBytes / 2 - 1)}"`)],
      over: [sampleEvent(`"${'ë'.repeat(eventBytes / 2)}"`)],
    },
    { limit: 'appendBytes', at: full, over: [...full.slice(1), sampleEvent(jsonOf(eventBytes - 2)), sampleEvent('"x"')] },
  ];

  it.each(cases)('takes an append at the limit of $limit and refuses one over', async ({ limit, at, over }) => {
    const stream = newStream();
    expect(await store().append(appendTo(stream, NO_STREAM, at))).toMatchObject({ revision: at.length - 1 });
    expect((await store().readStream(stream)).map(({ json }) => json)).toEqual(at.map(({ json }) => json));
    const refused = newStream();
    const error = await store()
      .append(appendTo(refused, NO_STREAM, over))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ category: 'LIMIT_EXCEEDED', details: { limit } });
    expect(await store().readStream(refused)).toEqual([]);
  });
}
