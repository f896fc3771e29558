import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { BEGINNING } from '../../ledger/event-store.js';
import { ObedientWriter, TracedDisk } from './durable-process.js';
import type { DurableCase } from './durable.contract.js';
import { appendTo, newStream, readEverything, sampleEvents } from './samples.js';
import { scratchFolders } from './scratch-folder.js';

/** The C source is not compiled along: this file runs from dist, three folders below the checkout's root. */
const SHIM = fileURLToPath(new URL('../../../../libs/event-stores/contract/sync-trace.c', import.meta.url));

export function failingDiskContract(durable: DurableCase): void {
  describe('on a disk that is watched', () => {
    const newFolder = scratchFolders();
    let disk: TracedDisk;
    let writer: ObedientWriter;
    let folder: string;

    beforeAll(() => {
      disk = TracedDisk.build(newFolder(), SHIM);
    });
    afterEach(async () => {
      disk.mend();
      await writer.kill();
    });

    async function start(): Promise<void> {
      folder = newFolder();
      ({ writer } = await ObedientWriter.start(durable.opener, folder, disk.env));
      disk.takeTrace();
    }

    it('syncs after the last write and before the acknowledgement, for every single append', async () => {
      await start();
      for (let i = 0; i < 25; i++) {
        const { synchronous } = await writer.append(appendTo(newStream(), -1, sampleEvents(1 + (i % 3))));
        expect(synchronous).toBe(2);
        const trace = disk.takeTrace();
        const [submitted, acknowledged] = [
          trace.findIndex((line) => line.startsWith('submit')),
          trace.findIndex((line) => line.startsWith('ack')),
        ];
        const between = trace.slice(submitted + 1, acknowledged).filter((line) => line.includes(` ${durable.syncedFile} `));
        expect(between).toContain(`write ${durable.syncedFile} done`);
        expect(between.at(-1)).toBe(`sync ${durable.syncedFile} done`);
      }
    });

    it('shares a sync among appends that wait together, and acknowledges none before it', async () => {
      await start();
      // The first write of all syncs the head of its file in any case.
      await writer.append(appendTo(newStream()));
      disk.takeTrace();
      const requests = Array.from({ length: 64 }, () => appendTo(newStream()));
      await writer.append(...requests);
      const trace = disk.takeTrace();
      const syncs = trace.flatMap((line, at) => (line === `sync ${durable.syncedFile} done` ? [at] : []));
      expect(syncs.length).toBeLessThanOrEqual(8);
      for (const { events } of requests) {
        const [submitted, acknowledged] = ['submit', 'ack'].map((word) => trace.indexOf(`${word} ${events[0]!.id}`));
        expect(syncs.some((at) => at > submitted! && at < acknowledged!)).toBe(true);
      }
    });

    it.each(['sync', 'write'] as const)('acknowledges nothing while a %s fails, and recovers by itself', async (call) => {
      await start();
      const [before, during, after] = [appendTo(newStream()), appendTo(newStream()), appendTo(newStream())];
      expect((await writer.append(before)).outcomes).toEqual(['written']);
      disk.fail(call);
      expect((await writer.append(during)).outcomes).toEqual(['StoreUnavailable']);
      expect((await writer.append(during, during)).outcomes).toEqual(['StoreUnavailable', 'StoreUnavailable']);
      expect(disk.takeTrace().join('\n')).toContain(`${call} ${durable.syncedFile} failed`);
      disk.mend();
      expect((await writer.append(during, after)).outcomes).toEqual(['written', 'written']);
      await writer.kill();
      const store = await durable.openWriter(folder);
      const streams = (await readEverything(store, BEGINNING)).map(({ stream }) => stream);
      expect(streams).toEqual([before.stream, during.stream, after.stream]);
      await store.close();
    });

    it('syncs what a crash left behind before it answers a repeat of it', async () => {
      await start();
      const request = appendTo(newStream());
      await writer.append(request);
      await writer.kill();
      disk.takeTrace();
      ({ writer } = await ObedientWriter.start(durable.opener, folder, disk.env));
      expect((await writer.append(request)).outcomes).toEqual(['found']);
      const trace = disk.takeTrace();
      expect(
        trace.slice(
          0,
          trace.findIndex((line) => line.startsWith('ack')),
        ),
      ).toContain(`sync ${durable.syncedFile} done`);
    });
  });
}
