import { describe, expect, it } from '@jest/globals';
import { BEGINNING } from '../../ledger/event-store.js';
import { ObedientWriter } from './durable-process.js';
import type { DurableCase } from './durable.contract.js';
import { appendTo, newStream, readEverything, sampleEvents } from './samples.js';
import { scratchFolders } from './scratch-folder.js';

export function processesContract({ opener, openReader, openWriter }: DurableCase): void {
  describe('with more than one process', () => {
    const newFolder = scratchFolders();

    it('has its events when it is opened again', async () => {
      const folder = newFolder();
      const first = await openWriter(folder);
      const request = appendTo(newStream(), -1, sampleEvents(3));
      await first.append(request);
      const events = await readEverything(first, BEGINNING);
      await first.close();
      const second = await openWriter(folder);
      expect(await readEverything(second, BEGINNING)).toEqual(events);
      expect(await second.append(request)).toMatchObject({ revision: 2, deduplicated: true });
      await second.close();
    });

    it('refuses a second writer, saying whom to stop, and takes it when the first is gone', async () => {
      const folder = newFolder();
      const { writer } = await ObedientWriter.start(opener, folder);
      await expect(openWriter(folder)).rejects.toThrow(new RegExp(`Process ${writer.pid} already writes to .*kill ${writer.pid}`));
      await writer.append(appendTo(newStream()));
      await writer.kill();
      const store = await openWriter(folder);
      const { opened } = await ObedientWriter.start(opener, folder);
      expect(opened).toMatchObject({ kind: 'refused', message: expect.stringContaining(String(process.pid)) });
      await expect(openWriter(folder)).rejects.toThrow(/This same process/);
      await store.append(appendTo(newStream()));
      await store.close();
    });

    it('reads beside the writer, and follows it', async () => {
      const folder = newFolder();
      const { writer } = await ObedientWriter.start(opener, folder);
      const reader = await openReader(folder);
      const stop = new AbortController();
      const feed = reader.subscribe(BEGINNING, stop.signal)[Symbol.asyncIterator]();
      expect((await feed.next()).value).toEqual({ kind: 'caughtUp', position: BEGINNING });
      const request = appendTo(newStream(), -1, sampleEvents(2));
      const live = feed.next();
      await writer.append(request);
      expect((await live).value).toMatchObject({ kind: 'batch', events: request.events });
      expect(await reader.readStream(request.stream)).toMatchObject(request.events);
      expect(await reader.readAll(BEGINNING, 10)).toHaveLength(2);
      expect(await reader.head()).toBe((await reader.readStream(request.stream)).at(-1)!.position);
      await expect(reader.append(appendTo(newStream()))).rejects.toThrow(/reading only/);
      stop.abort();
      await reader.close();
      await writer.close();
    });

    it('reads without a writer too, but makes no log', async () => {
      const folder = newFolder();
      await expect(openReader(folder)).rejects.toThrow(/no log/);
      const store = await openWriter(folder);
      await store.append(appendTo(newStream()));
      await store.close();
      const reader = await openReader(folder);
      expect(await reader.readAll(BEGINNING, 10)).toHaveLength(1);
      await reader.close();
    });
  });
}
