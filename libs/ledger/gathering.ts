import type { CommandRule, LoadedStreams, Lookup, Need } from './aggregate.js';
import { canonicalJson } from './codec.js';
import { Fault } from './errors.js';
import { NO_STREAM } from './event-store.js';
import { streamOf } from './ids.js';
import { LIMITS } from './limits.js';
import type { LoadedStream, StreamLoader } from './loading.js';
import type { Pin } from './refusal.js';
import type { Registry } from './registry.js';

export interface GatheringDependencies {
  readonly loader: StreamLoader;
  readonly registry: Registry;
  readonly find: (lookup: Lookup) => Promise<readonly string[]>;
}

/** What a decision rests on. */
export interface Gathered {
  readonly streams: LoadedStreams;
  /** Every stream that was read, at the revision that was used. */
  readonly pins: readonly Pin[];
}

/** Asks a rule what it needs, reads that, and asks again until it adds nothing. Every stream is read forward from the store. */
export async function gather<State, Command>(
  deps: GatheringDependencies,
  rule: CommandRule<State, Command>,
  command: Command,
  state: State,
): Promise<Gathered> {
  const gathering = new Gathering(deps);
  const { streams } = gathering;
  for (let before = -1; before !== gathering.size;) {
    before = gathering.size;
    await gathering.read(rule.needs?.(command, state, streams) ?? []);
    await gathering.look(rule.lookups?.(command, state, streams) ?? []);
  }
  return { streams, pins: gathering.pins() };
}

class Gathering {
  private readonly loaded = new Map<string, LoadedStream>();
  private readonly found = new Map<string, readonly string[]>();

  readonly streams: LoadedStreams = {
    found: (lookup) => this.found.get(lookupKey(lookup)) ?? [],
    of: (aggregate, id) => {
      const stream = this.loaded.get(streamOf(aggregate.name, id));
      if (!stream?.exists) return { exists: false, state: aggregate.initial, revision: NO_STREAM, pin: undefined };
      const { state, revision, pin } = stream;
      return { exists: true, state: state as typeof aggregate.initial, revision, pin };
    },
  };

  constructor(private readonly deps: GatheringDependencies) {}

  get size(): number {
    return this.loaded.size + this.found.size;
  }

  pins(): readonly Pin[] {
    return [...this.loaded.values()].flatMap(({ exists, pin }) => (exists && pin ? pin : []));
  }

  async read(needs: readonly Need[]): Promise<void> {
    const unread = new Map(needs.map((need) => [streamOf(need.aggregate, need.id), need]));
    const news = [...unread].flatMap(([stream, need]) => (this.loaded.has(stream) ? [] : need));
    if (news.length === 0) return;
    if (this.loaded.size + news.length > LIMITS.neededStreams) throw tooMany('streams');
    const streams = await Promise.all(news.map((need) => this.load(need)));
    for (const [index, need] of news.entries()) {
      const stream = streams[index] as LoadedStream;
      if (!stream.exists && !need.optional) throw notFound(need.aggregate, need.id);
      this.loaded.set(stream.stream, stream);
    }
  }

  async look(lookups: readonly Lookup[]): Promise<void> {
    for (const lookup of lookups) {
      const key = lookupKey(lookup);
      if (this.found.has(key)) continue;
      if (this.found.size >= LIMITS.neededStreams) throw tooMany('lookups');
      const ids = await this.deps.find(lookup);
      this.found.set(key, ids);
      await this.read(ids.map((id) => ({ aggregate: lookup.aggregate, id })));
    }
  }

  private load({ aggregate: name, id }: Need): Promise<LoadedStream> {
    const aggregate = this.deps.registry.aggregate(name);
    if (!aggregate) throw new Error(`needs an unknown aggregate ${name}`);
    return this.deps.loader.load(aggregate, id);
  }
}

export function notFound(aggregate: string, id: string): Fault {
  return new Fault('NOT_FOUND', `there is no ${aggregate} ${id}, or you may not see it`, { aggregate, id });
}

function tooMany(what: string): Fault {
  return new Fault('LIMIT_EXCEEDED', `a decision may rest on ${LIMITS.neededStreams} ${what}; shorten the chain`, {
    limit: LIMITS.neededStreams,
  });
}

function lookupKey({ aggregate, table, where }: Lookup): string {
  return canonicalJson([aggregate, table, where]);
}
