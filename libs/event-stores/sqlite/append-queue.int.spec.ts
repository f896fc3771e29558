import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '../../ledger/errors.js';
import { appendTo, newStream } from '../contract/samples.js';
import { AppendQueue } from './append-queue.js';
import { CommitCount } from './commit-count.js';
import { SQLITE_LIMITS } from './limits.js';
import { createLogIfAbsent, logPath } from './log-file.js';
import { startWriterThread } from './writer-thread.js';
import type { WriterThread } from './writer-thread.js';

let folder: string;
let threads: WriterThread[];
let queue: AppendQueue;
let wakes: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'convenant-log-'));
  createLogIfAbsent(folder);
  threads = [];
  wakes = 0;
  queue = new AppendQueue({
    path: logPath(folder),
    start: async () => {
      const thread = await startWriterThread(folder, new CommitCount());
      threads.push(thread);
      return thread;
    },
    onCommit: () => (wakes += 1),
  });
  await queue.start();
});

afterEach(async () => {
  await queue.drain();
  await queue.stop();
  rmSync(folder, { recursive: true });
});

describe('the append queue', () => {
  it('writes with synchronous = FULL', () => {
    expect(queue.synchronous).toBe(2);
  });

  it('writes what waits together in one transaction, and tells of it once', async () => {
    await Promise.all(Array.from({ length: 64 }, () => queue.submit(appendTo(newStream()))));
    expect({ appends: queue.appends, commits: queue.commits, wakes }).toEqual({ appends: 64, commits: 1, wakes: 1 });
  });

  it('needs at most one sync per eight appends of 64 clients that append one after another', async () => {
    const client = async () => {
      for (let i = 0; i < 20; i++) await queue.submit(appendTo(newStream()));
    };
    await Promise.all(Array.from({ length: 64 }, client));
    expect(queue.appends).toBe(64 * 20);
    expect(queue.commits).toBeLessThanOrEqual((64 * 20) / 8);
  });

  it('lets each append of a batch succeed or conflict by itself', async () => {
    const request = appendTo(newStream());
    const [first, repeat, conflict, next, other] = await Promise.allSettled([
      queue.submit(request),
      queue.submit(request),
      queue.submit(appendTo(request.stream)),
      queue.submit(appendTo(request.stream, 0)),
      queue.submit(appendTo(newStream(), 5)),
    ]);
    expect([first, repeat, next]).toMatchObject([
      { value: { revision: 0, position: '1', deduplicated: false } },
      { value: { revision: 0, position: '1', deduplicated: true } },
      { value: { revision: 1, position: '2', deduplicated: false } },
    ]);
    expect([conflict, other]).toMatchObject([{ reason: { actual: 0 } }, { reason: { actual: -1 } }]);
    expect(queue.commits).toBe(1);
  });

  it('wakes nobody for repeats and conflicts', async () => {
    const request = appendTo(newStream());
    await queue.submit(request);
    await queue.submit(request);
    await expect(queue.submit(appendTo(newStream(), 3))).rejects.toThrow();
    expect({ appends: queue.appends, commits: queue.commits, wakes }).toEqual({ appends: 1, commits: 1, wakes: 1 });
  });

  it('refuses what does not fit in, with advice, and writes the rest', async () => {
    const waiting = Array.from({ length: SQLITE_LIMITS.queuedAppends }, () => queue.submit(appendTo(newStream())));
    const refused = await queue.submit(appendTo(newStream())).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreUnavailable);
    expect(refused).toMatchObject({ retryAfterMs: SQLITE_LIMITS.queueRetryAfterMs });
    await Promise.all(waiting);
    expect(queue.appends).toBe(SQLITE_LIMITS.queuedAppends);
  });

  it('says that the outcome is unknown when the writer dies, and goes on with another', async () => {
    const request = appendTo(newStream());
    const outcome = queue.submit(request).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    await threads[0]!.worker.terminate();
    expect(await outcome).toBeInstanceOf(StoreUnavailable);
    expect(await queue.submit(request)).toMatchObject({ revision: 0 });
    expect(threads).toHaveLength(2);
  });
});
