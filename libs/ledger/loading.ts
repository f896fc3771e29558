import type { Aggregate, Actor } from './aggregate.js';
import { decodeEvent } from './codec.js';
import type { LedgerEvent } from './envelope.js';
import type { EventStore, StorePosition } from './event-store.js';
import { NO_STREAM } from './event-store.js';
import { streamOf } from './ids.js';
import { RecentMap } from './recent-map.js';
import type { Pin } from './refusal.js';
import { attemptAbandoned, evolveWith, type Registry } from './registry.js';

/**
 * One stream as folded up to a revision, with what the kernel needs besides the state. State, revision and pin never change;
 * the collections are shared with later folds of the same stream and grow with them, as copying them would cost every event.
 */
export interface LoadedStream<State = unknown> {
  readonly stream: string;
  readonly revision: number;
  /** Whether anything but a fence was recorded: a create that was fenced off has left no subject. */
  readonly exists: boolean;
  readonly state: State;
  readonly position: StorePosition | undefined;
  readonly pin: Pin | undefined;
  /** Answers to command ids: which events each made. */
  readonly commands: ReadonlyMap<string, CommandTrace>;
  /** Ids of recorded refused attempts: one per actor, subject, rule and day. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** Reservations that some event names. */
  readonly taken: ReadonlySet<string>;
  /** Reservations the recovery process has fenced off. */
  readonly abandoned: ReadonlySet<string>;
  /** Parties that may read at least one event; `everyone` when one is public. */
  readonly readers: ReadonlySet<string> | 'everyone';
}

export interface CommandTrace {
  readonly digest: string;
  readonly firstRevision: number;
  readonly revision: number;
  readonly position: StorePosition;
}

export interface Attempt {
  readonly pin: Pin;
  readonly position: StorePosition;
}

const CACHED_STREAMS = 10_000;

/** Reads streams forward from where it last was. Bounded: streams not used for long are forgotten. */
export class StreamLoader {
  private readonly cache = new RecentMap<LoadedStream<any>>(CACHED_STREAMS);

  constructor(
    private readonly store: EventStore,
    private readonly registry: Registry,
  ) {}

  async load<State>(aggregate: Aggregate<State>, id: string): Promise<LoadedStream<State>> {
    const stream = streamOf(aggregate.name, id);
    let loaded: LoadedStream<State> = this.cache.get(stream) ?? emptyStream(stream, aggregate.initial);
    const news = await this.store.readStream(stream, loaded.revision + 1);
    for (const stored of news) loaded = this.fold(aggregate, loaded, decodeEvent(this.registry, stored), stored.position);
    this.remember(loaded);
    return loaded;
  }

  /** A stream that nobody can have written, as its id was made just now. Should it be there all the same, an append to it conflicts. */
  unwritten<State>(aggregate: Aggregate<State>, id: string): LoadedStream<State> {
    return emptyStream(streamOf(aggregate.name, id), aggregate.initial);
  }

  /** Takes over what was just appended, so that the next command need not read it again. */
  advance<State>(
    aggregate: Aggregate<State>,
    loaded: LoadedStream<State>,
    events: readonly LedgerEvent[],
    position: StorePosition,
  ): LoadedStream<State> {
    const next = events.reduce((folded, event) => this.fold(aggregate, folded, event, position), loaded);
    this.remember(next);
    return next;
  }

  private fold<State>(
    aggregate: Aggregate<State>,
    loaded: LoadedStream<State>,
    event: LedgerEvent,
    position: StorePosition,
  ): LoadedStream<State> {
    const { envelope } = event;
    if (envelope.revision !== loaded.revision + 1)
      throw new Error(`${loaded.stream} goes from revision ${loaded.revision} to ${envelope.revision}`);
    if (!this.registry.belongs(event.type, aggregate))
      throw new Error(`${loaded.stream} holds ${event.type}, which is no event of a ${aggregate.name}`);
    return fold(aggregate, loaded, event, position);
  }

  private remember(loaded: LoadedStream<any>): void {
    const { stream, revision } = loaded;
    const cached = this.cache.get(stream);
    if (revision === NO_STREAM || (cached && cached.revision > revision)) return;
    this.cache.set(stream, loaded);
  }
}

export function mayRead(actor: Actor, loaded: LoadedStream): boolean {
  if (actor.role === 'administrator' || actor.role === 'auditor' || loaded.readers === 'everyone') return true;
  return actor.party !== null && loaded.readers.has(actor.party);
}

function emptyStream<State>(stream: string, state: State): LoadedStream<State> {
  return {
    stream,
    revision: NO_STREAM,
    exists: false,
    state,
    position: undefined,
    pin: undefined,
    commands: new Map(),
    attempts: new Map(),
    taken: new Set(),
    abandoned: new Set(),
    readers: new Set(),
  };
}

function fold<State>(
  aggregate: Aggregate<State>,
  loaded: LoadedStream<State>,
  event: LedgerEvent,
  position: StorePosition,
): LoadedStream<State> {
  const { envelope } = event;
  const pin: Pin = { stream: envelope.stream, revision: envelope.revision, eventId: envelope.id };
  const fence = event.type === attemptAbandoned.type;
  note(loaded, event, { pin, position });
  return {
    ...loaded,
    revision: envelope.revision,
    exists: loaded.exists || !fence,
    state: evolveWith(aggregate, loaded.state, event),
    position,
    pin,
    readers: fence ? loaded.readers : readers(loaded, event),
  };
}

/** Adds to the shared collections. Two readers may fold the same event: the second finds its own words there. */
function note({ commands, attempts, taken, abandoned }: LoadedStream, event: LedgerEvent, { pin, position }: Attempt): void {
  const { id, commandId, commandDigest: digest, revision, refusedAttempt, reservations } = event.envelope;
  for (const reservation of reservations ?? []) (taken as Set<string>).add(reservation);
  if (event.type === attemptAbandoned.type) {
    (abandoned as Set<string>).add((event.data as { reservation: string }).reservation);
  } else if (refusedAttempt) {
    (attempts as Map<string, Attempt>).set(id, { pin, position });
  } else {
    const firstRevision = commands.get(commandId)?.firstRevision ?? revision;
    (commands as Map<string, CommandTrace>).set(commandId, { digest, firstRevision, revision, position });
  }
}

function readers(loaded: LoadedStream, { envelope: { audience } }: LedgerEvent): ReadonlySet<string> | 'everyone' {
  const known = loaded.readers;
  if (known === 'everyone' || audience.level === 'public') return 'everyone';
  return audience.parties.every((party) => known.has(party)) ? known : new Set([...known, ...audience.parties]);
}
