import { ledgerEvents, REGISTRY_LEVEL } from '../../../libs/collaboration/accountability/ledger/ledger.js';
import type { Audience, Envelope } from '../../../libs/ledger/envelope.js';
import type { SealedText } from '../../../libs/ledger/sealing.js';
import { streamOf } from '../../../libs/ledger/ids.js';
import type { StorableEvent } from '../../../libs/ledger/event-store.js';
import { agreementFacts } from './agreement-facts.js';
import { Chance } from './chance.js';
import { decisionFacts } from './decision-facts.js';
import { developmentFacts, networkFacts } from './learning-facts.js';
import { mandateFacts } from './mandate-facts.js';
import { organisationFacts } from './organisation-facts.js';
import { partnershipFacts } from './partnership-facts.js';
import { partyFacts } from './party-facts.js';
import { postFacts } from './post-facts.js';
import { responsibilityFacts } from './responsibility-facts.js';
import { day, type Fact, type World } from './world.js';

/** The ledger's life: every history spreads over it, whatever its number of events. */
export const LIFE = { from: Date.parse('2016-01-04T08:00:00.000Z'), until: Date.parse('2025-12-31T17:00:00.000Z') } as const;

const SEED = 20_160_104;
/** A municipality joins with every so many events, so that what belongs to one grows less than the ledger does. */
const EVENTS_PER_ORGANISATION = 10_000;
/** One event in so many is checked against its definition: the generator is code too. */
const CHECKED_ONE_IN = 50;

/** Whose facts a history tells: those of parties, posts, mandates and decisions alone, or of every aggregate. */
export type HistoryOf = 'spine' | 'all';

export interface HistoryOptions {
  readonly of?: HistoryOf;
  /** One event in so many is checked against its definition. */
  readonly checkedOneIn?: number;
}

export interface HistoricEvent extends StorableEvent {
  readonly stream: string;
  readonly revision: number;
}

interface Source {
  readonly share: number;
  readonly facts: Generator<Fact, void>;
  readonly isSpine?: boolean;
}

/** A ledger of any length, event by event, of the aggregates' own event types, each valid where it stands. */
export class History {
  readonly world: World;
  /** Types of event so far: the first of each is checked. */
  private readonly seen = new Set<string>();
  private readonly heads = new Map<string, number>();
  private nextId: string;
  private readonly of: HistoryOf;
  private readonly checkedOneIn: number;

  constructor(
    private readonly events: number,
    { of = 'all', checkedOneIn = CHECKED_ONE_IN }: HistoryOptions = {},
  ) {
    this.of = of;
    this.checkedOneIn = checkedOneIn;
    const chance = new Chance(SEED);
    this.nextId = chance.uuid();
    const nextPin: World['nextPin'] = (aggregate, id) => {
      const stream = streamOf(aggregate, id);
      return { stream, revision: this.revisionOf(stream), eventId: this.nextId };
    };
    const asked = { decisions: [], partnerships: [], responsibilities: [], agreements: [] };
    this.world = { chance, organisations: [], parties: [], ...asked, now: LIFE.from, nextPin };
  }

  *[Symbol.iterator](): Generator<HistoricEvent, void> {
    const step = (LIFE.until - LIFE.from) / this.events;
    const facts = this.facts();
    for (let written = 0; written < this.events; written += 1) {
      this.world.now = Math.round(LIFE.from + step * written);
      const fact = next(facts);
      yield this.eventOf(fact, written % this.checkedOneIn === 0 || !this.seen.has(fact.definition.type));
    }
  }

  private *facts(): Generator<Fact, void> {
    const { world } = this;
    yield founding(world);
    const [parties, mandates] = [partyFacts(world), mandateFacts(world)];
    const all: readonly Source[] = [
      { share: 0.0576, facts: parties, isSpine: true },
      { share: 0.1224, facts: postFacts(world), isSpine: true },
      { share: 0.108, facts: mandates, isSpine: true },
      { share: 0.06, facts: partnershipFacts(world) },
      { share: 0.055, facts: responsibilityFacts(world) },
      { share: 0.015, facts: networkFacts(world) },
      { share: 0.01, facts: developmentFacts(world) },
      { share: 0.14, facts: agreementFacts(world) },
      { share: 0.432, facts: decisionFacts(world), isSpine: true },
    ];
    const sources = this.of === 'all' ? all : all.filter(({ isSpine }) => isSpine);
    for (let made = 0; ; made += 1) {
      if (made % EVENTS_PER_ORGANISATION === 0) yield* organisationFacts(world);
      // Mandates first, which a decision needs, then partners, without whom nobody works together.
      yield next(made < 10 ? mandates : made < 18 ? parties : bySize(sources, world.chance));
    }
  }

  private eventOf(fact: Fact, checked: boolean): HistoricEvent {
    const { aggregate, id, definition, data, actingFor, actDate, valid, origin, mandate, decidedBy } = fact;
    const { chance, now } = this.world;
    if (checked) definition.schema.parse(data);
    this.seen.add(definition.type);
    const stream = streamOf(aggregate, id);
    const revision = this.revisionOf(stream);
    this.heads.set(stream, revision);
    const commandId = chance.uuid();
    const envelope: Envelope = {
      actedFor: actingFor,
      actDate: actDate ?? day(now),
      audience: audienceOf(fact),
      causationId: commandId,
      commandDigest: chance.token(43),
      commandId,
      correlationId: commandId,
      ...(decidedBy ? { decidedBy } : {}),
      format: 1,
      id: this.nextId,
      ...(mandate ? { mandate } : {}),
      origin: origin ?? { kind: 'firsthand' },
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
    const json = JSON.stringify({ ...envelope, data: sealed(fact, envelope, chance) });
    return { stream, revision, id: envelope.id, type: envelope.type, json };
  }

  private revisionOf(stream: string): number {
    return (this.heads.get(stream) ?? -1) + 1;
  }
}

/** As the decider chose it, else as its type has it. */
function audienceOf({ definition, data, actingFor, level = definition.audience(data), readers = [] }: Fact): Audience {
  if (level === 'public') return { level, parties: [] };
  return { level, parties: [...new Set([actingFor, ...readers, ...definition.participants(data)])] };
}

/** Personal texts are as long as sealed ones are; no key opens them. */
function sealed({ definition, data }: Fact, envelope: Envelope, chance: Chance): unknown {
  const texts = definition.personal.flatMap((personal) => {
    const subject = personal.subject(data, envelope);
    const text: unknown = data[personal.field];
    if (subject === undefined || typeof text !== 'string') return [];
    const value: SealedText = {
      sealed: { subject, keyVersion: 1, nonce: chance.token(16), text: chance.token(Math.ceil((text.length + 16) * 1.34)) },
    };
    return [[personal.field, value] as const];
  });
  return texts.length === 0 ? data : { ...data, ...Object.fromEntries(texts) };
}

function founding({ chance }: World): Fact {
  const id = chance.uuid();
  const data = { ledgerId: id, kind: 'real' as const, format: 1 as const, registryLevel: REGISTRY_LEVEL };
  return { aggregate: 'ledger', id, definition: ledgerEvents.founded, data, actingFor: id };
}

/** One of the sources, each as likely as its share of them all. */
function bySize(sources: readonly Source[], chance: Chance): Source['facts'] {
  const at = chance.next() * sources.reduce((sum, { share }) => sum + share, 0);
  let sum = 0;
  return (sources.find(({ share }) => (sum += share) > at) ?? sources[0]!).facts;
}

function next(facts: Generator<Fact, void>): Fact {
  const { value } = facts.next();
  if (!value) throw new Error('a history never runs out of facts');
  return value;
}
