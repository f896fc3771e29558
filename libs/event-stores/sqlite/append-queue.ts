import type { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../../ledger/errors.js';
import type { AppendRequest, AppendResult } from '../../ledger/event-store.js';
import { conflictOf } from '../append-rules.js';
import { positionOf } from '../contiguous-position.js';
import type { Answer } from './batch-writer.js';
import { DamagedLog } from './damaged-log.js';
import { SQLITE_LIMITS } from './limits.js';
import type { WriterAnswer, WriterThread } from './writer-thread.js';

interface Waiting {
  readonly request: AppendRequest;
  resolve(result: AppendResult): void;
  reject(error: Error): void;
}

export interface AppendQueueOptions {
  /** Named in errors. */
  readonly path: string;
  start(): Promise<WriterThread>;
  /** A batch was committed. */
  onCommit(): void;
}

/** Collects appends while the writer is busy and hands them over together: what waits together shares one sync. */
export class AppendQueue {
  appends = 0;
  commits = 0;
  synchronous = 0;
  private worker: Worker | undefined;
  private waiting: Waiting[] = [];
  private inFlight: readonly Waiting[] = [];
  private scheduled = false;
  private closed = false;
  private onIdle: (() => void) | undefined;

  constructor(private readonly options: AppendQueueOptions) {}

  async start(): Promise<void> {
    const { worker, synchronous } = await this.options.start();
    this.worker = worker;
    this.synchronous = synchronous;
    worker.on('message', (answer: WriterAnswer) => this.settle(answer));
    worker.on('error', (error) => this.lost(worker, error.message));
    worker.on('exit', () => this.lost(worker, 'the writer stopped'));
    // An idle store does not keep the process alive; an append under way does.
    worker.unref();
  }

  submit(request: AppendRequest): Promise<AppendResult> {
    if (this.closed) return Promise.reject(new StoreUnavailable('The store is closed.'));
    if (this.waiting.length >= SQLITE_LIMITS.queuedAppends) {
      return Promise.reject(new StoreUnavailable('Too many appends are waiting.', SQLITE_LIMITS.queueRetryAfterMs));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      this.schedule();
    });
  }

  /** Takes nothing more and finishes what is waiting. */
  async drain(): Promise<void> {
    this.closed = true;
    if (this.busy) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  async stop(): Promise<void> {
    const { worker } = this;
    if (worker === undefined) return;
    this.worker = undefined;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await exit;
  }

  private get busy(): boolean {
    return this.scheduled || this.inFlight.length > 0;
  }

  /** Waits for the end of this turn of the event loop, so that appends made together travel together. */
  private schedule(): void {
    if (this.busy) return;
    this.scheduled = true;
    setImmediate(() => void this.dispatch());
  }

  private async dispatch(): Promise<void> {
    try {
      if (this.worker === undefined) await this.start();
    } catch (error) {
      this.scheduled = false;
      return this.fail(new StoreUnavailable(`The writer does not start: ${(error as Error).message}`));
    }
    this.scheduled = false;
    this.inFlight = this.waiting.splice(0, SQLITE_LIMITS.batchAppends);
    this.worker!.ref();
    this.worker!.postMessage(this.inFlight.map(({ request }) => plain(request)));
  }

  private settle(answer: WriterAnswer): void {
    this.worker?.unref();
    const batch = this.inFlight;
    this.inFlight = [];
    if (answer.kind === 'failed') {
      const error = this.errorOf(answer);
      for (const { reject } of batch) reject(error);
    } else {
      this.count(answer.answers);
      batch.forEach((waiting, i) => resolveWith(waiting, answer.answers[i]!));
    }
    this.goOn();
  }

  private count(answers: readonly Answer[]): void {
    const written = answers.filter(({ kind }) => kind === 'write').length;
    this.appends += written;
    if (written === 0) return;
    this.commits += 1;
    this.options.onCommit();
  }

  private goOn(): void {
    if (this.waiting.length > 0) this.schedule();
    else if (!this.busy) this.onIdle?.();
  }

  private errorOf({ fault, message }: WriterAnswer & { kind: 'failed' }): Error {
    if (fault === 'outage') return new StoreUnavailable(`The log cannot be written: ${message}`);
    if (fault === 'damage') return new DamagedLog(this.options.path, message);
    return new Error(`Writing the log failed: ${message}`);
  }

  /** The thread died; the next append starts another. The outcome of what it had in hand is unknown. */
  private lost(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.fail(new StoreUnavailable(`The writer is gone: ${reason}`));
  }

  private fail(error: Error): void {
    const all = [...this.inFlight, ...this.waiting];
    this.inFlight = [];
    this.waiting = [];
    for (const { reject } of all) reject(error);
    this.goOn();
  }
}

/** Only what the writer needs crosses to it: callers may pass richer objects. */
function plain({ stream, kind, expected, events }: AppendRequest): AppendRequest {
  return { stream, kind, expected, events: events.map(({ id, type, json }) => ({ id, type, json })) };
}

function resolveWith({ request, resolve, reject }: Waiting, answer: Answer): void {
  if (answer.kind === 'conflict') return reject(conflictOf(request, answer));
  const revision = request.expected + request.events.length;
  resolve({ revision, position: positionOf(answer.position), deduplicated: answer.kind === 'found' });
}
