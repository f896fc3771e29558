import type { Accepted, Aggregate, Decision, Lookup, Refused } from './aggregate.js';
import type { Clock } from './clock.js';
import { decodeEvent } from './codec.js';
import { commandDigest, CommandIds, commandIdReused } from './command-ids.js';
import type { CommandRequest, Outcome } from './command-request.js';
import { conflictPause, noPause } from './conflict-pause.js';
import { BadInput, ConflictError, Fault, StoreUnavailable } from './errors.js';
import type { EventStore } from './event-store.js';
import { BEGINNING } from './event-store.js';
import { gather, notFound } from './gathering.js';
import { nameId, parseStream, streamOf, subjectIdOf } from './ids.js';
import { KeyedQueue } from './keyed-queue.js';
import { LedgerClock } from './ledger-clock.js';
import { LIMITS } from './limits.js';
import { type LoadedStream, mayRead, StreamLoader } from './loading.js';
import { amsterdamDate } from './local-date.js';
import { type LedgerObserver, NOBODY } from './observation.js';
import { type Appended, type Prepared, Recorder, type Recording } from './recording.js';
import { type Pending, recoverReservation } from './recovery.js';
import type { Registry } from './registry.js';
import { Reservations } from './reservations.js';
import type { KeyRing } from './sealing.js';
import { type Made, sharesOf, ShareTaker } from './share-taking.js';

export type { CommandRequest, Outcome } from './command-request.js';

export interface LedgerDependencies {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly keys: KeyRing;
  /** Keys the command digests, so that their content cannot be guessed from the log. */
  readonly digestSecret: Uint8Array;
  /** Answers lookups from views that have everything appended before the call. */
  readonly find: (lookup: Lookup) => Promise<readonly string[]>;
  /**
   * `commandDigest` of what is recorded under a command id on any stream, as far as the views are; recorded refused attempts
   * and fences do not count. Without it a command id is known on its own subject and in this process only.
   */
  readonly findCommand?: ((commandId: string) => Promise<string | undefined>) | undefined;
  /** What must hold for a state before it is stored: the views can show it. Throws when they cannot. */
  readonly foldCheck?: (aggregate: string, id: string, state: unknown) => void;
}

interface Attempt {
  readonly id: string;
  readonly digest: string;
  /** What this and earlier attempts took. */
  readonly made: Made;
  readonly first: boolean;
}

/** Decides commands and records what they lead to. Idempotent by command id. */
export class Ledger {
  private readonly clock: LedgerClock;
  private readonly loader: StreamLoader;
  private readonly reservations: Reservations;
  private readonly shares: ShareTaker;
  private readonly recorder: Recorder;
  private readonly commandIds: CommandIds;
  private readonly pause: (conflicts: number) => Promise<void>;
  private readonly commandTurns = new KeyedQueue();
  private readonly streamTurns = new KeyedQueue(LIMITS.queuedPerStream);
  private observer: LedgerObserver = NOBODY;

  constructor(private readonly deps: LedgerDependencies) {
    const { store, registry, keys, foldCheck } = deps;
    this.clock = new LedgerClock(deps.clock);
    this.loader = new StreamLoader(store, registry);
    const { sharedWriters } = store.capabilities;
    this.pause = sharedWriters ? conflictPause : noPause;
    this.reservations = new Reservations(store, this.clock, this.pause);
    this.shares = new ShareTaker(this.reservations, (pending) => this.finish(pending), sharedWriters);
    this.recorder = new Recorder({ store, registry, keys, foldCheck, clock: this.clock }, this.loader);
    this.commandIds = new CommandIds(deps.findCommand);
  }

  /** Takes the time of the last event, below which no clock may fall; `clockProblem` tells when this one has. */
  async open(lastRecordedAt: string): Promise<void> {
    this.clock.recorded(lastRecordedAt);
  }

  /** Every command from here on is decided under these eyes. */
  observe(observer: LedgerObserver): void {
    this.observer = observer;
  }

