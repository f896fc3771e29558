import type { Aggregate, Actor } from './aggregate.js';
import { decodeEvent } from './codec.js';
import type { LedgerEvent } from './envelope.js';
import type { EventStore, StorePosition } from './event-store.js';
import { NO_STREAM } from './event-store.js';
import { streamOf } from './ids.js';
import type { Pin } from './refusal.js';
import { attemptAbandoned, evolveWith, type Registry } from './registry.js';

/** One stream as folded up to a revision, with what the kernel needs besides the state. Immutable. */
export interface LoadedStream<State = unknown> {
  readonly stream: string;
  readonly revision: number;
  readonly state: State;
  readonly position: StorePosition | undefined;
  readonly pin: Pin | undefined;
  /** Answers to command ids: which events each made. */
  readonly commands: ReadonlyMap<string, CommandTrace>;
  /** Ids of recorded refused attempts: one per actor, subject, rule and day. */
  readonly attempts: ReadonlyMap<string, Pin>;
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

const CACHED_STREAMS = 20_000;

/** Reads streams forward from where it last was. Bounded: the least recently used stream is forgotten. */
export class StreamLoader {
  private readonly cache = new Map<string, LoadedStream<any>>();

  constructor(
    private readonly store: EventStore,
    private readonly registry: Registry,
  ) {}

  async load<State>(aggregate: Aggregate<State>, id: string): Promise<LoadedStream<State>> {
    const stream = streamOf(aggregate.name, id);
    let loaded: LoadedStream<State> = this.cache.get(stream) ?? emptyStream(stream, aggregate.initial);
    const news = await this.store.readStream(stream, loaded.revision + 1);
    for (const stored of news) loaded = fold(aggregate, loaded, decodeEvent(this.registry, stored), stored.position);
    if (news.length > 0 || loaded.revision > NO_STREAM) this.remember(loaded);
    return loaded;
  }

  /** Takes over what was just appended, so that the next command need not read it again. */
  advance<State>(aggregate: Aggregate<State>, loaded: LoadedStream<State>, events: readonly LedgerEvent[], position: StorePosition): LoadedStream<State> {
    const next = events.reduce((folded, event) => fold(aggregate, folded, event, position), loaded);
    const cached = this.cache.get(next.stream);
    if (!cached || cached.revision < next.revision) this.remember(next);
    return next;
  }

  private remember(loaded: LoadedStream<any>): void {
    this.cache.delete(loaded.stream);
    this.cache.set(loaded.stream, loaded);
    if (this.cache.size > CACHED_STREAMS) this.cache.delete(this.cache.keys().next().value as string);
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

function fold<State>(aggregate: Aggregate<State>, loaded: LoadedStream<State>, event: LedgerEvent, position: StorePosition): LoadedStream<State> {
  const { envelope } = event;
  const pin: Pin = { stream: envelope.stream, revision: envelope.revision, eventId: envelope.id };
  const fencing = event.type === attemptAbandoned.type;
  const { reservations = [] } = envelope;
  return {
    stream: loaded.stream,
    revision: envelope.revision,
    state: evolveWith(aggregate, loaded.state, event),
    position,
    pin,
    commands: envelope.refusedAttempt || fencing ? loaded.commands : new Map(loaded.commands).set(envelope.commandId, trace(loaded, event, position)),
    attempts: envelope.refusedAttempt ? new Map(loaded.attempts).set(envelope.id, pin) : loaded.attempts,
    taken: reservations.length > 0 ? new Set([...loaded.taken, ...reservations]) : loaded.taken,
    abandoned: fencing ? new Set(loaded.abandoned).add((event.data as { reservation: string }).reservation) : loaded.abandoned,
    readers: readers(loaded, event),
  };
}

function trace(loaded: LoadedStream, { envelope }: LedgerEvent, position: StorePosition): CommandTrace {
  const known = loaded.commands.get(envelope.commandId);
  return { digest: envelope.commandDigest, firstRevision: known?.firstRevision ?? envelope.revision, revision: envelope.revision, position };
}

function readers(loaded: LoadedStream, { envelope }: LedgerEvent): ReadonlySet<string> | 'everyone' {
  if (loaded.readers === 'everyone' || envelope.audience.level === 'public') return 'everyone';
  return new Set([...loaded.readers, ...envelope.audience.parties]);
}
