import { describe, expect, it } from '@jest/globals';
import { inParallel } from './in-parallel.js';

describe('running in parallel', () => {
  it('answers in the order of the items, with never more at a time than the limit', async () => {
    let running = 0;
    let most = 0;
    const answers = await inParallel([5, 4, 3, 2, 1], 2, async (turns) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      running -= 1;
      return turns * 10;
    });
    expect(answers).toEqual([50, 40, 30, 20, 10]);
    expect(most).toBe(2);
  });

  it('begins nothing more once one failed', async () => {
    const begun: number[] = [];
    const failing = inParallel([1, 2, 3, 4], 1, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(begun).toEqual([1, 2]);
  });
});
