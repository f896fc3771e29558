import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onEachStore, runs } from '../event-stores/contract/each-store.js';
import { Reservations } from './reservations.js';
import { giveUpName, openCounter, spend, type Spend } from './testing/toy.fixture.js';
import { createdBy, id, STRANGER, ToyLedger } from './testing/toy-ledger.js';
import { UnreliableStore } from './testing/unreliable-store.js';

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

onEachStore(() => {
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

    it('that counts in any case is made even beyond what is left, and says so, also when it is repeated', async () => {
      const reservations = new Reservations(new UnreliableStore(), { now: () => '2025-01-06T09:00:00.000Z' });
      const wanted = (name: string, amount: number) => ({
        reservation: id(name),
        owner: `counter-${a}`,
        commandId: id(name),
        amount,
        capacity: 100,
      });
      expect(await reservations.reserve(BUDGET, { ...wanted('first', 100), evenBeyond: true })).toEqual({
        reserved: true,
        made: true,
        beyond: false,
      });
      const second = { ...wanted('second', 1), evenBeyond: true };
      expect(await reservations.reserve(BUDGET, second)).toEqual({ reserved: true, made: true, beyond: true });
      expect(await reservations.reserve(BUDGET, second)).toEqual({ reserved: true, made: false, beyond: true });
      expect(await reservations.reserve(BUDGET, wanted('third', 1))).toMatchObject({ reserved: false, available: -1 });
    });

    it('of several pools is all or nothing', async () => {
      const toy = await opened();
      await toy.execute(spend, { counter: a, from: from(10, 80) });
      expect(await toy.execute(spend, { counter: a, from: from(10, 21, 10) })).toMatchObject({ refusal: { ruleId: 'FULL' } });
      expect(await Promise.all([1, 2, 3].map((pool) => toy.held(`budget-use-${pool}`)))).toEqual([10, 80, 0]);
      expect(await toy.pending()).toEqual([]);
    });

    it('of several pools is given back at once when other processes write too, and fenced off at its owner', async () => {
      const toy = await opened(new UnreliableStore({ sharedWriters: true }));
      await toy.execute(spend, { counter: a, from: from(10, 80) });
      await toy.ledger.settled();
      expect(await toy.execute(spend, { counter: a, from: from(10, 21) })).toMatchObject({ refusal: { ruleId: 'FULL' } });
      expect(await toy.held(BUDGET)).toBe(10);
      expect((await toy.events()).at(-1)!.type).toBe('AttemptAbandoned');
      expect(await toy.pending()).toEqual([]);
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
        runs(80),
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
      await toy.ledger.settled();
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
        const shares = (await store.inner.readStream(pool)).map(({ type }) => type);
        expect(shares.filter((type) => type === 'ReservationReleased')).toHaveLength(count + 1);
      }
    });
  });
});
