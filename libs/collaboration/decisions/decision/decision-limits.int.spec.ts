import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onEachStore, runs } from '../../../event-stores/contract/each-store.js';
import { actors, DecisionWorld, deBrug, FINAL, made, posts, said, SUBSIDY, welzijn } from './decision.fixture.js';

const powers = [{ code: 'subsidie-welzijn' }];

/** A mandate with a yearly limit of 100 for the director, and a sub-mandate with one of 60 for the team manager. */
async function story(): Promise<DecisionWorld & { wide: string; narrow: string }> {
  const world = await DecisionWorld.create();
  world.on('2025-01-13');
  const limit = (amountCents: number) => [{ amountCents, per: 'calendarYear' as const }];
  const wide = await world.grant('wide', {
    holderPost: posts.director,
    powers,
    limits: limit(100),
    from: '2025-01-13',
    subMandateAllowed: true,
  });
  const narrow = await world.subGrant('narrow', actors.director, {
    parent: wide,
    holderPost: posts.manager,
    powers,
    limits: limit(60),
    from: '2025-01-13',
  });
  return Object.assign(world, { wide, narrow });
}

async function take(
  world: DecisionWorld,
  name: string,
  { actor, mandate, amountCents }: { actor: keyof typeof actors; mandate: string; amountCents: number },
) {
  const decision = await world.propose(name, actors[actor], { amountCents });
  return world.do(actors[actor], 'TakeDecision', { decision, mandate, ...FINAL });
}

