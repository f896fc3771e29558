import { Worker } from 'node:worker_threads';
import type { ProjectionFailure } from '../projector.js';
import { CannotFold, type RowFold } from './row-fold.js';

export interface RowFoldSetup extends Omit<RowFold, 'store' | 'projections' | 'isEnough'> {
  /** Events folded at once. */
  readonly batchEvents: number;
  /** Folder of the log. */
  readonly folder: string;
  /** Module that exports `projections: readonly Projection[]`. */
  readonly projectionsUrl: string;
}

/** Where a log is that threads read by themselves, and with what they fold it. */
export type FoldedLog = Pick<RowFoldSetup, 'folder' | 'projectionsUrl'>;

export type RowFoldReply<Rows> =
  | { readonly kind: 'rows'; readonly rows: Rows }
  | { readonly kind: 'done' }
  | { readonly kind: 'cannot'; readonly failure: ProjectionFailure };

/** Threads that fold at once. */
export const FOLDING_THREADS = 2;
/** Below, starting a second thread takes longer than it saves. */
export const THREADED_EVENTS = 20_000;
/** Folding makes much short-lived garbage; with room for it, little of it is copied about. */
export const YOUNG_GENERATION_MB = 64;
/** Batches asked for ahead: one is written while the next is computed. More would only take memory. */
const BATCHES_AHEAD = 3;

/** `foldRows` in a thread of its own. `worker` gives the rows the form in which they arrive. */
export async function* foldRowsInThread<Rows>(setup: RowFoldSetup, worker: URL): AsyncGenerator<Rows> {
  const thread = new Worker(worker, { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
  const arrived: RowFoldReply<Rows>[] = [];
  let crash: Error | undefined;
  let resume: (() => void) | undefined;
  thread.on('message', (reply: RowFoldReply<Rows>) => {
    arrived.push(reply);
    resume?.();
  });
  thread.on('error', (error: Error) => {
    crash = error;
    resume?.();
  });
  try {
    for (let asked = 0; asked < BATCHES_AHEAD; asked += 1) thread.postMessage('next');
    for (;;) {
      while (arrived.length === 0 && !crash) await new Promise<void>((resolve) => (resume = resolve));
      const reply = arrived.shift();
      if (!reply) throw crash as Error;
      if (reply.kind === 'done') return;
      if (reply.kind === 'cannot') throw new CannotFold(reply.failure);
      thread.postMessage('next');
      yield reply.rows;
    }
  } finally {
    await thread.terminate();
  }
}
