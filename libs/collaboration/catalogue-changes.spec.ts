import { describe, expect, it } from '@jest/globals';
import { z } from '../ledger/event-definition.js';
import { breakingChanges } from './catalogue-changes.js';
import type { CatalogueEntry } from './event-catalogue.js';

const PIN = { stream: z.string(), revision: z.number() };
const BEFORE = {
  name: z.string(),
  reason: z.string().optional(),
  kind: z.enum(['A', 'B']),
  pins: z.array(z.object(PIN)),
  powers: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('listed'), codes: z.array(z.string()) }),
    z.object({ kind: z.literal('allExcept'), except: z.array(z.string()) }),
  ]),
  until: z.string().nullable(),
  input: z.record(z.string(), z.unknown()),
  count: z.number().max(10),
};

function entry(shape: z.ZodRawShape, more: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return { type: 'PostRenamed', version: 1, aggregate: 'post', personalFields: ['reason'], data: z.toJSONSchema(z.object(shape)), ...more };
}

function changed(shape: z.ZodRawShape, more: Partial<CatalogueEntry> = {}): string[] {
  return breakingChanges([entry(BEFORE)], [entry({ ...BEFORE, ...shape }, more)]);
}

describe('what breaks stored events', () => {
  const { name: _name, ...withoutName } = BEFORE;
  const { until: _until, ...withoutUntil } = BEFORE;

  it.each<[string, z.ZodRawShape, string]>([
    ['a field made required', { reason: z.string() }, 'reason became required'],
    ['a new field that is required', { article: z.string() }, 'article is new and required'],
    ['a field inside made required', { pins: z.array(z.object({ ...PIN, eventId: z.string() })) }, 'pins[].eventId is new and required'],
    ['a field inside taken away', { pins: z.array(z.object({ stream: z.string() })) }, 'pins[].revision is gone'],
    ['another type', { name: z.number() }, 'name was string and became number'],
    ['a choice taken away', { kind: z.enum(['A', 'C']) }, 'kind may no longer be B'],
    ['a text made a choice', { name: z.enum(['x', 'y']) }, 'name has certain values only: x, y'],
    ['null taken away', { until: z.string() }, 'until was null and became string'],
    ['an alternative taken away', { powers: z.object({ kind: z.literal('listed'), codes: z.array(z.string()) }) }, 'powers.'],
    ['a record of texts only', { input: z.record(z.string(), z.string()) }, 'input{} was anything and became string'],
    ['a lower ceiling', { count: z.number().max(9) }, 'count has maximum 9, where it was 10'],
    ['a new floor', { count: z.number().min(1).max(10) }, 'count has minimum 1, where it was free'],
    ['a pattern', { name: z.string().regex(/^x/) }, 'name has another pattern'],
  ])('%s', (_what, shape, expected) => {
    const found = changed(shape);
    expect(found[0]).toContain(`PostRenamed v1: ${expected}`);
    expect(found[0]).toMatch(/; make it version 2 with an upcaster$/);
  });

  it('a field taken away', () => {
    expect(breakingChanges([entry(BEFORE)], [entry(withoutName)])).toEqual([
      'PostRenamed v1: name is gone; make it version 2 with an upcaster',
    ]);
    expect(breakingChanges([entry(BEFORE)], [entry(withoutUntil)])).toEqual([
      'PostRenamed v1: until is gone; make it version 2 with an upcaster',
    ]);
  });

  it.each<[string, Partial<CatalogueEntry>, RegExp]>([
    ['another aggregate', { aggregate: 'party' }, /moved from post to party/],
    ['another aggregate with a new version', { aggregate: 'party', version: 2 }, /moved from post to party/],
    ['a field that is no longer personal', { personalFields: [] }, /reason is no longer personal/],
    ['an earlier version', { version: 0 }, /went back to version 0/],
    ['another type in its place', { type: 'PostNamed' }, /PostRenamed is gone/],
  ])('%s', (_what, more, expected) => {
    expect(changed({}, more)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('what breaks nothing', () => {
  it.each<[string, z.ZodRawShape, Partial<CatalogueEntry>]>([
    ['the same', {}, {}],
    ['a new optional field', { article: z.string().optional() }, {}],
    ['a new optional field inside', { pins: z.array(z.object({ ...PIN, eventId: z.string().optional() })) }, {}],
    ['a field made optional', { name: z.string().optional() }, {}],
    ['a choice more', { kind: z.enum(['B', 'C', 'A']) }, {}],
    ['an alternative more', { until: z.union([z.number(), z.null(), z.string()]) }, {}],
    ['a choice made free', { kind: z.string() }, {}],
    ['a higher ceiling', { count: z.number().max(11) }, {}],
    ['anything at all', { name: z.unknown() }, {}],
    ['a new version, whatever its data', { name: z.number() }, { version: 2 }],
    ['one personal field more', {}, { personalFields: ['name', 'reason'] }],
  ])('%s', (_what, shape, more) => {
    expect(changed(shape, more)).toEqual([]);
  });

  it('a new type', () => {
    expect(breakingChanges([entry(BEFORE)], [entry(BEFORE), entry({}, { type: 'PostPainted' })])).toEqual([]);
  });
});
