import { parentPort, workerData } from 'node:worker_threads';
import type { Database as Connection } from 'better-sqlite3';
import type { AppendRequest } from '../../ledger/event-store.js';
import { BatchWriter } from './batch-writer.js';
import { CommitCount } from './commit-count.js';
import { DamagedLog, faultOf } from './damaged-log.js';
import { logPath, openLogForWriting } from './log-file.js';
import type { WriterAnswer, WriterSetup, WriterStarted } from './writer-thread.js';

/** The one thread that writes. It waits for the disk, so that nobody else has to. */
const { folder, commits: shared } = workerData as WriterSetup;
const commits = new CommitCount(shared);
const port = parentPort!;
let open: { db: Connection; writer: BatchWriter } | undefined;

function opened(): { db: Connection; writer: BatchWriter } {
  if (open === undefined) {
    const db = openLogForWriting(folder);
    open = { db, writer: new BatchWriter(db, logPath(folder)) };
  }
  return open;
}

function answer(requests: readonly AppendRequest[]): WriterAnswer {
  try {
    return { kind: 'answers', answers: opened().writer.write(requests) };
  } catch (error) {
    // After a failed write the connection's view of the file is not to be trusted: the next batch starts with a fresh one.
    close();
    return { kind: 'failed', fault: faultOf(error), message: error instanceof DamagedLog ? error.finding : (error as Error).message };
  }
}

function close(): void {
  const { db } = open ?? {};
  open = undefined;
  try {
    db?.close();
  } catch {
    // A failing disk can refuse even that; what matters is in the answer already.
  }
}

port.on('message', (message: readonly AppendRequest[] | 'close') => {
  if (message === 'close') {
    close();
    port.close();
  } else {
    const given = answer(message);
    port.postMessage(given);
    if (given.kind === 'answers' && given.answers.some(({ kind }) => kind === 'write')) commits.raise();
  }
});

const started: WriterStarted = { kind: 'started', synchronous: opened().db.pragma('synchronous', { simple: true }) as number };
port.postMessage(started);
