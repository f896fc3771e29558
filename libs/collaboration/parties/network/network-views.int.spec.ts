import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { addDays } from '../../../ledger/local-date.js';
import { made, SmallTown, type PersonName } from '../../testing/small-town.js';
import { networkRegistration } from './network.resolver.js';
import type { NetworkEvent, NetworkProfile } from './network.js';
import { networkProjection, type NetworkDoc } from './network.view.js';

const N = { network: made('N') };
const NOTED = { name: 'Netwerk Dementie Noord', topics: ['dementie'], areaCodes: ['WK036301'], parties: [made('welzijn')] };

const FIRST = '2025-01-06';
const DAYS = 50;
const day = (offset: number): string => addDays(FIRST, offset);
const date = fc.integer({ min: 0, max: DAYS - 1 }).map(day);
const who = fc.constantFrom<PersonName[]>('manager', 'welzijn', 'registrar', 'stranger');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.constantFrom('Noord', 'Zuid');
const asked = (command: string, input: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ command: fc.constant(command), who, input: fc.record(input), later: fc.constantFrom(0, 1, 4) });
const anyCommand = fc.oneof(
  asked('AmendNetwork', { funded: maybe(fc.boolean()), name: maybe(text), topics: maybe(fc.constantFrom(['a'], ['b', 'c'])), from: date }),
  asked('AmendNetwork', { areaCodes: maybe(fc.constantFrom([], ['GM0363'])), parties: fc.constantFrom([], [made('welzijn')]), from: date }),
  asked('KeepNetworkContact', { text, on: date }),
  asked('CorrectNetwork', { revision: fc.nat(3), field: fc.constantFrom('NAME', 'DESCRIPTION'), value: text, reason: text }),
  asked('EndNetwork', { from: fc.integer({ min: DAYS - 8, max: DAYS - 1 }).map(day), reason: text }),
);

/** A notebook with one line per day, which remembers the number of the event that wrote it. */
interface Line {
  profile: NetworkProfile;
  revision: number;
}

function notebook(events: readonly NetworkEvent[]): { lines: (Line | undefined)[]; ended: string } {
  const lines: (Line | undefined)[] = Array.from({ length: DAYS });
  let ended = '9999-12-31';
  for (const { type, data, envelope } of events) {
    const { revision } = envelope;
    if (type === 'NetworkNoted') {
      const { from, steward: _, ...profile } = data;
      for (let line = 0; line < DAYS; line += 1) if (day(line) >= from) lines[line] = { profile, revision };
    } else if (type === 'NetworkAmended') {
      const { from, ...changes } = data;
      const start = lines.findIndex((_, line) => day(line) === from);
      const before = lines[start];
      for (let line = start; before && line < DAYS && lines[line]?.revision === before.revision; line += 1)
        lines[line] = { profile: { ...before.profile, ...changes }, revision: -1 };
      lines.forEach((one) => one && one.revision === -1 && (one.revision = revision));
    } else if (type === 'NetworkCorrected') {
      const patch = data.field === 'NAME' ? { name: data.value } : { description: data.value };
      for (const one of lines) if (one?.revision === data.revision) one.profile = { ...one.profile, ...patch };
    } else if (type === 'NetworkEnded') ended = data.from;
  }
  return { lines, ended };
}

describe('whatever is recorded of a network', () => {
  it('is shown, on any day and as known at any moment, as a notebook with a line per day says', async () => {
    const question = fc.record({ validAt: date, known: fc.integer({ min: 0, max: 1_000 }) });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 3, maxLength: 15 }),
        fc.array(question, { minLength: 6, maxLength: 6 }),
        async (sequence, questions) => {
          const town = (await SmallTown.found(networkProjection, networkRegistration.commands)).on(FIRST);
          await town.run('manager', 'NoteNetwork', { ...NOTED, from: FIRST }, 'N');
          let today = 1;
          for (const { command, who: by, input, later } of sequence) {
            town.on(day((today = Math.min(today + later, DAYS - 1))));
            await town.run(by, command, { ...input, ...N }).catch((error: unknown) => expect(error).toBeInstanceOf(Fault));
          }
          const all = await town.ledger.events();
          await town.views(async (ask) => {
            for (const { validAt, known } of questions) {
              const knownAt = Math.round((known / 1_000) * all.length);
              const events = all.slice(0, knownAt).filter(({ envelope }) => envelope.stream.startsWith('network-')) as NetworkEvent[];
              const { lines, ended } = notebook(events);
              const line = lines.find((_, index) => day(index) === validAt);
              const rows = await ask({ table: 'network', validAt, knownAt });
              expect(rows.map(({ doc }) => doc as NetworkDoc)).toEqual(
                line ? [expect.objectContaining({ ...line.profile, status: validAt < ended ? 'ACTIVE' : 'ENDED' })] : [],
              );
              compared += events.length > 2 ? 1 : 0;
              const contacts = events.filter(({ type, data }) => type === 'NetworkContactKept' && (data as { on: string }).on <= validAt);
              expect(await ask({ table: 'network_contact', validAt, knownAt })).toHaveLength(contacts.length);
            }
          });
        },
      ),
      { numRuns: 25 },
    );
    expect(compared).toBeGreaterThan(10);
  });
});