  async execute(given: CommandRequest): Promise<Outcome> {
    // UUIDs are compared as text from here on.
    const request = { ...given, commandId: given.commandId.toLowerCase() };
    const id = request.rule.subject ? request.rule.subject(request.command) : subjectIdOf(request.commandId);
    const digest = commandDigest(this.deps.digestSecret, request);
    // First the command id's turn, then the stream's, always in this order: nobody waits for somebody who waits for him.
    return this.observer.command(request, () =>
      this.commandTurns.run(request.commandId, () =>
        this.streamTurns.run(streamOf(request.aggregate.name, id), () => this.decideUntilStored(request, id, digest)),
      ),
    );
  }

  /** Resolves when no reservation waits for its confirmation. */
  settled(): Promise<void> {
    return this.shares.settled();
  }

  /** Confirms or gives back what a crash left reserved. In turn with the owner's own commands. */
  recover(pending: Pending): Promise<'confirmed' | 'released'> {
    return this.streamTurns.run(pending.owner, () => this.finish(pending));
  }

  /** Why nothing can be recorded now, if the machine's clock is the reason. */
  clockProblem(): string | undefined {
    try {
      this.clock.now();
      return undefined;
    } catch (error) {
      return (error as Fault).message;
    }
  }

  load<State>(aggregate: Aggregate<State>, id: string): Promise<LoadedStream<State>> {
    return this.loader.load(aggregate, id);
  }

  private finish(pending: Pending): Promise<'confirmed' | 'released'> {
    const { clock, loader, recorder, reservations, pause } = this;
    return recoverReservation({ registry: this.deps.registry, clock, loader, recorder, reservations, pause }, pending);
  }

  private async decideUntilStored(request: CommandRequest, id: string, digest: string): Promise<Outcome> {
    const made: Made = new Map();
    try {
      const outcome = await this.decideAgain(request, id, digest, made);
      const events = outcome.kind === 'recorded' ? outcome.events : [];
      await this.shares.giveBackUnused(
        made,
        events.flatMap(({ envelope }) => envelope.reservations ?? []),
      );
      return outcome;
    } catch (error) {
      // Of an append whose outcome is unknown the event may yet be stored, with its shares.
      if (!(error instanceof StoreUnavailable)) await this.shares.giveBackUnused(made, []);
      throw error;
    }
  }

