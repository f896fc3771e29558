import type { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { decodeEvent, UpgradeRequired } from '../../ledger/codec.js';
import type { EventDefinition } from '../../ledger/event-definition.js';
import type { StoredEvent, StorePosition } from '../../ledger/event-store.js';
import { parseStream } from '../../ledger/ids.js';
import { Registry } from '../../ledger/registry.js';
import { positionNumber } from '../bitemporal.js';
import { foldStep, nothingFolded, type Folded } from '../fold-step.js';
import { failureOf, type ProjectionFailure } from '../projector.js';
import { journalRow } from '../journal-row.js';
import { ViewBatch } from '../view-batch.js';
import type { Projection } from '../view-definition.js';
import { flatten, type FlatRows } from './flat-batch.js';
import { NOTHING_PROJECTED } from '../projected-heads.js';

/** Everything whole streams give, all their lives: nothing in it is ever closed later. The journal's known times are still each event's own. */
export interface FoldedRows extends FlatRows {
  /** The last stream in it; the next rows are of streams after it. */
  readonly stream: string;
  readonly events: number;
}

export interface RowFold {
  readonly store: Pick<SqliteReader, 'readByStream'>;
  readonly projections: readonly Projection[];
  /** Streams up to this one are done. */
  readonly after: string;
  /** The last stream that is wanted. */
  readonly until: string;
  readonly upTo: StorePosition;
  /** Where the kernel's own notes stand, up to there. */
  readonly system: Float64Array;
  /** Whether so many events are a batch. */
  readonly isEnough: (events: number) => boolean;
}

/** An event that no table can take: everything before its position can be built without it. */
export class CannotFold extends Error {
  constructor(readonly failure: ProjectionFailure) {
    super(failure.message);
  }
}

/** What cannot be folded, of an error of folding. */
export function cannotFold(error: unknown): ProjectionFailure {
  if (error instanceof CannotFold) return error.failure;
  throw error;
}

/** Events read with one question. */
const READ_EVENTS = 1_000;
/** Comes after the last revision of any stream, so that what follows is another stream. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/**
 * Folds the log stream by stream. No state is needed twice and no row is touched again, so that a log of any length takes the memory of one batch.
 * @throws CannotFold with the earliest event that could not be taken, once all have been looked at
 */
export function* foldRows({ store, projections, after, until, upTo, system, isEnough }: RowFold): Generator<FoldedRows> {
  const fold = new StreamByStream(projections, system);
  let last = { stream: after, revision: AFTER_ALL };
  for (;;) {
    const events = store.readByStream(last, until, upTo, READ_EVENTS);
    for (const event of events) {
      // Between two streams only: a stream that is cut would have to be folded again by whoever goes on from there.
      if (event.stream !== last.stream && isEnough(fold.events)) yield fold.flush(last.stream);
      fold.take(event);
      last = event;
    }
    if (events.length < READ_EVENTS) break;
  }
  if (fold.events > 0) yield fold.flush(last.stream);
  if (fold.failure) throw new CannotFold(fold.failure);
}

class StreamByStream {
  failure: ProjectionFailure | undefined;
  events = 0;
  private readonly registry: Registry;
  private readonly projections: ReadonlyMap<string, Projection>;
  private batch = new ViewBatch(NOTHING_PROJECTED);
  private current = { stream: '', id: '', projection: undefined as Projection | undefined, folded: undefined as Folded | undefined };

  constructor(
    projections: readonly Projection[],
    private readonly system: Float64Array,
  ) {
    this.registry = new Registry(projections.map(({ aggregate }) => aggregate));
    this.projections = new Map(projections.map((projection) => [projection.aggregate.name, projection]));
  }

  take(stored: StoredEvent): void {
    this.events += 1;
    if (this.isAfterFailure(stored)) return;
    try {
      if (stored.kind === 'system') this.batch.note(stored);
      else this.fold(stored);
    } catch (error) {
      this.failure = failureOf(stored, error);
    }
  }

  flush(stream: string): FoldedRows {
    const { batch, events } = this;
    this.batch = new ViewBatch(NOTHING_PROJECTED);
    this.events = 0;
    return { ...flatten(batch), stream, events };
  }

  private fold(stored: StoredEvent): void {
    if (stored.stream !== this.current.stream) this.begin(stored.stream);
    const { projection, folded, id } = this.current;
    if (!projection || !folded) throw new UpgradeRequired(stored.type, undefined);
    const event = decodeEvent(this.registry, stored);
    const before = { seq: this.seqOf(positionNumber(stored.position)) - 1, knownTime: null };
    const journal = journalRow(stored, event, this.registry.event(event.type) as EventDefinition, before);
    const { after, changes } = foldStep(projection, folded, event, id);
    this.current.folded = after;
    this.batch.change(projection, id, journal.seq, changes);
    this.batch.enter(journal, stored.position);
  }

  private begin(stream: string): void {
    const { aggregate, id } = parseStream(stream);
    const projection = this.projections.get(aggregate);
    this.current = { stream, id, projection, folded: projection && nothingFolded(projection) };
  }

  /** Nothing after the earliest event at fault is built. */
  private isAfterFailure({ position }: StoredEvent): boolean {
    return this.failure !== undefined && positionNumber(position) > positionNumber(this.failure.position);
  }

  /** The journal numbers what is no note of the kernel's own. */
  private seqOf(position: number): number {
    let [low, high] = [0, this.system.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.system[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    return position - low;
  }
}
