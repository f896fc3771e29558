import { breath } from '../breath.js';
import type { EventStore } from '../../ledger/event-store.js';
import { positionNumber, type TableShape } from '../bitemporal.js';
import { Projector, type ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import type { BuildProgress } from '../served-read-models.js';
import { WriterLost } from '../view-batch.js';
import type { Projection } from '../view-definition.js';
import { LogNews } from './log-news.js';
import { pause } from './pause.js';
import { isUnavailable } from './postgres-faults.js';
import type { PostgresPool } from './postgres-pool.js';
import { PostgresViewWriter, type WriterPlace } from './postgres-view-writer.js';
import { buildSchema, type ByStream } from './schema-build.js';
import { LEASE_MS, SchemaFence, type Term } from './schema-fence.js';
import type { Generation, ViewGenerations } from './view-generations.js';
import { quick } from './view-schema.js';
import { Wake } from './wake.js';

export interface ElectedProjectorOptions {
  readonly pool: PostgresPool;
  readonly generations: ViewGenerations;
  readonly generation: Generation;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly pollMs: number;
  readonly leaseMs?: number | undefined;
  /** How the log can be read stream by stream, for a build. */
  readonly byStream?: ByStream | undefined;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onHead: (head: ProjectedHead) => void;
}

/** Events per transaction: as many as have come meanwhile, so that it is a bound for when it is behind. */
const LIVE_BATCH_EVENTS = 2_000;
/** How many times longer than usual a projector that cannot take an event waits before it tries that again: a newer one may come. */
const AFTER_FAILURE = 5;

/** A candidate for writing one generation. It stands by until it may, then builds and follows the log until another has taken over. */
export class ElectedProjector {
  /** It is the one that writes. */
  leading = false;
  progress: BuildProgress | undefined;
  /** Why it cannot write just now, though it keeps trying. */
  problem: string | undefined;
  private built: boolean;
  private readonly stopping = new AbortController();
  private readonly wake = new Wake();
  private readonly news: LogNews;
  private readonly fence: SchemaFence;
  private readonly running: Promise<void>;

  constructor(private readonly options: ElectedProjectorOptions) {
    const { pool, generations, generation, store, leaseMs } = options;
    this.built = generation.built;
    this.news = new LogNews(store, () => this.wake.raise());
    this.fence = new SchemaFence(pool, generation.schema, generations.name, leaseMs);
    this.running = this.run();
  }

  /** Something may have changed: look at once. */
  look(): void {
    this.wake.raise();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.raise();
    await this.running;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    const { pollMs } = this.options;
    while (!this.stopped) {
      let restMs = 0;
      try {
        const term = await this.fence.take();
        this.problem = undefined;
        if (term && (await this.lead(term))) restMs = pollMs * AFTER_FAILURE;
      } catch (error) {
        this.problem = error instanceof WriterLost ? undefined : (error as Error).message;
        restMs = pollMs;
      }
      this.leading = false;
      this.news.stop();
      // That it gave up is itself announced: nothing but time brings it back from that, or it would go round and round.
      if (restMs > 0) await pause(restMs, this.stopping.signal);
      else if (!this.stopped) await this.wake.wait(pollMs);
    }
  }

  /** @returns whether an event could not be taken */
  private async lead(term: Term): Promise<boolean> {
    this.leading = true;
    const lease = new Lease(this.fence, this.options.leaseMs ?? LEASE_MS);
    let failure: ProjectionFailure | undefined;
    let lost = false;
    try {
      await this.assertSameLog(term.head);
      failure = await this.project(term, lease);
    } catch (error) {
      lost = error instanceof WriterLost;
      throw error;
    } finally {
      lease.end();
      if (!lost) await this.fence.release(failure).catch(() => undefined);
    }
    return failure !== undefined;
  }

  private async project(term: Term, lease: Lease): Promise<ProjectionFailure | undefined> {
    const { pool, generations, generation, store, projections, shapes, onHead, pollMs } = this.options;
    const place = { schema: generation.schema, channel: generations.name, owner: term.owner };
    const head = this.built ? term.head : await this.build(place, term.head, lease);
    const writer = new PostgresViewWriter(pool, place, shapes, head);
    const projector = new Projector({ store, projections, writer, onHead, batchEvents: LIVE_BATCH_EVENTS });
    while (!this.stopped) {
      lease.assertHeld();
      await projector.hurry(() => this.goesOn(lease));
      while (!this.stopped && (await projector.step()) > 0) await breath();
      if (projector.failure) return projector.failure;
      this.news.listen(writer.head().position);
      if (!this.stopped) await this.wake.wait(pollMs);
    }
    return undefined;
  }

  private async build(place: WriterPlace, head: ProjectedHead, lease: Lease): Promise<ProjectedHead> {
    const { pool, generations, store, projections, shapes, byStream } = this.options;
    const goesOn = () => this.goesOn(lease);
    const onProgress = (progress: BuildProgress) => this.tell(progress);
    const built = await buildSchema({ pool, place, head, store, projections, shapes, byStream, goesOn, onProgress });
    if (!built.finished) return built.head;
    await generations.finish(place.schema);
    this.built = true;
    this.progress = undefined;
    return built.head;
  }

  private goesOn(lease: Lease): boolean {
    lease.assertHeld();
    return !this.stopped;
  }

  private tell(progress: BuildProgress): void {
    this.progress = progress;
    this.options.onProgress(progress);
  }

  /** Views of one log must not be continued with another, or with one that was put back to an earlier day. */
  private async assertSameLog({ seq }: ProjectedHead): Promise<void> {
    if (seq === 0) return;
    const { pool, store, generation } = this.options;
    const { rows } = await pool.transaction(quick(generation.schema, 'read'), (client) =>
      client.query('select stream, revision, id, position from journal where seq = $1', [seq]),
    );
    const [last] = rows;
    const [stored] = last ? await store.readStream(last.stream, last.revision, 1) : [];
    if (stored?.id !== last?.id || (stored && positionNumber(stored.position) !== last.position)) {
      throw new Error(
        `the views in ${generation.schema} were made from another log than this: give this ledger's views a name of their own, or rebuild them`,
      );
    }
  }
}

/** Renews who may write, beside whatever takes long. */
class Lease {
  private lost: Error | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(fence: SchemaFence, leaseMs: number) {
    this.timer = setInterval(() => {
      fence.renew().catch((error: unknown) => {
        // That the database is away shows in the next batch.
        if (!isUnavailable(error)) this.lost = error as Error;
      });
    }, leaseMs / 4);
  }

  assertHeld(): void {
    if (this.lost) throw this.lost;
  }

  end(): void {
    clearInterval(this.timer);
  }
}
