import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { date, live, LIVE, REGISTERED } from './any-responsibility.fixture.js';
import type { ResponsibilityEvent } from './responsibility-events.js';
import { accountableByHand, registerByHand } from './responsibility-oracle.fixture.js';

describe('whatever is recorded of a responsibility', () => {
  it('is shown by the views, on any day and as known at any moment, as the register kept by hand says', async () => {
    const question = fc.record({ validAt: date, known: fc.integer({ min: 0, max: 1_000 }) });
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...LIVE, ...REGISTERED), { minLength: 8, maxLength: 24 }),
        fc.array(question, { minLength: 8, maxLength: 8 }),
        async (sequence, questions) => {
          const { town } = await live(sequence, async () => undefined);
          const all = await town.ledger.events();
          await town.views(async (ask) => {
            for (const { validAt, known } of questions) {
              const knownAt = Math.round((known / 1_000) * all.length);
              const where = [
                { column: 'role', is: 'ACCOUNTABLE' },
                { column: 'status', is: 'IN_FORCE' },
              ];
              const rows = await ask({ table: 'responsibility_assignment', validAt, knownAt, where });
              const events = all.slice(0, knownAt).filter(({ envelope }) => envelope.stream.startsWith('responsibility-'));
              expect(rows.map(({ columns }) => columns['assignee']).sort()).toEqual(
                accountableByHand(registerByHand(events as ResponsibilityEvent[]), validAt),
              );
              shown += rows.length;
            }
          });
        },
      ),
      { numRuns: 25 },
    );
    expect(shown).toBeGreaterThan(0);
  });
});
