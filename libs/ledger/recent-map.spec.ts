import { describe, expect, it } from '@jest/globals';
import { RecentMap } from './recent-map.js';

describe('a map of what was set lately', () => {
  it('keeps the last entries and forgets those of long ago', () => {
    const recent = new RecentMap<number>(3);
    for (let n = 1; n <= 10; n += 1) recent.set(`key ${n}`, n);
    expect([8, 9, 10].map((n) => recent.get(`key ${n}`))).toEqual([8, 9, 10]);
    expect(recent.get('key 4')).toBeUndefined();
  });

  it('keeps what is asked for all the while', () => {
    const recent = new RecentMap<number>(3);
    recent.set('asked for', 0);
    for (let n = 1; n <= 20; n += 1) {
      recent.set(`key ${n}`, n);
      expect(recent.get('asked for')).toBe(0);
    }
  });

  it('gives the last value of a key, also when an older one is still there', () => {
    const recent = new RecentMap<number>(1);
    recent.set('key', 1);
    recent.set('other', 2);
    recent.set('key', 3);
    expect(recent.get('key')).toBe(3);
  });

  it('forgets a key wherever it stands', () => {
    const recent = new RecentMap<number>(1);
    for (const [key, value] of [
      ['key', 1],
      ['other', 2],
    ] as const)
      recent.set(key, value);
    recent.delete('key');
    recent.delete('other');
    expect([recent.get('key'), recent.get('other')]).toEqual([undefined, undefined]);
  });

  it('is empty once it was cleared', () => {
    const recent = new RecentMap<number>(1);
    for (const [key, value] of [
      ['key', 1],
      ['other', 2],
    ] as const)
      recent.set(key, value);
    recent.clear();
    expect([recent.get('key'), recent.get('other')]).toEqual([undefined, undefined]);
  });
});
