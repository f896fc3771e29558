import { describe, expect, it } from '@jest/globals';
import { subjectIdOf } from '../../../libs/ledger/ids.js';
import { readOrganisations } from '../../../libs/interop/organisations/read-organisations.js';
import { organisationCommandIdOf, planOrganisations, type KnownOrganisation } from './plan-organisations.js';

const AMSTERDAM = 'https://identifier.overheid.nl/tooi/id/gemeente/gm0363';
const RIJKSWATERSTAAT = 'https://identifier.overheid.nl/tooi/id/oorg/oorg10004';
const reading = readOrganisations(
  `tooi_uri,naam,lijst\n${AMSTERDAM},gemeente Amsterdam,gemeentelijst\n${RIJKSWATERSTAAT},Rijkswaterstaat,oorglijst\n`,
);
const amsterdam: KnownOrganisation = { id: 'a party', name: 'gemeente Amsterdam', kind: 'MUNICIPALITY' };

describe('planning organisations', () => {
  it('registers each under its TOOI URI, a municipality under its CBS code too', () => {
    const steps = planOrganisations(reading, { file: 'lists.csv', known: new Map() }).map(({ step }) => step);
    expect(steps.map((step) => step?.input)).toEqual([
      {
        commandId: organisationCommandIdOf({ tooiUri: AMSTERDAM }),
        name: 'gemeente Amsterdam',
        kind: 'MUNICIPALITY',
        identifiers: [
          { scheme: 'TOOI', value: AMSTERDAM },
          { scheme: 'CBS', value: 'GM0363' },
        ],
        source: 'lists.csv',
      },
      expect.objectContaining({ kind: 'OTHER_PUBLIC_BODY', identifiers: [{ scheme: 'TOOI', value: RIJKSWATERSTAAT }] }),
    ]);
    expect(steps[0]?.id).toBe(subjectIdOf(organisationCommandIdOf({ tooiUri: AMSTERDAM })));
  });

  it('finds a party that has the URI, however it came to be there', () => {
    const [first, second] = planOrganisations(reading, { file: 'lists.csv', known: new Map([[AMSTERDAM, amsterdam]]) });
    expect(first).toMatchObject({ state: 'found', known: amsterdam });
    expect(second?.state).toBe('new');
  });

  it('reports a party that has the URI under another name, unless that is what the file said when it was imported', () => {
    const known = new Map([[AMSTERDAM, { ...amsterdam, name: 'gemeente Groot-Amsterdam' }]]);
    const stateWith = (registered?: Map<string, KnownOrganisation>) =>
      planOrganisations(reading, { file: 'lists.csv', known, ...(registered ? { registered } : {}) })[0];
    expect(stateWith()).toMatchObject({ state: 'different' });
    expect(stateWith()?.step).toBeUndefined();
    expect(stateWith(new Map([[AMSTERDAM, amsterdam]]))).toMatchObject({ state: 'found' });
  });
});
