import { describe, expect, it } from '@jest/globals';
import { projections } from '../../../libs/collaboration/projections.js';
import { decodeText } from '../../../libs/ledger/codec.js';
import { parseStream } from '../../../libs/ledger/ids.js';
import { evolveWith, Registry } from '../../../libs/ledger/registry.js';
import type { ViewRow } from '../../../libs/views/view-definition.js';
import { History } from './history.js';

const EVENTS = 20_000;
const registry = new Registry(projections.map(({ aggregate }) => aggregate));
const TOLD_WHOLE = ['partnership', 'responsibility', 'network', 'development', 'agreement'];
/** What the history leaves out: refused attempts, and values that name a person. */
const LEFT_OUT = ['AgreementAttemptRefused', 'AgreementPersonalValueStated', 'AgreementAmendmentRegistered'];

interface Told {
  readonly history: History;
  readonly types: ReadonlyMap<string, number>;
  readonly states: ReadonlyMap<string, unknown>;
}

/** Every event held against its schema, and folded. */
function tell(): Told {
  const types = new Map<string, number>();
  const states = new Map<string, unknown>();
  const history = new History(EVENTS, { checkedOneIn: 1 });
  for (const { stream, type, json } of history) {
    const aggregate = registry.aggregate(parseStream(stream).aggregate);
    if (!aggregate || !registry.belongs(type, aggregate)) throw new Error(`${type} does not belong in ${stream}`);
    types.set(type, (types.get(type) ?? 0) + 1);
    states.set(stream, evolveWith(aggregate, states.get(stream) ?? aggregate.initial, decodeText(registry, json)));
  }
  return { history, types, states };
}

function rowsOf({ states }: Told): Map<string, ViewRow[]> {
  const found = new Map<string, ViewRow[]>();
  for (const { aggregate, tables } of projections) {
    const own = [...states].filter(([stream]) => parseStream(stream).aggregate === aggregate.name);
    for (const { name, rows } of tables) {
      found.set(
        name,
        own.flatMap(([stream, state]) => [...rows(state, parseStream(stream).id)]),
      );
    }
  }
  return found;
}

describe('the history that benchmarks are measured on', () => {
  const told = tell();
  const count = (aggregate: string) =>
    [...told.types].reduce((sum, [type, number]) => sum + (registry.belongs(type, { name: aggregate }) ? number : 0), 0);

  it('holds every type of event of the aggregates it tells whole, each as its schema has it', () => {
    const types = registry.aggregates
      .filter(({ name }) => TOLD_WHOLE.includes(name))
      .flatMap(({ events }) => events.map(({ type }) => type));
    expect(types.filter((type) => !told.types.has(type)).sort()).toEqual([...LEFT_OUT].sort());
  });

  it('gives those aggregates a quarter to a third of the events', () => {
    const share = TOLD_WHOLE.reduce((sum, name) => sum + count(name), 0) / EVENTS;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.33);
  });

  it('makes rows in every table of theirs but those for what it leaves out, in stretches that have days', () => {
    const rows = rowsOf(told);
    const tables = projections.filter(({ aggregate }) => TOLD_WHOLE.includes(aggregate.name)).flatMap(({ tables }) => tables);
    expect(tables.map(({ name }) => name).filter((name) => rows.get(name)?.length === 0)).toEqual(['agreement_personal']);
    expect([...rows.values()].flat().filter(({ validFrom, validTo }) => validFrom >= validTo)).toEqual([]);
  });

  it('shows agreements in force, commitments that were met, and somebody accountable', () => {
    const rows = rowsOf(told);
    const statuses = (table: string) => new Set(rows.get(table)?.map(({ columns }) => columns['status']));
    expect(statuses('agreement')).toEqual(
      new Set(['DRAFT', 'PROPOSED', 'PROPOSAL_WITHDRAWN', 'CONCLUDED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'TERMINATED']),
    );
    expect(statuses('responsibility_assignment')).toContain('IN_FORCE');
    expect(rows.get('agreement_commitment_fact')?.length).toBeGreaterThan(50);
  });

  it('can be told of parties, posts, mandates and decisions alone', () => {
    const aggregates = new Set([...new History(2_000, { of: 'spine' })].map(({ stream }) => parseStream(stream).aggregate));
    expect([...aggregates].sort()).toEqual(['decision', 'ledger', 'mandate', 'party', 'post']);
  });

  it('is the same every time', () => {
    const ids = (history: History) => [...history].map(({ json }) => json);
    expect(ids(new History(200))).toEqual(ids(new History(200)));
  });
});
