import { decodeEvent } from '../ledger/codec.js';
import type { EventStore } from '../ledger/event-store.js';
import { parseStream } from '../ledger/ids.js';
import { evolveWith, type Registry } from '../ledger/registry.js';
import type { TableRow } from './row-changes.js';
import { rowsOf } from './row-changes.js';
import type { Projection } from './view-definition.js';

/** One stream as projected up to a revision: its state and the rows that state gives, per table. */
export interface Folded {
  readonly revision: number;
  readonly state: unknown;
  readonly rows: readonly (readonly TableRow[])[];
}

/** Where states go that memory has no room for, for as long as one run lasts. */
export interface FoldShelf {
  put(folds: Iterable<readonly [stream: string, folded: Pick<Folded, 'revision' | 'state'>]>): void;
  find(stream: string): Pick<Folded, 'revision' | 'state'> | undefined;
  clear(): void;
}

const REFOLD_EVENTS = 1_000;

/**
 * States of the streams last touched. Bounded: a forgotten stream comes from the shelf, or is folded again from the log. Two generations instead of a
 * list of last use, which would cost more per event than folding it.
 */
export class StreamFolds {
  private young = new Map<string, Folded>();
  private old = new Map<string, Folded>();

  constructor(
    private readonly store: EventStore,
    private readonly registry: Registry,
    /** Streams in one generation: the last this many touched are always there. */
    private readonly maxStreams: number,
    private readonly shelf?: FoldShelf,
  ) {}

  /** The stream just before a revision. */
  async before(projection: Projection, stream: string, revision: number): Promise<Folded> {
    const cached = this.young.get(stream) ?? this.old.get(stream) ?? this.shelved(projection, stream);
    if (!cached) return this.refold(projection, stream, revision - 1);
    if (cached.revision !== revision - 1)
      throw new Error(`${stream} goes from revision ${cached.revision} to ${revision}: an event is missing`);
    return cached;
  }

  remember(stream: string, folded: Folded): void {
    if (this.young.size >= this.maxStreams && !this.young.has(stream)) {
      this.shelf?.put(untouched(this.old, this.young));
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, folded);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.shelf?.clear();
  }

  private shelved(projection: Projection, stream: string): Folded | undefined {
    const found = this.shelf?.find(stream);
    return found && { ...found, rows: projectedRows(projection, found.state, stream) };
  }

  private async refold(projection: Projection, stream: string, upTo: number): Promise<Folded> {
    let state = projection.aggregate.initial as unknown;
    let next = 0;
    while (next <= upTo) {
      const events = await this.store.readStream(stream, next, Math.min(REFOLD_EVENTS, upTo + 1 - next));
      if (events.length === 0) throw new Error(`${stream} has no revision ${next}, but a later one`);
      for (const stored of events) {
        if (stored.revision !== next) throw new Error(`${stream} has no revision ${next}, but ${stored.revision}`);
        state = evolveWith(projection.aggregate, state, decodeEvent(this.registry, stored));
        next += 1;
      }
    }
    // An empty stream has no rows, whatever its initial state would give.
    const rows = upTo < 0 ? projection.tables.map(() => []) : projectedRows(projection, state, stream);
    return { revision: upTo, state, rows };
  }
}

function* untouched(old: ReadonlyMap<string, Folded>, young: ReadonlyMap<string, Folded>): Generator<[string, Folded]> {
  for (const entry of old) if (!young.has(entry[0])) yield entry;
}

function projectedRows(projection: Projection, state: unknown, stream: string): TableRow[][] {
  const { id } = parseStream(stream);
  return projection.tables.map((table) => rowsOf(table, state, id));
}
