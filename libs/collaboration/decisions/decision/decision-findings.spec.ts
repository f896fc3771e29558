import { describe, expect, it } from '@jest/globals';
import { decisionFindings } from './decision-findings.js';
import type { DecisionState } from './decision-state.js';
import { actors, ADOPTED, college, DecisionWorld, FINAL, made, SUBSIDY, withMandates } from './decision.fixture.js';

const OUTSIDE = { ...SUBSIDY, source: 'Zaaksysteem', words: FINAL.words, decidedByPerson: actors.director.person };

function told(state: DecisionState): [ruleId: string, from: string, until: string | null, level: string][] {
  return decisionFindings(state).map(({ finding, from, until, audience }) => [finding.ruleId, from, until, audience.level]);
}

async function registered(): Promise<DecisionWorld> {
  const world = await DecisionWorld.create();
  const { mA } = await withMandates(world);
  const decision = { ...OUTSIDE, mandate: mA, decidedOn: '2024-12-18', amountCents: 1_200_000 };
  await world.on('2025-05-12').do(actors.registrar, 'RegisterDecision', decision, 'D-4');
  return world;
}

describe('what is not in order about a decision', () => {
  it('that was taken outside its mandate stands from that day until it is ratified', async () => {
    const world = await registered();
    const outside = async () => told(await world.state(made('D-4'))).filter(([ruleId]) => ruleId === 'D3');
    expect(await outside()).toEqual([['D3', '2024-12-18', null, 'public']]);
    await world.on('2025-05-20').do(actors.college, 'RatifyDecision', { decision: made('D-4'), adoption: ADOPTED });
    expect(await outside()).toEqual([['D3', '2024-12-18', '2025-05-20', 'public']]);
  });

  it('includes that its authority is contested, for those who drafted it only', async () => {
    const state = await (await registered()).state(made('D-4'));
    const taken = state.taken as NonNullable<DecisionState['taken']>;
    const contested = {
      ...state,
      contestedOn: '2025-06-01',
      taken: { ...taken, contested: { ...taken.authority, code: 'INVALID' as const } },
    };
    expect(told(contested).filter(([ruleId]) => ruleId === 'AUTHORITY_CONTESTED')).toEqual([
      ['AUTHORITY_CONTESTED', '2025-06-01', null, 'internal'],
    ]);
    expect(decisionFindings(contested).find(({ audience }) => audience.level === 'internal')?.audience.parties).toContain(college);
    const settled = { ...contested, taken: { ...taken, contested: { ...taken.authority, code: 'VALID' as const } } };
    expect(told(settled).map(([ruleId]) => ruleId)).not.toContain('AUTHORITY_CONTESTED');
  });

  it('is nothing before it is proposed', () => {
    expect(decisionFindings({ ...({} as DecisionState) })).toEqual([]);
  });
});
