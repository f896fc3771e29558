import type { Aggregate } from './aggregate.js';
import type { EventDefinition } from './event-definition.js';

/** Every aggregate and event type this build knows. Aggregates and event types have unique names. */
export class Registry {
  private readonly byName = new Map<string, Aggregate<any>>();
  private readonly byType = new Map<string, EventDefinition>();

  constructor(readonly aggregates: readonly Aggregate<any>[]) {
    for (const aggregate of aggregates) this.add(aggregate);
  }

  aggregate(name: string): Aggregate<any> | undefined {
    return this.byName.get(name);
  }

  event(type: string): EventDefinition | undefined {
    return this.byType.get(type);
  }

  get eventDefinitions(): readonly EventDefinition[] {
    return [...this.byType.values()];
  }

  private add(aggregate: Aggregate<any>): void {
    if (!/^[a-z]+$/.test(aggregate.name)) throw new Error(`aggregate name ${aggregate.name}: lower-case letters only, it prefixes stream ids`);
    if (this.byName.has(aggregate.name)) throw new Error(`two aggregates are called ${aggregate.name}`);
    this.byName.set(aggregate.name, aggregate);
    for (const definition of aggregate.events) {
      const known = this.byType.get(definition.type);
      if (known && known !== definition) throw new Error(`two events are called ${definition.type}`);
      this.byType.set(definition.type, definition);
    }
  }
}
