import { Fault } from '../../ledger/errors.js';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import { positionNumber, shapesByName, tableShapes, type TableShape } from '../bitemporal.js';
import { Documents } from '../documents.js';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { sentenceOf, type BuildProgress, type ServedReadModels, type ViewsStatus } from '../served-read-models.js';
import type { ViewSnapshot } from '../snapshot-queries.js';
import { NOTHING_PROJECTED, ProjectedHeads } from '../projected-heads.js';
import type { Projection } from '../view-definition.js';
import { VIEW_LIMITS } from '../view-limits.js';
import { Announcements } from './announcements.js';
import { ElectedProjector } from './elected-projector.js';
import { postgresViewsDigest } from './postgres-ddl.js';
import { PostgresPool } from './postgres-pool.js';
import { openPostgresSnapshot } from './postgres-snapshot.js';
import type { ByStream } from './schema-build.js';
import { ViewGenerations, type Generation } from './view-generations.js';
import { readHead } from './view-schema.js';
import { Wake } from './wake.js';

export interface PostgresViewsOptions {
  /** May lead through a pooler in transaction mode. */
  readonly connectionString: string;
  /** Straight to the server, for the one connection that listens; the same as the other where there is no pooler. */
  readonly directConnectionString?: string;
  /** Most snapshots of this process at once, each of which has a connection; a few more are for projecting. */
  readonly connections?: number;
  /** Of the schema that says which views there are, and of theirs in front; one per ledger in a database. */
  readonly name?: string;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  /** How the log can be read stream by stream, which makes building several times faster; a log of another machine cannot. */
  readonly byStream?: ByStream;
  /** Whether this process may project; of all that may, one does. */
  readonly project?: boolean;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly pollMs?: number;
  readonly leaseMs?: number;
  /** How long views that no node uses are kept, for a build that is put back. */
  readonly unusedMs?: number;
  readonly snapshotMs?: number;
  readonly queryMs?: number;
}

const WORKING_CONNECTIONS = 4;
const UNUSED_MS = 3_600_000;
const TOUCH_MS = 60_000;

interface Serving extends Generation {
  /** What streams came to; of this generation alone, which may be of another log than the one before. */
  readonly documents: Documents;
}

/** Views in PostgreSQL, shared by all nodes of a ledger: one of them projects, each of them reads. */
export class PostgresViews implements ServedReadModels {
  /** For what projecting and keeping house needs, so that readers cannot keep it waiting. */
  private readonly pool: PostgresPool;
  private readonly readers: PostgresPool;
  private readonly generations: ViewGenerations;
  private readonly shapes: ReadonlyMap<string, TableShape>;
  private readonly announcements: Announcements;
  private readonly heads = new ProjectedHeads();
  private readonly candidates = new Map<string, ElectedProjector>();
  private readonly wake = new Wake();
  private readonly running: Promise<void>;
  private serving: Serving | undefined;
  private failure: ProjectionFailure | undefined;
  private problem: string | undefined = 'the views are not looked at yet';
  /** How far a build is that another node does. */
  private elsewhere: BuildProgress | undefined;
  private prepared = false;
  private closed = false;
  private touchedAt = 0;

  constructor(private readonly options: PostgresViewsOptions) {
    const { connectionString, directConnectionString = connectionString, connections = 10, projections, name = 'convenant' } = options;
    this.pool = new PostgresPool({ connectionString, connections: WORKING_CONNECTIONS });
    this.readers = new PostgresPool({ connectionString, connections });
    this.shapes = shapesByName(projections);
    this.generations = new ViewGenerations(this.pool, name, postgresViewsDigest(projections), tableShapes(projections));
    this.announcements = new Announcements({
      ...{ connectionString: directConnectionString, channel: name },
      onHeard: (payload) => this.hear(payload),
    });
    this.running = this.run();
  }

  snapshot(): ViewSnapshot {
    const { serving, readers: pool, shapes } = this;
    if (!serving) {
      const { failure, progress } = this.status();
      throw new Fault('UNAVAILABLE', failure ?? 'the views are being built; try again', {
        retryAfterMs: VIEW_LIMITS.retryAfterMs,
        progress,
      });
    }
    const { snapshotMs, queryMs } = this.options;
    const bounds = { ...(snapshotMs === undefined ? {} : { snapshotMs }), ...(queryMs === undefined ? {} : { queryMs }) };
    return openPostgresSnapshot({ pool, schema: serving.schema, shapes, documents: serving.documents, ...bounds });
  }

  head(): ProjectedHead {
    return this.heads.current ?? NOTHING_PROJECTED;
  }

  waitFor(position: StorePosition, timeoutMs: number): Promise<boolean> {
    return this.heads.waitFor((head) => positionNumber(head.position) >= positionNumber(position), timeoutMs);
  }

  onProjected(listener: (head: ProjectedHead) => void): () => void {
    return this.heads.listen(listener);
  }

