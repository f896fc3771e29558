import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, amsterdamDate } from '../../../libs/ledger/local-date.js';
import { DemoClock } from './demo-clock.js';
import { DemoTime } from './demo-time.js';
import type { Fired } from './timer-commands.js';

describe("a demo's time", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'convenant-time-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('passes so many days at once and says where it stands; asked again it goes on', async () => {
    const clock = new DemoClock(folder, '');
    const days: string[] = [];
    const everyDay = {
      finish: async (first: () => void = () => undefined): Promise<Fired[]> => {
        first();
        const on = amsterdamDate(clock.now());
        if (days.includes(on)) return [];
        days.push(on);
        return [{ on, kind: 'DAWN', stream: 'sun', command: 'Rise', outcome: 'UNCHANGED' }];
      },
      nextDay: async () => addDays(amsterdamDate(clock.now()), 1),
    };
    const time = new DemoTime(clock, everyDay);
    const first = await time.moveTo('2028-01-01T12:00:00.000Z');
    expect([first.arrived, first.now.slice(0, 13), first.firedCount, first.fired.length]).toEqual([false, '2027-10-03T08', 1_001, 1_000]);
    const second = await time.moveTo('2028-01-01T12:00:00.000Z');
    expect([second.arrived, second.now.slice(0, 16), second.firedCount]).toEqual([true, '2028-01-01T12:00', 90]);
    expect(days).toEqual(days.map((_, index) => addDays('2025-01-06', index)));
    await expect(time.moveTo('2028-01-01T11:00:00.000Z')).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
  });
});
