import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { batchCommit } from './sqlite-view-writer.js';
import { openViewFile } from './view-file.js';
import type { ViewWriterReply, ViewWriterRequest, ViewWriterSetup } from './writer-protocol.js';

/** Writes a build's batches while the projector computes the next ones. */
const port = parentPort as MessagePort;
const { file, shapes } = workerData as ViewWriterSetup;
const { db } = openViewFile(file, shapes);
const commit = batchCommit(db, shapes);
let failed = false;

port.on('message', (request: ViewWriterRequest) => {
  if (request.kind === 'stop') {
    db.close();
    port.close();
  } else if (!failed) port.postMessage(write(request));
});

function write({ batch }: Extract<ViewWriterRequest, { kind: 'write' }>): ViewWriterReply {
  try {
    commit(batch);
    return { kind: 'written' };
  } catch (error) {
    failed = true;
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
