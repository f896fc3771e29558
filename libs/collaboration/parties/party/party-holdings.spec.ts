import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../ledger/local-date.js';
import { made, SmallTown } from '../../testing/small-town.js';
import { partyRegistration } from './party.resolver.js';
import type { PartyEvent } from './party.js';
import { partyProjection } from './party.view.js';

const FIRST = '2025-02-03';
const DAYS = 25;
const day = (offset: number) => addDays(FIRST, offset);
const ABOUT = { party: made('welzijn') };
const KVK = { ...ABOUT, scheme: 'KVK', value: '90000017' };
const DIRECTOR = { ...ABOUT, post: made('post welzijn director') };
const NAMED = { ...DIRECTOR, instrument: 'Statuten, artikel 8' };
const reason = 'Zo is het gegaan';

const found = async () => (await SmallTown.found(partyProjection, partyRegistration.commands)).on(day(DAYS));

describe('what a party has for some days', () => {
  let town: SmallTown;
  const said = (command: string, input: object) => town.said('welzijn', command, input);
  beforeEach(async () => {
    town = await found();
  });

  it('is an identifier once at a time', async () => {
    expect(await said('AddPartyIdentifier', { ...KVK, from: day(0), until: day(5) })).toBe('PartyIdentifierAdded');
    expect(await said('AddPartyIdentifier', { ...KVK, from: day(0), until: day(5) })).toBe('');
    expect(await said('AddPartyIdentifier', { ...KVK, from: day(4) })).toBe('NOT_IN_THIS_STATE');
    expect(await said('AddPartyIdentifier', { ...KVK, value: '90000025', from: day(4) })).toBe('PartyIdentifierAdded');
    const twice = [
      { scheme: 'OIN', value: '00000001123456789000' },
      { scheme: 'OIN', value: '00000001123456789000' },
    ];
    expect(await town.said('registrar', 'RegisterParty', { name: 'Tweemaal', kind: 'BUSINESS', identifiers: twice })).toBe(
      'BAD_USER_INPUT',
    );
  });

  it('is ended once, from its first day on', async () => {
    const end = { ...KVK, reason };
    expect(await said('EndPartyIdentifier', { ...end, until: day(3) })).toBe('BAD_USER_INPUT');
    await said('AddPartyIdentifier', { ...KVK, from: day(2) });
    expect(await said('EndPartyIdentifier', { ...end, until: day(1) })).toBe('BAD_USER_INPUT');
    expect(await said('EndPartyIdentifier', { ...end, until: day(2) })).toBe('PartyIdentifierEnded');
    expect(await said('EndPartyIdentifier', { ...end, until: day(2) })).toBe('');
    expect(await said('EndPartyIdentifier', { ...end, until: day(3) })).toBe('NOT_IN_THIS_STATE');
    expect(await said('AddPartyIdentifier', { ...KVK, from: day(2) })).toBe('PartyIdentifierAdded');
  });

  it('is somebody who represents it, alone or jointly, and again after that was ended', async () => {
    expect(await said('NameRepresentative', { ...NAMED, from: day(0) })).toBe('PartyRepresentativeNamed');
    expect(await said('NameRepresentative', { ...NAMED, from: day(0) })).toBe('');
    expect(await said('NameRepresentative', { ...NAMED, from: day(0), jointlyWith: [made('post vacant')] })).toBe('NOT_IN_THIS_STATE');
    expect(await said('EndRepresentative', { ...DIRECTOR, post: made('post vacant'), until: day(4), reason })).toBe('BAD_USER_INPUT');
    expect(await said('EndRepresentative', { ...DIRECTOR, until: day(4), reason })).toBe('PartyRepresentativeEnded');
    expect(await said('NameRepresentative', { ...NAMED, from: day(10), until: day(12) })).toBe('PartyRepresentativeNamed');
    expect(await said('EndRepresentative', { ...DIRECTOR, until: day(11), reason })).toBe('PartyRepresentativeEnded');
    const represented = await town.views((ask) =>
      Promise.all(
        [3, 4, 10, 11].map(
          async (offset) =>
            (await ask({ table: 'party_representative', entities: [ABOUT.party], validAt: day(offset), knownAt: 1_000 })).length,
        ),
      ),
    );
    expect(represented).toEqual([1, 0, 1, 0]);
  });

  it('is, on any day, what a book with a line per day says', async () => {
    const anyDay = fc.integer({ min: 0, max: DAYS - 1 }).map(day);
    const period = { from: anyDay, until: fc.option(anyDay, { nil: undefined }) };
    const value = fc.constantFrom('90000017', '90000025');
    const post = fc.constantFrom(made('post welzijn director'), made('post vacant'));
    const jointlyWith = fc.constantFrom([], [made('post manager')]);
    const anyCommand = fc.oneof(
      ...Object.entries({
        AddPartyIdentifier: fc.record({ scheme: fc.constant('KVK'), value, ...period }),
        EndPartyIdentifier: fc.record({ scheme: fc.constant('KVK'), value, until: anyDay, reason: fc.constant(reason) }),
        NameRepresentative: fc.record({ post, jointlyWith, instrument: fc.constant('Statuten'), ...period }),
        EndRepresentative: fc.record({ post, until: anyDay, reason: fc.constant(reason) }),
      }).map(([command, input]) => fc.tuple(fc.constant(command), input as fc.Arbitrary<object>)),
    );
    const recorded = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 5, maxLength: 25 }), async (sequence) => {
        town = await found();
        for (const [command, input] of sequence) {
          const events = await said(command, { ...ABOUT, ...input });
          if (events.startsWith('Party')) recorded.set(events, (recorded.get(events) ?? 0) + 1);
        }
        const book = new Book((await town.ledger.events()) as PartyEvent[]);
        await town.views(async (ask) => {
          for (let offset = 0; offset < DAYS; offset += 1) {
            const asOf = { validAt: day(offset), knownAt: 1_000 };
            const identifiers = await ask({ table: 'party_identifier', ...asOf });
            const representatives = await ask({ table: 'party_representative', entities: [ABOUT.party], ...asOf });
            const shown = [...identifiers.map(({ columns }) => columns['value']), ...representatives.map(({ columns }) => columns['post'])];
            expect([offset, shown.sort()]).toEqual([offset, book.on(offset)]);
          }
        });
      }),
      { numRuns: 40 },
    );
    expect([...recorded.keys()].sort()).toEqual([
      'PartyIdentifierAdded',
      'PartyIdentifierEnded',
      'PartyRepresentativeEnded',
      'PartyRepresentativeNamed',
    ]);
  });
});

