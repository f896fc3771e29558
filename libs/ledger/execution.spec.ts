import { describe, expect, it } from '@jest/globals';
import type { CommandRule } from './aggregate.js';
import { BadInput } from './errors.js';
import { NO_STREAM } from './event-store.js';
import { LIMITS } from './limits.js';
import { type CounterState, lodge, openCounter, raise, raiseTo, refusal } from './testing/toy.fixture.js';
import { createdBy, id, KEEPER, MEMBER, STRANGER, ToyLedger } from './testing/toy-ledger.js';

const a = createdBy('a');

async function opened(toy = new ToyLedger()): Promise<ToyLedger> {
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  return toy;
}

describe('a refusal', () => {
  it('that wants it is recorded once per actor, subject, rule, mandate and day', async () => {
    const toy = await opened();
    const refused = (actor = MEMBER, mandate = 'm', ruleId = 'R') => {
      const pin = { stream: mandate, revision: 0, eventId: mandate };
      const rule: CommandRule<CounterState, { counter: string }> = {
        subject: ({ counter: of }) => of,
        decide: () => ({ refused: { ...refusal(ruleId), pins: [pin] }, record: { type: 'CounterRaiseRefused', data: { why: ruleId } } }),
      };
      return toy.execute(rule, { counter: a }, { actor });
    };
    const first = await refused();
    expect(first).toMatchObject({ kind: 'refused', recordedAs: { revision: 1 } });
    expect(await Promise.all([refused(), refused()])).toEqual([first, first]);
    await refused(STRANGER);
    await refused(MEMBER, 'other mandate');
    await refused(MEMBER, 'm', 'other rule');
    toy.time = '2025-01-06T23:30:00.000Z';
    await refused();
    expect((await toy.events()).map(({ envelope }) => envelope.refusedAttempt)).toEqual([undefined, true, true, true, true, true]);
    expect((await new ToyLedger(toy.store).counter('a')).refusals).toBe(5);
  });

  it('is no answer to its command id: a later try may be accepted', async () => {
    const toy = await opened();
    const most = { counter: a, most: 0 };
    let limit = 0;
    const rule = {
      ...raiseTo,
      decide: (_: typeof most, state: CounterState, context: never) => raiseTo.decide({ counter: a, most: limit }, state, context),
    };
    const refused = await toy.execute(rule, most, { name: 'raise' });
    expect(refused).toMatchObject({ kind: 'refused', recordedAs: { revision: 1 } });
    expect(await toy.execute(rule, most, { name: 'raise' })).toEqual(refused);
    limit = 1;
    const accepted = await toy.execute(rule, most, { name: 'raise' });
    expect(accepted).toMatchObject({ kind: 'recorded', revision: 2 });
    limit = 0;
    expect(await toy.execute(rule, most, { name: 'raise' })).toEqual(accepted);
  });

  it('of a subject that is not there yet is not recorded', async () => {
    const toy = new ToyLedger();
    const rule: CommandRule<CounterState, object> = {
      decide: () => ({ refused: refusal('R'), record: { type: 'CounterRaiseRefused', data: { why: 'R' } } }),
    };
    expect(await toy.execute(rule, {}, { name: 'a' })).toEqual({ kind: 'refused', refusal: refusal('R') });
    expect(await toy.events()).toEqual([]);
  });

  it('that is no rule of law is a fault', async () => {
    const toy = await opened();
    await expect(toy.execute({ decide: () => ({ forbidden: 'no' }) }, {})).rejects.toMatchObject({ category: 'FORBIDDEN' });
    const invalid = [{ path: 'x', problem: 'y', message: 'z' }];
    await expect(toy.execute({ decide: () => ({ invalid }) }, {})).rejects.toEqual(new BadInput(invalid));
  });
});

describe('a subject', () => {
  it('that is not there, or that one may not see, is NOT_FOUND alike', async () => {
    const toy = new ToyLedger();
    await toy.execute(openCounter, { name: 'a', level: 'internal' }, { name: 'a' });
    const faults = [
      toy.execute(raise, { counter: a, by: 1 }, { actor: STRANGER }),
      toy.execute(raise, { counter: a, by: 1 }, { actor: { ...STRANGER, party: null } }),
      toy.execute(raise, { counter: id('nowhere'), by: 1 }),
    ];
    for (const fault of faults) await expect(fault).rejects.toMatchObject({ category: 'NOT_FOUND' });
    expect(await toy.execute(raise, { counter: a, by: 1 }, { actor: MEMBER })).toMatchObject({ kind: 'recorded' });
    expect(await toy.execute(raise, { counter: a, by: 1 }, { actor: KEEPER })).toMatchObject({ kind: 'recorded' });
  });
});

