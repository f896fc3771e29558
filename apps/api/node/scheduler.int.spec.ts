import { afterEach, describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, id, LedgerHarness, subjectIdOf } from '../../../libs/collaboration/testing/ledger-harness.js';
import { ConflictError, StoreUnavailable } from '../../../libs/ledger/errors.js';
import type { AppendRequest } from '../../../libs/ledger/event-store.js';
import { alarmRegistration, reset, set } from './alarm.fixture.js';
import { endProcesses, processOn, processWithViews } from './scheduler.fixture.js';

afterEach(endProcesses);

const made = (name: string): string => subjectIdOf(id(name));

function alarms(): LedgerHarness {
  return new LedgerHarness([alarmRegistration().projection]);
}

async function setTo(ledger: LedgerHarness, on: string, name: string, broken = false): Promise<void> {
  await ledger.execute(ADMINISTRATOR, set, { on, broken }, name);
}

/** Which alarms rang, on which day, in order. */
async function rang(ledger: LedgerHarness): Promise<[name: string, on: string][]> {
  const names = new Map(['a', 'b', 'c'].map((name) => [`alarm-${made(name)}`, name]));
  return (await ledger.events())
    .filter(({ type }) => type === 'AlarmRang')
    .map(({ data, envelope }) => [names.get(envelope.stream) ?? envelope.stream, (data as { on: string }).on]);
}

/** From here on appends to streams that begin so fail. */
function failing(ledger: LedgerHarness, prefix: string, fault: () => Error = () => new StoreUnavailable('gone')): { stop(): void } {
  const { store } = ledger;
  const append = store.append.bind(store);
  store.append = (request: AppendRequest) => (request.stream.startsWith(prefix) ? Promise.reject(fault()) : append(request));
  return { stop: () => (store.append = append) };
}

describe('a timer', () => {
  it('fires on its legal day in Amsterdam and not before, once', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-07-01', 'a');
    const scheduler = processOn(ledger);
    ledger.at('2025-06-30T21:59:59.999Z');
    expect(await scheduler.finish()).toEqual([]);
    ledger.at('2025-06-30T22:00:00.000Z');
    expect(await scheduler.finish()).toMatchObject([
      { on: '2025-07-01', kind: 'ALARM', command: 'RingAlarm', outcome: 'RECORDED', recordedOn: `alarm-${made('a')}` },
    ]);
    ledger.on('2025-07-02');
    expect(await scheduler.finish()).toEqual([]);
    expect(await rang(ledger)).toEqual([['a', '2025-07-01']]);
  });

  it('that is learned of when its day has come already fires at once', async () => {
    const ledger = alarms();
    const scheduler = processOn(ledger);
    await setTo(ledger, '2025-01-06', 'a');
    await scheduler.finish();
    await setTo(ledger, '2024-12-01', 'b');
    await scheduler.finish();
    expect(await rang(ledger)).toEqual([
      ['a', '2025-01-06'],
      ['b', '2024-12-01'],
    ]);
  });

  it('that moves to another day does not fire on the first, and fires again when it moves after it fired', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-02-01', 'a');
    await ledger.execute(ADMINISTRATOR, reset, { alarm: made('a'), on: '2025-03-01' });
    const scheduler = processOn(ledger);
    await ledger.on('2025-02-10');
    await scheduler.finish();
    expect(await rang(ledger)).toEqual([]);
    await ledger.on('2025-03-01');
    await scheduler.finish();
    await ledger.execute(ADMINISTRATOR, reset, { alarm: made('a'), on: '2025-04-01' });
    await ledger.on('2025-04-01');
    await scheduler.finish();
    expect(await rang(ledger)).toEqual([
      ['a', '2025-03-01'],
      ['a', '2025-04-01'],
    ]);
  });

  it('is missed by no day that nobody looked', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-02-01', 'a');
    await setTo(ledger, '2025-02-02', 'b');
    await processOn(ledger).finish();
    ledger.on('2025-12-31');
    await processOn(ledger).finish();
    expect(await rang(ledger)).toEqual([
      ['a', '2025-02-01'],
      ['b', '2025-02-02'],
    ]);
  });
});

