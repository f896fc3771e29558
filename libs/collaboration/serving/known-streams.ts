import type { Aggregate, Loaded, LoadedStreams, Lookup, Need } from '../../ledger/aggregate.js';
import { decodeParsed, type ParsedEvent } from '../../ledger/codec.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import { streamOf } from '../../ledger/ids.js';
import { Fault } from '../../ledger/errors.js';
import { evolveWith } from '../../ledger/registry.js';
import type { RequestScope } from './request-scope.js';

/** What a question rests on: the streams it names, asked again until it adds nothing, as a decider's `needs` are. */
export interface Question {
  needs?(loaded: LoadedStreams): readonly Need[];
  lookups?(loaded: LoadedStreams): readonly Lookup[];
  /** Ids of an aggregate whose streams hold nothing that the question looks at: they are taken as if they were not there. */
  needless?(aggregate: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
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
  async gather({ needs, lookups, needless }: Question): Promise<this> {
    for (let before = -1; before !== this.read.size + this.lookups.size;) {
      before = this.read.size + this.lookups.size;
      const wanted: Need[] = [...(needs?.(this) ?? [])];
      for (const lookup of lookups?.(this) ?? []) {
        if (!this.lookups.has(keyOf(lookup))) this.lookups.set(keyOf(lookup), await this.look(lookup));
        wanted.push(...this.found(lookup).map((id) => ({ aggregate: lookup.aggregate, id })));
      }
      await this.load(wanted, needless);
    }
    return this;
  }

  private async look({ table, where }: Lookup): Promise<readonly string[]> {
    const ids = await this.scope.snapshot.entities(table, where, STREAMS_PER_QUESTION + 1);
    if (ids.length > STREAMS_PER_QUESTION) throw tooMany();
    return ids;
  }

  private async load(needs: readonly Need[], needless: Question['needless']): Promise<void> {
    const missing = await this.needed(
      needs.filter(({ aggregate, id }) => !this.read.has(streamOf(aggregate, id))),
      needless,
    );
    if (missing.length === 0) return;
    if (this.read.size + missing.length > STREAMS_PER_QUESTION) throw tooMany();
    const wanted = new Map(missing.map(({ aggregate, id }) => [streamOf(aggregate, id), aggregate]));
    const events = await this.scope.snapshot.streams([...wanted.keys()], this.knownAt);
    [...wanted].forEach(([stream, name], index) => {
      this.read.set(stream, this.fold(this.aggregate(name), events[index] ?? []));
    });
  }

  private aggregate(name: string): Aggregate<unknown> {
    const aggregate = this.scope.serving.registry.aggregate(name);
    if (!aggregate) throw new Error(`a question needs an unknown aggregate ${name}`);
    return aggregate;
  }

  private async needed(missing: readonly Need[], needless: Question['needless']): Promise<readonly Need[]> {
    if (!needless) return missing;
    const ids = new Map<string, Set<string>>();
    for (const { aggregate, id } of missing) ids.set(aggregate, (ids.get(aggregate) ?? new Set()).add(id));
    for (const [aggregate, own] of ids) {
      for (const id of await needless(aggregate, [...own])) {
        own.delete(id);
        this.read.set(streamOf(aggregate, id), this.of(this.aggregate(aggregate), id));
      }
    }
    return missing.filter(({ aggregate, id }) => ids.get(aggregate)?.has(id));
  }

  private fold(aggregate: Aggregate<unknown>, events: readonly ParsedEvent[]): Loaded<unknown> {
    const { registry } = this.scope.serving;
    const state = events.reduce((folded, event) => evolveWith(aggregate, folded, decodeParsed(registry, event)), aggregate.initial);
    const last = events.at(-1);
    if (!last) return { exists: false, state, revision: NO_STREAM, pin: undefined };
    const { stream, revision, id: eventId } = last;
    return { exists: true, state, revision, pin: { stream, revision, eventId } };
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
