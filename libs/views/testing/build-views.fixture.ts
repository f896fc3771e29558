import { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { logPath, openLogForReading } from '../../event-stores/sqlite/log-file.js';
import { tableShapes } from '../bitemporal.js';
import { build, openMatching } from '../sqlite/view-build.js';
import { projections } from './plot.fixture.js';

/** A process that builds views, and stands still as soon as some of them are written (threads of its own go on): for a test to kill. */
const [folder, file, inThreads] = process.argv.slice(2) as [string, string, string];
const store = new SqliteReader(openLogForReading(folder), logPath(folder), 0);
const shapes = tableShapes(projections);
const { db } = await openMatching(file, shapes, store);
const onProgress = ({ done }: { done: number }) => {
  if (done === 0) return;
  process.send?.({ done });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const threads = inThreads === 'threads' ? { folder, projectionsUrl: new URL('./plot.fixture.js', import.meta.url).href } : undefined;
await build(file, db, { store, projections, shapes, onProgress, progressMs: 0, batchEvents: 20, threads, threadedEvents: 1 });