describe('a process that ends', () => {
  it('between firing and keeping its progress leaves what the next one does again, and nothing is recorded twice', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-06', 'a');
    const progress = failing(ledger, 'progress-');
    await expect(processOn(ledger).finish()).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    progress.stop();
    expect(await rang(ledger)).toEqual([['a', '2025-01-06']]);
    expect(await processOn(ledger).finish()).toMatchObject([{ outcome: 'RECORDED', recordedOn: `alarm-${made('a')}` }]);
    expect(await processOn(ledger).finish()).toEqual([]);
    expect(await rang(ledger)).toEqual([['a', '2025-01-06']]);
  });

  it('between one timer and the next leaves the next', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-05', 'a');
    await setTo(ledger, '2025-01-06', 'b');
    const gone = failing(ledger, `alarm-${made('b')}`);
    expect(await processOn(ledger).finish()).toMatchObject([{ outcome: 'RECORDED' }, { outcome: 'FAILED' }]);
    gone.stop();
    await processOn(ledger).finish();
    expect(await rang(ledger)).toEqual([
      ['a', '2025-01-05'],
      ['b', '2025-01-06'],
    ]);
  });

  it('is followed by one whose views are built anew, or say other things, without anything firing twice', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-05', 'a');
    await setTo(ledger, '2025-01-06', 'b');
    await processOn(ledger).finish();
    const before = await rang(ledger);
    expect(await processOn(ledger).finish()).toEqual([]);
    expect(await processOn(ledger, [alarmRegistration(2)]).finish()).toHaveLength(2);
    expect(before).toHaveLength(2);
    expect(await rang(ledger)).toEqual(before);
  });
});

describe('what goes wrong with one timer', () => {
  it('does not block the others: a refusal is final, a fault or a conflict is tried again', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-04', 'a', true);
    await setTo(ledger, '2025-01-05', 'b');
    await setTo(ledger, '2025-01-06', 'c');
    const scheduler = processOn(ledger);
    const stream = `alarm-${made('b')}`;
    const conflict = failing(ledger, stream, () => new ConflictError(stream, 0, 1));
    expect((await scheduler.finish()).map(({ outcome }) => outcome)).toEqual(['REFUSED', 'FAILED', 'RECORDED']);
    conflict.stop();
    expect((await scheduler.finish()).map(({ outcome }) => outcome)).toEqual(['RECORDED']);
    expect(await scheduler.finish()).toEqual([]);
    expect(await processOn(ledger).finish()).toEqual([]);
    expect(await rang(ledger)).toEqual([
      ['c', '2025-01-06'],
      ['b', '2025-01-05'],
    ]);
  });

  it('is dropped when by then nothing comes due any more', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-06', 'a');
    const scheduler = processOn(ledger);
    const gone = failing(ledger, `alarm-${made('a')}`);
    await scheduler.finish();
    gone.stop();
    await ledger.execute(ADMINISTRATOR, reset, { alarm: made('a'), on: '2026-01-01' });
    expect(await scheduler.finish()).toEqual([]);
    expect(await rang(ledger)).toEqual([]);
  });

  it('waits for views that are behind', async () => {
    const ledger = alarms();
    await setTo(ledger, '2025-01-06', 'a');
    const { scheduler, views } = processWithViews(ledger);
    const { waitFor } = views;
    views.waitFor = async () => false;
    await expect(scheduler.finish()).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    expect(await rang(ledger)).toEqual([]);
    views.waitFor = waitFor;
    await scheduler.finish();
    expect(await rang(ledger)).toHaveLength(1);
  });
});

describe('a thousand timers of one day', () => {
  it('all fire, a few at once', async () => {
    const ledger = alarms();
    for (let number = 0; number < 1_000; number += 1) await setTo(ledger, '2025-03-01', `alarm ${number}`);
    const { store } = ledger;
    const append = store.append.bind(store);
    let [now, most] = [0, 0];
    store.append = async (request: AppendRequest) => {
      now += 1;
      most = Math.max(most, now);
      return append(request).finally(() => (now -= 1));
    };
    ledger.on('2025-03-01');
    expect(await processOn(ledger).finish()).toHaveLength(1_000);
    expect(new Set((await rang(ledger)).map(([stream]) => stream)).size).toBe(1_000);
    expect(await rang(ledger)).toHaveLength(1_000);
    expect(most).toBeLessThanOrEqual(25);
  });
});
