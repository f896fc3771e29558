import { Worker } from 'node:worker_threads';
import { FOLDING_THREADS, YOUNG_GENERATION_MB, type FoldedLog } from '../by-stream/row-fold-thread.js';
import type { ProjectionFailure } from '../projector.js';
import type { BuildState } from './build-state.js';
import { FillTurns } from './fill-turns.js';

export interface FillSetup extends FoldedLog {
  /** The views database to fill; nobody else writes it meanwhile. */
  readonly file: string;
  readonly state: BuildState;
  /** Where the kernel's own notes stand. */
  readonly system: Float64Array;
  readonly turns: SharedArrayBuffer;
}

export type FillReport =
  { readonly kind: 'written'; readonly events: number } | { readonly kind: 'cannot'; readonly failure: ProjectionFailure };

/**
 * Fills a views database with several threads, each of which folds and writes: while one writes, the others fold.
 * @returns the failures of events that no table can take
 */
export async function fillInThreads(
  setup: Omit<FillSetup, 'turns'>,
  onWritten: (events: number) => void,
): Promise<readonly ProjectionFailure[]> {
  const failures: ProjectionFailure[] = [];
  const workerData: FillSetup = { ...setup, turns: new FillTurns().memory };
  const hear = (report: FillReport) => {
    if (report.kind === 'written') onWritten(report.events);
    else failures.push(report.failure);
  };
  const threads = Array.from({ length: FOLDING_THREADS }, () => {
    const thread = new Worker(new URL('./fill.worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    return thread.on('message', hear);
  });
  try {
    await Promise.all(threads.map(ended));
  } finally {
    // One that failed may have ended in its turn: the others would wait for it for ever.
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return failures;
}

function ended(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread that fills the views ended with code ${code}`))));
  });
}
