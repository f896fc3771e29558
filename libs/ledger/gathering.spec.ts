import { describe, expect, it } from '@jest/globals';
import type { Aggregate, CommandRule, Lookup } from './aggregate.js';
import { NO_STREAM } from './event-store.js';
import { LIMITS } from './limits.js';
import { build, counter, type CounterState, lodge, openCounter, raise, refusal } from './testing/toy.fixture.js';
import { createdBy, id, lodgeRequest, ToyLedger } from './testing/toy-ledger.js';

const a = createdBy('a');

async function opened(toy = new ToyLedger()): Promise<ToyLedger> {
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  return toy;
}

describe('what a decision needs', () => {
  const chain: CommandRule<CounterState, { counter: string; lodge: string }> = {
    subject: ({ counter: of }) => of,
    needs: ({ lodge: first }, _state, loaded) => {
      const needs = [first];
      for (let above = loaded.of(lodge, first).state.above; above; above = loaded.of(lodge, above).state.above) needs.push(above);
      return needs.map((one) => ({ aggregate: 'lodge', id: one }));
    },
    decide: () => ({ accepted: [{ type: 'CounterRaised', data: { by: 1 } }] }),
  };
  const construct = (toy: ToyLedger, name: string, above?: string) =>
    toy.execute(build, { above: above && createdBy(above) }, { name, ...lodgeRequest });

  it('is asked until it is stable, and pinned at the revisions used', async () => {
    const toy = await opened();
    await construct(toy, 'top');
    await construct(toy, 'middle', 'top');
    await construct(toy, 'low', 'middle');
    await toy.execute(chain, { counter: a, lodge: createdBy('low') });
    const { pins } = (await toy.events()).at(-1)!.envelope;
    expect(pins.map(({ stream, revision }) => [stream, revision])).toEqual(
      ['low', 'middle', 'top'].map((name) => [`lodge-${createdBy(name)}`, 0]),
    );
  });

  it('is NOT_FOUND when it is missing, unless it is optional', async () => {
    const toy = await opened();
    await construct(toy, 'low', 'nowhere');
    await expect(toy.execute(chain, { counter: a, lodge: createdBy('low') })).rejects.toMatchObject({
      category: 'NOT_FOUND',
      details: { id: createdBy('nowhere') },
    });
    let seen: unknown;
    const optional: CommandRule<CounterState, object> = {
      needs: () => [{ aggregate: 'lodge', id: id('nowhere'), optional: true }],
      decide: (_command, _state, { loaded }) => {
        seen = loaded.of(lodge, id('nowhere'));
        return { accepted: [] };
      },
    };
    await toy.execute(optional, {});
    expect(seen).toEqual({ exists: false, state: {}, revision: NO_STREAM, pin: undefined });
  });

  it('is limited in number', async () => {
    const toy = await opened();
    for (let floor = 0; floor <= LIMITS.neededStreams; floor += 1)
      await construct(toy, `floor ${floor}`, floor === 0 ? undefined : `floor ${floor - 1}`);
    expect(await toy.execute(chain, { counter: a, lodge: createdBy(`floor ${LIMITS.neededStreams - 1}`) })).toMatchObject({
      kind: 'recorded',
    });
    await expect(toy.execute(chain, { counter: a, lodge: createdBy(`floor ${LIMITS.neededStreams}`) })).rejects.toMatchObject({
      category: 'LIMIT_EXCEEDED',
    });
    let asked = 0;
    const endless: CommandRule<CounterState, object> = {
      lookups: () => [{ aggregate: 'lodge', table: 'lodges', where: { roof: String((asked += 1)) } }],
      decide: () => ({ accepted: [] }),
    };
    await expect(toy.execute(endless, {})).rejects.toMatchObject({ category: 'LIMIT_EXCEEDED' });
  });

  it('is read again before every decision, also before a refusal', async () => {
    const toy = await opened();
    const other = new ToyLedger(toy.store);
    const seen: number[] = [];
    const follows: CommandRule<CounterState, { counter: string; answer: 'accept' | 'refuse' }> = {
      subject: ({ counter: of }) => of,
      needs: () => [{ aggregate: 'counter', id: createdBy('b') }],
      decide: ({ answer }, _state, { loaded }) => {
        seen.push(loaded.of(counter as Aggregate<CounterState>, createdBy('b')).state.total);
        return answer === 'accept' ? { accepted: [{ type: 'CounterRaised', data: { by: 1 } }] } : { refused: refusal('R') };
      },
    };
    await toy.execute(openCounter, { name: 'b' }, { name: 'b' });
    for (const answer of ['accept', 'refuse'] as const) {
      await other.execute(raise, { counter: createdBy('b'), by: 1 }, { name: `other ${answer}` });
      await toy.execute(follows, { counter: a, answer });
    }
    toy.store.before = async ({ events }) => {
      if (!events[0]!.json.includes(id('mine'))) return;
      toy.store.before = () => undefined;
      await other.execute(raise, { counter: createdBy('b'), by: 1 }, { name: 'other, meanwhile' });
      await other.execute(raise, { counter: a, by: 1 }, { name: 'other, on the subject' });
    };
    await toy.execute(follows, { counter: a, answer: 'accept' }, { name: 'mine' });
    expect(seen).toEqual([1, 2, 2, 3]);
    expect((await toy.events()).at(-1)!.envelope.pins).toMatchObject([{ revision: 3 }]);
  });

  it('may be found by a value, and is then loaded and pinned', async () => {
    const toy = await opened();
    await construct(toy, 'top');
    toy.found = ({ where }) => (where['roof'] === 'red' ? [createdBy('top')] : []);
    const red: Lookup = { aggregate: 'lodge', table: 'lodges', where: { roof: 'red' } };
    const seen: unknown[] = [];
    const rule: CommandRule<CounterState, object> = {
      lookups: () => [red],
      decide: (_command, _state, { loaded }) => {
        seen.push(loaded.found(red), loaded.found({ ...red, where: { roof: 'blue' } }), loaded.of(lodge, createdBy('top')).exists);
        return { accepted: [{ type: 'CounterRaised', data: { by: 1 } }] };
      },
    };
    await toy.execute(rule, {});
    expect(seen).toEqual([[createdBy('top')], [], true]);
    expect((await toy.events()).at(-1)!.envelope.pins).toMatchObject([{ stream: `lodge-${createdBy('top')}` }]);
  });
});
