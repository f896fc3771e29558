import type { AppendRequest, AppendResult, StoredEvent } from '../../ledger/event-store.js';
import { RecentMap } from '../../ledger/recent-map.js';

const KEPT = 1_000;

/**
 * What this process wrote last to a stream, for whoever reads back just that, as every command does. Others may have written since, so that it
 * answers only a question that later events cannot change. Of several events in one append the server says the position of the last only.
 */
export class RecentAppends {
  private readonly events = new RecentMap<StoredEvent>(KEPT);

  note({ stream, kind, events }: AppendRequest, { revision, position, deduplicated }: AppendResult): void {
    const [event] = events;
    if (deduplicated || events.length !== 1 || event === undefined) return;
    this.events.set(stream, { position, stream, revision, kind, id: event.id, type: event.type, json: event.json });
  }

  /** The events asked for, if this is known without the server. */
  find(stream: string, fromRevision: number, limit: number | undefined): readonly StoredEvent[] | undefined {
    const event = limit === 1 ? this.events.get(stream) : undefined;
    return event?.revision === fromRevision ? [event] : undefined;
  }
}
