import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { id } from '../../testing/ledger-harness.js';
import { actors, ADOPTED, DecisionWorld, deBrug, FINAL, made, said, SUBSIDY, welzijn, withMandates } from './decision.fixture.js';
import { decisionProjection } from './decision.view.js';

describe('repeats', () => {
  it('the same command id answers with what the first recorded; with other content it is refused', async () => {
    const world = await DecisionWorld.create();
    const { mA } = await withMandates(world);
    const proposed = await world.propose('D', actors.director);
    const take = { decision: proposed, mandate: mA, ...FINAL };
    const first = await world.do(actors.director, 'TakeDecision', take, 'take');
    const again = await world.do(actors.director, 'TakeDecision', take, 'take');
    expect(said(again)).toEqual(['DecisionTaken']);
    expect(again).toEqual(first);
    expect(await world.eventsOf(proposed)).toHaveLength(2);
    await expect(world.do(actors.director, 'TakeDecision', { ...take, motivation: 'Anders' }, 'take')).rejects.toMatchObject({
      category: 'COMMAND_ID_REUSED',
    });
  });

  it('a refused attempt is recorded once a day and is no answer to its command', async () => {
    const world = await DecisionWorld.create();
    const { mA, mB } = await withMandates(world);
    const proposed = await world.propose('D', actors.manager, { amountCents: 2_500_001 });
    const attempt = { decision: proposed, mandate: mB, ...FINAL };
    await world.do(actors.manager, 'TakeDecision', attempt, 'attempt');
    await world.do(actors.manager, 'TakeDecision', attempt, 'attempt');
    await world.do(actors.manager, 'TakeDecision', { ...attempt, motivation: 'Toch' });
    expect(await world.eventsOf(proposed)).toHaveLength(2);
    await world.on('2025-01-14').do(actors.manager, 'TakeDecision', attempt);
    expect((await world.state(proposed)).attempts).toHaveLength(2);
    expect(said(await world.do(actors.director, 'TakeDecision', { ...attempt, mandate: mA }))).toEqual(['DecisionTaken']);
  });
});

const WHO = [
  'director',
  'director',
  'director',
  'college',
  'college',
  'ledger',
  'manager',
  'college',
  'clerk',
  'registrar',
  'deBrug',
  'welzijnDirector',
] as const;

