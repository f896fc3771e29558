import { describe, expect, it } from '@jest/globals';
import { Progress, progressText } from './progress.js';

function shown(isTTY: boolean, at: readonly number[]): string[] {
  const written: string[] = [];
  let now = 0;
  const progress = new Progress({ label: 'rows', total: 10, stream: { isTTY, write: (text) => written.push(text) }, now: () => now });
  for (const time of at) {
    now = time;
    progress.advance();
  }
  progress.end();
  return written;
}

describe('progress', () => {
  it('says nothing of what is done within a second', () => {
    expect(shown(false, [10, 900])).toEqual([]);
  });

  it('writes lines now and then where nobody watches, and a last one', () => {
    expect(shown(false, [500, 1_000, 1_500, 3_000])).toEqual([
      'rows: 2 of 10 (20%), 2 per second\n',
      'rows: 4 of 10 (40%), 1 per second\n',
      'rows: 4 of 10 (40%), 1 per second\n',
    ]);
  });

  it('renews one line on a terminal', () => {
    const written = shown(true, [1_000, 1_100, 1_300]);
    expect(written).toEqual([
      '\r\u001b[2Krows: 1 of 10 (10%), 1 per second',
      '\r\u001b[2Krows: 3 of 10 (30%), 2 per second',
      '\r\u001b[2Krows: 3 of 10 (30%), 2 per second',
      '\n',
    ]);
  });

  it('counts without a total when there is none', () => {
    expect(progressText({ label: 'events', count: 3, elapsedMs: 1_500 })).toBe('events: 3, 2 per second');
  });
});
