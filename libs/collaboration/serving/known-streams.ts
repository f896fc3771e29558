import type { Aggregate, Loaded, LoadedStreams, Lookup, Need } from '../../ledger/aggregate.js';
import { decodeEvent } from '../../ledger/codec.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import { streamOf } from '../../ledger/ids.js';
import { Fault } from '../../ledger/errors.js';
import { evolveWith } from '../../ledger/registry.js';
import type { JournalEntry } from '../../views/read-models.js';
import type { RequestScope } from './request-scope.js';

/** What a question rests on: the streams it names, asked again until it adds nothing, as a decider's `needs` are. */
export interface Question {
  needs?(loaded: LoadedStreams): readonly Need[];
  lookups?(loaded: LoadedStreams): readonly Lookup[];
}

/** More than one decision may rest on: a question may weigh several candidates. */
const STREAMS_PER_QUESTION = 1_000;

/**
 * Streams as the ledger knew them at one moment, folded from the journal within the operation's snapshot. Pure functions that
 * decide on loaded streams thus answer questions about the past with the same code. What they conclude may be shown; the streams
 * themselves are not filtered by audience.
 */
export class KnownStreams implements LoadedStreams {
  private readonly read = new Map<string, Loaded<unknown>>();
  private readonly lookups = new Map<string, readonly string[]>();

  constructor(
    readonly scope: RequestScope,
    readonly knownAt: number,
  ) {}

  of<State>({ name, initial }: Pick<Aggregate<State>, 'name' | 'initial'>, id: string): Loaded<State> {
    return (
      (this.read.get(streamOf(name, id)) as Loaded<State> | undefined) ?? {
        exists: false,
        state: initial,
        revision: NO_STREAM,
        pin: undefined,
      }
    );
  }

  found(lookup: Lookup): readonly string[] {
    return this.lookups.get(keyOf(lookup)) ?? [];
  }

  /** Reads until the question adds nothing. */
  async gather({ needs, lookups }: Question): Promise<this> {
    for (let before = -1; before !== this.read.size + this.lookups.size;) {
      before = this.read.size + this.lookups.size;
      const wanted: Need[] = [...(needs?.(this) ?? [])];
      for (const lookup of lookups?.(this) ?? []) {
        if (!this.lookups.has(keyOf(lookup))) this.lookups.set(keyOf(lookup), await this.look(lookup));
        wanted.push(...this.found(lookup).map((id) => ({ aggregate: lookup.aggregate, id })));
      }
      await this.load(wanted);
    }
    return this;
  }

  private async look({ table, where }: Lookup): Promise<readonly string[]> {
    const ids = await this.scope.snapshot.entities(table, where, STREAMS_PER_QUESTION + 1);
    if (ids.length > STREAMS_PER_QUESTION) throw tooMany();
    return ids;
  }

  private async load(needs: readonly Need[]): Promise<void> {
    const missing = needs.filter(({ aggregate, id }) => !this.read.has(streamOf(aggregate, id)));
    if (missing.length === 0) return;
    if (this.read.size + missing.length > STREAMS_PER_QUESTION) throw tooMany();
    const streams = [...new Set(missing.map(({ aggregate, id }) => streamOf(aggregate, id)))];
    const entries = await this.scope.snapshot.streams(streams, this.knownAt);
    for (const { aggregate: name, id } of missing) {
      const stream = streamOf(name, id);
      const aggregate = this.scope.serving.registry.aggregate(name);
      if (!aggregate) throw new Error(`a question needs an unknown aggregate ${name}`);
      this.read.set(stream, this.fold(aggregate, entries.get(stream) ?? []));
    }
  }

  private fold(aggregate: Aggregate<unknown>, entries: readonly JournalEntry[]): Loaded<unknown> {
    const { registry } = this.scope.serving;
    const state = entries.reduce((folded, entry) => evolveWith(aggregate, folded, decodeEvent(registry, entry)), aggregate.initial);
    const last = entries.at(-1);
    if (!last) return { exists: false, state, revision: NO_STREAM, pin: undefined };
    return { exists: true, state, revision: last.revision, pin: { stream: last.stream, revision: last.revision, eventId: last.id } };
  }
}

function tooMany(): Fault {
  return new Fault(
    'LIMIT_EXCEEDED',
    `this question rests on more than ${STREAMS_PER_QUESTION} subjects; narrow it, e.g. to one organisation`,
    {
      limit: STREAMS_PER_QUESTION,
    },
  );
}

function keyOf({ table, where }: Lookup): string {
  return JSON.stringify([table, Object.entries(where).sort()]);
}
