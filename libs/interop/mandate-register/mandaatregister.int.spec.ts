import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readMandateRegisterFile } from './read-register.js';
import { grantKey } from './register-reading.js';
import type { ReadRow, RegisterRow } from './register-reading.js';

/** The specs run compiled, the fixtures stay with the sources. */
const FIXTURE = new URL('../../../../libs/interop/mandate-register/fixtures/mandaatregister.csv', import.meta.url);
const reading = readMandateRegisterFile(readFileSync(FIXTURE));
const isRead = (row: RegisterRow): row is ReadRow => row.kind === 'read';
const grantsOn = (line: number) => reading.rows.filter(isRead).find((row) => row.line === line)?.grants ?? [];
const chains = (line: number) => grantsOn(line).map(({ kind, grantor, level, holder }) => `${kind} ${grantor} ${level} ${holder.name}`);

describe('a municipal mandate register as published', () => {
  it('gives the totals that its rows add up to', () => {
    expect(reading.problem).toBeNull();
    expect(reading.totals).toEqual({
      rows: 14,
      read: 9,
      reported: 5,
      grants: 19,
      firstLevel: 11,
      sub: 8,
      byKind: { machtiging: 6, signing: 2, volmacht: 4, mandaat: 7, delegation: 0 },
      byGrantor: { college: 15, mayor: 4, council: 0 },
      inForceAtStart: 18,
      awaitingConsent: 1,
      withLimit: 4,
      posts: 10,
    });
    expect(reading.posts).toHaveLength(10);
    expect(new Set(reading.rows.filter(isRead).flatMap((row) => row.grants.map(grantKey))).size).toBe(19);
  });

  it.each([
    [6, 'S1.2', 5, 'Bevoegd orgaan'],
    [8, 'S1.4', 9, 'Ingangsdatum'],
    [9, 'S2.1', 5, 'Bevoegd orgaan'],
    [11, 'S2.3', 5, 'Bevoegd orgaan'],
    [14, 'F1.1', 5, 'Bevoegd orgaan'],
  ])('reports line %i (%s): a semicolon too many shows first in column %i', (line, nr, column, columnName) => {
    expect(reading.rows.filter((row) => row.line === line)).toMatchObject([
      { kind: 'reported', nr, problems: [{ line, column, columnName, code: 'TOO_MANY_FIELDS', expected: 10, found: 11 }] },
    ]);
  });

  it.each([
    [
      2,
      [
        'machtiging college 1 Directeur Bedrijfsvoering',
        'machtiging college 2 Juridisch kwaliteitsmedewerker',
        'machtiging mayor 1 Directeur Bedrijfsvoering',
        'machtiging mayor 2 Juridisch kwaliteitsmedewerker',
      ],
    ],
    [3, ['signing college 1 Directeur Bedrijfsvoering', 'signing college 2 Juridisch kwaliteitsmedewerker']],
    [
      4,
      [
        'volmacht college 1 Directeur Sociaal Domein',
        'volmacht college 2 Teammanager Wmo',
        'volmacht mayor 1 Directeur Sociaal Domein',
        'volmacht mayor 2 Teammanager Wmo',
      ],
    ],
    [5, ['mandaat college 1 Teammanager Wmo', 'mandaat college 2 Consulent Wmo']],
    [7, ['mandaat college 1 Teammanager Samenleving']],
    [10, ['mandaat college 1 Directeur Bedrijfsvoering']],
    [12, ['mandaat college 1 Directeur GGD regio']],
    [13, ['machtiging college 1 Teammanager Wmo', 'machtiging college 2 Klachtencoördinator']],
    [15, ['mandaat college 1 Budgethouder', 'mandaat college 2 Budgetbeheerder']],
  ])('plans the mandates of line %i', (line, expected) => {
    expect(chains(line)).toEqual(expected);
  });

  it('gives the director and the team manager of line 4 their own limit per act, for college and mayor', () => {
    expect(grantsOn(4).map((grant) => grant.limits.map((limit) => [limit.amountCents, limit.per]))).toEqual([
      [[25_000_000, 'act']],
      [[5_000_000, 'act']],
      [[25_000_000, 'act']],
      [[5_000_000, 'act']],
    ]);
    expect(grantsOn(4).some((grant) => grant.humanCheckRequired)).toBe(false);
  });

  it('leaves the yearly amount per resident of line 5 to people', () => {
    expect(grantsOn(5).map(({ limits, conditions, humanCheckRequired }) => ({ limits, conditions, humanCheckRequired }))).toEqual(
      Array(2).fill({ limits: [], conditions: ['Consulent t/m € 25.000 per jaar per inwoner'], humanCheckRequired: true }),
    );
  });

  it('starts lines 7 and 12 on their own dates; line 12 awaits consent of an organisation not identified', () => {
    expect(grantsOn(7)).toMatchObject([{ start: '2025-07-01', startState: 'inForce', instrument: 'gmb-2025-210044' }]);
    expect(grantsOn(12)).toMatchObject([
      {
        start: '2025-04-01',
        needsConsent: true,
        startState: 'awaitingConsent',
        warnings: ['INSTRUMENT_HASH_UNKNOWN', 'ACT_DATE_UNKNOWN', 'HOLDER_ORGANISATION_UNIDENTIFIED'],
      },
    ]);
  });

  it('takes line 15 for category posts that ask a human check', () => {
    expect(grantsOn(15).map(({ holder, humanCheckRequired }) => [holder.category, humanCheckRequired])).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});
