import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startDuties } from './duties.js';

describe('duties', () => {
  it('are done by the node that projects, for as long as it does, and begun again when it does again', async () => {
    const views = { projects: false };
    const told: string[] = [];
    const stop = startDuties(views, () => {
      told.push('begun');
      return async () => void told.push('ended');
    });
    const until = async (count: number) => {
      while (told.length < count) await pause(20);
    };
    await pause(50);
    expect(told).toEqual([]);
    views.projects = true;
    await until(1);
    views.projects = false;
    await until(2);
    views.projects = true;
    await until(3);
    await stop();
    expect(told).toEqual(['begun', 'ended', 'begun', 'ended']);
  });
});
