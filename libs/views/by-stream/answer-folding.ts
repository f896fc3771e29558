import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { tableShapes, type TableShape } from '../bitemporal.js';
import type { Projection } from '../view-definition.js';
import { cannotFold, foldRows, type FoldedRows } from './row-fold.js';
import type { RowFoldReply, RowFoldSetup } from './row-fold-thread.js';

/** Rows in the form in which they go to the thread that asked, with what is given away rather than copied. */
export interface SentRows<Rows> {
  readonly rows: Rows;
  readonly given?: readonly ArrayBuffer[];
}

/** What a thread does that folds: a batch each time it is asked for the next. */
export async function answerFolding<Rows>(send: (rows: FoldedRows, shapes: readonly TableShape[]) => SentRows<Rows>): Promise<void> {
  const port = parentPort as MessagePort;
  const { folder, projectionsUrl, batchEvents, ...place } = workerData as RowFoldSetup;
  const { projections } = (await import(projectionsUrl)) as { projections: readonly Projection[] };
  const shapes = tableShapes(projections);
  const store = await openSqliteReader({ folder, pollMs: 0 });
  const batches = foldRows({ store, projections, ...place, isEnough: (events) => events >= batchEvents });
  const answer = (reply: RowFoldReply<Rows>, given: readonly ArrayBuffer[] = []) => port.postMessage(reply, [...given]);
  port.on('message', () => {
    try {
      const { value, done } = batches.next();
      if (done) return answer({ kind: 'done' });
      const { rows, given } = send(value, shapes);
      answer({ kind: 'rows', rows }, given);
    } catch (error) {
      answer({ kind: 'cannot', failure: cannotFold(error) });
    }
  });
}
