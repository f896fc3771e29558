import { Worker } from 'node:worker_threads';
import { Fault } from '../../ledger/errors.js';
import { YOUNG_GENERATION_MB } from '../by-stream/row-fold-thread.js';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import type { BuildProgress, ProjectorReport, ProjectorRequest, ProjectorSetup } from './projector-protocol.js';

/** A projector in a thread of its own, and what it last said. */
export class ProjectorThread {
  head: ProjectedHead | undefined;
  progress: BuildProgress | undefined;
  failure: ProjectionFailure | undefined;
  /** Why it cannot follow the log just now, though it keeps trying. */
  waiting: string | undefined;
  /** Why the thread itself ended, when it was not asked to. */
  crash: Error | undefined;
  /** Resolves when reading may begin; rejects when that will never be. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private readonly gone: Promise<void>;
  private stopping = false;

  constructor(
    readonly file: string,
    setup: Omit<ProjectorSetup, 'file'>,
    private readonly onReport: (report: ProjectorReport | { kind: 'crashed' }) => void,
  ) {
    const workerData: ProjectorSetup = { ...setup, file };
    this.worker = new Worker(new URL('./projector.worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.gone = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (report: ProjectorReport) => {
        this.hear(report);
        if (report.kind === 'ready') resolve();
      });
      const ended = (error: Error) => {
        if (!this.stopping && !this.crash) {
          this.crash = error;
          this.onReport({ kind: 'crashed' });
        }
        reject(error);
      };
      this.worker.on('error', ended);
      this.worker.on('exit', () => ended(new Fault('UNAVAILABLE', 'the projector has ended')));
    });
    // Whoever needs to know waits for it; for the others the crash is in `crash`.
    this.ready.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // A build would first run to its end; broken off, it is continued another time.
    if (this.head) this.worker.postMessage({ kind: 'stop' } satisfies ProjectorRequest);
    else void this.worker.terminate();
    await this.gone;
  }

  private hear(report: ProjectorReport): void {
    if (report.kind === 'progress') this.progress = report.progress;
    if (report.kind === 'ready') this.progress = undefined;
    if (report.kind === 'ready' || report.kind === 'head') this.head = report.head;
    this.waiting = report.kind === 'waiting' ? report.reason : undefined;
    if (report.kind === 'failed') this.failure = report.failure;
    this.onReport(report);
  }
}