describe('what is stored', () => {
  const drafting = (...by: unknown[]): CommandRule<CounterState, object> => ({
    decide: () => ({ accepted: by.map((one) => ({ type: 'CounterRaised', data: { by: one } })), reserve: [] }),
  });

  it('has first passed its schema, its fold and its view; otherwise nothing is', async () => {
    const failing = new ToyLedger(undefined, {
      foldCheck: (aggregate, entity, state) => {
        if ((state as CounterState).total === 13) throw new Error(`${aggregate} ${entity} cannot be shown`);
      },
    });
    await expect(failing.execute(drafting('1'), {})).rejects.toThrow(/^CounterRaised: by/);
    await expect(failing.execute(drafting(6, 7), {}, { name: 'a' })).rejects.toThrow(`counter ${a} cannot be shown`);
    await expect(failing.execute({ decide: () => ({ accepted: [{ type: 'LodgeBuilt', data: {} }] }) }, {})).rejects.toThrow(
      /does not declare/,
    );
    expect(failing.store.asked).toEqual([]);
  });

  it('is at most 100 events and 512 KiB at once, and refused before anything is reserved', async () => {
    const toy = new ToyLedger();
    expect(await toy.execute(drafting(...Array<number>(LIMITS.appendEvents).fill(1)), {})).toMatchObject({
      revision: LIMITS.appendEvents - 1,
    });
    const asked = toy.store.asked.length;
    const share = { pool: 'p', amount: 1, capacity: 1, whenFull: () => ({ refused: refusal('FULL') }) };
    const big = { type: 'CounterOpened', data: { name: 'x'.repeat(60 * 1024) } };
    for (const accepted of [
      Array(LIMITS.appendEvents + 1).fill({ type: 'CounterRaised', data: { by: 1 } }),
      Array(9).fill(big),
      [{ ...big, data: { name: 'x'.repeat(LIMITS.eventBytes) } }],
    ]) {
      await expect(toy.execute({ decide: () => ({ accepted, reserve: [share] }) }, {})).rejects.toMatchObject({
        category: 'LIMIT_EXCEEDED',
      });
    }
    expect(toy.store.asked).toHaveLength(asked);
  });

  it('carries who, why and when, and nothing that is absent', async () => {
    const toy = await opened();
    const { envelope } = (await toy.events())[0]!;
    expect(envelope).toMatchObject({
      format: 1,
      recordedAt: toy.time,
      recordedBy: MEMBER.person,
      actedFor: MEMBER.party,
      commandId: id('a'),
      causationId: id('a'),
      correlationId: id('a'),
    });
    expect(Buffer.from(envelope.salt, 'base64url')).toHaveLength(16);
    expect(Object.values(envelope)).not.toContain(null);
  });

  it('and belongs to another kind of stream stops the reader', async () => {
    const toy = await opened();
    const [event] = await toy.store.inner.readStream(`counter-${a}`);
    const astray = { ...JSON.parse(event!.json), stream: 'lodge-1', id: id('astray') };
    await toy.store.inner.append({
      stream: 'lodge-1',
      kind: 'ledger',
      expected: NO_STREAM,
      events: [{ id: id('astray'), type: event!.type, json: JSON.stringify(astray) }],
    });
    await expect(toy.ledger.load(lodge, '1')).rejects.toThrow(/holds CounterOpened/);
  });
});

describe('the clock', () => {
  it('that fell over 5 s behind what is recorded stops all recording, and says so', async () => {
    const toy = await opened();
    toy.time = '2025-01-06T08:59:55.000Z';
    expect(await toy.execute(raise, { counter: a, by: 1 })).toMatchObject({ kind: 'recorded' });
    toy.time = '2025-01-06T08:59:54.999Z';
    expect(toy.ledger.clockProblem()).toMatch(/08:59:54.999Z/);
    await expect(toy.execute(raise, { counter: a, by: 1 })).rejects.toMatchObject({ category: 'CLOCK_SKEW' });
    toy.time = '2025-01-06T09:00:00.000Z';
    expect(toy.ledger.clockProblem()).toBeUndefined();
  });

  it('is compared with the last event of an opened ledger, which can be read all the same', async () => {
    const toy = await opened();
    const restarted = new ToyLedger(toy.store);
    restarted.time = '2024-12-31T00:00:00.000Z';
    await restarted.ledger.open(toy.time);
    await expect(restarted.execute(raise, { counter: a, by: 1 })).rejects.toMatchObject({ category: 'CLOCK_SKEW' });
    expect(await restarted.counter('a')).toMatchObject({ exists: true });
  });
});