onEachStore(() => {
  describe('yearly limits', () => {
    it('use counts against the limit of every link; beyond it is refused and recorded', async () => {
      const world = await story();
      const byManager = { actor: 'manager', mandate: world.narrow } as const;
      const byDirector = { actor: 'director', mandate: world.wide } as const;
      expect(said(await take(world, 'a', { ...byManager, amountCents: 60 }))).toEqual(['DecisionTaken']);
      const beyond = await take(world, 'b', { ...byManager, amountCents: 1 });
      expect(said(beyond)).toEqual(['D3', 'Awb 10:2']);
      expect(beyond).toMatchObject({ recordedAs: { revision: 1 }, refusal: { pins: [{ stream: `mandate-${world.narrow}` }] } });
      expect(said(await take(world, 'c', { ...byDirector, amountCents: 41 }))).toEqual(['D3', 'Awb 10:2']);
      expect(said(await take(world, 'd', { ...byDirector, amountCents: 40 }))).toEqual(['DecisionTaken']);
      world.on('2026-01-02');
      expect(said(await take(world, 'e', { ...byDirector, amountCents: 100 }))).toEqual(['DecisionTaken']);
    });

    it('a withdrawal gives back what was used; a rejection uses nothing', async () => {
      const world = await story();
      const byDirector = { actor: 'director', mandate: world.wide, amountCents: 100 } as const;
      const decision = await world.propose('rejected', actors.director, { amountCents: 100 });
      await world.do(actors.director, 'TakeDecision', { decision, mandate: world.wide, outcome: 'REJECTED', ...FINAL });
      const first = await take(world, 'first', byDirector);
      expect(said(await take(world, 'second', byDirector))).toEqual(['D3', 'Awb 10:2']);
      if (first.kind !== 'recorded') throw new Error('not recorded');
      await world.do(actors.director, 'WithdrawDecision', {
        decision: first.stream.slice('decision-'.length),
        mandate: world.wide,
        reason: 'Niet nagekomen',
      });
      await world.settled();
      expect(said(await take(world, 'third', byDirector))).toEqual(['DecisionTaken']);
    });

    it('gives back what a decision took when another, which counts itself, takes its place; not when it is about something else', async () => {
      const world = await story();
      const counted = async (name: string, more: object = {}) => {
        expect(said(await take(world, name, { actor: 'director', mandate: world.wide, amountCents: 40, ...more }))).toEqual([
          'DecisionTaken',
        ]);
        return made(name);
      };
      const supersede = async (decision: string, by: string) => {
        expect(said(await world.do(actors.director, 'SupersedeDecision', { decision, by, reason: 'Herzien' }))).toEqual([
          'DecisionSuperseded',
        ]);
        await world.settled();
      };
      const [first, second] = [await counted('first'), await counted('second')];
      const elsewhere = await world.propose('elsewhere', actors.director, { amountCents: 1, beneficiary: deBrug });
      await world.do(actors.director, 'TakeDecision', { decision: elsewhere, mandate: world.wide, ...FINAL });
      await supersede(first, elsewhere);
      expect(said(await take(world, 'third', { actor: 'director', mandate: world.wide, amountCents: 40 }))).toEqual(['D3', 'Awb 10:2']);
      const small = await counted('small', { amountCents: 5 });
      await supersede(second, small);
      expect((await world.rows('decision_chain', first)).map(({ columns }) => columns['amount'])).toEqual([40]);
      expect((await world.rows('decision_chain', second)).map(({ columns }) => columns['amount'])).toEqual([null]);
      await counted('fourth');
    });

    it('a registered decision counts, even beyond the limit, with a finding: it happened', async () => {
      const world = await story();
      world.on('2025-06-01');
      const outside = { ...SUBSIDY, mandate: world.wide, decidedOn: '2025-02-01', source: 'Archief', amountCents: 90 };
      await world.do(actors.registrar, 'RegisterDecision', outside, 'r1');
      expect(said(await world.do(actors.registrar, 'RegisterDecision', outside, 'r2'))).toEqual(['DecisionRegistered']);
      const beyond = async (name: string) => (await world.state(made(name))).findings.filter(({ ruleId }) => ruleId === 'D3');
      expect(await beyond('r1')).toEqual([]);
      expect(await beyond('r2')).toMatchObject([
        { effect: 'F', detail: { en: `With it the yearly limit of 100 cents of mandate ${world.wide} is exceeded.` } },
      ]);
      expect(await world.do(actors.registrar, 'RegisterDecision', outside, 'r2')).toMatchObject({ kind: 'recorded', revision: 0 });
      expect(said(await take(world, 'live', { actor: 'director', mandate: world.wide, amountCents: 1 }))).toEqual(['D3', 'Awb 10:2']);
    });

    it('per beneficiary and year, and only for a named beneficiary', async () => {
      const world = await DecisionWorld.create();
      world.on('2025-01-13');
      const each = await world.grant('each', {
        holderPost: posts.director,
        powers,
        limits: [{ amountCents: 50, per: 'beneficiaryYear' }],
        from: '2025-01-13',
      });
      const give = async (name: string, beneficiary: string | undefined) => {
        const decision = await world.propose(name, actors.director, { amountCents: 50, beneficiary });
        return said(await world.do(actors.director, 'TakeDecision', { decision, mandate: each, ...FINAL }));
      };
      expect(await give('a', welzijn)).toEqual(['DecisionTaken']);
      expect(await give('b', welzijn)).toEqual(['D3', 'Awb 10:2']);
      expect(await give('c', deBrug)).toEqual(['DecisionTaken']);
      expect(await give('d', undefined)).toEqual(['D3', 'Awb 10:2']);
    });

    it('is never exceeded, however decisions are taken at the same time', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ amountCents: fc.integer({ min: 1, max: 40 }), byManager: fc.boolean() }), { minLength: 2, maxLength: 12 }),
          async (wishes) => {
            const world = await story();
            const outcomes = await Promise.all(
              wishes.map(({ amountCents, byManager }, index) =>
                take(world, `D ${index}`, {
                  actor: byManager ? 'manager' : 'director',
                  mandate: byManager ? world.narrow : world.wide,
                  amountCents,
                }),
              ),
            );
            const used = (which: (wish: (typeof wishes)[number]) => boolean) =>
              wishes.reduce((sum, wish, index) => (outcomes[index]?.kind === 'recorded' && which(wish) ? sum + wish.amountCents : sum), 0);
            expect(used(() => true)).toBeLessThanOrEqual(100);
            expect(used(({ byManager }) => byManager)).toBeLessThanOrEqual(60);
            expect(outcomes.some(({ kind }) => kind === 'recorded')).toBe(true);
          },
        ),
        runs(12),
      );
    });
  });
});
