import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from './execution.js';
import { Reservations } from './reservations.js';
import { counter, giveUpName, openCounter, raise, spend, type Spend } from './testing/toy.fixture.js';
import { createdBy, id, MEMBER, STRANGER, ToyLedger } from './testing/toy-ledger.js';
import { type Mishap, UnreliableStore } from './testing/unreliable-store.js';

const a = createdBy('a');
const BUDGET = 'budget-use-1';

async function opened(store?: UnreliableStore, names = ['a']): Promise<ToyLedger> {
  const toy = new ToyLedger(store);
  for (const name of names) await toy.execute(openCounter, { name }, { name });
  await toy.ledger.settled();
  return toy;
}

const from = (...amounts: number[]): Spend['from'] =>
  amounts.map((amount, index) => ({ pool: `budget-use-${index + 1}`, amount, capacity: 100 }));

describe('a reservation', () => {
  it('is made before the event that names it, and confirmed after', async () => {
    const toy = await opened();
    await toy.execute(spend, { counter: a, from: from(30) });
    await toy.ledger.settled();
    expect(toy.store.asked.slice(-3).map(({ stream, kind, events }) => [stream, kind, events[0]!.type])).toEqual([
      [BUDGET, 'system', 'ReservationMade'],
      [`counter-${a}`, 'ledger', 'CounterRaised'],
      [BUDGET, 'system', 'ReservationConfirmed'],
    ]);
    const { reservations } = (await toy.events()).at(-1)!.envelope;
    expect(reservations).toEqual([JSON.parse(toy.store.asked.at(-1)!.events[0]!.json).reservation]);
    expect(await toy.pending()).toEqual([]);
  });

  it('is refused by a pool with too little left, which says how much and who holds the rest', async () => {
    const toy = await opened();
    await toy.execute(spend, { counter: a, from: from(70) });
    const refused = await toy.execute(spend, { counter: a, from: from(31) });
    expect(refused).toMatchObject({ refusal: { ruleId: 'FULL', detail: { nl: '30', en: `counter-${a}` } } });
    expect(await toy.execute(spend, { counter: a, from: from(30) })).toMatchObject({ kind: 'recorded' });
    expect(await toy.held(BUDGET)).toBe(100);
  });

  it('of several pools is all or nothing', async () => {
    const toy = await opened();
    await toy.execute(spend, { counter: a, from: from(10, 80) });
    expect(await toy.execute(spend, { counter: a, from: from(10, 21, 10) })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    expect(await Promise.all([1, 2, 3].map((pool) => toy.held(`budget-use-${pool}`)))).toEqual([10, 80, 0]);
    expect(await toy.pending()).toEqual([]);
  });

  it('of several pools is given back by recovery alone when other processes write too', async () => {
    const toy = await opened(new UnreliableStore({ sharedWriters: true }));
    await toy.execute(spend, { counter: a, from: from(10, 80) });
    expect(await toy.execute(spend, { counter: a, from: from(10, 21) })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    await toy.ledger.settled();
    expect(await toy.held(BUDGET)).toBe(20);
    expect(await toy.recoverAll()).toEqual(['released']);
    expect(await toy.held(BUDGET)).toBe(10);
    expect((await toy.events()).at(-1)!.type).toBe('AttemptAbandoned');
  });

  it('counts every share when a decision takes two from one pool', async () => {
    const toy = await opened();
    const twice = (amount: number) => [
      { pool: BUDGET, amount, capacity: 100 },
      { pool: BUDGET, amount, capacity: 100 },
    ];
    expect(await toy.execute(spend, { counter: a, from: twice(51) })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    expect(await toy.execute(spend, { counter: a, from: twice(50) })).toMatchObject({ kind: 'recorded' });
    expect(await toy.held(BUDGET)).toBe(100);
  });

  it('is a whole number of something', async () => {
    const toy = await opened();
    for (const amount of [-1, 0.5, 2 ** 53])
      await expect(toy.execute(spend, { counter: a, from: from(amount) })).rejects.toThrow(/whole number/);
    expect(await toy.held(BUDGET)).toBe(0);
  });

  it('keeps a name for one', async () => {
    const toy = await opened();
    expect(await toy.execute(openCounter, { name: 'a' })).toMatchObject({ refusal: { ruleId: 'FULL', detail: { en: `counter-${a}` } } });
    const claims = await Promise.all(Array.from({ length: 50 }, () => toy.execute(openCounter, { name: 'b' })));
    expect(claims.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
  });
});

describe('a capacity', () => {
  it('is never exceeded and always used as far as it goes, however many spend at once and in however many processes', async () => {
    const spending = fc.record({
      process: fc.nat({ max: 2 }),
      counter: fc.nat({ max: 3 }),
      amounts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(spending, { minLength: 3, maxLength: 20 }), fc.boolean(), async (steps, sharedWriters) => {
        const store = new UnreliableStore({ slow: true, sharedWriters });
        const names = ['a', 'b', 'c', 'd'];
        const toys = [await opened(store, names), new ToyLedger(store), new ToyLedger(store)];
        const outcomes = await Promise.all(
          steps.map(({ process, counter: nth, amounts }, index) =>
            toys[process]!.execute(spend, { counter: createdBy(names[nth]!), from: from(...amounts) }, { name: `spend ${index}` }),
          ),
        );
        for (const toy of toys) await toy.ledger.settled();
        const spent = [0, 1, 2].map((pool) =>
          steps.reduce((sum, { amounts }, index) => sum + (outcomes[index]!.kind === 'recorded' ? (amounts[pool] ?? 0) : 0), 0),
        );
        await toys[0]!.recoverAll();
        for (const pool of [0, 1, 2]) {
          expect(spent[pool]).toBeLessThanOrEqual(100);
          expect(await toys[0]!.held(`budget-use-${pool + 1}`)).toBe(spent[pool]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('is met by thousands at once without a conflict', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `counter ${index}`);
    const toy = await opened(undefined, names);
    const capacity = 500;
    const all = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        toy.execute(spend, { counter: createdBy(names[index % 40]!), from: [{ pool: BUDGET, amount: 1, capacity }] }),
      ),
    );
    expect(all.filter(({ kind }) => kind === 'recorded')).toHaveLength(capacity);
  });
});

describe('giving back', () => {
  it('frees a name before the command is answered', async () => {
    const toy = await opened();
    await toy.execute(giveUpName, { counter: a });
    expect(await toy.execute(openCounter, { name: 'a' }, { actor: STRANGER })).toMatchObject({ kind: 'recorded' });
    expect(await toy.pending()).toEqual([]);
  });

  it('frees it for other processes too, however slow the store', async () => {
    const toy = await opened();
    toy.store.before = async ({ events }) => {
      if (events[0]!.type === 'ReservationReleased') await new Promise((resolve) => setImmediate(resolve));
    };
    await toy.execute(giveUpName, { counter: a });
    expect(await new ToyLedger(toy.store, {}, 'other').execute(openCounter, { name: 'a' })).toMatchObject({ kind: 'recorded' });
  });

  it('leaves what the owner took later or by the same command, and what others hold', async () => {
    const { store } = await opened();
    const reservations = new Reservations(store, { now: () => '2025-01-06T09:00:00.000Z' });
    const share = (name: string, owner: string, amount = 10) => ({
      reservation: id(name),
      owner,
      commandId: id(`${name} command`),
      amount,
      capacity: 100,
    });
    await reservations.reserve('p', share('first', 'x'));
    await reservations.reserve('p', share('other', 'y'));
    await reservations.reserve('p', { ...share('anew', 'x', 5), commandId: id('back command') });
    await reservations.giveBack('p', share('back', 'x'));
    await reservations.reserve('p', share('later', 'x', 20));
    await reservations.confirm('p', id('back'));
    await reservations.confirm('p', id('back'));
    const [{ available }] = [await reservations.reserve('p', share('big', 'z', 71))] as [{ available: number }];
    expect(available).toBe(65);
  });

  it('is done for an owner of more shares than fit in one append', async () => {
    const { store } = await opened();
    const reservations = new Reservations(store, { now: () => '2025-01-06T09:00:00.000Z' });
    for (const count of [97, 98, 99, 100, 230]) {
      const pool = `p-${count}`;
      for (let n = 0; n < count; n += 1)
        await reservations.reserve(pool, {
          reservation: id(`${count} ${n}`),
          owner: 'x',
          commandId: id(`c ${n}`),
          amount: 1,
          capacity: 1_000,
        });
      await reservations.giveBack(pool, { reservation: id(`back ${count}`), owner: 'x', commandId: id('back') });
      await reservations.confirm(pool, id(`back ${count}`));
      const shares = (await store.memory.readStream(pool)).map(({ type }) => type);
      expect(shares.filter((type) => type === 'ReservationReleased')).toHaveLength(count + 1);
    }
  });
});

/** One attempt and all that may become of it: the n-th append goes wrong, and the process is gone. */
async function crashAt(toy: ToyLedger, nth: number, mishap: Mishap, run: (process: ToyLedger) => Promise<Outcome>): Promise<void> {
  let count = 0;
  toy.store.mishap = () => {
    count += 1;
    // A process that is gone appends nothing more.
    return count < nth ? undefined : count === nth ? mishap : 'lost';
  };
  const process = new ToyLedger(toy.store);
  await run(process).catch(() => undefined);
  await process.ledger.settled();
  toy.store.mishap = () => undefined;
}

describe('a crash', () => {
  const points = [1, 2, 3, 4, 5, 6].flatMap((nth) => (['lost', 'unanswered', 'late'] as const).map((mishap) => [nth, mishap] as const));
  const command = { counter: a, from: from(60, 60) };
  const run = (process: ToyLedger) => process.execute(spend, command, { name: 'spend' });

  it.each(points)('at append %i (%s) loses nothing and takes nothing twice, when recovery comes first', async (nth, mishap) => {
    const toy = await opened();
    await crashAt(toy, nth, mishap, run);
    const restarted = new ToyLedger(toy.store);
    await restarted.recoverAll();
    const late = await toy.store.land();
    await restarted.recoverAll();
    const { total } = await restarted.counter('a');
    expect(total).toBeLessThanOrEqual(1);
    expect([await toy.held(BUDGET), await toy.held('budget-use-2')]).toEqual([total * 60, total * 60]);
    if (mishap === 'late' && nth === 3) expect([late, total]).toEqual([['conflict'], 0]);
    expect(await run(restarted)).toMatchObject({ kind: 'recorded', events: [{ type: 'CounterRaised' }] });
    await restarted.ledger.settled();
    expect((await restarted.counter('a')).total).toBe(1);
    expect([await toy.held(BUDGET), await toy.held('budget-use-2')]).toEqual([60, 60]);
    expect(await toy.pending()).toEqual([]);
  });

  it.each(points)('at append %i (%s) is resumed when the owner comes first', async (nth, mishap) => {
    const toy = await opened();
    await crashAt(toy, nth, mishap, run);
    const restarted = new ToyLedger(toy.store);
    expect(await run(restarted)).toMatchObject({ kind: 'recorded' });
    await restarted.ledger.settled();
    await toy.store.land();
    await restarted.recoverAll();
    expect((await new ToyLedger(toy.store).counter('a')).total).toBe(1);
    expect([await toy.held(BUDGET), await toy.held('budget-use-2')]).toEqual([60, 60]);
    expect(await toy.pending()).toEqual([]);
  });

  it.each(points)('at append %i (%s) of a create leaves no subject, and its name free', async (nth, mishap) => {
    const toy = await opened(undefined, []);
    await crashAt(toy, nth, mishap, (process) => process.execute(openCounter, { name: 'a' }, { name: 'a' }));
    const restarted = new ToyLedger(toy.store);
    await restarted.recoverAll();
    await toy.store.land();
    await restarted.recoverAll();
    const { exists } = await restarted.counter('a');
    expect(await toy.held('claim-name-a')).toBe(exists ? 1 : 0);
    if (!exists) {
      await expect(restarted.execute(raise, { counter: a, by: 1 }, { actor: { ...MEMBER, role: 'administrator' } })).rejects.toMatchObject({
        category: 'NOT_FOUND',
      });
      expect(await restarted.execute(openCounter, { name: 'a' }, { name: 'another' })).toMatchObject({ kind: 'recorded' });
      expect(await restarted.execute(openCounter, { name: 'a' }, { name: 'a' })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    } else {
      expect(await restarted.execute(openCounter, { name: 'a' }, { name: 'a' })).toMatchObject({ kind: 'recorded' });
    }
  });

  it.each(points)('at append %i (%s) of giving back gives back exactly when the event is there', async (nth, mishap) => {
    const toy = await opened();
    await crashAt(toy, nth, mishap, (process) => process.execute(giveUpName, { counter: a }, { name: 'give up' }));
    const restarted = new ToyLedger(toy.store);
    await restarted.recoverAll();
    await toy.store.land();
    await restarted.recoverAll();
    const { name } = await restarted.counter('a');
    expect(await toy.held('claim-name-a')).toBe(name === undefined ? 0 : 1);
    expect(await toy.pending()).toEqual([]);
  });
});

describe('recovery', () => {
  it('that itself breaks off may be repeated, and a fenced share holds nothing for its owner meanwhile', async () => {
    const toy = await opened(undefined, []);
    await crashAt(toy, 2, 'lost', (process) => process.execute(openCounter, { name: 'a' }, { name: 'a' }));
    for (const [nth, mishap] of [
      [1, 'lost'],
      [1, 'unanswered'],
      [1, 'lost'],
    ] as const) {
      let count = 0;
      toy.store.mishap = () => ((count += 1) === nth ? mishap : undefined);
      await expect(toy.recoverAll()).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    }
    toy.store.mishap = () => undefined;
    expect((await toy.events()).map(({ type }) => type)).toEqual(['AttemptAbandoned']);
    expect(await toy.execute(openCounter, { name: 'a' }, { name: 'a' })).toMatchObject({ kind: 'recorded', revision: 1 });
    expect(await toy.recoverAll()).toEqual(['released']);
    expect(await toy.held('claim-name-a')).toBe(1);
  });

  it('waits for an attempt that is still at work in this process, and confirms it', async () => {
    const toy = await opened(new UnreliableStore({ slow: true }));
    let recovery: Promise<string[]> | undefined;
    toy.store.before = ({ stream }) => {
      if (stream === `counter-${a}`) recovery ??= toy.recoverAll();
    };
    expect(await toy.execute(spend, { counter: a, from: from(60) })).toMatchObject({ kind: 'recorded' });
    expect(await recovery).toEqual(['confirmed']);
    expect((await toy.ledger.load(counter, a)).abandoned.size).toBe(0);
  });

  it('does not take back what an earlier attempt of unknown outcome may still use', async () => {
    const toy = await opened();
    const pools = (...names: string[]) => names.map((pool) => ({ pool, amount: 60, capacity: 100 }));
    const needs = { from: pools('p', 'q') };
    const changing = {
      ...spend,
      decide: (command: Spend, state: never, context: never) => spend.decide({ ...command, ...needs }, state, context),
    };
    await toy.execute(spend, { counter: a, from: pools('r') });
    toy.store.mishap = ({ stream }) => (stream === `counter-${a}` ? 'late' : undefined);
    const command = { counter: a, from: [] };
    await expect(toy.execute(changing, command, { name: 'spend' })).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    toy.store.mishap = () => undefined;
    needs.from = pools('p', 'r');
    expect(await toy.execute(changing, command, { name: 'spend' })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    expect(await toy.store.land()).toEqual(['stored']);
    expect(await toy.execute(spend, { counter: a, from: pools('p') })).toMatchObject({ refusal: { ruleId: 'FULL' } });
    await toy.recoverAll();
    expect([await toy.held('p'), await toy.held('q'), await toy.held('r')]).toEqual([60, 60, 60]);
  });

  it('gives back what a repeat took, when the first attempt arrives after all and names other shares', async () => {
    const toy = await opened();
    const needs = { from: [{ pool: 'p', amount: 60, capacity: 100 }] };
    const changing = {
      ...spend,
      decide: (command: Spend, state: never, context: never) => spend.decide({ ...command, ...needs }, state, context),
    };
    const command = { counter: a, from: [] };
    toy.store.mishap = ({ stream }) => (stream === `counter-${a}` ? 'late' : undefined);
    await expect(toy.execute(changing, command, { name: 'spend' })).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    toy.store.mishap = () => undefined;
    needs.from = [{ pool: 'q', amount: 60, capacity: 100 }];
    toy.store.before = async ({ stream }) => {
      if (stream === `counter-${a}`) await toy.store.land();
    };
    expect(await toy.execute(changing, command, { name: 'spend' })).toMatchObject({ kind: 'recorded', revision: 1 });
    await toy.ledger.settled();
    expect((await toy.recoverAll()).sort()).toEqual(['confirmed', 'released']);
    expect([await toy.held('p'), await toy.held('q')]).toEqual([60, 0]);
  });
});
