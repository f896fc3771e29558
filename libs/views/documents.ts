import { decodeEvent } from '../ledger/codec.js';
import { streamOf } from '../ledger/ids.js';
import { evolveWith, Registry } from '../ledger/registry.js';
import type { Projection, TableDefinition } from './view-definition.js';

/** An event of one stream as a document is folded from it. */
export interface DocumentEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly json: string;
}

/** What the rows of one entity show, by key and first day. */
export type EntityDocuments = ReadonlyMap<string, () => unknown>;

/**
 * What rows show is not stored with them: it is the fold of the events known at the moment that is asked about. Views stay small and quick to
 * build, and what is shown can change without building them anew.
 */
export class Documents {
  private readonly registry: Registry;
  private readonly declared = new Map<string, { projection: Projection; table: TableDefinition<any> }>();

  constructor(projections: readonly Projection[]) {
    this.registry = new Registry(projections.map(({ aggregate }) => aggregate));
    for (const projection of projections) for (const table of projection.tables) this.declared.set(table.name, { projection, table });
  }

  streamOf(table: string, entity: string): string {
    return streamOf(this.of(table).projection.aggregate.name, entity);
  }

  /** The state of the entity after these events, all it had by then. */
  fold(table: string, events: readonly DocumentEvent[]): unknown {
    const { aggregate } = this.of(table).projection;
    let state: unknown = aggregate.initial;
    for (const event of events) state = evolveWith(aggregate, state, decodeEvent(this.registry, event));
    return state;
  }

  shown(table: string, entity: string, state: unknown): EntityDocuments {
    const rows = this.of(table).table.rows(state, entity);
    return new Map(rows.map(({ key, validFrom, doc }) => [placeOf(key, validFrom), doc]));
  }

  private of(table: string): { projection: Projection; table: TableDefinition<any> } {
    const found = this.declared.get(table);
    if (!found) throw new Error(`no projection declares a view table ${table}`);
    return found;
  }
}

export function placeOf(key: string, validFrom: string): string {
  return `${validFrom} ${key}`;
}
