import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, decodeEvent, encodeEvent, UpgradeRequired, type UnsealedEvent } from './codec.js';
import type { Envelope } from './envelope.js';
import { defineEvent, z, type EventDefinition } from './event-definition.js';
import { LIMITS } from './limits.js';
import { Registry } from './registry.js';
import { isSealed } from './sealing.js';
import { turningKeys } from './testing/toy-ledger.js';

const noted = defineEvent('Noted', z.object({ text: z.string(), amounts: z.array(z.number()).optional(), about: z.string().optional() }), {
  version: 3,
  upcasters: [({ words }: { words: string }) => ({ message: words }), ({ message }: { message: string }) => ({ text: message })],
});
const registry = registryOf(noted);

function registryOf(...events: EventDefinition[]): Registry {
  return new Registry([{ name: 'note', events, initial: {}, evolve: (state) => state }]);
}

function envelope(change: Partial<Record<keyof Envelope, unknown>> = {}): Envelope {
  return {
    format: 1,
    id: '6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a01',
    type: 'Noted',
    version: 3,
    stream: 'note-1',
    revision: 4,
    recordedAt: '2025-01-06T09:00:00.000Z',
    recordedBy: 'someone',
    origin: { kind: 'firsthand' },
    audience: { level: 'public', parties: [] },
    pins: [],
    commandId: 'c',
    commandDigest: 'd',
    correlationId: 'c',
    causationId: 'c',
    salt: 's',
    ...change,
  } as Envelope;
}

function storedAs(data: unknown, change: Partial<Record<keyof Envelope, unknown>> = {}) {
  const { id, stream, revision, type } = envelope();
  return { id, stream, revision, type, json: canonicalJson({ ...envelope(change), data }) };
}

const encode = (data: Record<string, unknown>, definition: EventDefinition = noted) =>
  encodeEvent(
    { definition, envelope: envelope({ type: definition.type, version: definition.version }), data } satisfies UnsealedEvent,
    turningKeys,
  );

describe('canonical JSON', () => {
  it('is RFC 8785: its own example, its order of keys by UTF-16 units, its numbers', () => {
    const example = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    const sorted = canonicalJson({
      '\u20ac': 'Euro',
      '\r': 'CR',
      '\ufb33': 'Dalet',
      '1': 'One',
      '\u{1f600}': 'Smiley',
      '\u0080': 'Control',
      '\u00f6': 'o',
    });
    const order = ['CR', 'One', 'Control', 'o', 'Euro', 'Smiley', 'Dalet'].map((value) => sorted.indexOf(`"${value}"`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const numbers: [number, string][] = [
      [-0, '0'],
      [5e-324, '5e-324'],
      [1.7976931348623157e308, '1.7976931348623157e+308'],
      [9007199254740992, '9007199254740992'],
      [295147905179352830000, '295147905179352830000'],
      [1e21, '1e+21'],
      [999999999999999700000, '999999999999999700000'],
      [0.000001, '0.000001'],
      [1e-7, '1e-7'],
      [333333333.3333332, '333333333.3333332'],
    ];
    for (const [number, text] of numbers) expect(canonicalJson(number)).toBe(text);
  });

  it.each([
    ['half a surrogate pair', { text: '\ud83d' }],
    ['the other half', ['\ude00']],
    ['half in a name', { '\ud83d': 1 }],
    ['no number', NaN],
    ['infinity', { a: [Infinity] }],
    ['nothing', undefined],
    ['nothing in a list', [undefined]],
    ['a number JSON has no form for', { a: 1n }],
  ])('refuses %s as the client’s mistake', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ category: 'BAD_USER_INPUT' }));
  });
});

describe('canonical JSON beside another implementation', () => {
  it('is the same text for every value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => expect(canonicalJson(value)).toBe(canonicalize(value))),
      {
        numRuns: 1_000,
      },
    );
  });
});

