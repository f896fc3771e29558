import { Worker } from 'node:worker_threads';
import type { Answer } from './batch-writer.js';
import type { CommitCount } from './commit-count.js';

export interface WriterSetup {
  readonly folder: string;
  /** Of a CommitCount. */
  readonly commits: SharedArrayBuffer;
}

/** First message of the worker. */
export interface WriterStarted {
  readonly kind: 'started';
  /** `PRAGMA synchronous` of the connection that writes; 2 is FULL. */
  readonly synchronous: number;
}

/** Its reply to each batch. */
export type WriterAnswer =
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] }
  | { readonly kind: 'failed'; readonly fault: 'damage' | 'outage' | 'mistake'; readonly message: string };

export interface WriterThread {
  readonly worker: Worker;
  readonly synchronous: number;
}

/** Resolves when the log is open for writing; rejects with the reason it is not. */
export async function startWriterThread(folder: string, commits: CommitCount): Promise<WriterThread> {
  const workerData: WriterSetup = { folder, commits: commits.shared };
  const worker = new Worker(new URL('./writer.worker.js', import.meta.url), { workerData });
  const synchronous = await new Promise<number>((resolve, reject) => {
    worker.once('message', (message: WriterStarted) => resolve(message.synchronous));
    worker.once('error', reject);
  });
  worker.removeAllListeners('error');
  return { worker, synchronous };
}
