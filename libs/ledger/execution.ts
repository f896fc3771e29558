import { createHmac, randomBytes } from 'node:crypto';
import type { Accepted, Actor, Aggregate, CommandRule, Decision, EventDraft, LoadedStreams, Lookup, Need, Refused } from './aggregate.js';
import type { Clock } from './clock.js';
import { canonicalJson, decodeEvent, encodeEvent, sealedSubjects, type UnsealedEvent } from './codec.js';
import type { Audience, Envelope, LedgerEvent, Period } from './envelope.js';
import { BadInput, ConflictError, Fault } from './errors.js';
import type { EventStore, StorableEvent, StorePosition } from './event-store.js';
import { BEGINNING, NO_STREAM } from './event-store.js';
import { eventIdOf, nameId, streamOf, subjectIdOf } from './ids.js';
import { LIMITS } from './limits.js';
import { type LoadedStream, mayRead, StreamLoader } from './loading.js';
import { amsterdamDate } from './local-date.js';
import { KeyedQueue } from './keyed-queue.js';
import type { Pin, Refusal } from './refusal.js';
import type { Registry } from './registry.js';
import { Reservations } from './reservations.js';
import type { KeyRing } from './sealing.js';

/** What a bound command asks of the ledger. */
export interface CommandRequest<State = any, Command extends object = any> {
  /** Name of the command, e.g. `GrantMandate`. */
  readonly type: string;
  readonly aggregate: Aggregate<State>;
  readonly rule: CommandRule<State, Command>;
  readonly command: Command;
  /** UUID; repeats of it are answered with what the first one recorded. */
  readonly commandId: string;
  readonly expectedRevision?: number | undefined;
  readonly actor: Actor;
  /** The party on whose behalf; null for the administrator acting as such. */
  readonly actingFor: string | null;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly traceParent?: string | undefined;
  readonly declaredNotBsn?: readonly string[] | undefined;
}

