import { decodeEvent } from '../../ledger/codec.js';
import type { EventDefinition } from '../../ledger/event-definition.js';
import type { EventStore, StoredEvent, StorePosition } from '../../ledger/event-store.js';
import { Registry } from '../../ledger/registry.js';
import { positionNumber } from '../bitemporal.js';
import { journalRow } from '../journal-row.js';
import { failureOf } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { ViewBatch } from '../view-batch.js';
import type { Projection } from '../view-definition.js';
import { CannotFold } from './row-fold.js';

export interface JournalFill {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly from: ProjectedHead;
  readonly upTo: StorePosition;
  readonly batchEvents: number;
}

/** The journal of a stretch of the log, in batches and without rows. @throws CannotFold at an event it cannot take */
export async function* journalBatches({ store, projections, from, upTo, batchEvents }: JournalFill): AsyncGenerator<ViewBatch> {
  const registry = new Registry(projections.map(({ aggregate }) => aggregate));
  let head = from;
  for (;;) {
    const left = positionNumber(upTo) - positionNumber(head.position);
    const events = left > 0 ? await store.readAll(head.position, Math.min(left, batchEvents)) : [];
    if (events.length === 0) return;
    const batch = new ViewBatch(head);
    for (const stored of events) {
      try {
        take(batch, registry, stored);
      } catch (error) {
        if (batch.events > 0) yield batch;
        throw new CannotFold(failureOf(stored, error));
      }
    }
    yield batch;
    head = batch.head;
  }
}

function take(batch: ViewBatch, registry: Registry, stored: StoredEvent): void {
  if (stored.kind === 'system') {
    batch.note(stored);
    return;
  }
  const event = decodeEvent(registry, stored);
  batch.enter(journalRow(stored, event, registry.event(event.type) as EventDefinition, batch.head), stored.position);
}
