import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { percentile } from './samples.js';
import { megabytes } from './words.js';

const SYNCS = 200;
const PAGE = 4_096;

/** What the figures were measured on: without it they say nothing. */
export function describeMachine(scratch: string): [name: string, value: string][] {
  const db = new Database(':memory:');
  const sqlite = db.prepare<[], string>('SELECT sqlite_version()').pluck().get();
  db.close();
  const syncMs = syncTimes(join(scratch, 'sync'));
  return [
    ['processor', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`],
    ['memory', megabytes(totalmem())],
    ['system', `${type()} ${release()}`],
    ['node', `${process.version}, SQLite ${String(sqlite)}`],
    [
      'disk',
      `a synced write of ${PAGE} bytes takes ${percentile(syncMs, 50).toFixed(2)} ms (median), ${percentile(syncMs, 95).toFixed(2)} ms (p95)`,
    ],
    [
      'load before',
      loadavg()
        .map((load) => load.toFixed(1))
        .join(', '),
    ],
  ];
}

/** Milliseconds that each of a number of small appends takes to reach the disk. */
function syncTimes(path: string): number[] {
  const file = openSync(path, 'w');
  const page = Buffer.alloc(PAGE, 1);
  try {
    return Array.from({ length: SYNCS }, () => {
      const start = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      return performance.now() - start;
    });
  } finally {
    closeSync(file);
  }
}
