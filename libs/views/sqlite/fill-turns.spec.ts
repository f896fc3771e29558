import { describe, expect, it } from '@jest/globals';
import { FillTurns } from './fill-turns.js';

describe('turns to fill', () => {
  it('are had by one at a time, who may take them again and again', () => {
    const one = new FillTurns();
    const other = new FillTurns(one.memory);
    expect([one.tryTake(), one.tryTake(), other.tryTake()]).toEqual([true, true, false]);
    other.give();
    expect(other.tryTake()).toBe(false);
    one.give();
    other.take();
    expect([other.tryTake(), one.tryTake()]).toEqual([true, false]);
  });

  it('give each part to one', () => {
    const one = new FillTurns();
    const other = new FillTurns(one.memory);
    expect([one.nextPart(), other.nextPart(), other.nextPart(), one.nextPart()]).toEqual([0, 1, 2, 3]);
  });
});
