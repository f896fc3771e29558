import type { LogLocation } from '../../event-stores/log-location.js';
import { Fault } from '../../ledger/errors.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { positionNumber } from '../bitemporal.js';
import type { ProjectedHead } from '../read-models.js';
import { sentenceOf, type BuildProgress, type ServedReadModels, type ViewsStatus } from '../served-read-models.js';
import type { ViewSnapshot } from '../snapshot-queries.js';
import type { Projection } from '../view-definition.js';
import { VIEW_LIMITS } from '../view-limits.js';
import { NOTHING_PROJECTED, ProjectedHeads } from '../projected-heads.js';
import type { ProjectorReport } from './projector-protocol.js';
import { ProjectorThread } from './projector-thread.js';
import { ReaderPool } from './reader-pool.js';
import { removeViewFile } from './view-build.js';
import { viewsDigest } from './view-ddl.js';
import { ViewFiles } from './view-files.js';

export interface SqliteViewsOptions {
  /** The ledger's folder: the views are kept in `views/`. */
  readonly folder: string;
  /** Default: in the folder, and looked at from time to time. */
  readonly log?: LogLocation;
  /** Module that exports `projections: readonly Projection[]`; each thread imports it. */
  readonly projectionsUrl: URL;
  /** Reading threads. */
  readonly readers?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
}

/** Views in SQLite: one projector thread that writes, reading threads that answer, and this object that connects them. */
export class SqliteViews implements ServedReadModels {
  private projector: ProjectorThread;
  private next: ProjectorThread | undefined;
  private pool: ReaderPool | undefined;
  private readonly heads = new ProjectedHeads();
  private rebuilding: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly options: SqliteViewsOptions,
    private readonly files: ViewFiles,
  ) {
    const file = files.start();
    files.tidy(file);
    this.projector = this.project(file);
  }

  snapshot(): ViewSnapshot {
    if (!this.pool) {
      const { failure } = this.status();
      throw new Fault('UNAVAILABLE', failure ?? 'the views are being built; try again', {
        retryAfterMs: VIEW_LIMITS.retryAfterMs,
        progress: this.projector.progress,
      });
    }
    return this.pool.snapshot();
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
    const { failure: failedEvent } = this.projector;
    const progress = this.projector.progress ?? this.next?.progress;
    const said = failureOf(this.projector);
    return {
      ready: this.pool !== undefined,
      ...(said ? { failure: said } : {}),
      ...(failedEvent ? { failedEvent } : {}),
      ...(progress ? { progress } : {}),
    };
  }

  /** No other node projects into a file of this one. */
  get projects(): boolean {
    return true;
  }

  /** Builds the next generation beside the serving one, then swaps. Asked again meanwhile, it is the same rebuild. */
  rebuild(): Promise<void> {
    this.rebuilding ??= this.buildNext().finally(() => (this.rebuilding = undefined));
    return this.rebuilding;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.heads.end();
    await Promise.all([this.projector.stop(), this.next?.stop(), this.pool?.stop()]);
  }

  private project(file: string): ProjectorThread {
    const { folder, log = { kind: 'sqlite', folder }, projectionsUrl } = this.options;
    const setup = { log, projectionsUrl: projectionsUrl.href };
    const thread: ProjectorThread = new ProjectorThread(file, setup, (report) => this.hear(thread, report));
    return thread;
  }

  private hear(thread: ProjectorThread, report: ProjectorReport | { kind: 'crashed' }): void {
    if (this.closed) return;
    if (report.kind === 'progress') this.options.onProgress?.(report.progress);
    if (thread !== this.projector) return;
    if (report.kind === 'ready') this.pool ??= this.openPool(thread.file);
    if (report.kind === 'ready' || report.kind === 'head') this.heads.reach(report.head);
  }

  private openPool(file: string): ReaderPool {
    return new ReaderPool(file, { readers: this.options.readers ?? 1, setup: { projectionsUrl: this.options.projectionsUrl.href } });
  }

  private async buildNext(): Promise<void> {
    const serving = this.projector;
    await serving.ready;
    const next = (this.next = this.project(this.files.following(serving.file)));
    try {
      await next.ready;
      await this.levelled(next);
    } catch (error) {
      await next.stop();
      throw error;
    } finally {
      this.next = undefined;
    }
    if (this.closed) return;
    await this.swap(serving, next);
  }

  /** Until the new generation is as far as the serving one: what was read before must not be unread. */
  private async levelled(next: ProjectorThread): Promise<void> {
    while (!this.closed && positionNumber((next.head ?? NOTHING_PROJECTED).position) < positionNumber(this.head().position)) {
      if (next.failure) throw new Fault('UNAVAILABLE', `the rebuilt views cannot take over: ${sentenceOf(next.failure)}`);
      if (next.crash) throw next.crash;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private async swap(serving: ProjectorThread, next: ProjectorThread): Promise<void> {
    this.projector = next;
    this.heads.reach(next.head ?? NOTHING_PROJECTED);
    await Promise.all([serving.stop(), this.pool?.moveTo(next.file)]);
    removeViewFile(serving.file);
  }
}

/** Resolves as soon as the threads run; `status` tells when the views are built. */
export async function openSqliteViews(options: SqliteViewsOptions): Promise<SqliteViews> {
  const { projections } = (await import(options.projectionsUrl.href)) as { projections: readonly Projection[] };
  return new SqliteViews(options, new ViewFiles(options.folder, viewsDigest(projections)));
}

function failureOf({ failure, crash, waiting }: ProjectorThread): string | undefined {
  if (failure) return sentenceOf(failure);
  if (crash) return `the projector has ended: ${crash.message}`;
  return waiting && `the views cannot follow the log just now: ${waiting}`;
}
