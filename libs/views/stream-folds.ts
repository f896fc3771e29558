import { decodeEvent } from '../ledger/codec.js';
import type { EventStore } from '../ledger/event-store.js';
import { parseStream } from '../ledger/ids.js';
import { evolveWith, type Registry } from '../ledger/registry.js';
import { nothingFolded, type Folded } from './fold-step.js';
import { rowsOf } from './row-changes.js';
import type { Projection } from './view-definition.js';

const REFOLD_EVENTS = 1_000;

/**
 * States of the streams last touched. Bounded: a forgotten stream is folded again from the log. Two generations instead of a
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
  ) {}

  /** The stream just before a revision. */
  async before(projection: Projection, stream: string, revision: number): Promise<Folded> {
    const cached = this.young.get(stream) ?? this.old.get(stream);
    if (!cached) return this.refold(projection, stream, revision - 1);
    if (cached.revision !== revision - 1)
      throw new Error(`${stream} goes from revision ${cached.revision} to ${revision}: an event is missing`);
    return cached;
  }

  remember(stream: string, folded: Folded): void {
    if (this.young.size >= this.maxStreams && !this.young.has(stream)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, folded);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
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
    if (upTo < 0) return nothingFolded(projection);
    const { id } = parseStream(stream);
    return { revision: upTo, state, rows: projection.tables.map((table) => rowsOf(table, state, id)) };
  }
}
