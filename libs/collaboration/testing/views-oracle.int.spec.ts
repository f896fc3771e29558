import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { parseStream } from '../../ledger/ids.js';
import { evolveWith } from '../../ledger/registry.js';
import type { StoredRow, Viewer } from '../../views/read-models.js';
import { viewDatabases } from '../../views/testing/view-databases.js';
import type { TableDefinition, ViewRow } from '../../views/view-definition.js';
import { made } from '../agreements/agreement/agreement.fixture.js';
import { projections } from '../projections.js';
import { registrations } from '../registrations.js';
import { anyCommand, anyDay } from './any-command.js';
import { recordAll } from './record-all.js';
import { foundWholeTown } from './whole-town.js';

const TABLES = projections.flatMap(({ aggregate, tables }) => tables.map((table) => ({ aggregate, table })));

const VIEWERS: readonly Viewer[] = [
  { party: null, seesAll: true },
  { party: null, seesAll: false },
  ...['municipality', 'welzijn', 'de-brug'].map((name) => ({ party: made(name), seesAll: false })),
];

const question = fc.record({
  validAt: anyDay,
  /** Share of the history that was known. */
  known: fc.integer({ min: 0, max: 1_000 }),
  viewer: fc.constantFrom(...VIEWERS),
});

describe.each(viewDatabases())('whatever is recorded about anything, in $name', (database) => {
  it('is shown, on any day and as known at any moment, as the tables say of the events known then', async () => {
    const shown = new Set<string>();
    const recorded = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 30, maxLength: 70 }),
        fc.array(question, { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (sequence, questions, batchEvents) => {
          const town = await foundWholeTown();
          for (const command of (await recordAll(town, sequence)).recorded) recorded.add(command);
          const events = await town.ledger.events();
          const views = await database.open(town.ledger.store, projections, { batchEvents, cachedStreams: 1 + (batchEvents % 5) });
          try {
            await views.catchUp();
            const snapshot = views.snapshot();
            for (const { validAt, known, viewer } of questions) {
              const knownAt = Math.round((known / 1_000) * events.length);
              const oracle = new Oracle(events, knownAt);
              for (const { aggregate, table } of TABLES) {
                // A table without orders is asked per entity only.
                const entities = table.orders.length === 0 ? { entities: oracle.entities(aggregate.name) } : {};
                const rows = await snapshot.rows({ table: table.name, asOf: { validAt, knownAt }, viewer, ...entities });
                expect([table.name, ...rows.map(asSaid)]).toEqual([table.name, ...oracle.rows(aggregate.name, table, { validAt, viewer })]);
                if (rows.length > 0) shown.add(table.name);
              }
            }
            await snapshot.close();
          } finally {
            await views.close();
          }
        },
      ),
      { numRuns: 12 },
    );
    // What was never shown was never compared.
    for (const { name } of registrations.map(({ projection }) => projection.tables[0]!)) expect(shown).toContain(name);
    expect(recorded.size).toBeGreaterThan(40);
  });
});

interface Known {
  readonly entity: string;
  readonly row: ViewRow;
  readonly knownFrom: number;
}

/** Reads the events one by one, as far as they were known, and keeps for every row since when it has been what it is. */
class Oracle {
  private readonly states = new Map<string, unknown>();
  private readonly known = new Map<string, Known[]>();

  constructor(events: readonly LedgerEvent[], knownAt: number) {
    events.slice(0, knownAt).forEach((event, index) => this.take(event, index + 1));
  }

  rows(aggregate: string, table: TableDefinition<any>, { validAt, viewer }: { validAt: string; viewer: Viewer }): unknown[] {
    return this.entities(aggregate)
      .flatMap((id) => this.known.get(`${table.name} ${id}`) ?? [])
      .filter(({ row }) => row.validFrom <= validAt && validAt < row.validTo && maySee(viewer, row))
      .sort((a, b) => (a.entity === b.entity ? compare(a.row.key, b.row.key) : compare(a.entity, b.entity)))
      .map(({ entity, row: { key, validFrom, validTo, columns, doc }, knownFrom }) => ({
        entity,
        key,
        validFrom,
        validTo,
        columns,
        doc: asJson(doc()),
        knownFrom,
      }));
  }

  entities(aggregate: string): string[] {
    return [...this.states.keys()].map(parseStream).flatMap((ref) => (ref.aggregate === aggregate ? [ref.id] : []));
  }

  private take(event: LedgerEvent, seq: number): void {
    const { stream } = event.envelope;
    const { aggregate: name, id: entity } = parseStream(stream);
    const { aggregate, tables } = projections.find((one) => one.aggregate.name === name)!;
    const state = evolveWith(aggregate, this.states.get(stream) ?? aggregate.initial, event);
    this.states.set(stream, state);
    for (const table of tables) {
      const slot = `${table.name} ${entity}`;
      const before = this.known.get(slot) ?? [];
      const rows = table.rows(state, entity);
      this.known.set(
        slot,
        // What it shows may change while the row stays what it is.
        rows.map((row) => ({
          entity,
          row,
          knownFrom: before.find((one) => isDeepStrictEqual(stored(one.row), stored(row)))?.knownFrom ?? seq,
        })),
      );
    }
  }
}

function maySee({ party, seesAll }: Viewer, { audience }: ViewRow): boolean {
  return seesAll || audience.level === 'public' || (party !== null && audience.parties.includes(party));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function asSaid({ entity, key, validFrom, validTo, columns, doc, knownFrom }: StoredRow): unknown {
  return { entity, key, validFrom, validTo, columns, doc: asJson(doc), knownFrom };
}

function stored({ doc: _, ...row }: ViewRow): Omit<ViewRow, 'doc'> {
  return row;
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
