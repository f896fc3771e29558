import { describe, expect, it } from '@jest/globals';
import { decisionDue } from './decision-due.js';
import { actors, ADOPTED, DecisionWorld, deBrug, FINAL, SUBSIDY, welzijn } from './decision.fixture.js';
import { id } from '../../testing/ledger-harness.js';

async function due(world: DecisionWorld, decision: string): Promise<[on: string, kind: string, level: string][]> {
  return decisionDue(await world.state(decision)).map(({ on, kind, audience }) => [on, kind, audience.level]);
}

async function taken(world: DecisionWorld, name: string, input: object = {}): Promise<string> {
  const decision = await world.propose(name, actors.college, input);
  const { words: _, ...own } = FINAL;
  await world.do(actors.college, 'TakeDecision', { decision, ...own, adoption: ADOPTED });
  return decision;
}

const SENT = { manner: 'SENT', remedy: 'Bezwaar binnen zes weken.' } as const;

describe('a decision', () => {
  it('that is proposed has the end of an open consultation, for those consulted', async () => {
    const world = (await DecisionWorld.create()).on('2025-02-03');
    const decision = await world.propose('D', actors.college);
    await world.do(actors.college, 'OpenDecisionConsultation', {
      decision,
      question: 'Wat vindt u?',
      parties: [deBrug],
      until: '2025-02-20',
    });
    const [timer] = decisionDue(await world.state(decision));
    expect(timer).toMatchObject({ on: '2025-02-20', kind: 'DECISION_CONSULTATION_END' });
    expect(timer?.parties).toEqual(expect.arrayContaining([deBrug, welzijn]));
    expect(timer?.audience.parties).toContain(deBrug);
    await world.do(actors.college, 'CloseDecisionConsultation', { decision, summary: 'Geen bezwaren' });
    expect(await due(world, decision)).toEqual([]);
  });

  it('that was made known has the last day for objections, its review, and its entry into force', async () => {
    const world = (await DecisionWorld.create()).on('2025-02-24');
    const decision = await taken(world, 'D-1');
    expect(await due(world, decision)).toEqual([]);
    await world.on('2025-02-26').do(actors.college, 'MakeDecisionKnown', { decision, ...SENT });
    await world.do(actors.college, 'SetDecisionReviewDue', { decision, due: '2026-01-15', reason: 'Na een jaar' });
    expect(await due(world, decision)).toEqual([
      ['2025-04-09', 'OBJECTION_TERM_END', 'public'],
      ['2026-01-15', 'DECISION_REVIEW_DUE', 'public'],
    ]);
  });

  it('that ends has the day it ends, and still the term for objections, unless it is gone from the start', async () => {
    const world = (await DecisionWorld.create()).on('2025-02-24');
    const decision = await taken(world, 'D-1');
    await world.do(actors.college, 'MakeDecisionKnown', { decision, ...SENT });
    await world.do(actors.college, 'ExpireDecision', { decision, from: '2025-06-01', reason: 'Einde tijdvak' });
    expect((await due(world, decision)).map(([on, kind]) => [on, kind])).toEqual([
      ['2025-04-07', 'OBJECTION_TERM_END'],
      ['2025-06-01', 'DECISION_EXPIRY'],
    ]);
  });

  it('about a person shows to its parties only, and in the list of no beneficiary', async () => {
    const world = (await DecisionWorld.create()).on('2025-02-24');
    const decision = await taken(world, 'D-0', { power: SUBSIDY.power, aboutPerson: id('somebody'), beneficiary: welzijn });
    await world.do(actors.college, 'MakeDecisionKnown', { decision, ...SENT });
    const [timer] = decisionDue(await world.state(decision));
    expect(timer).toMatchObject({ kind: 'OBJECTION_TERM_END', audience: { level: 'confidential' } });
    expect(timer?.parties).not.toContain(welzijn);
  });
});
