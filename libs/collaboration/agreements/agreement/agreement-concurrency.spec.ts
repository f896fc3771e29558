import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { actors, AgreementWorld, made } from './agreement.fixture.js';
import type { AgreementState } from './agreement-state.js';

const places = (amount: number) => ({ quantities: [{ id: 'places', name: 'Plaatsen', amount, unit: 'plaats' }] });

const act = fc.record({
  kind: fc.constantFrom('consent', 'consent', 'sign', 'sign', 'decide', 'counter', 'decline', 'withdraw' as const),
  /** How many proposals back they look. */
  back: fc.constantFrom(0, 0, 0, 1),
  places: fc.integer({ min: 1, max: 3 }),
  /** Which of two processes takes it, and after how many turns of the event loop. */
  process: fc.nat({ max: 1 }),
  turns: fc.nat({ max: 6 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** A town is founded once for many agreements. */
class Towns {
  private town: [AgreementWorld, AgreementWorld] | undefined;
  private agreements = 0;

  async next(): Promise<{ town: [AgreementWorld, AgreementWorld]; name: string; decision: string }> {
    this.agreements += 1;
    if (!this.town || this.agreements % 8 === 0) {
      const world = await AgreementWorld.create();
      this.town = [world, world.beside('beside')];
    }
    const name = `agreement ${this.agreements}`;
    await this.town[0].propose(name);
    return { town: this.town, name, decision: await this.town[0].decide(`decision ${this.agreements}`, { amountCents: 8_400_000 }) };
  }
}

describe('parties that consent, counter and sign at once, in two processes on one ledger', () => {
  it('never conclude without every required consent on one hash, and lose no answer', async () => {
    const towns = new Towns();
    let concluded = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(act, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 4 }), async (rounds) => {
        const { town, name, decision } = await towns.next();
        const told: [type: string, commandId: string][] = [];
        for (const round of rounds) {
          // The texts that lay there when they set out: nobody waits for the others.
          const seen = (await town[0].state(name)).proposals.map(({ hash }) => hash);
          const doing = round.map(async (one) => {
            for (let turn = 0; turn < one.turns; turn += 1) await Promise.resolve();
            told.push(
              ...(await does(
                town[one.process as 0 | 1],
                one,
                { agreement: made(name), hash: seen.at(-1 - one.back) ?? seen[0] },
                decision,
              )),
            );
          });
          await Promise.all(doing);
        }
        const state = await town[1].state(name);
        assertSound(state);
        const stored = (await town[0].eventsOf(name)).map(({ type, envelope }) => `${type} ${envelope.commandId}`);
        expect(stored).toEqual(expect.arrayContaining(told.map(([type, commandId]) => `${type} ${commandId}`)));
        concluded += state.versions.length;
      }),
      { numRuns: 300 },
    );
    // It says something only when there are conclusions.
    expect(concluded).toBeGreaterThan(10);
  });

  it('conclude once, whoever is last', async () => {
    const towns = new Towns();
    for (let run = 0; run < 50; run += 1) {
      const { town, name, decision } = await towns.next();
      const on = { agreement: made(name), hash: await town[0].hash(name) };
      await town[0].records(actors.college, 'LinkAgreementDecision', { ...on, decision });
      const acts = [
        () => town[0].do(actors.welzijnChair, 'ConsentToAgreement', on),
        () => town[1].do(actors.secretary, 'SignAgreement', { ...on, mandate: made('M-V') }),
        () => town[1].do(actors.welzijnChair, 'ConsentToAgreement', on),
      ];
      await Promise.all((run % 2 ? acts.reverse() : acts).map((one) => one()));
      const types = (await town[0].eventsOf(name)).map(({ type }) => type);
      const times = (type: string) => types.filter((one) => one === type).length;
      expect([times('AgreementConcluded'), times('AgreementConsented'), times('AgreementSigned')]).toEqual([1, 1, 1]);
      assertSound(await town[1].state(name));
    }
  });
});

async function does(world: AgreementWorld, { kind, places: amount }: Act, on: object, decision: string): Promise<[string, string][]> {
  const calls = {
    consent: () => world.do(actors.welzijnChair, 'ConsentToAgreement', on),
    sign: () => world.do(actors.secretary, 'SignAgreement', { ...on, mandate: made('M-V') }),
    decide: () => world.do(actors.college, 'LinkAgreementDecision', { ...on, decision }),
    counter: () => world.do(actors.welzijnDirector, 'CounterProposeAgreement', { ...on, changes: places(amount) }),
    decline: () => world.do(actors.welzijnChair, 'DeclineAgreement', { ...on, reason: 'Nee' }),
    withdraw: () => world.do(actors.welzijnChair, 'WithdrawAgreementConsent', { ...on, reason: 'Toch niet' }),
  };
  const outcome = await calls[kind as keyof typeof calls]().catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  });
  return outcome?.kind === 'recorded' ? outcome.events.map(({ type, envelope }) => [type, envelope.commandId]) : [];
}

/** Read from what was recorded, without the functions that decided it. */
function assertSound({ versions, answers, decisions, proposals }: AgreementState): void {
  expect(proposals.filter(({ ended }) => !ended).length).toBeLessThanOrEqual(1);
  expect(versions.length).toBeLessThanOrEqual(1);
  for (const version of versions) {
    const proposal = proposals.find(({ number }) => number === version.proposal);
    expect(proposal).toMatchObject({ hash: version.hash, ended: { as: 'CONCLUDED' } });
    const last = (party: string) =>
      answers.findLast((one) => one.proposal === version.proposal && one.party === party && one.revision < version.pin.revision);
    expect([last(made('welzijn'))?.kind, last(made('municipality'))?.kind]).toEqual(['CONSENTED', 'SIGNED']);
    const linked = decisions.find((one) => one.proposal === version.proposal);
    expect(linked && linked.decidedOn <= version.concludedOn).toBe(true);
  }
}
