import { breath } from './breath.js';
import { decodeEvent, UpgradeRequired } from '../ledger/codec.js';
import { Fault } from '../ledger/errors.js';
import type { EventDefinition } from '../ledger/event-definition.js';
import type { EventStore, StorePosition, StoredEvent } from '../ledger/event-store.js';
import { parseStream } from '../ledger/ids.js';
import { Registry } from '../ledger/registry.js';
import { positionNumber } from './bitemporal.js';
import { foldStep, StepFailed } from './fold-step.js';
import { journalRow } from './journal-row.js';
import type { ProjectedHead } from './read-models.js';
import { StreamFolds } from './stream-folds.js';
import type { Projection } from './view-definition.js';
import type { ViewWriter } from './view-batch.js';
import { ViewBatch, WriterLost } from './view-batch.js';

/** Why projecting stopped: shown in readiness, with everything before the event in the views. */
export interface ProjectionFailure {
  readonly position: StorePosition;
  readonly eventId: string;
  readonly type: string;
  /** The aggregate or table that could not take the event, or `journal`. */
  readonly projection: string;
  /** True when a newer build would know the event. */
  readonly upgradeRequired: boolean;
  readonly message: string;
}

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly writer: ViewWriter;
  /** Events per transaction. */
  readonly batchEvents?: number;
  /** Streams whose state is kept; the others are folded again when they are touched. */
  readonly cachedStreams?: number;
  readonly onHead?: (head: ProjectedHead) => void;
}

const BATCH_EVENTS = 500;
const CACHED_STREAMS = 10_000;
/** So many events are computed before the writing of the batch before them is looked after: its statements go one after the other. */
const BREATH_EVENTS = 10;
const NOTHING: ReadonlyMap<string, number> = new Map();

/** Reads the log in order and writes every table of a batch in one transaction with one position. It never skips an event. */
export class Projector {
  failure: ProjectionFailure | undefined;
  private readonly registry: Registry;
  private readonly projections: ReadonlyMap<string, Projection>;
  private readonly folds: StreamFolds;
  private batchEvents: number;
  /** Last revisions of the batch that is being written while the next is computed. */
  private beingWritten = NOTHING;

  constructor(private readonly options: ProjectorOptions) {
    this.registry = new Registry(options.projections.map(({ aggregate }) => aggregate));
    this.projections = new Map(options.projections.map((projection) => [projection.aggregate.name, projection]));
    this.batchEvents = options.batchEvents ?? BATCH_EVENTS;
    // No stream of a batch is forgotten before the batch is written: its rows are recognised by object.
    this.folds = new StreamFolds(options.store, this.registry, Math.max(options.cachedStreams ?? CACHED_STREAMS, this.batchEvents));
  }

  /** Projects one batch. @returns how many events were taken; 0 at the end of the log, at `upTo`, or after a failure */
  async step(upTo?: StorePosition): Promise<number> {
    if (this.failure) return 0;
    const { batch, events, failed } = await this.prepare(this.options.writer.head(), upTo);
    if (batch.events > 0 && !(await this.write(batch, events))) return this.failure ? 0 : batch.events;
    this.failure ??= failed;
    if (batch.events > 0) this.options.onHead?.(batch.head);
    return batch.events;
  }

  /**
   * Projects until the end of the log, computing each batch while the one before it is being written: for a database that works beside this
   * process. Ends early where `goesOn` says so, and at anything unusual, which is left to `step`: that does one thing at a time and can name an event.
   */
  async hurry(goesOn: () => boolean): Promise<void> {
    const { writer, onHead } = this.options;
    let head = writer.head();
    let writing: Promise<void> = Promise.resolve();
    try {
      while (!this.failure) {
        const { batch, failed } = await this.prepare(head, undefined, BREATH_EVENTS);
        await writing;
        if (failed || batch.events === 0 || !goesOn()) {
          // What was computed is not written.
          if (batch.events > 0 || failed) this.folds.clear();
          break;
        }
        writing = Promise.resolve(writer.apply(batch)).then(() => onHead?.(batch.head));
        // It is awaited once the next batch is computed, and may fail before that.
        writing.catch(() => undefined);
        [head, this.beingWritten] = [batch.head, batch.lastRevisions];
      }
      await writing;
    } catch (error) {
      // What was computed ahead may rest on what was not written.
      this.folds.clear();
      if (error instanceof WriterLost || isOutage(error)) throw error;
    } finally {
      await writing.catch(() => undefined);
      this.beingWritten = NOTHING;
    }
  }

  /** Projects until the end of the log, or up to a position. */
  async catchUp(upTo?: StorePosition): Promise<ProjectedHead> {
    while ((await this.step(upTo)) > 0);
    return this.options.writer.head();
  }

