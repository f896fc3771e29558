import { afterEach, describe, expect, it } from '@jest/globals';
import { ReaderPool, type ReaderPoolOptions } from './reader-pool.js';

const script = new URL('../testing/hanging-reader.fixture.worker.js', import.meta.url);
const FAST = { rows: 1 } as never;
const ENDLESS = { rows: 2 } as never;
let pool: ReaderPool;

function open(options: Partial<ReaderPoolOptions> = {}): ReaderPool {
  pool = new ReaderPool('file', { readers: 1, setup: { projectionsUrl: '' }, script, ...options });
  return pool;
}

afterEach(() => pool.stop());

describe('reading threads', () => {
  it('are replaced when a question takes too long; who waited is told to try again', async () => {
    open({ queryMs: 2_000 });
    const [slow, bystander] = [pool.snapshot(), pool.snapshot()];
    expect([await slow.count(FAST), await bystander.count(FAST)]).toEqual([1, 1]);
    const [hung, waiting] = [slow.count(ENDLESS), bystander.count(FAST)];
    await expect(hung).rejects.toMatchObject({ category: 'UNAVAILABLE', details: { retryAfterMs: expect.any(Number) } });
    await expect(waiting).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    // What was open in the old thread is gone for good, a new snapshot answers.
    await expect(bystander.count(FAST)).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    await Promise.all([slow.close(), bystander.close()]);
    const next = pool.snapshot();
    expect(await next.count(FAST)).toBe(1);
    await next.close();
  });

  it('hold so many snapshots and no more: the next waits until one is closed', async () => {
    open({ snapshots: 2 });
    const snapshots = [pool.snapshot(), pool.snapshot(), pool.snapshot()];
    const answers = snapshots.map((snapshot) => snapshot.count(FAST));
    await Promise.all(answers.slice(0, 2));
    let third = false;
    void answers[2]?.then(() => (third = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(third).toBe(false);
    await snapshots[0]?.close();
    expect(await answers[2]).toBe(1);
    await Promise.all(snapshots.map((snapshot) => snapshot.close()));
  });

  it('end a snapshot that stays open too long, and say so', async () => {
    open({ snapshotMs: 20, snapshots: 1 });
    const forgotten = pool.snapshot();
    expect(await forgotten.count(FAST)).toBe(1);
    const next = pool.snapshot();
    expect(await next.count(FAST)).toBe(1);
    await expect(forgotten.count(FAST)).rejects.toMatchObject({ category: 'UNAVAILABLE', message: expect.stringContaining('20 ms') });
    await Promise.all([forgotten.close(), next.close()]);
  });

  it('say what is wrong when they cannot even start', async () => {
    open({ script: new URL('./no-such-file.js', import.meta.url) });
    const snapshot = pool.snapshot();
    await expect(snapshot.head()).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    await expect(snapshot.head()).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    await snapshot.close();
  });
});
