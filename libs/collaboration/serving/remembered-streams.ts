import type { Aggregate, Loaded } from '../../ledger/aggregate.js';
import { decodeParsed, type ParsedEvent } from '../../ledger/codec.js';
import { NO_STREAM } from '../../ledger/event-store.js';
import { evolveWith, type Registry } from '../../ledger/registry.js';
import type { NumberedEvent } from '../../views/read-models.js';
import { VIEW_LIMITS } from '../../views/view-limits.js';

/** A stream after one of its events. */
interface StateAfter {
  /** The journal number of the event. */
  readonly seq: number;
  readonly loaded: Loaded<unknown>;
}

/** What a stream was at every moment up to a journal number: events never change, so neither does this. */
export interface StreamPast {
  readonly upTo: number;
  readonly states: readonly StateAfter[];
}

const NOT_READ: StreamPast = { upTo: 0, states: [] };

/**
 * The pasts of streams asked lately, for one process; those not asked for longest are forgotten. Personal texts are in it as they are stored,
 * sealed, and are opened when they are shown: a key that is destroyed takes effect at once.
 */
export class RememberedStreams {
  /** States at hand, counting a stream without any as one. */
  size = 0;
  /** In the order in which they were asked for. */
  private readonly pasts = new Map<string, StreamPast>();

  constructor(private readonly states: number = VIEW_LIMITS.rememberedStates) {}

  get(stream: string): StreamPast | undefined {
    const past = this.pasts.get(stream);
    if (!past) return undefined;
    this.pasts.delete(stream);
    this.pasts.set(stream, past);
    return past;
  }

  /** Another question may have read further meanwhile: then that stays. */
  keep(stream: string, past: StreamPast): void {
    const before = this.pasts.get(stream);
    if (before && before.upTo > past.upTo) return;
    this.size += weight(past) - (before ? weight(before) : 0);
    this.pasts.delete(stream);
    this.pasts.set(stream, past);
    for (const [oldest, forgotten] of this.pasts) {
      if (this.size <= this.states) return;
      this.pasts.delete(oldest);
      this.size -= weight(forgotten);
    }
  }
}

/** A stream of which nothing was recorded takes a place too. */
function weight({ states }: StreamPast): number {
  return Math.max(1, states.length);
}

/** What folds a stream. */
export interface Reading {
  readonly registry: Registry;
  readonly aggregate: Aggregate<unknown>;
}

/** The past with the events that came after it, when it can be remembered. */
export function continued(
  past: StreamPast = NOT_READ,
  reading: Reading,
  news: readonly NumberedEvent[],
  upTo: number,
): StreamPast | undefined {
  const later = news.filter(({ seq }) => seq > past.upTo);
  if (past.states.length + later.length > VIEW_LIMITS.rememberedEvents) return undefined;
  const states = [...past.states];
  for (const { seq, event } of later) states.push({ seq, loaded: folded(reading, states.at(-1)?.loaded, event) });
  return { upTo, states };
}

/** The stream as it was known at a journal number, from its past and from the events that came after that. */
export function loadedAt(
  past: StreamPast = NOT_READ,
  reading: Reading,
  knownAt: number,
  news: readonly NumberedEvent[] = [],
): Loaded<unknown> {
  let loaded = past.states.findLast(({ seq }) => seq <= knownAt)?.loaded;
  for (const { seq, event } of news) if (seq > past.upTo && seq <= knownAt) loaded = folded(reading, loaded, event);
  return loaded ?? { exists: false, state: reading.aggregate.initial, revision: NO_STREAM, pin: undefined };
}

function folded({ registry, aggregate }: Reading, before: Loaded<unknown> | undefined, event: ParsedEvent): Loaded<unknown> {
  const state = evolveWith(aggregate, before ? before.state : aggregate.initial, decodeParsed(registry, event));
  const { stream, revision, id: eventId } = event;
  return { exists: true, state, revision, pin: { stream, revision, eventId } };
}