  status(): ViewsStatus {
    const candidates = [...this.candidates.values()];
    const progress = candidates.map((candidate) => candidate.progress).find((one) => one !== undefined) ?? this.elsewhere;
    const said = this.problem ?? (this.failure && sentenceOf(this.failure)) ?? candidates.map(({ problem }) => problem).find(Boolean);
    return {
      ready: this.serving !== undefined && this.problem === undefined,
      ...(said ? { failure: said } : {}),
      ...(this.failure ? { failedEvent: this.failure } : {}),
      ...(progress ? { progress } : {}),
    };
  }

  /** Whether this is the process that projects what it serves. */
  get projects(): boolean {
    return this.serving !== undefined && this.candidates.get(this.serving.schema)?.leading === true;
  }

  async rebuild(): Promise<void> {
    const { number } = await this.generations.begin();
    this.wake.raise();
    while ((this.serving?.number ?? 0) < number) {
      if (this.closed) throw new Fault('UNAVAILABLE', 'the views are closing');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.wake.raise();
    await this.running;
    this.heads.end();
    await Promise.all([...this.candidates.values()].map((candidate) => candidate.stop()));
    await this.announcements.close();
    await Promise.all([this.pool.close(), this.readers.close()]);
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      try {
        await this.look();
        this.problem = undefined;
      } catch (error) {
        this.problem = (error as Error).message;
      }
      if (!this.closed) await this.wake.wait(this.options.pollMs ?? VIEW_LIMITS.pollMs);
    }
  }

  /** What is there, what serves, and how far that is: whatever was announced or not. */
  private async look(): Promise<void> {
    const { project = true, projections } = this.options;
    if (!this.prepared) await this.generations.prepare();
    this.prepared = true;
    let own = await this.generations.own();
    if (own.length === 0 && project) own = [await this.generations.begin()];
    const newest = own.find(({ built }) => built);
    if (newest && newest.schema !== this.serving?.schema) await this.moveTo({ ...newest, documents: new Documents(projections) });
    else if (this.serving) await this.readHead(this.serving.schema);
    const wanted = own.filter(({ number }) => number >= (this.serving?.number ?? 0));
    if (project) await this.stand(wanted);
    await this.lookElsewhere(wanted.find(({ built }) => !built));
    await this.keep(wanted);
  }

  /** Whoever asked this node for a rebuild sees how far the one that does it is. */
  private async lookElsewhere(building: Generation | undefined): Promise<void> {
    const own = !building || this.candidates.get(building.schema)?.leading;
    const { head, filled } = own ? { head: NOTHING_PROJECTED, filled: 0 } : await readHead(this.pool, building.schema);
    const done = Math.max(filled, head.seq);
    const total = Math.max(done, this.head().seq);
    this.elsewhere = done === 0 ? undefined : { done, total, perSecond: 0, step: 'events' };
  }

  /** What was read before must not be unread: the next generation serves once it is as far. */
  private async moveTo(next: Serving): Promise<void> {
    const { head } = await readHead(this.pool, next.schema);
    if (this.serving && positionNumber(head.position) < positionNumber(this.head().position)) return;
    this.serving = next;
    await this.readHead(next.schema);
  }

  private async readHead(schema: string): Promise<void> {
    const { head, failure } = await readHead(this.pool, schema);
    this.failure = failure;
    this.heads.reach(head);
  }

  /** Is a candidate for what serves and for what is being built, and for nothing else. */
  private async stand(wanted: readonly Generation[]): Promise<void> {
    const { store, projections, byStream, leaseMs, pollMs = VIEW_LIMITS.pollMs, onProgress = () => undefined } = this.options;
    const { pool, generations } = this;
    for (const generation of wanted) {
      const { schema } = generation;
      if (this.candidates.has(schema)) continue;
      const onHead = (head: ProjectedHead) => this.reached(schema, head);
      const shapes = [...this.shapes.values()];
      this.candidates.set(
        schema,
        new ElectedProjector({ pool, generations, generation, store, projections, shapes, byStream, pollMs, leaseMs, onProgress, onHead }),
      );
    }
    for (const [schema, candidate] of this.candidates) {
      if (wanted.some((generation) => generation.schema === schema)) continue;
      this.candidates.delete(schema);
      await candidate.stop();
    }
  }

  private async keep(wanted: readonly Generation[]): Promise<void> {
    const { project = true, unusedMs = UNUSED_MS } = this.options;
    if (Date.now() - this.touchedAt < Math.min(TOUCH_MS, unusedMs / 4)) return;
    this.touchedAt = Date.now();
    await this.generations.touch(wanted.map(({ schema }) => schema));
    // Whoever still reads what goes keeps it for now; it is tried again.
    if (project) await this.generations.tidy(unusedMs).catch(() => undefined);
  }

  /** A head, or that something else has changed. */
  private hear(payload: string | undefined): void {
    if (this.closed) return;
    if (payload) {
      const { schema, ...head } = JSON.parse(payload) as ProjectedHead & { schema: string };
      this.reached(schema, head);
      return;
    }
    this.wake.raise();
    for (const candidate of this.candidates.values()) candidate.look();
  }

  private reached(schema: string, head: ProjectedHead): void {
    if (!this.closed && schema === this.serving?.schema) this.heads.reach(head);
  }
}
