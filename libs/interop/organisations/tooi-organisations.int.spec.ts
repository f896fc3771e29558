import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readOrganisationsFile } from './read-organisations.js';

/** The specs run compiled, the fixtures stay with the sources. */
const FIXTURE = new URL('../../../../libs/interop/organisations/fixtures/tooi-organisations-sample.csv', import.meta.url);

describe('a sample of the TOOI value lists', () => {
  const { problem, rows, totals } = readOrganisationsFile(readFileSync(FIXTURE));
  const parties = rows.flatMap((row) => (row.kind === 'read' ? [row.party] : []));

  it('is read whole, each list as its own kind', () => {
    expect(problem).toBeNull();
    expect(totals).toEqual({
      rows: 16,
      read: 16,
      reported: 0,
      byKind: {
        MUNICIPALITY: 3,
        REGION: 3,
        OTHER_PUBLIC_BODY: 4,
        INDEPENDENT_PUBLIC_BODY: 1,
        WATER_BOARD: 2,
        PROVINCE: 2,
        CARIBBEAN_PUBLIC_BODY: 1,
      },
    });
  });

  it('keeps two bodies of one name apart by their URI', () => {
    const uris = parties.filter((party) => party.name === 'Curriculumcommissie').map((party) => party.tooiUri);
    expect(new Set(uris).size).toBe(2);
  });

  it('keeps names with commas and accents whole', () => {
    expect(parties.map((party) => party.name)).toEqual(
      expect.arrayContaining(['gemeente Nuenen, Gerwen en Nederwetten', 'provincie Fryslân']),
    );
  });
});
