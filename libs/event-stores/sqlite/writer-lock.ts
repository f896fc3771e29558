import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another writer has the folder. */
export class WriterLockHeld extends Error {
  override readonly name = 'WriterLockHeld';

  constructor(
    folder: string,
    /** Process id of the writer; undefined when it did not say. */
    readonly pid: number | undefined,
  ) {
    const who = pid === undefined ? 'Another process' : pid === process.pid ? 'This same process' : `Process ${pid}`;
    const stop = pid === undefined || pid === process.pid ? 'Stop it' : `Stop it (kill ${pid})`;
    super(`${who} already writes to ${folder}. ${stop}, or record through it; reading beside it is fine.`);
  }
}

export interface WriterLock {
  release(): void;
}

/**
 * One writer per folder: an exclusive transaction on a database of its own, which the system frees at once when the
 * process ends, however it ends. The log itself stays free for readers.
 */
export function takeWriterLock(folder: string): WriterLock {
  const db = new Database(join(folder, 'writer.lock'), { timeout: 0 });
  const note = join(folder, 'writer.pid');
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (/^SQLITE_BUSY/.test(String((error as { code?: unknown }).code))) throw new WriterLockHeld(folder, pidIn(note));
    throw error;
  }
  writeFileSync(note, `${process.pid}\n`);
  return { release: () => db.close() };
}

function pidIn(note: string): number | undefined {
  try {
    const pid = Number(readFileSync(note, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // The other writer took the lock a moment ago and has not written its name yet.
    return undefined;
  }
}
