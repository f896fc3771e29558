import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshStores, onEachStore, runs } from '../event-stores/contract/each-store.js';
import type { Outcome } from './execution.js';
import { Progress } from './progress.js';
import { Reservations } from './reservations.js';
import { giveUpName, openCounter, raise, refusal, spend, type Spend } from './testing/toy.fixture.js';
import { createdBy, id, ToyLedger } from './testing/toy-ledger.js';
import { UnreliableStore } from './testing/unreliable-store.js';

/** Two nodes, each with its own connection where there are connections, which interleave in many ways. */
function nodes(): [ToyLedger, ToyLedger] {
  const [one, two] = freshStores(2).map((inner) => new UnreliableStore({ slow: true, sharedWriters: true }, inner));
  return [new ToyLedger(one, {}, 'one'), new ToyLedger(two, {}, 'two')];
}

async function opened(names = ['a', 'b', 'c']): Promise<[ToyLedger, ToyLedger]> {
  const both = nodes();
  for (const name of names) await both[0].execute(openCounter, { name }, { name });
  await both[0].ledger.settled();
  return both;
}

async function openedOn(store: UnreliableStore): Promise<ToyLedger> {
  const toy = new ToyLedger(store);
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  await toy.ledger.settled();
  return toy;
}

const from = (...amounts: number[]): Spend['from'] =>
  amounts.map((amount, index) => ({ pool: `budget-use-${index + 1}`, amount, capacity: 100 }));

async function allSettled(both: readonly ToyLedger[], executions: readonly Promise<Outcome>[]) {
  const results = await Promise.allSettled(executions);
  for (const { ledger } of both) await ledger.settled();
  return results;
}

const REUSED = { category: 'COMMAND_ID_REUSED' };
const a = createdBy('a');
const node = fc.nat({ max: 1 });

