import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEvent } from '../../../ledger/envelope.js';
import { contains } from '../../../ledger/period.js';
import { anyDay, anyLiveCommand, day, DAYS, recordAll, START } from './any-partnership-command.fixture.js';
import { made, municipality, PartnershipWorld, welzijn } from './partnership.fixture.js';
import { partnershipEvents, type PartnershipEvent } from './partnership-events.js';
import { findingsOn } from './partnership-findings.js';
import { assignmentsOn, membersOn, type PartnershipState } from './partnership-state.js';
import { partnership } from './partnership.js';
import { partnershipProjection } from './partnership.view.js';

describe('whatever the parties do by themselves', () => {
  it('keeps what a partnership is held to, on every day', async () => {
    const seen = { formed: 0, vacant: 0, declared: 0 };
    const held = () =>
      fc.assert(
        fc.asyncProperty(fc.array(anyLiveCommand, { minLength: 15, maxLength: 30 }), async (commands) => {
          const world = await (await PartnershipWorld.create()).on(START).proposed();
          await recordAll(world, commands);
          const events = (await world.ledger.events()).filter(({ envelope }) => envelope.stream === `partnership-${made('P')}`);
          const states = fold(events as PartnershipEvent[]);
          events.forEach((event, index) => event.type === 'PartnershipFormed' && expectFormed(states[index]!));
          const last = states.at(-1)!;
          for (const { deciding, seat } of last.assignments) if (deciding) expect(seat?.kind).toBe('MEMBER');
          for (let offset = 0; offset < DAYS; offset += 1) {
            const rules = findingsOn(last, day(offset)).map(({ ruleId }) => ruleId);
            for (const broken of ['PROCESS_OWNER_TAKEN', 'NOT_A_MEMBER', 'HARD_TENSION', 'SOFT_TENSION_UNDECLARED'])
              expect([day(offset), rules]).not.toEqual([day(offset), expect.arrayContaining([broken])]);
            if (rules.includes('PROCESS_OWNER_MISSING')) seen.vacant += 1;
          }
          if (last.formed) seen.formed += 1;
          if (last.tensions.length > 0) seen.declared += 1;
        }),
        { numRuns: 25 },
      );
    // What never happened was never held to anything: chance gets some more rounds to bring it about.
    await held();
    for (let round = 1; round < 10 && Object.values(seen).includes(0); round += 1) await held();
    expect(Object.values(seen).every((times) => times > 0)).toBe(true);
  });
});

function expectFormed(state: PartnershipState): void {
  const from = state.formed?.from ?? '';
  expect(membersOn(state, from).length).toBeGreaterThanOrEqual(2);
  expect(assignmentsOn(state, from).filter(({ role }) => role === 'PROCESS_OWNER')).toHaveLength(1);
}

function fold(events: readonly PartnershipEvent[]): PartnershipState[] {
  let state = partnership.initial;
  return events.map((event) => (state = partnership.evolve(state, event)));
}

describe('whatever is stored', () => {
  const party = fc.constantFrom(municipality, welzijn);
  const until = fc.option(anyDay, { nil: undefined });
  const said = { reason: fc.constant('x'), from: anyDay, on: anyDay };
  const role = fc.constantFrom('PROCESS_OWNER', 'COMMISSIONER', 'NETWORK_PARTNER', 'ASSESSOR', 'ASSESSED', 'toString', 'lokaal');
  const assigned = {
    assignment: fc.integer({ min: 1, max: 4 }),
    role,
    bearer: party,
    assignee: party.map((id) => ({ kind: 'party', id })),
    seat: fc.option(
      party.map((one) => ({ party: one, kind: 'MEMBER' })),
      { nil: undefined },
    ),
    deciding: fc.boolean(),
    tensionMatrix: fc.constant('1'),
    findings: fc.constant([]),
  };
  /** Any field that some event has: an event takes what is its own, and more. */
  const anyData = fc.record({
    ...{ ...said, ...assigned, party, until, name: fc.constant('n'), purpose: fc.constant('p'), value: fc.constant('v') },
    ...{ topics: fc.constant(['t']), areas: fc.constant([]), initiator: party, invited: fc.array(party), members: fc.array(party) },
    ...{ accountabilities: fc.constant([]), rules: fc.constant(['r']), agreedBy: fc.array(party), steps: fc.constant([]) },
    ...{
      scale: fc.constant('LOCAL'),
      roles: fc.tuple(role, role),
      tension: fc.integer({ min: 1, max: 3 }),
      review: fc.integer({ min: 1, max: 3 }),
    },
    ...{ between: fc.array(party), text: fc.constant('t'), conclusion: fc.constant('c'), outlook: fc.constant('END') },
    ...{ revision: fc.nat(5), field: fc.constantFrom('NAME', 'ROLE_NAME'), declaration: fc.option(fc.constant('d'), { nil: undefined }) },
  });
  const anyEvent = fc.record({ type: fc.constantFrom(...Object.values(partnershipEvents).map(({ type }) => type)), data: anyData });

  it('folds, and shows as rows of which no two of one key hold on a day', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (given) => {
        const events = given.map(({ type, data }, revision) => ({ type, data, envelope: envelope(revision) }) as unknown as LedgerEvent);
        const states = fold(events.map(declared) as PartnershipEvent[]);
        for (const { name, rows } of partnershipProjection.tables) {
          const shown = rows(states.at(-1) ?? partnership.initial, 'one');
          for (const { validFrom, validTo } of shown) expect(validFrom < validTo).toBe(true);
          if (name !== 'partnership') continue;
          for (let offset = 0; offset < DAYS; offset += 1) {
            const holding = shown.filter(({ validFrom, validTo }) => contains({ from: validFrom, until: validTo }, day(offset)));
            expect(holding.length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  function envelope(revision: number) {
    return { revision, id: `event ${revision}`, audience: { level: 'public', parties: [] } };
  }

  /** With the data its schema knows. */
  function declared(event: LedgerEvent): LedgerEvent {
    const definition = Object.values(partnershipEvents).find(({ type }) => type === event.type)!;
    return { ...event, data: definition.schema.parse(event.data) };
  }
});
