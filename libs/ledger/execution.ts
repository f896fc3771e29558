import { createHmac } from 'node:crypto';
import type { Accepted, Actor, Aggregate, CommandRule, Decision, EventDraft, LoadedStreams, Lookup, Need, Refused, Reservation } from './aggregate.js';
import type { Clock } from './clock.js';
import { canonicalJson, decodeEvent } from './codec.js';
import type { LedgerEvent } from './envelope.js';
import { BadInput, ConflictError, Fault } from './errors.js';
import type { EventStore, StorePosition } from './event-store.js';
import { BEGINNING, NO_STREAM } from './event-store.js';
import { nameId, parseStream, streamOf, subjectIdOf } from './ids.js';
import { LIMITS } from './limits.js';
import { type LoadedStream, mayRead, StreamLoader } from './loading.js';
import { amsterdamDate } from './local-date.js';
import { KeyedQueue } from './keyed-queue.js';
import type { Pin, Refusal } from './refusal.js';
import { Recorder, withoutAbsent, type Appended, type Recording, type RecordingExtra } from './recording.js';
import { type Pending, recoverReservation } from './recovery.js';
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
  private readonly recorder: Recorder;
  private readonly queue = new KeyedQueue();
  private readonly unconfirmed = new Set<Promise<void>>();
  private lastRecordedAt = '';

  constructor(private readonly deps: LedgerDependencies) {
    this.loader = new StreamLoader(deps.store, deps.registry);
    this.reservations = new Reservations(deps.store, deps.clock);
    this.recorder = new Recorder(deps, this.loader);
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

  /** Confirms or gives back what a crash left reserved. In turn with the owner's own commands. */
  recover(pending: Pending): Promise<'confirmed' | 'released'> {
    const { loader, recorder, reservations } = this;
    return this.queue.run(pending.owner, () => recoverReservation({ ...this.deps, loader, recorder, reservations }, pending));
  }

  /** Why nothing can be recorded now, if the machine's clock is the reason. */
  clockProblem(): string | undefined {
    try {
      this.now();
      return undefined;
    } catch (error) {
      return (error as Fault).message;
    }
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
    const recording: Recording = { ...request, subject, commandDigest: digest, pins: loaded.pins(), now };
    return 'refused' in decision ? this.refuse(recording, decision) : this.record(recording, decision);
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

  /** Recorded once per actor, subject, rule, mandate and day: the id of the event follows from these. */
  private async refuse(recording: Recording, { refused, record }: Refused): Promise<Outcome> {
    if (!record) return { kind: 'refused', refusal: refused };
    const { actor, subject, now } = recording;
    const eventId = nameId(parseStream(subject.stream).id, [actor.person, refused.ruleId, refused.pins[0]?.stream ?? '', amsterdamDate(now)].join('|'));
    const known = subject.attempts.get(eventId);
    if (known) return { kind: 'refused', refusal: refused, recordedAs: known };
    const { position, pin } = await this.append(recording, [record], { eventId, refusedAttempt: true });
    return { kind: 'refused', refusal: refused, recordedAs: pin, position };
  }

  private async record(recording: Recording, decision: Accepted): Promise<Outcome> {
    const { subject } = recording;
    if (decision.accepted.length === 0) {
      return { kind: 'recorded', stream: subject.stream, revision: subject.revision, position: subject.position ?? BEGINNING, events: [] };
    }
    const reserved = await this.reserve(recording, decision.reserve ?? []);
    if ('full' in reserved) return this.refuse(recording, reserved.full);
    const { revision, position, events } = await this.append(recording, decision.accepted, { reservations: reserved.taken.map(({ reservation }) => reservation) });
    this.settleLater(subject.stream, reserved.taken, decision.release ?? []);
    return { kind: 'recorded', stream: subject.stream, revision, position, events };
  }

  /** All shares or none: what was taken before a full pool is given back. */
  private async reserve({ subject, commandId }: Recording, shares: readonly Reservation[]): Promise<{ taken: Taken[] } | { full: Refused }> {
    const taken: Taken[] = [];
    for (const { pool, amount, capacity, whenFull } of shares) {
      const reservation = reservationId(commandId, pool, subject);
      const result = await this.reservations.reserve(pool, { reservation, owner: subject.stream, commandId, amount, capacity });
      if (!result.reserved) {
        for (const share of taken) await this.reservations.release(share.pool, share.reservation);
        return { full: whenFull(result.available, result.heldBy) };
      }
      taken.push({ pool, reservation });
    }
    return { taken };
  }

  private async append(recording: Recording, drafts: readonly EventDraft[], extra: RecordingExtra): Promise<Appended> {
    const appended = await this.recorder.append(recording, drafts, extra);
    if (recording.now > this.lastRecordedAt) this.lastRecordedAt = recording.now;
    return appended;
  }

  /** The owner's event is stored; what is left may fail and be done again by recovery. */
  private settleLater(owner: string, taken: readonly Taken[], release: readonly string[]): void {
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

interface Taken {
  readonly pool: string;
  readonly reservation: string;
}

/** The client itself named the revision: deciding again would go behind its back. */
class StaleRevision extends ConflictError {}

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

function notFound(aggregate: string, id: string): Fault {
  return new Fault('NOT_FOUND', `there is no ${aggregate} ${id}, or you may not see it`, { aggregate, id });
}

export function commandIdReused(commandId: string): Fault {
  return new Fault('COMMAND_ID_REUSED', 'this commandId was used for a command with other content; give every new command a new UUID', { commandId });
}
