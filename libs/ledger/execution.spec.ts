import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Aggregate, CommandRule, Lookup } from './aggregate.js';
import { BadInput } from './errors.js';
import { NO_STREAM } from './event-store.js';
import { LIMITS } from './limits.js';
import { build, counter, type CounterState, lodge, openCounter, raise, raiseTo, refusal } from './testing/toy.fixture.js';
import { createdBy, id, KEEPER, lodgeRequest, MEMBER, STRANGER, ToyLedger } from './testing/toy-ledger.js';
import { UnreliableStore } from './testing/unreliable-store.js';

const a = createdBy('a');

async function opened(toy = new ToyLedger()): Promise<ToyLedger> {
  await toy.execute(openCounter, { name: 'a' }, { name: 'a' });
  return toy;
}

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
      { numRuns: 150 },
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
    expect(await toy.execute(raise, { counter: a, by: 1 }, { ...mine, name: 'lucky' })).toMatchObject({ revision: LIMITS.decideAttempts });
    others = LIMITS.decideAttempts + 1;
    await expect(toy.execute(raise, { counter: a, by: 1 }, { ...mine, name: 'unlucky' })).rejects.toMatchObject({ category: 'CONFLICT' });
    expect(others).toBe(1);
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
    const [event] = await toy.store.memory.readStream(`counter-${a}`);
    const astray = { ...JSON.parse(event!.json), stream: 'lodge-1', id: id('astray') };
    await toy.store.memory.append({
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
