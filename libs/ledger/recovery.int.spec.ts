import { describe, expect, it } from '@jest/globals';
import { onEachStore } from '../event-stores/contract/each-store.js';
import type { Outcome } from './execution.js';
import { counter, giveUpName, openCounter, raise, spend, type Spend } from './testing/toy.fixture.js';
import { createdBy, MEMBER, ToyLedger } from './testing/toy-ledger.js';
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

onEachStore(() => {
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
        await expect(
          restarted.execute(raise, { counter: a, by: 1 }, { actor: { ...MEMBER, role: 'administrator' } }),
        ).rejects.toMatchObject({
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
      // What it took is confirmed after the answer.
      await toy.ledger.settled();
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
      expect(await toy.recoverAll()).toEqual(['confirmed']);
      expect([await toy.held('p'), await toy.held('q')]).toEqual([60, 0]);
    });
  });
});
