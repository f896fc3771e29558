import { z } from '../ledger/event-definition.js';
import { Registry } from '../ledger/registry.js';
import { projections } from './projections.js';

export interface CatalogueEntry {
  readonly type: string;
  readonly version: number;
  /** Stream category; `*` for the kernel's own, which any stream may hold. */
  readonly aggregate: string;
  /** Top-level fields that are sealed under a person's key. */
  readonly personalFields: readonly string[];
  /** JSON Schema of `data`. */
  readonly data: object;
}

/** Every type of event that may be stored, as JSON Schema. */
export function eventCatalogue(): CatalogueEntry[] {
  const registry = new Registry(projections.map(({ aggregate }) => aggregate));
  return registry.eventDefinitions
    .map((definition) => ({
      type: definition.type,
      version: definition.version,
      aggregate: registry.aggregates.find(({ events }) => events.includes(definition))?.name ?? '*',
      personalFields: definition.personal.map(({ field }) => field),
      data: z.toJSONSchema(definition.schema),
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}