  private async decideAgain(request: CommandRequest, id: string, digest: string, made: Made): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(request, { id, digest, made, first: attempt === 1 });
      } catch (error) {
        // A concurrent change: read again, decide again. A stale revision that the client named itself is its own answer.
        const mayRetry = error instanceof ConflictError && !(error instanceof StaleRevision) && attempt < LIMITS.decideAttempts;
        if (!mayRetry) throw error;
        this.observer.decidedAgain(request.type);
      }
      await this.pause(attempt);
    }
  }

  private async attempt(request: CommandRequest, { id, digest: commandDigest, made, first }: Attempt): Promise<Outcome> {
    const { aggregate, rule, command, commandId, newCommandId, actor, expectedRevision } = request;
    const unwritten = first && newCommandId && !rule.subject;
    const subject = unwritten ? this.loader.unwritten(aggregate, id) : await this.loader.load(aggregate, id);
    const repeat = await this.answerToRepeat(subject, commandId, commandDigest);
    if (repeat) return repeat;
    await this.assertUnused(request, subject, commandDigest);
    if (rule.subject && !(subject.exists && mayRead(actor, subject))) throw notFound(aggregate.name, id);
    if (expectedRevision !== undefined && expectedRevision !== subject.revision)
      throw new StaleRevision(subject.stream, expectedRevision, subject.revision);
    const { streams, pins } = await gather({ loader: this.loader, ...this.deps }, rule, command, subject.state);
    const now = this.clock.now();
    const { actingFor } = request;
    const context = { commandId, subjectId: id, actor, actingFor, now, today: amsterdamDate(now), loaded: streams };
    const decision: Decision = rule.decide(command, subject.state, context);
    if ('forbidden' in decision) throw new Fault('FORBIDDEN', decision.forbidden);
    if ('invalid' in decision) throw new BadInput(decision.invalid);
    // What is new comes first: adding it to a copy makes V8 describe every copy's form anew, which takes microseconds.
    const recording: Recording = { subject, commandDigest, pins, now, ...request };
    return 'refused' in decision ? this.refuse(recording, decision) : this.record(recording, decision, made);
  }

  private async answerToRepeat(subject: LoadedStream, commandId: string, digest: string): Promise<Outcome | undefined> {
    const trace = subject.commands.get(commandId);
    if (!trace) return undefined;
    if (trace.digest !== digest) throw commandIdReused(commandId);
    const { firstRevision, revision, position } = trace;
    const stored = await this.deps.store.readStream(subject.stream, firstRevision, revision - firstRevision + 1);
    const events = stored.map((event) => decodeEvent(this.deps.registry, event)).filter(({ envelope }) => envelope.commandId === commandId);
    return { kind: 'recorded', stream: subject.stream, revision, position, events };
  }

  /** The subject's own stream does not know the command id; another stream may. */
  private async assertUnused({ commandId, newCommandId, rule }: CommandRequest, subject: LoadedStream, digest: string): Promise<void> {
    // The id of what a create makes follows from its command id.
    if (!rule.subject && subject.exists) throw commandIdReused(commandId);
    const elsewhere = newCommandId ? undefined : await this.commandIds.digestOf(commandId);
    if (elsewhere !== undefined && elsewhere !== digest) throw commandIdReused(commandId);
  }

  /** Recorded once per actor, subject, rule, mandate and day: the id of the event follows from these. */
  private async refuse(recording: Recording, { refused, record }: Refused): Promise<Outcome> {
    const { actor, subject, now } = recording;
    if (!record || !subject.exists) return { kind: 'refused', refusal: refused };
    const mandate = record.mandate ?? refused.pins[0];
    const eventId = nameId(
      parseStream(subject.stream).id,
      [actor.person, refused.ruleId, mandate?.stream ?? '', amsterdamDate(now)].join('|'),
    );
    const known = subject.attempts.get(eventId);
    if (known) return { kind: 'refused', refusal: refused, recordedAs: known.pin, position: known.position };
    const { position, pin } = await this.recorder.append(recording, [record], { eventId, refusedAttempt: true });
    return { kind: 'refused', refusal: refused, recordedAs: pin, position };
  }

  private async record(recording: Recording, decision: Accepted, made: Made): Promise<Outcome> {
    const { subject, commandId } = recording;
    const { stream } = subject;
    if (decision.accepted.length === 0) {
      return { kind: 'recorded', stream, revision: subject.revision, position: subject.position ?? BEGINNING, events: [] };
    }
    const shares = sharesOf(decision, commandId, subject);
    const prepare = (drafts: Accepted['accepted']) => this.recorder.prepare(recording, drafts, { reservations: shares.names });
    const prepared = await prepare(decision.accepted);
    const taken = await this.shares.take(shares, commandId, subject, made);
    if ('refused' in taken) return this.refuse(recording, taken);
    const told = taken.beyond.length > 0 ? decision.whenBeyond?.(taken.beyond) : undefined;
    const { revision, position, events } = await this.store(told ? await prepare(told) : prepared);
    await this.shares.settle(shares, events[0]?.envelope.reservations ?? []);
    return { kind: 'recorded', stream, revision, position, events };
  }

  /** From here on the command id is taken; also when the outcome stays unknown. */
  private async store(prepared: Prepared): Promise<Appended> {
    const { commandId, commandDigest, aggregate } = prepared.recording;
    try {
      const what = { aggregate: aggregate.name, events: prepared.events.length };
      const appended = await this.observer.append(what, () => this.recorder.store(prepared));
      this.commandIds.use(commandId, commandDigest);
      return appended;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.commandIds.use(commandId, commandDigest);
      throw error;
    }
  }
}

/** The client itself named the revision: deciding again would go behind its back. */
class StaleRevision extends ConflictError {}
