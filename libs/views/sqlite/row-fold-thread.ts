import { Worker } from 'node:worker_threads';
import type { ProjectionFailure } from '../projector.js';
import { CannotFold, type FoldedRows, type RowFold } from './row-fold.js';

export interface RowFoldSetup extends Omit<RowFold, 'store' | 'projections'> {
  /** Folder of the log. */
  readonly folder: string;
  /** Module that exports `projections: readonly Projection[]`. */
  readonly projectionsUrl: string;
}

export type RowFoldReply =
  | { readonly kind: 'rows'; readonly rows: FoldedRows }
  | { readonly kind: 'done' }
  | { readonly kind: 'cannot'; readonly failure: ProjectionFailure };

/** Folding makes much short-lived garbage; with room for it, little of it is copied about. */
const YOUNG_GENERATION_MB = 64;
/** Batches asked for ahead: one is written while the next is computed. More would only take memory. */
const BATCHES_AHEAD = 3;

/** `foldRows` in a thread of its own. */
export async function* foldRowsInThread(setup: RowFoldSetup): AsyncGenerator<FoldedRows> {
  const worker = new Worker(new URL('./row-fold.worker.js', import.meta.url), {
    workerData: setup,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const arrived: RowFoldReply[] = [];
  let crash: Error | undefined;
  let resume: (() => void) | undefined;
  worker.on('message', (reply: RowFoldReply) => {
    arrived.push(reply);
    resume?.();
  });
  worker.on('error', (error: Error) => {
    crash = error;
    resume?.();
  });
  try {
    for (let asked = 0; asked < BATCHES_AHEAD; asked += 1) worker.postMessage('next');
    for (;;) {
      while (arrived.length === 0 && !crash) await new Promise<void>((resolve) => (resume = resolve));
      const reply = arrived.shift();
      if (!reply) throw crash as Error;
      if (reply.kind === 'done') return;
      if (reply.kind === 'cannot') throw new CannotFold(reply.failure);
      worker.postMessage('next');
      yield reply.rows;
    }
  } finally {
    await worker.terminate();
  }
}
