import type { Aggregate } from './aggregate.js';
import type { LedgerEvent } from './envelope.js';
import { defineEvent, z, type EventDefinition } from './event-definition.js';

/**
 * The kernel's own event, known to every aggregate: an attempt that reserved something and went silent is fenced off, so that
 * its reservation can be given back without fear that it is taken up after all.
 */
export const attemptAbandoned = defineEvent('AttemptAbandoned', z.object({ reservation: z.string(), pool: z.string() }), {
  audience: 'internal',
});

/** Every aggregate and event type this build knows. Aggregates and event types have unique names. */
export class Registry {
  private readonly byName = new Map<string, Aggregate<any>>();
  private readonly byType = new Map<string, EventDefinition>([[attemptAbandoned.type, attemptAbandoned]]);
  /** Event type → name of the aggregate that declares it. */
  private readonly declaredBy = new Map<string, string>();

  constructor(readonly aggregates: readonly Aggregate<any>[]) {
    for (const aggregate of aggregates) this.add(aggregate);
  }

  aggregate(name: string): Aggregate<any> | undefined {
    return this.byName.get(name);
  }

  event(type: string): EventDefinition | undefined {
    return this.byType.get(type);
  }

  /** Whether an aggregate's stream may hold this type of event. */
  belongs(type: string, aggregate: Pick<Aggregate<any>, 'name'>): boolean {
    return type === attemptAbandoned.type || this.declaredBy.get(type) === aggregate.name;
  }

  get eventDefinitions(): readonly EventDefinition[] {
    return [...this.byType.values()];
  }

  private add(aggregate: Aggregate<any>): void {
    if (!/^[a-z]+$/.test(aggregate.name))
      throw new Error(`aggregate name ${aggregate.name}: lower-case letters only, it prefixes stream ids`);
    if (this.byName.has(aggregate.name)) throw new Error(`two aggregates are called ${aggregate.name}`);
    this.byName.set(aggregate.name, aggregate);
    for (const definition of aggregate.events) {
      const known = this.byType.get(definition.type);
      if (known) throw new Error(`two events are called ${definition.type}`);
      const { version, upcasters } = definition;
      if (upcasters.length !== version - 1)
        throw new Error(`${definition.type} is at version ${version}: it takes ${version - 1} upcasters, not ${upcasters.length}`);
      this.byType.set(definition.type, definition);
      this.declaredBy.set(definition.type, aggregate.name);
    }
  }
}

/** An aggregate's next state; the kernel's own events leave it as it is. */
export function evolveWith<State>(aggregate: Aggregate<State>, state: State, event: LedgerEvent): State {
  return event.type === attemptAbandoned.type ? state : aggregate.evolve(state, event);
}