describe('an event', () => {
  it('comes back as it was encoded', () => {
    const { storable, event } = encode({ text: 'è 😀', amounts: [-0, 1.5] });
    expect(decodeEvent(registry, { ...storable, stream: 'note-1', revision: 4 })).toEqual(event);
    expect(Object.is((event.data as { amounts: number[] }).amounts[0], 0)).toBe(true);
    expect(storable.json).toBe(canonicalJson(JSON.parse(storable.json)));
  });

  it('of each older version is read as the latest', () => {
    expect(decodeEvent(registry, storedAs({ words: 'first' }, { version: 1 })).data).toEqual({ text: 'first' });
    expect(decodeEvent(registry, storedAs({ message: 'second' }, { version: 2 })).data).toEqual({ text: 'second' });
    expect(decodeEvent(registry, storedAs({ text: 'third' })).data).toEqual({ text: 'third' });
  });

  it.each([
    ['a newer version', { version: 4 }],
    ['version 0', { version: 0 }],
    ['half a version', { version: 1.5 }],
    ['no version', { version: undefined }],
    ['a newer format', { format: 2 }],
  ])('of %s asks for a newer build', (_what, change) => {
    expect(() => decodeEvent(registry, storedAs({ text: 'x' }, change))).toThrow(UpgradeRequired);
  });

  it('of an unknown type asks for a newer build', () => {
    const { json, ...rest } = storedAs({}, { type: 'Unheard' });
    expect(() => decodeEvent(registry, { ...rest, json, type: 'Unheard' })).toThrow(
      expect.objectContaining({ category: 'UPGRADE_REQUIRED', details: { type: 'Unheard', version: 3 } }),
    );
  });

  it.each([
    ['stream', 'note-2'],
    ['revision', 5],
    ['id', '6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a02'],
    ['type', 'Other'],
  ])('whose %s is another than the store has it under is an error', (field, value) => {
    expect(() => decodeEvent(registry, { ...storedAs({ text: 'x' }), [field]: value })).toThrow(/but the store/);
  });

  it('whose data its definition refuses is a bug, not the client’s input', () => {
    expect(() => encode({ text: 1 })).toThrow(/^Noted: text: /);
    expect(() => encode({ text: 1 })).not.toThrow(expect.objectContaining({ category: expect.anything() }));
  });

  it('may have 64 KiB, counted in UTF-8, and not a byte more', () => {
    const room = LIMITS.eventBytes - Buffer.byteLength(encode({ text: '' }).storable.json);
    const two = Math.floor(room / 2);
    const full = 'ë'.repeat(two) + 'a'.repeat(room - two * 2);
    expect(Buffer.byteLength(encode({ text: full }).storable.json)).toBe(LIMITS.eventBytes);
    expect(() => encode({ text: `${full}a` })).toThrow(expect.objectContaining({ category: 'LIMIT_EXCEEDED' }));
  });
});

describe('a personal field', () => {
  const personal = { field: 'text' as const, subject: ({ about }: { about?: string | undefined }) => about };
  const declared = defineEvent('Said', z.object({ text: z.string(), about: z.string().optional() }), { personal: [personal] });

  it('is sealed for its subject, and readable when it is about nobody', () => {
    const { text, about } = encode({ text: 'secret', about: 'p' }, declared).event.data as Record<string, unknown>;
    expect([isSealed(text), about]).toEqual([true, 'p']);
    expect(encode({ text: 'secret', about: 'p' }, declared).storable.json).not.toContain('secret');
    expect(encode({ text: 'open' }, declared).event.data).toEqual({ text: 'open' });
  });

  it('that holds anything but a text is never stored as it is', () => {
    const lists = defineEvent('Listed', z.object({ text: z.array(z.string()), about: z.string() }), { personal: [personal as never] });
    expect(() => encode({ text: ['secret'], about: 'p' }, lists)).toThrow(/only a text can be sealed/);
  });
});

describe('the registry', () => {
  it('refuses a version without all its upcasters, and names that are taken', () => {
    expect(() => registryOf({ ...noted, upcasters: noted.upcasters.slice(1) })).toThrow(/takes 2 upcasters/);
    expect(() => registryOf(noted, noted)).toThrow(/two events/);
    expect(() => registryOf(defineEvent('AttemptAbandoned', z.object({})))).toThrow(/two events/);
    expect(() => new Registry([...registry.aggregates, ...registry.aggregates])).toThrow(/two aggregates/);
    expect(() => new Registry([{ ...registry.aggregates[0]!, name: 'two-words' }])).toThrow(/lower-case/);
  });
});
