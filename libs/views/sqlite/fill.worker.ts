import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { tableShapes } from '../bitemporal.js';
import type { Projection } from '../view-definition.js';
import { cannotFold, foldRows, type FoldedRows } from '../by-stream/row-fold.js';
import { PartWriter, stretchOf, type BuildPart } from './build-state.js';
import type { FillReport, FillSetup } from './fill-threads.js';
import { FillTurns } from './fill-turns.js';
import { openForBuild } from './view-file.js';

/** Rows of so many events are worth a transaction, when nobody else is writing. */
const FEW_EVENTS = 300;
/** More than these are not kept waiting in memory. */
const MANY_EVENTS = 1_200;

/** What was written is told so often: a message costs as much as several events. */
const REPORT_MS = 100;

/** Folds one part after the other and writes what it folded, by turns with the other threads. */
const port = parentPort as MessagePort;
const { folder, projectionsUrl, file, state, system, turns: memory } = workerData as FillSetup;
const report = (message: FillReport) => port.postMessage(message);
const { projections } = (await import(projectionsUrl)) as { projections: readonly Projection[] };
const store = await openSqliteReader({ folder, pollMs: 0 });
const db = openForBuild(file);
const writer = new PartWriter(db, tableShapes(projections));
const turns = new FillTurns(memory);
let [unreported, reportedAt] = [0, 0];
const isEnough = (events: number) => events >= FEW_EVENTS && (turns.tryTake() || events >= MANY_EVENTS);

for (let part = state.parts[turns.nextPart()]; part; part = state.parts[turns.nextPart()]) {
  try {
    for (const rows of foldRows({ store, projections, ...stretchOf(part, state.target), system, isEnough })) {
      write(part, rows);
      told(rows.events);
    }
  } catch (error) {
    report({ kind: 'cannot', failure: cannotFold(error) });
  }
}
told(0, true);
db.close();
await store.close();

function write(part: BuildPart, rows: FoldedRows): void {
  turns.take();
  try {
    writer.write(part, rows);
  } finally {
    turns.give();
  }
}

function told(events: number, isLast = false): void {
  unreported += events;
  const now = performance.now();
  if (!isLast && now - reportedAt < REPORT_MS) return;
  report({ kind: 'written', events: unreported });
  [unreported, reportedAt] = [0, now];
}