export type Outcome =
  | {
      readonly kind: 'recorded';
      readonly stream: string;
      readonly revision: number;
      readonly position: StorePosition;
      /** As found in the store: the answer to a repeat is the answer to the first. */
      readonly events: readonly LedgerEvent[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly recordedAs?: Pin; readonly position?: StorePosition };

export interface LedgerDependencies {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly keys: KeyRing;
  /** Keys the command digests, so that their content cannot be guessed from the log. */
  readonly digestSecret: Uint8Array;
  /** Answers lookups from views that have everything appended before the call. */
  readonly find: (lookup: Lookup) => Promise<readonly string[]>;
  /** What must hold for a state before it is stored: the views can show it. Throws when they cannot. */
  readonly foldCheck?: (aggregate: string, id: string, state: unknown) => void;
}

/** A clock this far behind the last event would make time run backwards in the ledger. */
const CLOCK_SKEW_MS = 5_000;

/** Decides commands and records what they lead to. Idempotent by command id. */
export class Ledger {
  private readonly loader: StreamLoader;
  private readonly reservations: Reservations;
  private readonly queue = new KeyedQueue();
  private readonly unconfirmed = new Set<Promise<void>>();
  private lastRecordedAt = '';

  constructor(private readonly deps: LedgerDependencies) {
    this.loader = new StreamLoader(deps.store, deps.registry);
    this.reservations = new Reservations(deps.store, deps.clock);
  }

  /** Reads the time of the last event, below which no clock may fall. */
  async open(lastRecordedAt: string): Promise<void> {
    this.lastRecordedAt = lastRecordedAt;
    this.now();
  }

  async execute(request: CommandRequest): Promise<Outcome> {
    const id = request.rule.subject ? request.rule.subject(request.command) : subjectIdOf(request.commandId);
    const digest = this.digest(request);
    return this.queue.run(streamOf(request.aggregate.name, id), async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.attempt(request, id, digest);
        } catch (error) {
          // A concurrent change: read again, decide again. A stale revision that the client named itself is its own answer.
          const mayRetry = error instanceof ConflictError && !(error instanceof StaleRevision) && attempt < LIMITS.decideAttempts;
          if (!mayRetry) throw error;
        }
      }
    });
  }

  /** Resolves when no reservation waits for its confirmation. */
  async settled(): Promise<void> {
    await Promise.all(this.unconfirmed);
  }

  load<State>(aggregate: Aggregate<State>, id: string): Promise<LoadedStream<State>> {
    return this.loader.load(aggregate, id);
  }

  private async attempt(request: CommandRequest, id: string, digest: string): Promise<Outcome> {
    const subject = await this.loader.load(request.aggregate, id);
    const repeat = await this.answerToRepeat(subject, request, digest);
    if (repeat) return repeat;
    if (request.rule.subject && (subject.revision === NO_STREAM || !mayRead(request.actor, subject))) throw notFound(request.aggregate.name, id);
    if (request.expectedRevision !== undefined && request.expectedRevision !== subject.revision) {
      throw new StaleRevision(subject.stream, request.expectedRevision, subject.revision);
    }
    const loaded = await this.loadNeeds(request, subject);
    const now = this.now();
    const decision: Decision = request.rule.decide(request.command, subject.state, {
      commandId: request.commandId,
      subjectId: id,
      actor: request.actor,
      actingFor: request.actingFor,
      now,
      today: amsterdamDate(now),
      loaded: loaded.streams,
    });
    if ('forbidden' in decision) throw new Fault('FORBIDDEN', decision.forbidden);
    if ('invalid' in decision) throw new BadInput(decision.invalid);
    const making: Making = { request, id, digest, subject, pins: loaded.pins(), now };
    return 'refused' in decision ? this.refuse(making, decision) : this.record(making, decision);
  }

  private async answerToRepeat(subject: LoadedStream, request: CommandRequest, digest: string): Promise<Outcome | undefined> {
    const trace = subject.commands.get(request.commandId);
    if (!trace) return undefined;
    if (trace.digest !== digest) throw commandIdReused(request.commandId);
    const stored = await this.deps.store.readStream(subject.stream, trace.firstRevision, trace.revision - trace.firstRevision + 1);
    const events = stored.map((event) => decodeEvent(this.deps.registry, event)).filter((event) => event.envelope.commandId === request.commandId);
    return { kind: 'recorded', stream: subject.stream, revision: trace.revision, position: trace.position, events };
  }

  private async loadNeeds(request: CommandRequest, subject: LoadedStream) {
    const read = new Map<string, LoadedStream>();
    const lookups = new Map<string, readonly string[]>();
    const streams: LoadedStreams = {
      found: (lookup) => lookups.get(lookupKey(lookup)) ?? [],
      of: (aggregate, id) => {
        const found = read.get(streamOf(aggregate.name, id));
        if (!found || found.revision === NO_STREAM) return { exists: false, state: aggregate.initial, revision: NO_STREAM, pin: undefined };
        return { exists: true, state: found.state as typeof aggregate.initial, revision: found.revision, pin: found.pin };
      },
    };
    for (let before = -1; before !== read.size + lookups.size; ) {
      before = read.size + lookups.size;
      for (const need of request.rule.needs?.(request.command, subject.state, streams) ?? []) await this.read(need, read);
      for (const lookup of request.rule.lookups?.(request.command, subject.state, streams) ?? []) await this.look(lookup, lookups, read);
    }
    return { streams, pins: () => [...read.values()].flatMap((stream) => stream.pin ?? []) };
  }

  private async look(lookup: Lookup, lookups: Map<string, readonly string[]>, read: Map<string, LoadedStream>): Promise<void> {
    const key = lookupKey(lookup);
    if (lookups.has(key)) return;
    const ids = await this.deps.find(lookup);
    lookups.set(key, ids);
    for (const id of ids) await this.read({ aggregate: lookup.aggregate, id }, read);
  }

  private async read(need: Need, read: Map<string, LoadedStream>): Promise<void> {
    const stream = streamOf(need.aggregate, need.id);
    if (read.has(stream)) return;
    if (read.size >= LIMITS.neededStreams) {
      throw new Fault('LIMIT_EXCEEDED', `a decision may rest on ${LIMITS.neededStreams} streams; shorten the chain`, { limit: LIMITS.neededStreams });
    }
    const aggregate = this.deps.registry.aggregate(need.aggregate);
    if (!aggregate) throw new Error(`needs an unknown aggregate ${need.aggregate}`);
    const loaded = await this.loader.load(aggregate, need.id);
    if (loaded.revision === NO_STREAM && !need.optional) throw notFound(need.aggregate, need.id);
    read.set(stream, loaded);
  }

  private async refuse(making: Making, { refused, record }: Refused): Promise<Outcome> {
    if (!record) return { kind: 'refused', refusal: refused };
    const { request, subject, now } = making;
    const onceADay = `${request.actor.person}|${refused.ruleId}|${refused.pins[0]?.stream ?? ''}|${amsterdamDate(now)}`;
    const eventId = nameId(making.id, onceADay);
    const known = subject.attempts.get(eventId);
    if (known) return { kind: 'refused', refusal: refused, recordedAs: known };
    const { position, pin } = await this.append(making, [record], { eventId, refusedAttempt: true });
    return { kind: 'refused', refusal: refused, recordedAs: pin, position };
  }

  private async record(making: Making, decision: Accepted): Promise<Outcome> {
    const { subject, request } = making;
    if (decision.accepted.length === 0) {
      return { kind: 'recorded', stream: subject.stream, revision: subject.revision, position: subject.position ?? BEGINNING, events: [] };
    }
    const taken: { pool: string; reservation: string }[] = [];
    for (const share of decision.reserve ?? []) {
      const reservation = reservationId(request.commandId, share.pool, subject);
      const result = await this.reservations.reserve(share.pool, {
        reservation,
        owner: subject.stream,
        commandId: request.commandId,
        amount: share.amount,
        capacity: share.capacity,
      });
      if (!result.reserved) {
        for (const { pool, reservation: id } of taken) await this.reservations.release(pool, id);
        return this.refuse(making, share.whenFull(result.available, result.heldBy));
      }
      taken.push({ pool: share.pool, reservation });
    }
    const { revision, position, events } = await this.append(making, decision.accepted, { reservations: taken.map((share) => share.reservation) });
    this.settleLater(subject.stream, taken, decision.release ?? []);
    return { kind: 'recorded', stream: subject.stream, revision, position, events };
  }

  /** The owner's event is stored; what is left may fail and be done again by recovery. */
  private settleLater(owner: string, taken: readonly { pool: string; reservation: string }[], release: readonly string[]): void {
    if (taken.length + release.length === 0) return;
    const settling = Promise.all([
      ...taken.map(({ pool, reservation }) => this.reservations.confirm(pool, reservation)),
      ...release.map((pool) => this.reservations.releaseOwner(pool, owner)),
    ]).then(
      () => undefined,
      () => undefined,
    );
    this.unconfirmed.add(settling);
    void settling.then(() => this.unconfirmed.delete(settling));
  }

  private async append(making: Making, drafts: readonly EventDraft[], extra: EnvelopeExtra) {
    const { request, subject } = making;
    const unsealed = drafts.map((draft, index) => this.envelop(making, draft, index, extra));
    await this.deps.keys.prepare(unsealed.flatMap(sealedSubjects));
    const encoded = unsealed.map((event) => encodeEvent(event, this.deps.keys));
    const storable: StorableEvent[] = encoded.map((event) => event.storable);
    const events = encoded.map((event) => event.event);
    // What cannot be folded or shown is never stored.
    const folded = events.reduce((state, event) => request.aggregate.evolve(state, event), subject.state);
    this.deps.foldCheck?.(request.aggregate.name, making.id, folded);
    const { position, revision } = await this.deps.store.append({ stream: subject.stream, kind: 'ledger', expected: subject.revision, events: storable });
    this.lastRecordedAt = making.now > this.lastRecordedAt ? making.now : this.lastRecordedAt;
    const next = this.loader.advance(request.aggregate, subject, events, { position });
    return { position, revision, events, pin: next.pin as Pin };
  }

  private envelop(making: Making, draft: EventDraft, index: number, extra: EnvelopeExtra): UnsealedEvent {
    const { request, subject, digest } = making;
    const definition = this.deps.registry.event(draft.type);
    if (!definition || !request.aggregate.events.includes(definition)) throw new Error(`${request.aggregate.name} does not declare event ${draft.type}`);
    const data = withoutAbsent(draft.data as Record<string, unknown>);
    const envelope: Envelope = withoutAbsent({
      format: 1 as const,
      id: extra.eventId ?? eventIdOf(request.commandId, digest, index),
      type: draft.type,
      version: definition.version,
      stream: subject.stream,
      revision: subject.revision + 1 + index,
      recordedAt: making.now,
      recordedBy: request.actor.person,
      actedFor: request.actingFor ?? undefined,
      decidedBy: draft.decidedBy,
      actDate: draft.actDate,
      valid: draft.valid satisfies Period | undefined,
      origin: draft.origin ?? { kind: 'firsthand' as const },
      audience: draft.audience ?? defaultAudience(definition.audience(data), definition.participants(data), request.actingFor),
      mandate: draft.mandate,
      legalBasis: draft.legalBasis,
      pins: making.pins,
      reservations: extra.reservations?.length ? extra.reservations : undefined,
      declaredNotBsn: request.declaredNotBsn?.length ? request.declaredNotBsn : undefined,
      refusedAttempt: extra.refusedAttempt,
      commandId: request.commandId,
      commandDigest: digest,
      correlationId: request.correlationId ?? request.commandId,
      causationId: request.causationId ?? request.commandId,
      traceParent: request.traceParent,
      salt: randomBytes(16).toString('base64url'),
    });
    return { definition, envelope, data };
  }

  private digest({ type, command, actor, actingFor }: CommandRequest): string {
    const { commandId: _, ...input } = command as Record<string, unknown>;
    return createHmac('sha256', this.deps.digestSecret)
      .update(canonicalJson({ type, input: withoutAbsent(input), person: actor.person, party: actor.party, actingFor }))
      .digest('base64url');
  }

  private now(): string {
    const now = this.deps.clock.now();
    if (this.lastRecordedAt !== '' && Date.parse(now) < Date.parse(this.lastRecordedAt) - CLOCK_SKEW_MS) {
      throw new Fault('CLOCK_SKEW', `this machine's clock says ${now}, but the ledger was already at ${this.lastRecordedAt}; set the clock right`, {
        clock: now,
        ledger: this.lastRecordedAt,
      });
    }
    return now;
  }
}