  private async prepare(
    before: ProjectedHead,
    upTo?: StorePosition,
    breathEvents = Infinity,
  ): Promise<{ batch: ViewBatch; events: readonly StoredEvent[]; failed: ProjectionFailure | undefined }> {
    const { store, writer } = this.options;
    const events = await store.readAll(before.position, this.limitTo(before, upTo));
    const batch = new ViewBatch(before);
    if (!store.capabilities.contiguousPositions) await writer.expect?.(new Set(events.map(({ stream }) => stream)));
    return { batch, events, failed: await this.fill(batch, events, upTo, breathEvents) };
  }

  private limitTo(before: ProjectedHead, upTo: StorePosition | undefined): number {
    if (upTo === undefined || !this.options.store.capabilities.contiguousPositions) return this.batchEvents;
    return Math.max(0, Math.min(this.batchEvents, positionNumber(upTo) - positionNumber(before.position)));
  }

  private async fill(
    batch: ViewBatch,
    events: readonly StoredEvent[],
    upTo: StorePosition | undefined,
    breathEvents: number,
  ): Promise<ProjectionFailure | undefined> {
    for (const [place, stored] of events.entries()) {
      if (place % breathEvents === breathEvents - 1) await breath();
      if (upTo !== undefined && positionNumber(stored.position) > positionNumber(upTo)) return undefined;
      try {
        this.assertNextPosition(batch, stored);
        if (!this.options.store.capabilities.contiguousPositions && stored.kind !== 'system') await this.assertNextRevision(batch, stored);
        await this.take(batch, stored);
      } catch (error) {
        if (!isOutage(error)) return failureOf(stored, error);
        if (batch.events === 0) throw error;
        return undefined;
      }
    }
    return undefined;
  }

  /** All of an event is computed before any of it enters the batch: a failing event leaves nothing behind. */
  private async take(batch: ViewBatch, stored: StoredEvent): Promise<void> {
    if (stored.kind === 'system') {
      batch.note(stored);
      return;
    }
    const event = decodeEvent(this.registry, stored);
    const journal = journalRow(stored, event, this.registry.event(event.type) as EventDefinition, batch.head);
    const projection = this.projectionOf(stored);
    const before = await this.folds.before(projection, stored.stream, stored.revision);
    const { id } = parseStream(stored.stream);
    const { after, changes } = foldStep(projection, before, event, id);
    batch.change(projection, id, journal.seq, changes);
    this.folds.remember(stored.stream, after);
    batch.enter(journal, stored.position);
  }

  /** A batch the database refuses is tried again event by event, so that all before the one at fault is stored and it can be named. */
  private async write(batch: ViewBatch, events: readonly StoredEvent[]): Promise<boolean> {
    try {
      await this.options.writer.apply(batch);
      return true;
    } catch (error) {
      this.folds.clear();
      if (error instanceof WriterLost || isOutage(error)) throw error;
      if (batch.events === 1) this.failure = failureOf(events[0] as StoredEvent, new StepFailed('tables', error));
      else {
        this.batchEvents = 1;
        await this.catchUp(batch.head.position);
        // Whatever it was, it did not happen again.
        if (!this.failure) this.batchEvents = this.options.batchEvents ?? BATCH_EVENTS;
      }
      return false;
    }
  }

  private assertNextPosition(batch: ViewBatch, stored: StoredEvent): void {
    const { store } = this.options;
    const [last, position] = [positionNumber(batch.head.position), positionNumber(stored.position)];
    if (store.capabilities.contiguousPositions ? position !== last + 1 : position <= last) {
      throw new Error(`position ${position} follows on ${last}: the log skips`);
    }
  }

  /** Where positions have holes anyway, a lost event shows in the revisions of its stream. */
  private async assertNextRevision(batch: ViewBatch, stored: StoredEvent): Promise<void> {
    const { stream } = stored;
    const journalled = batch.lastRevisions.get(stream) ?? this.beingWritten.get(stream) ?? (await this.options.writer.lastRevision(stream));
    if (stored.revision !== journalled + 1)
      throw new Error(`${stored.stream} goes from revision ${journalled} to ${stored.revision}: an event is missing`);
    batch.lastRevisions.set(stored.stream, stored.revision);
  }

  private projectionOf({ stream, type }: StoredEvent): Projection {
    const projection = this.projections.get(parseStream(stream).aggregate);
    if (!projection) throw new UpgradeRequired(type, undefined);
    return projection;
  }
}

/** The log or the database is away for a moment: nothing is wrong with the event. */
function isOutage(error: unknown): boolean {
  return error instanceof Fault && error.category === 'UNAVAILABLE';
}

export function failureOf(stored: StoredEvent, error: unknown): ProjectionFailure {
  return {
    position: stored.position,
    eventId: stored.id,
    type: stored.type,
    projection: error instanceof StepFailed ? error.projection : 'journal',
    upgradeRequired: error instanceof UpgradeRequired,
    message: error instanceof Error ? error.message : String(error),
  };
}
