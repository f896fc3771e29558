import { ConflictError, Fault } from '../ledger/errors.js';
import { NO_STREAM } from '../ledger/event-store.js';
import type { AppendRequest } from '../ledger/event-store.js';
import { LIMITS } from '../ledger/limits.js';

/** What every store says about an append before it looks at a single stream. */
export function assertAppendable({ stream, expected, events }: AppendRequest): void {
  if (stream === '') throw new RangeError('An append names its stream.');
  if (!Number.isSafeInteger(expected) || expected < NO_STREAM) throw new RangeError(`No stream is ever at revision ${expected}.`);
  if (events.length === 0) throw new RangeError('An append holds at least one event.');
  atMost('appendEvents', events.length);
  let bytes = 0;
  for (const event of events) {
    // UTF-8 has no form for half a surrogate pair: stored, it would come back as another text.
    if (LONE_SURROGATE.test(event.json)) throw new RangeError(`Event ${event.id} holds half a surrogate pair.`);
    const size = Buffer.byteLength(event.json);
    atMost('eventBytes', size);
    bytes += size;
  }
  atMost('appendBytes', bytes);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function atMost(limit: 'eventBytes' | 'appendEvents' | 'appendBytes', actual: number): void {
  if (actual > LIMITS[limit]) {
    throw new Fault('LIMIT_EXCEEDED', `${limit}: ${actual} is more than ${LIMITS[limit]}`, { limit, maximum: LIMITS[limit], actual });
  }
}

/** What a store has to know to judge an append. */
export interface StreamLookup {
  /** Revision of the last event, or NO_STREAM. */
  headOf(stream: string): number;
  /** Ids at `from` and later, at most `count`. */
  idsIn(stream: string, from: number, count: number): readonly string[];
  /** Whether any stream holds the event id. */
  holds(id: string): boolean;
}

export type Judgement =
  | { readonly kind: 'write' }
  | { readonly kind: 'found' }
  | { readonly kind: 'conflict'; readonly actual: number; readonly usedId?: string };

/**
 * The one rule on revisions and ids. A retry is recognised by finding exactly its events where it would have put
 * them; anything less is a conflict, as a part of an append is never stored.
 */
export function judge({ stream, expected, events }: AppendRequest, lookup: StreamLookup): Judgement {
  const actual = lookup.headOf(stream);
  if (actual !== expected) {
    const there = actual > expected ? lookup.idsIn(stream, expected + 1, events.length) : [];
    const same = there.length === events.length && events.every((event, i) => event.id === there[i]);
    return same ? { kind: 'found' } : { kind: 'conflict', actual };
  }
  const ids = new Set<string>();
  for (const { id } of events) {
    if (ids.has(id) || lookup.holds(id)) return { kind: 'conflict', actual, usedId: id };
    ids.add(id);
  }
  return { kind: 'write' };
}

export function conflictOf(request: AppendRequest, { actual, usedId }: { actual: number; usedId?: string }): ConflictError {
  const conflict = new ConflictError(request.stream, request.expected, actual);
  if (usedId !== undefined) conflict.message = `Event id ${usedId} is in use elsewhere; ${request.stream} stays at revision ${actual}`;
  return conflict;
}
