import { randomBytes } from 'node:crypto';
import type { Aggregate, Actor, EventDraft } from './aggregate.js';
import { encodeEvent, sealedSubjects, type UnsealedEvent } from './codec.js';
import type { Audience, Envelope, LedgerEvent } from './envelope.js';
import type { EventStore, StorePosition } from './event-store.js';
import { eventIdOf } from './ids.js';
import type { LoadedStream, StreamLoader } from './loading.js';
import type { Pin } from './refusal.js';
import { evolveWith, type Registry } from './registry.js';
import type { KeyRing } from './sealing.js';

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

export interface Appended {
  readonly revision: number;
  readonly position: StorePosition;
  readonly events: readonly LedgerEvent[];
  /** The last of them. */
  readonly pin: Pin;
}

export interface RecorderDependencies {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly keys: KeyRing;
  readonly foldCheck?: ((aggregate: string, id: string, state: unknown) => void) | undefined;
}

/** Turns drafts into events in the log: envelope, seal, fold check, append. */
export class Recorder {
  constructor(
    private readonly deps: RecorderDependencies,
    private readonly loader: StreamLoader,
  ) {}

  async append(recording: Recording, drafts: readonly EventDraft[], extra: RecordingExtra = {}): Promise<Appended> {
    const { aggregate, subject } = recording;
    const { store, keys, foldCheck } = this.deps;
    const unsealed = drafts.map((draft, index) => this.envelop(recording, draft, index, extra));
    await keys.prepare(unsealed.flatMap(sealedSubjects));
    const encoded = unsealed.map((event) => encodeEvent(event, keys));
    const events = encoded.map(({ event }) => event);
    // What cannot be folded or shown is never stored.
    const folded = events.reduce((state, event) => evolveWith(aggregate, state, event), subject.state);
    foldCheck?.(aggregate.name, subject.stream.slice(aggregate.name.length + 1), folded);
    const request = { stream: subject.stream, kind: 'ledger' as const, expected: subject.revision, events: encoded.map(({ storable }) => storable) };
    const { position, revision } = await store.append(request);
    const next = this.loader.advance(aggregate, subject, events, position);
    return { position, revision, events, pin: next.pin as Pin };
  }

  private envelop(recording: Recording, draft: EventDraft, index: number, extra: RecordingExtra): UnsealedEvent {
    const { subject, actingFor } = recording;
    const definition = this.deps.registry.event(draft.type);
    if (!definition || !this.deps.registry.belongs(draft.type, recording.aggregate)) throw new Error(`${recording.aggregate.name} does not declare event ${draft.type}`);
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
      salt: randomBytes(16).toString('base64url'),
    });
    return { definition, envelope, data };
  }
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

/** Optional fields are absent, never null. */
export function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== null)) as T;
}
