import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CommitCount } from './commit-count.js';

const LONG_MS = 60_000;

describe('a count of commits', () => {
  it('wakes who waits for the next one', async () => {
    const commits = new CommitCount();
    const waiting = commits.moved(commits.now, LONG_MS);
    commits.raise();
    await waiting;
    expect(commits.now).toBe(1);
  });

  it('does not make wait for what was counted meanwhile', async () => {
    const commits = new CommitCount();
    const seen = commits.now;
    commits.raise();
    await commits.moved(seen, LONG_MS);
    expect(commits.now).toBe(1);
  });

  it('lets go when the time is up', async () => {
    const commits = new CommitCount();
    await commits.moved(commits.now, 1);
    expect(commits.now).toBe(0);
  });

  it('is one count in every thread', async () => {
    const commits = new CommitCount();
    const waiting = commits.moved(commits.now, LONG_MS);
    const script = `import { workerData } from 'node:worker_threads';
      const { CommitCount } = await import(workerData.module);
      new CommitCount(workerData.shared).raise();`;
    const source = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const module = new URL('./commit-count.js', import.meta.url).href;
    const other = new Worker(source, { workerData: { module, shared: commits.shared } });
    await Promise.all([waiting, once(other, 'exit')]);
    expect(commits.now).toBe(1);
  });
});
