import { Worker } from 'node:worker_threads';
import { Fault, StoreUnavailable } from '../../ledger/errors.js';
import { VIEW_LIMITS } from '../view-limits.js';
import type { ReaderReply, ReaderRequest, ReaderSetup } from './reader-protocol.js';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface ReaderThreadOptions {
  readonly setup: ReaderSetup;
  readonly queryMs?: number;
  /** The reading code; another one only in tests of a thread that hangs. */
  readonly script?: URL;
}

type Question = { [Kind in ReaderRequest['kind']]: Omit<Extract<ReaderRequest, { kind: Kind }>, 'id'> }['ask' | 'retire'];

/**
 * One reading thread. It answers in the order of the questions, so that the oldest is the one it works on: when that takes too
 * long, the thread is given up for a new one, and whoever waited is told to come again.
 */
export class ReaderThread {
  /** Changes when the thread is replaced: what was open in the old one is gone. */
  incarnation = 0;
  open = 0;
  private worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private watch: NodeJS.Timeout | undefined;
  private stopping = false;
  private answered = false;
  private broken: Error | undefined;

  constructor(private readonly options: ReaderThreadOptions) {
    this.worker = this.start();
  }

  ask(question: Question): Promise<unknown> {
    if (this.broken) return Promise.reject(this.broken);
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ ...question, id });
      this.watch ??= this.watchOldest();
    });
  }

  tell(request: Extract<ReaderRequest, { kind: 'release' }>): void {
    this.worker.postMessage(request);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.watch);
    this.failPending(new StoreUnavailable('the views are closing'));
    const { worker } = this;
    if (this.broken) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ kind: 'stop' } satisfies ReaderRequest);
    await gone;
  }

  private start(): Worker {
    const worker = new Worker(this.options.script ?? new URL('./reader.worker.js', import.meta.url), { workerData: this.options.setup });
    worker.on('message', (reply: ReaderReply) => {
      if (worker === this.worker) this.settle(reply);
    });
    const died = (error?: Error) => {
      if (worker !== this.worker || this.stopping || this.broken) return;
      const reason = `a reading thread ended${error ? `: ${error.message}` : ''}`;
      if (this.answered) this.replace(reason);
      else this.giveUp(reason);
    };
    worker.on('error', died);
    worker.on('exit', () => died());
    return worker;
  }

  /** A thread that never answered anything would fail again and again. */
  private giveUp(reason: string): void {
    this.broken = new StoreUnavailable(reason);
    this.failPending(this.broken);
  }

  private settle(reply: ReaderReply): void {
    this.answered = true;
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    clearTimeout(this.watch);
    this.watch = this.pending.size > 0 ? this.watchOldest() : undefined;
    if ('value' in reply) pending?.resolve(reply.value);
    else if ('json' in reply) pending?.resolve(JSON.parse(reply.json));
    else if ('fault' in reply) pending?.reject(new Fault(reply.fault.category, reply.fault.message, reply.fault.details));
    else pending?.reject(new Error(`reading a view failed: ${reply.bug}`));
  }

  private watchOldest(): NodeJS.Timeout {
    const limit = this.options.queryMs ?? VIEW_LIMITS.queryMs;
    return setTimeout(() => this.replace(`a question to the views took over ${limit} ms`), limit);
  }

  private replace(reason: string): void {
    const old = this.worker;
    clearTimeout(this.watch);
    this.watch = undefined;
    this.incarnation += 1;
    this.worker = this.start();
    // A query that runs cannot be broken off; its thread ends when it comes back.
    void old.terminate();
    this.failPending(new StoreUnavailable(`${reason}; try again`, VIEW_LIMITS.retryAfterMs));
  }

  private failPending(error: Error): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}
