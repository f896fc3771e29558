import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../ledger/local-date.js';
import { isSealed } from '../../../ledger/sealing.js';
import { made, SmallTown } from '../../testing/small-town.js';
import { isAreaCode, sharesArea } from '../areas.js';
import { networkRegistration } from './network.resolver.js';
import { network, type NetworkEvent } from './network.js';
import { networkProjection, type NetworkDoc } from './network.view.js';

const N = { network: made('N') };
const NOTED = { name: 'Netwerk Dementie Noord', topics: ['dementie', 'mantelzorg'], areaCodes: ['WK036301'], parties: [made('welzijn')] };

describe('a network', () => {
  let town: SmallTown;
  beforeEach(async () => {
    town = (await SmallTown.found(networkProjection, networkRegistration.commands)).on('2025-02-03');
    await town.run('manager', 'NoteNetwork', { ...NOTED, from: '2024-01-01' }, 'N');
  });
  const docOn = async (date: string): Promise<NetworkDoc> => {
    const rows = networkProjection.tables[0]!.rows(await town.ledger.state(network, made('N')), made('N'));
    return rows.find(({ validFrom, validTo }) => validFrom <= date && date < validTo)!.doc() as NetworkDoc;
  };

  it('is noted for everyone to see, with what it is about, where and who, funded or not', async () => {
    expect(await docOn('2025-02-03')).toMatchObject({ ...NOTED, funded: false, status: 'ACTIVE', steward: made('municipality') });
    expect((await town.ledger.events()).at(-1)?.envelope.audience.level).toBe('public');
    expect(await town.said('stranger', 'NoteNetwork', { ...NOTED, steward: made('municipality') })).toBe('FORBIDDEN');
    expect(await town.said('manager', 'NoteNetwork', { ...NOTED, areaCodes: ['Noord'] })).toBe('BAD_USER_INPUT');
    expect(await town.said('manager', 'NoteNetwork', { ...NOTED, parties: [made('nobody')] })).toBe('NOT_FOUND');
  });

  it('changes from a date on, by whoever noted it or takes part', async () => {
    expect(await town.said('welzijn', 'AmendNetwork', { ...N, funded: true, from: '2025-03-01' })).toBe('NetworkAmended');
    expect(await town.said('welzijn', 'AmendNetwork', { ...N, funded: true, from: '2025-03-01' })).toBe('');
    expect(await town.said('deBrug', 'AmendNetwork', { ...N, funded: false })).toBe('FORBIDDEN');
    expect([(await docOn('2025-02-28')).funded, (await docOn('2025-03-01')).funded]).toEqual([false, true]);
    await town.run('manager', 'CorrectNetwork', { ...N, revision: 0, field: 'NAME', value: 'Netwerk Dementie', reason: 'Zo heet het.' });
    expect([(await docOn('2025-02-28')).name, (await docOn('2025-03-01')).name]).toEqual(['Netwerk Dementie', 'Netwerk Dementie Noord']);
  });

  it('is kept in contact with, told between those concerned, with functions and a sealed text', async () => {
    const contact = { ...N, text: 'Over de inloop.', functions: ['wijkregisseur'] };
    expect(await town.said('deBrug', 'KeepNetworkContact', { ...contact, on: '2025-02-04' })).toBe('ACT_DATE_LATER_THAN_TODAY');
    expect(await town.said('deBrug', 'KeepNetworkContact', contact)).toBe('NetworkContactKept');
    const { data, envelope } = (await town.ledger.events()).at(-1)!;
    expect(isSealed((data as { text: unknown }).text)).toBe(true);
    expect(envelope.audience).toEqual({ level: 'partners', parties: [made('de-brug'), made('municipality'), made('welzijn')] });
  });

  it('ends once', async () => {
    expect(await town.said('manager', 'EndNetwork', { ...N, from: '2025-04-01', reason: 'Opgegaan in een ander.' })).toBe('NetworkEnded');
    expect(await town.said('manager', 'EndNetwork', { ...N, from: '2025-04-01', reason: 'Opgegaan in een ander.' })).toBe('');
    expect(await town.said('manager', 'AmendNetwork', { ...N, funded: true })).toBe('NOT_IN_THIS_STATE');
    expect([(await docOn('2025-03-31')).status, (await docOn('2025-04-01')).status]).toEqual(['ACTIVE', 'ENDED']);
  });
});

describe('an area', () => {
  it('is shared by what lies in it and by what it lies in', () => {
    expect(['GM0363', 'WK036301', 'BU03630101', 'WK0363', 'Noord'].map(isAreaCode)).toEqual([true, true, true, false, false]);
    expect(sharesArea(['WK036301'], 'GM0363')).toBe(true);
    expect(sharesArea(['WK036301'], 'BU03630102')).toBe(true);
    expect(sharesArea(['WK036301'], 'WK036302')).toBe(false);
    expect(sharesArea(['WK036301'], 'GM0518')).toBe(false);
    expect(sharesArea([], 'GM0518')).toBe(true);
  });
});

const text = fc.constantFrom('Noord', 'Zuid');
const date = fc.integer({ min: 0, max: 40 }).map((offset) => addDays('2025-01-06', offset));

describe('whatever was stored of a network', () => {
  it('folds in any order', () => {
    const event = fc.oneof(
      fc.record({ type: fc.constant('NetworkNoted'), data: fc.record({ ...fields(), steward: text, from: date }) }),
      fc.record({ type: fc.constant('NetworkAmended'), data: fc.record({ name: text, from: date }) }),
      fc.record({ type: fc.constant('NetworkContactKept'), data: fc.record({ contact: fc.nat(3), party: text, on: date, text }) }),
      fc.record({ type: fc.constant('NetworkEnded'), data: fc.record({ from: date, reason: text }) }),
      fc.record({
        type: fc.constant('NetworkCorrected'),
        data: fc.record({ revision: fc.nat(4), field: fc.constant('NAME'), value: text }),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const told = events.map((one, revision) => ({ ...one, envelope: { revision, id: 'e', audience: {}, origin: {} } }));
        const state = (told as unknown as NetworkEvent[]).reduce(network.evolve, network.initial);
        const rows = networkProjection.tables[0]!.rows(state, 'one');
        rows.slice(1).forEach((row, index) => expect(row.validFrom).toBe(rows[index]!.validTo));
      }),
    );
  });
});

function fields() {
  return { name: text, topics: fc.constant(['a']), areaCodes: fc.constant([]), parties: fc.constant([]), funded: fc.boolean() };
}
