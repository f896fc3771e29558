import { describe, expect, it } from '@jest/globals';
import { onEachStore } from '../event-stores/contract/each-store.js';
import type { Outcome } from './execution.js';
import { raise, raiseTo, openCounter, build } from './testing/toy.fixture.js';
import { createdBy, id, KEEPER, MEMBER, ToyLedger, lodgeRequest } from './testing/toy-ledger.js';
import { UnreliableStore } from './testing/unreliable-store.js';

async function opened(store?: UnreliableStore): Promise<ToyLedger> {
  const toy = new ToyLedger(store);
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  return toy;
}
const a = createdBy('a');

function recorded(outcome: Outcome) {
  if (outcome.kind !== 'recorded') throw new Error('it was refused');
  return outcome;
}

onEachStore(() => {
  describe('a repeated command', () => {
    it('is answered with exactly what the first one recorded, also after others wrote on and by another process', async () => {
      const toy = await opened();
      const first = await toy.execute(raise, { counter: a, by: 2, note: 'said', about: 'p' }, { name: 'raise' });
      await toy.execute(raise, { counter: a, by: 3 });
      const repeats = [toy, new ToyLedger(toy.store)].map((process) =>
        process.execute(raise, { counter: a, by: 2, note: 'said', about: 'p' }, { name: 'raise' }),
      );
      expect(await Promise.all(repeats)).toEqual([first, first]);
      expect((await toy.counter('a')).total).toBe(5);
    });

    it('is answered the same when it races the first', async () => {
      const toy = new ToyLedger(new UnreliableStore({ slow: true }));
      const creates = await Promise.all(Array.from({ length: 20 }, () => toy.execute(openCounter, { name: 'a' }, { name: 'a' })));
      const raises = await Promise.all(Array.from({ length: 20 }, () => toy.execute(raise, { counter: a, by: 1 }, { name: 'raise' })));
      for (const outcome of creates) expect(outcome).toEqual(creates[0]);
      for (const outcome of raises) expect(outcome).toEqual(raises[0]);
      expect((await toy.events()).map(({ type }) => type)).toEqual(['CounterOpened', 'CounterRaised']);
    });

    it('is the same command whatever the case of its id, and with null for what is absent', async () => {
      const toy = await opened();
      const command = { counter: a, by: 2 };
      const first = await toy.execute(raise, command, { commandId: id('raise') });
      expect(
        await toy.execute(raise, { ...command, note: null as never, about: undefined }, { commandId: id('raise').toUpperCase() }),
      ).toEqual(first);
      expect(await toy.execute(openCounter, { name: 'a' }, { commandId: id('a').toUpperCase() })).toMatchObject({ revision: 0 });
      expect((await toy.events()).length).toBe(2);
    });

    it.each(['unanswered', 'late'] as const)('after an %s append is answered with what was stored', async (mishap) => {
      const toy = await opened();
      toy.store.mishap = () => mishap;
      await expect(toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).rejects.toMatchObject({ category: 'UNAVAILABLE' });
      toy.store.mishap = () => undefined;
      await toy.store.land();
      const outcome = recorded(await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' }));
      expect(outcome.events).toEqual((await toy.events()).slice(1));
      expect((await toy.counter('a')).total).toBe(2);
    });

    it.each([
      ['says so', {}],
      ['answers success and says nothing', { answersKnownIds: true }],
    ])('whose first append arrives while it decides is answered with what was stored, on a store that %s', async (_what, behaviour) => {
      const toy = await opened(new UnreliableStore(behaviour));
      toy.store.mishap = () => 'late';
      await expect(toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).rejects.toMatchObject({ category: 'UNAVAILABLE' });
      toy.store.mishap = () => undefined;
      toy.store.before = async () => void (await toy.store.land());
      const outcome = recorded(await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' }));
      const stored = (await toy.events()).slice(1);
      expect(outcome.events).toEqual(stored);
      expect(stored).toHaveLength(1);
      expect(await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).toEqual(outcome);
      const [sent, sentAgain] = toy.store.asked.slice(-2).map(({ events }) => events[0]);
      expect(sentAgain?.id).toBe(sent?.id);
      expect(sentAgain?.json).not.toBe(sent?.json);
    });
  });

  describe('a command id that was used for other content', () => {
    const reused = { category: 'COMMAND_ID_REUSED' };

    it('is refused on the same stream: another input, command, actor or party', async () => {
      const toy = await opened();
      await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' });
      for (const [command, change] of [
        [{ counter: a, by: 3 }, {}],
        [{ counter: a, by: 2 }, { type: 'Other' }],
        [{ counter: a, by: 2 }, { actor: KEEPER }],
        [{ counter: a, by: 2 }, { actingFor: id('other party') }],
      ] as const) {
        await expect(toy.execute(raise, command, { name: 'raise', ...change })).rejects.toMatchObject(reused);
      }
      await expect(toy.execute(openCounter, { name: 'b' }, { name: 'a' })).rejects.toMatchObject(reused);
      expect(await toy.events()).toHaveLength(2);
    });

    it('is refused on another stream, at once in this process', async () => {
      const toy = await opened();
      await toy.execute(openCounter, { name: 'b' }, { name: 'b' });
      await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' });
      await expect(toy.execute(raise, { counter: createdBy('b'), by: 2 }, { name: 'raise' })).rejects.toMatchObject(reused);
      await expect(toy.execute(openCounter, { name: 'c' }, { name: 'raise' })).rejects.toMatchObject(reused);
      await expect(toy.execute(build, {}, { name: 'a', ...lodgeRequest })).rejects.toMatchObject(reused);
    });

    it('is refused while the other one is under way, whichever is first', async () => {
      const toy = await opened(new UnreliableStore({ slow: true }));
      await toy.execute(openCounter, { name: 'b' }, { name: 'b' });
      const both = await Promise.allSettled(
        [a, createdBy('b')].map((counter) => toy.execute(raise, { counter, by: 1 }, { name: 'raise' })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: reused });
    });

    it('is refused after an append of which nobody knows the outcome', async () => {
      const toy = await opened();
      toy.store.mishap = () => 'late';
      await expect(toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).rejects.toMatchObject({ category: 'UNAVAILABLE' });
      toy.store.mishap = () => undefined;
      await expect(toy.execute(openCounter, { name: 'c' }, { name: 'raise' })).rejects.toMatchObject(reused);
      expect(await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).toMatchObject({ kind: 'recorded' });
    });

    it('is refused by another process as soon as its views know', async () => {
      const toy = await opened();
      const { events } = recorded(await toy.execute(raise, { counter: a, by: 2 }, { name: 'raise' }));
      const asked: string[] = [];
      const findCommand = async (commandId: string) => {
        asked.push(commandId);
        return commandId === id('raise') ? events[0]!.envelope.commandDigest : undefined;
      };
      const other = new ToyLedger(toy.store, { findCommand });
      await expect(other.execute(openCounter, { name: 'c' }, { name: 'raise' })).rejects.toMatchObject(reused);
      expect(await other.execute(raise, { counter: a, by: 2 }, { name: 'raise' })).toMatchObject({ revision: 1 });
      expect(await other.execute(openCounter, { name: 'c' }, { name: 'c' })).toMatchObject({ revision: 0 });
      await other.execute(openCounter, { name: 'd' }, { name: 'd', newCommandId: true });
      // A repeat is known from its own stream, and a fresh id needs no question.
      expect(asked).toEqual([id('raise'), id('c')]);
    });

    it('is free again when nothing was recorded', async () => {
      const toy = await opened();
      const most = 0;
      expect(await toy.execute(raiseTo, { counter: a, most }, { name: 'x', actor: MEMBER })).toMatchObject({ kind: 'refused' });
      expect(await toy.execute(openCounter, { name: 'x' }, { name: 'x' })).toMatchObject({ kind: 'recorded' });
    });
  });
});
