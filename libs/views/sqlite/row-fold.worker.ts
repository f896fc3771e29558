import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { Projection } from '../view-definition.js';
import { CannotFold, foldRows } from './row-fold.js';
import type { RowFoldReply, RowFoldSetup } from './row-fold-thread.js';

/** Folds rows for a build, a batch at a time, as they are asked for. */
const port = parentPort as MessagePort;
const { folder, projectionsUrl, ...place } = workerData as RowFoldSetup;
const { projections } = (await import(projectionsUrl)) as { projections: readonly Projection[] };
const store = await openSqliteReader({ folder, pollMs: 0 });
const batches = foldRows({ store, projections, ...place });

port.on('message', () => port.postMessage(next()));

function next(): RowFoldReply {
  try {
    const { value, done } = batches.next();
    return done ? { kind: 'done' } : { kind: 'rows', rows: value };
  } catch (error) {
    if (error instanceof CannotFold) return { kind: 'cannot', failure: error.failure };
    throw error;
  }
}
