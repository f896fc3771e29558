import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BEGINNING, type EventStore, type StoredEvent } from '../ledger/event-store.js';
import { LIMITS } from '../ledger/limits.js';
import { appendTo, newStream, readEverything, sampleEvent, sampleEvents } from './contract/samples.js';
import { copyLog, type CopyProgress } from './copy-log.js';
import { openEmptyStore } from './eventstoredb/peer/open-store.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { openSqliteEventStore } from './sqlite/sqlite-event-store.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'copy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let stores = 0;
const KINDS: Readonly<Record<string, () => Promise<{ store: EventStore; close(): Promise<void> }>>> = {
  memory: async () => {
    const store = new MemoryEventStore();
    return { store, close: () => store.close() };
  },
  sqlite: async () => {
    const store = await openSqliteEventStore({ folder: join(folder, String((stores += 1))) });
    return { store, close: () => store.close() };
  },
  eventstoredb: openEmptyStore,
};

const DIRECTIONS = [
  ['sqlite', 'eventstoredb'],
  ['eventstoredb', 'sqlite'],
  ['eventstoredb', 'eventstoredb'],
  ['memory', 'sqlite'],
] as const;

/** Streams that take turns, of both kinds, with long runs and runs that are longer than an append may be. */
async function filled(store: EventStore): Promise<EventStore> {
  const streams = Array.from({ length: 5 }, newStream);
  for (let turn = 0; turn < 40; turn += 1) {
    const stream = streams[(turn * 7) % 5] as string;
    const there = await store.readStream(stream);
    const kind = stream === streams[0] ? 'system' : 'ledger';
    await store.append({ ...appendTo(stream, there.length - 1, sampleEvents(1 + (turn % 4))), kind });
  }
  const long = newStream();
  for (let done = 0; done < 2; done += 1)
    await store.append(appendTo(long, done * LIMITS.appendEvents - 1, sampleEvents(LIMITS.appendEvents)));
  return store;
}

const told = (events: readonly StoredEvent[]) => events.map(({ position: _, ...event }) => event);

describe.each(DIRECTIONS)('a log that is copied from %s to %s', (source, target) => {
  it('is the same, event by event, and an append that was recorded there is recognised here', async () => {
    const [from, to] = [await KINDS[source]!(), await KINDS[target]!()];
    await filled(from.store);
    const recorded = appendTo(newStream());
    await from.store.append(recorded);
    const steps: CopyProgress[] = [];
    const copied = await copyLog({ from: from.store, to: to.store, onProgress: (step) => steps.push(step) });
    const [originals, copies] = [await readEverything(from.store, BEGINNING), await readEverything(to.store, BEGINNING)];
    expect(told(copies)).toEqual(told(originals));
    expect(copied).toEqual({ events: originals.length, found: 0 });
    expect(steps.findLast(({ step }) => step === 'copying')?.done).toBe(originals.length);
    // Copying again finds everything there and changes nothing.
    expect(await copyLog({ from: from.store, to: to.store })).toEqual({ events: originals.length, found: originals.length });
    expect(await to.store.append(recorded)).toMatchObject({ revision: 0, deduplicated: true });
    expect(await readEverything(to.store, BEGINNING)).toHaveLength(originals.length);
    await from.close();
    await to.close();
  });
});

describe('copying', () => {
  it('goes on where an earlier run was broken off', async () => {
    const from = await filled(new MemoryEventStore());
    const to = new MemoryEventStore();
    for (const { stream, kind, revision, id, type, json } of await from.readAll(BEGINNING, 30))
      await to.append({ stream, kind, expected: revision - 1, events: [{ id, type, json }] });
    const { events, found } = await copyLog({ from, to });
    expect(found).toBe(30);
    expect(told(await to.readAll(BEGINNING, 1_000))).toEqual(told(await from.readAll(BEGINNING, 1_000)));
    expect(events).toBe((await from.readAll(BEGINNING, 1_000)).length);
  });

  it('refuses a target that holds something else, or more, and leaves it as it is', async () => {
    const from = await filled(new MemoryEventStore());
    const other = await filled(new MemoryEventStore());
    await expect(copyLog({ from, to: other })).rejects.toThrow(
      /event 1 of the target, .* is another than the source's: stream, id, json|stream, id/,
    );
    const more = new MemoryEventStore();
    await copyLog({ from, to: more });
    const extra = sampleEvent();
    await more.append(appendTo(newStream(), -1, [extra]));
    await expect(copyLog({ from, to: more })).rejects.toThrow(`the target goes on with ${extra.type} ${extra.id} where the source ends`);
  });

  it('says so when the source is written meanwhile', async () => {
    const from = await filled(new MemoryEventStore());
    const onProgress = ({ step }: CopyProgress) => {
      if (step === 'copying' && late === undefined) late = from.append(appendTo(newStream()));
    };
    let late: Promise<unknown> | undefined;
    await expect(copyLog({ from, to: new MemoryEventStore(), onProgress })).rejects.toThrow('recorded in the source meanwhile');
    await late;
  });
});
