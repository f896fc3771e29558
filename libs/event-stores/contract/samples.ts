import { randomUUID } from 'node:crypto';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { AppendRequest, EventStore, StorableEvent, StorePosition, StoredEvent } from '../../ledger/event-store.js';

export function sampleEvent(json = '{"amount":1}'): StorableEvent {
  return { id: randomUUID(), type: 'SampleRecorded', json };
}

export function sampleEvents(count: number): StorableEvent[] {
  return Array.from({ length: count }, (_, i) => sampleEvent(JSON.stringify({ amount: i })));
}

/** A JSON text of exactly this many bytes. */
export function jsonOf(bytes: number): string {
  return JSON.stringify('x'.repeat(bytes - 2));
}

export function newStream(): string {
  return `sample-${randomUUID()}`;
}

export function appendTo(stream: string, expected: number = NO_STREAM, events: readonly StorableEvent[] = [sampleEvent()]): AppendRequest {
  return { stream, kind: 'ledger', expected, events };
}

/** Everything after a position, page by page. */
export async function readEverything(store: EventStore, after: StorePosition, page = 500): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for (;;) {
    const events = await store.readAll(found.at(-1)?.position ?? after, page);
    if (events.length === 0) return found;
    found.push(...events);
  }
}
