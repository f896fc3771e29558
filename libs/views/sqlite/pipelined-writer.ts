import { Worker } from 'node:worker_threads';
import type { ProjectedHead } from '../read-models.js';
import { WriterLost, type ViewBatch, type ViewWriter } from '../view-batch.js';
import { flatten } from './flat-batch.js';
import type { ViewWriterReply, ViewWriterRequest, ViewWriterSetup } from './writer-protocol.js';

/** Batches on their way: one is written while the next is computed. More would only take memory. */
const BATCHES_UNDER_WAY = 2;

/** Writes in a thread of its own. A failed write shows at a later batch, or at `finish`, as WriterLost. */
export class PipelinedWriter implements ViewWriter {
  private readonly worker: Worker;
  private readonly gone: Promise<void>;
  /** Up to where everything is in the database. */
  written: ProjectedHead;
  private readonly underWay: ProjectedHead[] = [];
  private lost: WriterLost | undefined;
  private resume: (() => void) | undefined;

  constructor(
    setup: ViewWriterSetup,
    private current: ProjectedHead,
  ) {
    this.written = current;
    this.worker = new Worker(new URL('./view-writer.worker.js', import.meta.url), { workerData: setup });
    this.worker.on('message', (reply: ViewWriterReply) => {
      if (reply.kind === 'failed') this.lose(reply.message);
      else this.written = this.underWay.shift() ?? this.written;
      this.resume?.();
    });
    this.worker.on('error', (error: Error) => this.lose(error.message));
    this.gone = new Promise((resolve) =>
      this.worker.once('exit', () => {
        this.lose('the writing thread has ended');
        resolve();
      }),
    );
  }

  /** Up to where batches were taken; they may not be written yet. */
  head(): ProjectedHead {
    return this.current;
  }

  lastRevision(): number {
    throw new Error('a build reads a store whose positions have no holes');
  }

  async apply(batch: ViewBatch): Promise<void> {
    await this.atMost(BATCHES_UNDER_WAY - 1);
    this.underWay.push(batch.head);
    this.worker.postMessage({ kind: 'write', batch: flatten(batch, this.current) } satisfies ViewWriterRequest);
    this.current = batch.head;
  }

  /** Everything taken is written, and the file is free. @throws WriterLost when not all of it is */
  async finish(): Promise<void> {
    try {
      await this.atMost(0);
    } finally {
      this.worker.postMessage({ kind: 'stop' } satisfies ViewWriterRequest);
      await this.gone;
    }
  }

  private async atMost(batches: number): Promise<void> {
    while (!this.lost && this.underWay.length > batches) {
      await new Promise<void>((resolve) => (this.resume = resolve));
    }
    if (this.lost) throw this.lost;
  }

  private lose(message: string): void {
    this.lost ??= new WriterLost(message);
    this.resume?.();
  }
}
