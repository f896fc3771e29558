import { describe, expect, it } from '@jest/globals';
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BEGINNING } from '../../ledger/event-store.js';
import type { EventStore, StoredEvent } from '../../ledger/event-store.js';
import type { DurableCase } from './durable.contract.js';
import { appendTo, jsonOf, newStream, readEverything, sampleEvent } from './samples.js';
import { scratchFolders } from './scratch-folder.js';

const FLIPS = Number(process.env.CONVENANT_FLIPS ?? 250);

export function damageContract({ openReader, openWriter, file }: DurableCase): void {
  describe('with a damaged file', () => {
    const newFolder = scratchFolders();

    async function written(): Promise<{ path: string; folder: string; events: StoredEvent[] }> {
      const folder = newFolder();
      const store = await openWriter(folder);
      for (let i = 0; i < 60; i++) await store.append(appendTo(newStream(), -1, [sampleEvent(jsonOf(200 + i * 20))]));
      const events = await readEverything(store, BEGINNING);
      await store.close();
      return { path: join(folder, file), folder, events };
    }

    /** The events as the log and as the streams give them, or the error. */
    async function readBack(folder: string, streams: readonly string[]): Promise<StoredEvent[][] | Error> {
      let reader: EventStore | undefined;
      try {
        reader = await openReader(folder);
        const byStream = [];
        for (const stream of streams) byStream.push(...(await reader.readStream(stream)));
        return [await readEverything(reader, BEGINNING), byStream];
      } catch (error) {
        return error as Error;
      } finally {
        await reader?.close();
      }
    }

    it('never reads back anything else than what was written, whichever byte is flipped', async () => {
      const { path, folder, events } = await written();
      const streams = events.map(({ stream }) => stream);
      const whole = readFileSync(path);
      let refused = 0;
      for (let i = 0; i < FLIPS; i++) {
        const bytes = Buffer.from(whole);
        const at = Math.floor(Math.random() * bytes.length);
        bytes[at]! ^= 1 << (i % 8);
        writeFileSync(path, bytes);
        const outcome = await readBack(folder, streams);
        if (outcome instanceof Error) refused += 1;
        else expect({ at, same: isDeepStrictEqual(outcome, [events, events]) }).toEqual({ at, same: true });
      }
      expect(refused).toBeGreaterThan(FLIPS / 4);
    });

    it.each([0, 0.3, 0.6, 0.95])('refuses to open a file cut off at %d of its length', async (part) => {
      const { path, folder } = await written();
      copyFileSync(path, `${path}.whole`);
      truncateSync(path, Math.floor(readFileSync(path).length * part));
      for (const open of [openReader, openWriter]) {
        await expect(open(folder)).rejects.toThrow(/is damaged/);
      }
      copyFileSync(`${path}.whole`, path);
      await (await openWriter(folder)).close();
    });

    it('refuses a file of another kind or format', async () => {
      const { path, folder } = await written();
      writeFileSync(path, 'Not a database, but long enough to be taken for one. '.repeat(40));
      for (const open of [openReader, openWriter]) await expect(open(folder)).rejects.toThrow(/is damaged/);
    });
  });
}