/** A line for every day, with the numbers of what was had on it. */
class Book {
  private readonly lines = Array.from({ length: DAYS }, () => new Map<number, string>());
  private readonly had: { readonly what: string; readonly from: string }[] = [];

  constructor(events: readonly PartyEvent[]) {
    for (const { type, data } of events) {
      if (type === 'PartyIdentifierAdded') this.begin(data.value, data);
      if (type === 'PartyRepresentativeNamed') this.begin(data.post, data);
      if (type === 'PartyIdentifierEnded') this.end(data.value, data.until);
      if (type === 'PartyRepresentativeEnded') this.end(data.post, data.until);
    }
  }

  on(offset: number): string[] {
    return [...this.lines[offset]!.values()].sort();
  }

  private begin(what: string, { from, until }: { from: string; until?: string | undefined }): void {
    const number = this.had.push({ what, from });
    this.lines.forEach((line, offset) => day(offset) >= from && (until === undefined || day(offset) < until) && line.set(number, what));
  }

  /** Whatever was had on that day ends on it; what comes later stays. */
  private end(what: string, until: string): void {
    const line = this.lines.find((_, offset) => day(offset) === until);
    const numbers = [...(line ?? [])].filter(([, one]) => one === what).map(([number]) => number);
    this.lines.forEach((one, offset) => day(offset) >= until && numbers.forEach((number) => one.delete(number)));
  }
}