onEachStore(() => {
  describe('one command id at two nodes', () => {
    it('at once gives one result, of a create and on an existing stream, with shares and without', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(node, { minLength: 2, maxLength: 6 }), fc.nat({ max: 3 }), async (turns, delay) => {
          const both = await opened();
          const late = async (nth: number) => {
            for (let tick = nth * delay; tick > 0; tick -= 1) await new Promise((resolve) => setImmediate(resolve));
          };
          const repeated = async (run: (toy: ToyLedger) => Promise<Outcome>) => {
            const outcomes = await Promise.all(turns.map((which, nth) => late(nth).then(() => run(both[which]!))));
            for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
          };
          await repeated((toy) => toy.execute(openCounter, { name: 'new' }, { name: 'new' }));
          await repeated((toy) => toy.execute(raise, { counter: a, by: 1 }, { name: 'raise' }));
          await repeated((toy) => toy.execute(spend, { counter: a, from: from(60) }, { name: 'spend' }));
          for (const { ledger } of both) await ledger.settled();
          const types = (await both[1].events()).slice(3).map(({ type }) => type);
          expect(types).toEqual(['CounterOpened', 'CounterRaised', 'CounterRaised']);
          expect([await both[0].held('budget-use-1'), await both[0].pending()]).toEqual([60, []]);
        }),
        runs(150),
      );
    });

    it('with other content is refused at whichever node comes second, also at once', async () => {
      await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.boolean(), async (create, oneAfterAnother) => {
          const both = await opened();
          const run = (toy: ToyLedger, content: number) =>
            create
              ? toy.execute(openCounter, { name: `new ${content}` }, { name: 'same' })
              : toy.execute(raise, { counter: a, by: content }, { name: 'same' });
          const first = run(both[0], 1);
          if (oneAfterAnother) await first;
          const results = await allSettled(both, [first, run(both[1], 2)]);
          expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: REUSED });
          expect(await both[0].events()).toHaveLength(4);
          expect(await both[0].pending()).toEqual([]);
          if (create) expect((await both[0].held('claim-name-new 1')) + (await both[0].held('claim-name-new 2'))).toBe(1);
        }),
        runs(100),
      );
    });

    it('never makes one share of two, also for other subjects, which the views cannot know of yet', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (amount) => {
          const both = await opened();
          const results = await allSettled(
            both,
            both.map((toy, nth) => toy.execute(spend, { counter: createdBy('bc'[nth]!), from: from(amount) }, { name: 'same' })),
          );
          const recorded = results.filter((result) => result.status === 'fulfilled' && result.value.kind === 'recorded').length;
          for (const result of results) if (result.status === 'rejected') throw result.reason;
          // Neither node can know of the other's command: each counts for itself.
          expect(recorded).toBe(amount > 50 ? 1 : 2);
          expect([await both[0].held('budget-use-1'), await both[0].pending()]).toEqual([amount * recorded, []]);
        }),
        runs(100),
      );
    });
  });

  describe('two nodes', () => {
    it('never give a name two owners, never leave one without and never keep one that is given up', async () => {
      const step = fc.record({ at: node, name: fc.nat({ max: 2 }), up: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
          const both = await opened();
          const names = ['x', 'y', 'z'];
          const made = await allSettled(
            both,
            steps.map(({ at, name }, nth) => both[at]!.execute(openCounter, { name: names[name]! }, { name: `open ${nth}` })),
          );
          const owners = steps.flatMap(({ at, name, up }, nth) => {
            const result = made[nth]!;
            if (result.status === 'rejected') throw result.reason;
            return result.value.kind === 'recorded' ? [{ at, up, name: names[name]!, counter: createdBy(`open ${nth}`) }] : [];
          });
          const wanted = new Set(steps.map(({ name }) => names[name]!));
          expect(owners.map(({ name }) => name).sort()).toEqual([...wanted].sort());
          await Promise.all(owners.map(({ at, up, counter }) => (up ? both[1 - at]!.execute(giveUpName, { counter }) : undefined)));
          for (const { ledger } of both) await ledger.settled();
          for (const { name, up } of owners) expect(await both[0].held(`claim-name-${name}`)).toBe(up ? 0 : 1);
          expect(await both[0].pending()).toEqual([]);
        }),
        runs(100),
      );
    });

    it('never spend more than there is, and what is refused or meets a conflict leaves nothing behind', async () => {
      const step = fc.record({
        at: node,
        counter: fc.constantFrom('a', 'b', 'c'),
        command: fc.nat({ max: 9 }),
        amounts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
          const both = await opened();
          // The same command has the same content at both nodes.
          const byCommand = new Map(steps.map((one) => [one.command, one]));
          const results = await allSettled(
            both,
            steps.map(({ at, command }) => {
              const { counter, amounts } = byCommand.get(command)!;
              return both[at]!.execute(spend, { counter: createdBy(counter), from: from(...amounts) }, { name: `spend ${command}` });
            }),
          );
          for (const result of results) if (result.status === 'rejected') throw result.reason;
          const recorded = new Set((await both[0].events()).map(({ envelope }) => envelope.commandId));
          for (const pool of [0, 1, 2]) {
            const spent = [...byCommand.values()].reduce(
              (sum, { command, amounts }) => sum + (recorded.has(id(`spend ${command}`)) ? (amounts[pool] ?? 0) : 0),
              0,
            );
            expect(spent).toBeLessThanOrEqual(100);
            expect(await both[0].held(`budget-use-${pool + 1}`)).toBe(spent);
          }
          expect(await both[0].pending()).toEqual([]);
        }),
        runs(200),
      );
    });
  });

  describe('a share', () => {
    it('stays with the command when another process records that very command while this one is refused', async () => {
      const store = new UnreliableStore({ sharedWriters: true });
      const toy = await openedOn(store);
      const other = new ToyLedger(store, {}, 'other');
      await toy.execute(spend, { counter: a, from: from(0, 80) }, { name: 'in the way' });
      await toy.ledger.settled();
      const command = { counter: a, from: from(10, 21) };
      store.before = async ({ events }) => {
        if (events[0]!.type !== 'AttemptAbandoned') return;
        store.before = () => undefined;
        const reservation = (await toy.pending())[0]!.reservation;
        const held = JSON.parse((await store.inner.readStream('budget-use-2'))[0]!.json) as { reservation: string };
        await new Reservations(store, { now: () => '2025-01-06T09:00:00.000Z' }).release('budget-use-2', held.reservation);
        const outcome = await other.execute(spend, command, { name: 'both' });
        expect(outcome).toMatchObject({
          kind: 'recorded',
          events: [{ envelope: { reservations: expect.arrayContaining([reservation]) } }],
        });
      };
      await toy.execute(spend, command, { name: 'both' });
      await other.ledger.settled();
      expect([await toy.held('budget-use-1'), await toy.held('budget-use-2')]).toEqual([10, 21]);
      expect(await toy.execute(spend, command, { name: 'both' })).toMatchObject({ kind: 'recorded' });
      expect(await toy.pending()).toEqual([]);
    });

    it('is given back when a command that took it is decided otherwise after a conflict', async () => {
      const store = new UnreliableStore({ sharedWriters: true });
      const toy = await openedOn(store);
      const other = new ToyLedger(store, {}, 'other');
      const once: typeof spend = {
        ...spend,
        decide: (command, state, context) => (state.total > 0 ? { refused: refusal('LATE') } : spend.decide(command, state, context)),
      };
      store.before = async ({ stream, events }) => {
        if (stream !== `counter-${a}` || !events[0]!.json.includes(id('mine'))) return;
        store.before = () => undefined;
        await other.execute(spend, { counter: a, from: [] });
      };
      expect(await toy.execute(once, { counter: a, from: from(60) }, { name: 'mine' })).toMatchObject({ refusal: { ruleId: 'LATE' } });
      expect([await toy.held('budget-use-1'), await toy.pending()]).toEqual([0, []]);
    });
  });

  describe('the progress that two process managers keep', () => {
    const clock = { now: () => '2025-01-06T09:00:00.000Z' };

    it('is never beyond what one of them did, stops neither, and ends where the last one is', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(node, fc.integer({ min: 1, max: 5 })), { minLength: 2, maxLength: 12 }), async (steps) => {
          const stores = freshStores(2);
          const both = stores.map((store) => new Progress(store, clock, 'toy'));
          const done = [0, 0];
          for (const progress of both) expect(await progress.read()).toEqual({ seq: 0, day: '' });
          const writing = [Promise.resolve(), Promise.resolve()];
          for (const [which, more] of steps) {
            const seq = (done[which]! += more);
            writing[which] = writing[which]!.then(() => both[which]!.write({ seq, day: '2025-01-06' }));
          }
          await Promise.all(writing);
          const furthest = Math.max(...done);
          const { seq } = await new Progress(stores[0]!, clock, 'toy').read();
          expect(seq).toBeLessThanOrEqual(furthest);
          const ahead = done.indexOf(furthest);
          await both[ahead]!.write({ seq: furthest + 1, day: '2025-01-06' });
          await both[1 - ahead]!.write({ seq: 1, day: '2025-01-06' });
          expect(await new Progress(stores[1]!, clock, 'toy').read()).toEqual({ seq: furthest + 1, day: '2025-01-06' });
        }),
        runs(60),
      );
    });
  });
});
