import type { Aggregate, Loaded, LoadedStreams, Lookup, Need } from '../../ledger/aggregate.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import { streamOf } from '../../ledger/ids.js';
import { Fault } from '../../ledger/errors.js';
import { continued, loadedAt, type Reading, type StreamPast } from './remembered-streams.js';
import type { RequestScope } from './request-scope.js';

/** What a question rests on: the streams it names, asked again until it adds nothing, as a decider's `needs` are. */
export interface Question {
  needs?(loaded: LoadedStreams): readonly Need[];
  lookups?(loaded: LoadedStreams): readonly Lookup[];
  /** Ids of an aggregate whose streams hold nothing that the question looks at: they are taken as if they were not there. */
  needless?(aggregate: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A stream of which not everything is remembered that the question may look at. */
interface Unread extends Need {
  readonly stream: string;
  readonly past: StreamPast | undefined;
}

/** More than one decision may rest on: a question may weigh several candidates. */
const STREAMS_PER_QUESTION = 1_000;

/**
 * Streams as the ledger knew them at one moment, folded from the journal within the operation's snapshot. Pure functions that
 * decide on loaded streams thus answer questions about the past with the same code. What they conclude may be shown; the streams
 * themselves are not filtered by audience.
 */
export class KnownStreams implements LoadedStreams {
  /** By aggregate and id: a question looks at the same streams again and again. */
  private readonly read = new Map<string, Map<string, Loaded<unknown>>>();
  private known = 0;
  private readonly lookups = new Map<string, readonly string[]>();

  constructor(
    readonly scope: RequestScope,
    readonly knownAt: number,
  ) {}

  of<State>({ name, initial }: Pick<Aggregate<State>, 'name' | 'initial'>, id: string): Loaded<State> {
    const loaded = this.read.get(name)?.get(id) as Loaded<State> | undefined;
    return loaded ?? { exists: false, state: initial, revision: NO_STREAM, pin: undefined };
  }

  found(lookup: Lookup): readonly string[] {
    return this.lookups.get(keyOf(lookup)) ?? [];
  }

  /** Reads until the question adds nothing. */
  async gather({ needs, lookups, needless }: Question): Promise<this> {
    for (let before = -1; before !== this.known + this.lookups.size;) {
      before = this.known + this.lookups.size;
      const wanted: Need[] = [...(needs?.(this) ?? [])];
      const asked = lookups?.(this) ?? [];
      await Promise.all(asked.map((lookup) => this.look(lookup)));
      for (const lookup of asked) wanted.push(...this.found(lookup).map((id) => ({ aggregate: lookup.aggregate, id })));
      await this.load(wanted, needless);
    }
    return this;
  }

  private async look(lookup: Lookup): Promise<void> {
    if (this.lookups.has(keyOf(lookup))) return;
    const { table, where } = lookup;
    const ids = await this.scope.snapshot.entities(table, where, STREAMS_PER_QUESTION + 1);
    if (ids.length > STREAMS_PER_QUESTION) throw tooMany();
    this.lookups.set(keyOf(lookup), ids);
  }

  private async load(needs: readonly Need[], needless: Question['needless']): Promise<void> {
    const missing = new Map<string, Need>();
    for (const need of needs) if (!this.read.get(need.aggregate)?.has(need.id)) missing.set(streamOf(need.aggregate, need.id), need);
    if (this.known + missing.size > STREAMS_PER_QUESTION) throw tooMany();
    const unread: Unread[] = [];
    for (const [stream, need] of missing) {
      const past = this.scope.serving.remembered.get(stream);
      if (past && past.upTo >= this.knownAt) this.take(need, loadedAt(past, this.reading(need), this.knownAt));
      else unread.push({ ...need, stream, past });
    }
    if (unread.length === 0) return;
    const wanted = await this.needed(unread, needless);
    await Promise.all([
      this.readOn(wanted.filter(({ past }) => !past)),
      // Of what is remembered only the news has to be read.
      this.readOn(wanted.filter(({ past }) => past)),
    ]);
  }

  private async readOn(wanted: readonly Unread[]): Promise<void> {
    if (wanted.length === 0) return;
    const after = Math.min(...wanted.map(({ past }) => past?.upTo ?? 0));
    const names = wanted.map(({ stream }) => stream);
    const { upTo, streams } = await this.scope.snapshot.streams(names, after);
    wanted.forEach(({ stream, past, ...need }, index) => {
      const [reading, news] = [this.reading(need), streams[index] ?? []];
      const further = continued(past, reading, news, upTo);
      if (further) this.scope.serving.remembered.keep(stream, further);
      this.take(need, further ? loadedAt(further, reading, this.knownAt) : loadedAt(past, reading, this.knownAt, news));
    });
  }

  private take({ aggregate, id }: Need, loaded: Loaded<unknown>): void {
    let own = this.read.get(aggregate);
    if (!own) this.read.set(aggregate, (own = new Map()));
    if (!own.has(id)) this.known += 1;
    own.set(id, loaded);
  }

  private reading({ aggregate: name }: Need): Reading {
    const { registry } = this.scope.serving;
    const aggregate = registry.aggregate(name);
    if (!aggregate) throw new Error(`a question needs an unknown aggregate ${name}`);
    return { registry, aggregate };
  }

  private async needed(unread: readonly Unread[], needless: Question['needless']): Promise<readonly Unread[]> {
    if (!needless) return unread;
    const ids = new Map<string, string[]>();
    for (const { aggregate } of unread) ids.set(aggregate, []);
    for (const { aggregate, id } of unread) ids.get(aggregate)?.push(id);
    const left = new Map<string, ReadonlySet<string>>();
    for (const [aggregate, own] of ids) left.set(aggregate, await needless(aggregate, own));
    return unread.filter((one) => {
      if (!left.get(one.aggregate)?.has(one.id)) return true;
      this.take(one, loadedAt(undefined, this.reading(one), this.knownAt));
      return false;
    });
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