interface Making {
  readonly request: CommandRequest;
  readonly id: string;
  readonly digest: string;
  readonly subject: LoadedStream;
  readonly pins: readonly Pin[];
  readonly now: string;
}

interface EnvelopeExtra {
  readonly eventId?: string;
  readonly refusedAttempt?: true;
  readonly reservations?: readonly string[];
}

/** The client itself named the revision: deciding again would go behind its back. */
class StaleRevision extends ConflictError {}

function defaultAudience(level: Audience['level'], participants: readonly string[], actingFor: string | null): Audience {
  const own = actingFor === null ? [] : [actingFor];
  switch (level) {
    case 'public':
      return { level, parties: [] };
    case 'internal':
    case 'partners':
      return { level, parties: [...new Set([...own, ...participants])] };
    case 'confidential':
      return { level, parties: [...new Set(participants)] };
    default:
      return level satisfies never;
  }
}

/** A fenced attempt needs a fresh reservation; any other repeat of the command finds its own. */
function reservationId(commandId: string, pool: string, subject: LoadedStream): string {
  for (let attempt = 0; ; attempt += 1) {
    const id = nameId(commandId, `${pool}#${attempt}`);
    if (!subject.abandoned.has(id)) return id;
  }
}

function lookupKey({ table, where }: Lookup): string {
  return canonicalJson([table, where]);
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== null)) as T;
}

function notFound(aggregate: string, id: string): Fault {
  return new Fault('NOT_FOUND', `there is no ${aggregate} ${id}, or you may not see it`, { aggregate, id });
}

export function commandIdReused(commandId: string): Fault {
  return new Fault('COMMAND_ID_REUSED', 'this commandId was used for a command with other content; give every new command a new UUID', { commandId });
}