/** Any command on a decision, sensible or not. */
function steps(mandates: readonly string[]) {
  const decision = fc.constantFrom(made('D'), made('E'));
  const date = fc.constantFrom('2024-12-01', '2025-01-12', '2025-01-13', '2025-01-20', '2025-02-01', '2026-01-01');
  const text = fc.constantFrom('Daarom', 'Anders', 'ü — 漢字');
  const number = fc.integer({ min: 1, max: 2 });
  const outcome = fc.constantFrom('INADMISSIBLE', 'UNFOUNDED', 'FOUNDED', 'WITHDRAWN');
  const mandate = fc.option(fc.constantFrom(...mandates), { nil: undefined });
  const adoption = fc.option(fc.constant(ADOPTED), { nil: undefined });
  const final = {
    motivation: fc.option(text, { nil: undefined }),
    legalGround: fc.constant(['Awb 4:23']),
    words: fc.option(text, { nil: undefined }),
  };
  const step = (name: string, input: Record<string, fc.Arbitrary<unknown>>) =>
    fc.tuple(fc.constant(name), fc.record({ decision, ...input }));
  return fc.oneof(
    step('AmendDecisionProposal', { amountCents: fc.nat({ max: 20_000_000 }), reason: text }),
    step('AddDecisionOption', { text }),
    step('ExploreInitiativesForDecision', { found: text }),
    step('SkipExplorationForDecision', { reason: text }),
    step('OpenDecisionConsultation', { question: text, parties: fc.constant([deBrug]) }),
    step('CloseDecisionConsultation', { summary: text }),
    step('GiveDecisionAdvice', { text }),
    step('SubmitDecisionView', { text, anonymous: fc.boolean() }),
    step('RaiseReasonedObjection', { argument: text }),
    step('IntegrateReasonedObjection', { objection: number, change: text }),
    step('OverruleReasonedObjection', { objection: number, motivation: text }),
    step('DeclareInterest', { interest: text }),
    step('CheckDecisionAuthority', { mandate, onDate: date }),
    step('WithdrawDecisionProposal', { reason: text }),
    step('TakeDecision', { mandate, ...final, adoption }),
    step('TakeDecision', { mandate, ...final, adoption, decidedOn: date }),
    step('RatifyDecision', { ratifiedOn: date, adoption }),
    step('SignDecision', { mandate, signedOn: date }),
    step('RecheckDecisionAuthority', {}),
    step('MakeDecisionKnown', { manner: fc.constantFrom('SENT', 'PUBLISHED'), on: date, remedy: text, publication: text }),
    step('EnterDecisionIntoForce', { on: date }),
    step('LodgeObjection', { grounds: text, lodgedOn: date }),
    step('DecideObjection', { objection: number, outcome, motivation: text, mandate }),
    step('LodgeAppeal', { court: text, lodgedOn: date }),
    step('DecideAppeal', { appeal: number, outcome, ruling: text, annulledFrom: fc.option(date, { nil: undefined }) }),
    step('WithdrawDecision', { reason: text, from: date, mandate }),
    step('ExpireDecision', { reason: text, from: date }),
    step('SupersedeDecision', { by: decision, reason: text, from: date }),
    step('RecordDecisionImplementation', { text, on: date }),
    step('SetDecisionReviewDue', { due: date, reason: text }),
    step('CorrectDecision', {
      field: fc.constantFrom('SUBJECT', 'REFERENCE', 'WORDS', 'LEGAL_GROUND', 'AMOUNT'),
      value: text,
      reason: text,
    }),
  );
}

describe('any sequence of commands', () => {
  it('is answered, folds, and is shown in rows that neither overlap nor are empty', async () => {
    const mandates = [made('M-A'), made('M-B')];
    const recorded = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.tuple(fc.constantFrom(...WHO), steps(mandates)), { maxLength: 40, minLength: 10 }),
        async (aboutPerson, sequence) => {
          const world = await DecisionWorld.create();
          await withMandates(world);
          const person = aboutPerson ? { aboutPerson: id('resident') } : {};
          await world.propose('D', actors.director, { amountCents: 2_000_000, ...person });
          world.on('2025-01-20');
          await world.do(
            actors.registrar,
            'RegisterDecision',
            { ...SUBSIDY, ...person, mandate: made('M-A'), decidedOn: '2025-01-08', source: 'Archief', beneficiary: welzijn },
            'E',
          );
          for (const [who, [name, input]] of sequence) {
            const outcome = await world.do(actors[who], name as 'TakeDecision', input as never).catch((error: unknown) => {
              if (!(error instanceof Fault)) throw error;
              return undefined;
            });
            if (outcome?.kind === 'recorded' && outcome.events.length > 0) recorded.add(name);
          }
          for (const entity of [made('D'), made('E')]) await checkRows(world, entity);
        },
      ),
      { numRuns: 20 },
    );
    // The sequences reach most of the commands; those that never got through would prove nothing.
    expect(recorded.size).toBeGreaterThan(8);
  });
});

async function checkRows(world: DecisionWorld, entity: string): Promise<void> {
  const state = await world.state(entity);
  for (const table of decisionProjection.tables) {
    const rows = table.rows(state, entity);
    expect(rows.every(({ validFrom, validTo }) => validFrom < validTo)).toBe(true);
    expect(rows.every(({ columns }) => Object.keys(columns).every((column) => column in table.columns))).toBe(true);
    const sameKey = rows.filter(({ key }) => key === '');
    expect(sameKey.slice(1).every(({ validFrom }, index) => validFrom === sameKey[index]?.validTo)).toBe(true);
    expect(new Set(rows.map(({ key, validFrom }) => `${key}|${validFrom}`)).size).toBe(rows.length);
  }
}
