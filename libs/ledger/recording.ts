import type { Aggregate, Actor, EventDraft } from './aggregate.js';
import { decodeEvent, encodeEvent, sealedSubjects, type UnsealedEvent } from './codec.js';
import type { Audience, Envelope, LedgerEvent } from './envelope.js';
import { ConflictError, Fault } from './errors.js';
import type { EventStore, StorableEvent, StoredEvent, StorePosition } from './event-store.js';
import { eventIdOf, parseStream } from './ids.js';
import type { LedgerClock } from './ledger-clock.js';
import { LIMITS } from './limits.js';
import type { LoadedStream, StreamLoader } from './loading.js';
import type { Pin } from './refusal.js';
import { evolveWith, type Registry } from './registry.js';
import { newSalt } from './salt.js';
import type { KeyRing } from './sealing.js';
import { withoutAbsent } from './without-absent.js';

/** On whose word something is recorded, and why. */
export interface Recording {
  readonly aggregate: Aggregate<any>;
  readonly subject: LoadedStream;
  readonly commandId: string;
  readonly commandDigest: string;
  readonly actor: Actor;
  readonly actingFor: string | null;
  readonly now: string;
  readonly pins: readonly Pin[];
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly traceParent?: string | undefined;
  readonly declaredNotBsn?: readonly string[] | undefined;
}

export interface RecordingExtra {
  /** Instead of the id that follows from the command. */
  readonly eventId?: string;
  readonly refusedAttempt?: true;
  readonly reservations?: readonly string[];
}

/** Events that passed every check and wait for the store. */
export interface Prepared {
  readonly recording: Recording;
  readonly storable: readonly StorableEvent[];
  readonly events: readonly LedgerEvent[];
}

export interface Appended {
  readonly revision: number;
  readonly position: StorePosition;
  /** As found in the store. */
  readonly events: readonly LedgerEvent[];
  /** The last of them. */
  readonly pin: Pin;
}

export interface RecorderDependencies {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly keys: KeyRing;
  readonly clock: LedgerClock;
  readonly foldCheck?: ((aggregate: string, id: string, state: unknown) => void) | undefined;
}

/** Turns drafts into events in the log: envelope, seal, fold check, append, read back. */
export class Recorder {
  constructor(
    private readonly deps: RecorderDependencies,
    private readonly loader: StreamLoader,
  ) {}

  async append(recording: Recording, drafts: readonly EventDraft[], extra: RecordingExtra = {}): Promise<Appended> {
    return this.store(await this.prepare(recording, drafts, extra));
  }

  /** Everything that can be wrong with an append shows here, before anything is reserved or stored. */
  async prepare(recording: Recording, drafts: readonly EventDraft[], extra: RecordingExtra = {}): Promise<Prepared> {
    const { aggregate, subject } = recording;
    const { keys, foldCheck } = this.deps;
    if (drafts.length > LIMITS.appendEvents) throw overLimit('appendEvents', drafts.length);
    const unsealed = drafts.map((draft, index) => this.envelop(recording, draft, index, extra));
    const subjects = unsealed.flatMap(sealedSubjects);
    if (subjects.length > 0) await keys.prepare(subjects);
    const encoded = unsealed.map((event) => encodeEvent(event, keys));
    const storable = encoded.map((one) => one.storable);
    const bytes = storable.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0);
    if (bytes > LIMITS.appendBytes) throw overLimit('appendBytes', bytes);
    const events = encoded.map(({ event }) => event);
    // What cannot be folded or shown is never stored.
    const folded = events.reduce((state, event) => evolveWith(aggregate, state, event), subject.state);
    foldCheck?.(aggregate.name, parseStream(subject.stream).id, folded);
    return { recording, storable, events };
  }

  /** @throws ConflictError when someone else wrote first */
  async store({ recording, storable, events }: Prepared): Promise<Appended> {
    const { aggregate, subject, now } = recording;
    const { store, clock, registry } = this.deps;
    const { stream, revision: expected } = subject;
    await store.append({ stream, kind: 'ledger', expected, events: storable });
    clock.recorded(now);
    // A store may answer success for known event ids with other content, an earlier attempt's: only what it holds is true.
    const stored = await store.readStream(stream, expected + 1, storable.length);
    if (stored.length !== storable.length || stored.some(({ id }, index) => id !== storable[index]?.id))
      throw new ConflictError(stream, expected, expected);
    const ours = stored.every(({ json }, index) => json === storable[index]?.json);
    const found = ours ? events : stored.map((event) => decodeEvent(registry, event));
    const { position } = stored.at(-1) as StoredEvent;
    const { revision, pin } = this.loader.advance(aggregate, subject, found, position);
    return { position, revision, events: found, pin: pin as Pin };
  }

  private envelop(recording: Recording, draft: EventDraft, index: number, extra: RecordingExtra): UnsealedEvent {
    const { subject, actingFor } = recording;
    const definition = this.deps.registry.event(draft.type);
    if (!definition || !this.deps.registry.belongs(draft.type, recording.aggregate))
      throw new Error(`${recording.aggregate.name} does not declare event ${draft.type}`);
    const data = withoutAbsent(draft.data as Record<string, unknown>);
    const envelope: Envelope = withoutAbsent({
      format: 1 as const,
      id: extra.eventId ?? eventIdOf(recording.commandId, recording.commandDigest, index),
      type: draft.type,
      version: definition.version,
      stream: subject.stream,
      revision: subject.revision + 1 + index,
      recordedAt: recording.now,
      recordedBy: recording.actor.person,
      actedFor: actingFor ?? undefined,
      decidedBy: draft.decidedBy,
      actDate: draft.actDate,
      valid: draft.valid,
      origin: draft.origin ?? { kind: 'firsthand' as const },
      audience: draft.audience ?? defaultAudience(definition.audience(data), definition.participants(data), actingFor),
      mandate: draft.mandate,
      legalBasis: draft.legalBasis,
      pins: recording.pins,
      reservations: extra.reservations?.length ? extra.reservations : undefined,
      declaredNotBsn: recording.declaredNotBsn?.length ? recording.declaredNotBsn : undefined,
      refusedAttempt: extra.refusedAttempt,
      commandId: recording.commandId,
      commandDigest: recording.commandDigest,
      correlationId: recording.correlationId ?? recording.commandId,
      causationId: recording.causationId ?? recording.commandId,
      traceParent: recording.traceParent,
      salt: newSalt(),
    });
    return { definition, envelope, data };
  }
}

function overLimit(limit: 'appendEvents' | 'appendBytes', found: number): Fault {
  return new Fault('LIMIT_EXCEEDED', `${limit}: ${found} is more than ${LIMITS[limit]}`, { limit: LIMITS[limit], found });
}

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
