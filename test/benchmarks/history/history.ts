import { ledgerEvents, REGISTRY_LEVEL } from '../../../libs/collaboration/accountability/ledger/ledger.js';
import type { Envelope } from '../../../libs/ledger/envelope.js';
import { streamOf } from '../../../libs/ledger/ids.js';
import type { StorableEvent } from '../../../libs/ledger/event-store.js';
import { Chance } from './chance.js';
import { decisionFacts } from './decision-facts.js';
import { mandateFacts } from './mandate-facts.js';
import { organisationFacts } from './organisation-facts.js';
import { partyFacts } from './party-facts.js';
import { postFacts } from './post-facts.js';
import { day, type Fact, type World } from './world.js';

/** The ledger's life: every history spreads over it, whatever its number of events. */
export const LIFE = { from: Date.parse('2016-01-04T08:00:00.000Z'), until: Date.parse('2025-12-31T17:00:00.000Z') } as const;

const SEED = 20_160_104;
/** A municipality joins with every so many events, so that what belongs to one grows less than the ledger does. */
const EVENTS_PER_ORGANISATION = 10_000;
/** One event in so many is checked against its definition: the generator is code too. */
const CHECKED_ONE_IN = 50;

export interface HistoricEvent extends StorableEvent {
  readonly stream: string;
  readonly revision: number;
}

/** A ledger of any length, event by event, of the aggregates' own event types, each valid where it stands. */
export class History {
  readonly world: World;
  private readonly heads = new Map<string, number>();
  private nextId: string;

  constructor(private readonly events: number) {
    const chance = new Chance(SEED);
    this.nextId = chance.uuid();
    const nextPin: World['nextPin'] = (aggregate, id) => {
      const stream = streamOf(aggregate, id);
      return { stream, revision: this.revisionOf(stream), eventId: this.nextId };
    };
    this.world = { chance, organisations: [], parties: [], decisions: [], now: LIFE.from, nextPin };
  }

  *[Symbol.iterator](): Generator<HistoricEvent, void> {
    const step = (LIFE.until - LIFE.from) / this.events;
    let written = 0;
    for (const fact of this.facts()) {
      this.world.now = Math.round(LIFE.from + step * written);
      yield this.eventOf(fact, written % CHECKED_ONE_IN === 0);
      written += 1;
      if (written === this.events) return;
    }
  }

  private *facts(): Generator<Fact, void> {
    const { world } = this;
    yield founding(world);
    const sources: readonly { readonly share: number; readonly facts: Generator<Fact, void> }[] = [
      { share: 0.08, facts: partyFacts(world) },
      { share: 0.17, facts: postFacts(world) },
      { share: 0.15, facts: mandateFacts(world) },
      { share: 0.6, facts: decisionFacts(world) },
    ];
    for (let made = 0; ; made += 1) {
      if (made % EVENTS_PER_ORGANISATION === 0) yield* organisationFacts(world);
      // Mandates first: a decision needs one.
      const chosen = made < 10 ? sources[2] : bySize(sources, world.chance.next());
      yield next((chosen ?? sources[0]!).facts);
    }
  }

  private eventOf({ aggregate, id, definition, data, actingFor, actDate, valid }: Fact, checked: boolean): HistoricEvent {
    const { chance, now } = this.world;
    if (checked) definition.schema.parse(data);
    const stream = streamOf(aggregate, id);
    const revision = this.revisionOf(stream);
    this.heads.set(stream, revision);
    const level = definition.audience(data);
    const own = level === 'public' ? [] : [actingFor];
    const commandId = chance.uuid();
    const envelope: Envelope & { data: unknown } = {
      actedFor: actingFor,
      actDate: actDate ?? day(now),
      audience: { level, parties: level === 'public' ? [] : [...new Set([...own, ...definition.participants(data)])] },
      causationId: commandId,
      commandDigest: chance.token(43),
      commandId,
      correlationId: commandId,
      data,
      format: 1,
      id: this.nextId,
      origin: { kind: 'firsthand' },
      pins: [],
      recordedAt: new Date(now).toISOString(),
      recordedBy: chance.uuid(),
      revision,
      salt: chance.token(22),
      stream,
      type: definition.type,
      ...(valid ? { valid } : {}),
      version: definition.version,
    };
    this.nextId = chance.uuid();
    return { stream, revision, id: envelope.id, type: envelope.type, json: JSON.stringify(envelope) };
  }

  private revisionOf(stream: string): number {
    return (this.heads.get(stream) ?? -1) + 1;
  }
}

function founding({ chance }: World): Fact {
  const id = chance.uuid();
  const data = { ledgerId: id, kind: 'real' as const, format: 1 as const, registryLevel: REGISTRY_LEVEL };
  return { aggregate: 'ledger', id, definition: ledgerEvents.founded, data, actingFor: id };
}

function bySize<T extends { share: number }>(sources: readonly T[], at: number): T | undefined {
  let sum = 0;
  return sources.find(({ share }) => (sum += share) > at);
}

function next(facts: Generator<Fact, void>): Fact {
  const { value } = facts.next();
  if (!value) throw new Error('a history never runs out of facts');
  return value;
}
