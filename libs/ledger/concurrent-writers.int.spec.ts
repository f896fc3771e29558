import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onEachStore, runs } from '../event-stores/contract/each-store.js';
import type { CommandRule } from './aggregate.js';
import { ConflictError } from './errors.js';
import { LIMITS } from './limits.js';
import { type CounterState, openCounter, raise, raiseTo } from './testing/toy.fixture.js';
import { createdBy, id, ToyLedger } from './testing/toy-ledger.js';
import { UnreliableStore } from './testing/unreliable-store.js';

const a = createdBy('a');

async function opened(toy = new ToyLedger()): Promise<ToyLedger> {
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  return toy;
}

onEachStore(() => {
  describe('writers on one stream', () => {
    it('in one process are each accepted once, in turn', async () => {
      const toy = await opened(new ToyLedger(new UnreliableStore({ slow: true })));
      const outcomes = await Promise.all(Array.from({ length: 300 }, () => toy.execute(raise, { counter: a, by: 1 })));
      expect(outcomes.map((outcome) => outcome.kind === 'recorded' && outcome.revision)).toEqual(
        Array.from({ length: 300 }, (_, index) => index + 1),
      );
      expect(await toy.counter('a')).toMatchObject({ total: 300, revision: 300 });
    });

    it('in several processes never lose, repeat or skip anything, and never pass a maximum', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ process: fc.nat({ max: 2 }), command: fc.nat({ max: 12 }) }), { minLength: 2, maxLength: 25 }),
          async (steps) => {
            const store = new UnreliableStore({ slow: true, sharedWriters: true });
            const processes = [0, 1, 2].map(() => new ToyLedger(store));
            await opened(processes[0]);
            const done = await Promise.allSettled(
              steps.map(({ process, command }) =>
                processes[process]!.execute(raiseTo, { counter: a, most: 5 }, { name: `raise ${command}` }),
              ),
            );
            const raised = (await processes[0]!.events()).filter(({ type }) => type === 'CounterRaised');
            expect(raised.length).toBeLessThanOrEqual(5);
            const commands = raised.map(({ envelope }) => envelope.commandId);
            expect(new Set(commands).size).toBe(commands.length);
            const revisions = (await processes[0]!.events()).map(({ envelope }) => envelope.revision);
            expect(revisions).toEqual(revisions.map((_, index) => index));
            done.forEach((result, index) => {
              if (result.status === 'rejected') expect(result.reason).toMatchObject({ category: 'CONFLICT' });
              else if (result.value.kind === 'recorded') expect(commands).toContain(id(`raise ${steps[index]!.command}`));
            });
          },
        ),
        runs(150),
      );
    });

    it('are decided again after a conflict, a bounded number of times', async () => {
      const toy = await opened();
      const other = new ToyLedger(toy.store, {}, 'other');
      let others = LIMITS.decideAttempts - 1;
      toy.store.before = async ({ events }) => {
        if (!events[0]!.json.includes(id('mine')) || others === 0) return;
        others -= 1;
        await other.execute(raise, { counter: a, by: 10 });
      };
      const mine = { correlationId: id('mine') };
      expect(await toy.execute(raise, { counter: a, by: 1 }, { ...mine, name: 'lucky' })).toMatchObject({
        revision: LIMITS.decideAttempts,
      });
      others = LIMITS.decideAttempts + 1;
      await expect(toy.execute(raise, { counter: a, by: 1 }, { ...mine, name: 'unlucky' })).rejects.toMatchObject({ category: 'CONFLICT' });
      expect(others).toBe(1);
    });

    it('are not given up while what several nodes read is behind for a moment', async () => {
      const toy = await opened(new ToyLedger(new UnreliableStore({ sharedWriters: true })));
      let behind: boolean | undefined;
      toy.store.before = ({ stream, expected }) => {
        if (behind === undefined) setImmediate(() => (behind = false));
        behind ??= true;
        if (behind) throw new ConflictError(stream, expected, expected + 1);
      };
      expect(await toy.execute(raise, { counter: a, by: 1 })).toMatchObject({ revision: 1 });
    });

    it('that name a stale revision are not decided again', async () => {
      const toy = await opened();
      let decided = 0;
      const counting: CommandRule<CounterState, { counter: string }> = {
        subject: ({ counter: of }) => of,
        decide: () => {
          decided += 1;
          return { accepted: [{ type: 'CounterRaised', data: { by: 1 } }] };
        },
      };
      const reads = toy.store.reads.length;
      await expect(toy.execute(counting, { counter: a }, { expectedRevision: 4 })).rejects.toMatchObject({
        category: 'CONFLICT',
        details: { expected: 4, actual: 0 },
      });
      expect([decided, toy.store.reads.length]).toEqual([0, reads + 1]);
      toy.store.before = async ({ events }) => {
        if (events[0]!.json.includes(id('mine'))) await new ToyLedger(toy.store).execute(raise, { counter: a, by: 1 }, { name: 'other' });
      };
      await expect(toy.execute(counting, { counter: a }, { expectedRevision: 0, name: 'mine' })).rejects.toMatchObject({
        category: 'CONFLICT',
      });
      expect(decided).toBe(1);
      expect(await toy.execute(counting, { counter: a }, { expectedRevision: 1 })).toMatchObject({ revision: 2 });
    });

    it('wait for each other up to a limit', async () => {
      const toy = await opened();
      const all = await Promise.allSettled(
        Array.from({ length: LIMITS.queuedPerStream + 1 }, () => toy.execute(raise, { counter: a, by: 1 })),
      );
      expect(all.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { category: 'UNAVAILABLE' } }]);
      expect((await toy.counter('a')).total).toBe(LIMITS.queuedPerStream);
    });
  });
});
