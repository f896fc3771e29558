import { decodeText } from '../ledger/codec.js';
import type { LedgerEvent } from '../ledger/envelope.js';
import { parseStream, streamOf } from '../ledger/ids.js';
import { evolveWith, Registry } from '../ledger/registry.js';
import type { Projection, TableDefinition } from './view-definition.js';

/** What the rows of one entity show, by key and first day. */
export type EntityDocuments = ReadonlyMap<string, () => unknown>;

/** A stream as it was last read, and what it came to after a number of its events. */
export interface ReadStream {
  readonly stream: string;
  readonly events: readonly LedgerEvent[];
  folded: { count: number; state: unknown; readonly shown: Map<string, EntityDocuments> } | undefined;
}

/** Events kept at hand in one generation; there are two. */
const KEPT_EVENTS = 5_000;

/**
 * What rows show is not stored with them: it is the fold of the events known at the moment that is asked about. Views stay small and quick to
 * build, and what is shown can change without building them anew. Events never change, so that those of streams asked before are kept.
 */
export class Documents {
  private readonly registry: Registry;
  private readonly declared = new Map<string, { projection: Projection; table: TableDefinition<any> }>();
  private young = new Map<string, ReadStream>();
  private old = new Map<string, ReadStream>();
  private kept = 0;

  constructor(projections: readonly Projection[]) {
    this.registry = new Registry(projections.map(({ aggregate }) => aggregate));
    for (const projection of projections) for (const table of projection.tables) this.declared.set(table.name, { projection, table });
  }

  streamOf(table: string, entity: string): string {
    return streamOf(this.of(table).projection.aggregate.name, entity);
  }

  /** The stream when so many of its events are at hand; otherwise it is to be read and kept. */
  atHand(stream: string, count: number): ReadStream | undefined {
    const read = this.young.get(stream) ?? this.old.get(stream);
    return read && read.events.length >= count ? read : undefined;
  }

  /** `texts`: of all events of a stream, as far as they are known. */
  keep(stream: string, texts: readonly string[]): ReadStream {
    const events = texts.map((text) => decodeText(this.registry, text));
    if (this.kept + events.length > KEPT_EVENTS) {
      this.old = this.young;
      this.young = new Map();
      this.kept = 0;
    }
    this.kept += events.length;
    const read: ReadStream = { stream, events, folded: undefined };
    this.young.set(stream, read);
    return read;
  }

  /** What the columns of a table's rows tell by themselves, when that is all that is asked. */
  told(table: string, fields: readonly string[] | undefined): TableDefinition<unknown>['told'] {
    const { told } = this.of(table).table;
    if (!told || !fields) return undefined;
    const known = told({});
    return fields.every((field) => field in known) ? told : undefined;
  }

  /** What the rows of a table show after the first so many events of a stream. */
  shown(table: string, read: ReadStream, count: number): EntityDocuments {
    const { projection, table: declared } = this.of(table);
    const folded = foldTo(projection, read, count);
    let shown = folded.shown.get(table);
    if (!shown) {
      const rows = declared.rows(folded.state, parseStream(read.stream).id);
      folded.shown.set(table, (shown = new Map(rows.map(({ key, validFrom, doc }) => [placeOf(key, validFrom), doc]))));
    }
    return shown;
  }

  private of(table: string): { projection: Projection; table: TableDefinition<any> } {
    const found = this.declared.get(table);
    if (!found) throw new Error(`no projection declares a view table ${table}`);
    return found;
  }
}

function foldTo({ aggregate }: Projection, read: ReadStream, count: number): NonNullable<ReadStream['folded']> {
  if (read.folded?.count === count) return read.folded;
  const from = read.folded && read.folded.count < count ? read.folded : { count: 0, state: aggregate.initial as unknown };
  let { state } = from;
  for (const event of read.events.slice(from.count, count)) state = evolveWith(aggregate, state, event);
  return (read.folded = { count, state, shown: new Map() });
}

export function placeOf(key: string, validFrom: string): string {
  return `${validFrom} ${key}`;
}
