import { rmSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import type { TableShape } from '../bitemporal.js';
import { positionNumber, positionText } from '../bitemporal.js';
import { Projector } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import type { Projection } from '../view-definition.js';
import type { BuildProgress } from './projector-protocol.js';
import { SqliteViewWriter } from './sqlite-view-writer.js';
import { finishBuild, openViewFile } from './view-file.js';

/** Larger transactions than live: nobody waits for a single event, and rows that come and go within one are written once. */
const BUILD_BATCH_EVENTS = 10_000;
const PROGRESS_MS = 500;

export interface ViewBuild {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly onProgress: (progress: BuildProgress) => void;
}

export function removeViewFile(file: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(file + part, { force: true });
}

/** Opens a views database that goes with this log; one that was made from another log is begun anew. */
export async function openMatching(file: string, shapes: readonly TableShape[], store: EventStore): Promise<{ db: Connection; built: boolean }> {
  const opened = openViewFile(file, shapes);
  if (await goesWith(opened.db, store)) return opened;
  opened.db.close();
  removeViewFile(file);
  return openViewFile(file, shapes);
}

/** Projects the whole log as it is by now, then adds the indexes. What was there already is not done again. */
export async function build(db: Connection, { store, projections, shapes, onProgress }: ViewBuild): Promise<void> {
  const writer = new SqliteViewWriter(db, shapes);
  const began = { at: performance.now(), done: positionNumber(writer.head().position) };
  let total = positionNumber(await store.head());
  let reported = began.at;
  const progress = (done: number, step: BuildProgress['step']): BuildProgress => {
    const seconds = (performance.now() - began.at) / 1_000;
    return { done, total: Math.max(total, done), perSecond: Math.round((done - began.done) / Math.max(seconds, 0.001)), step };
  };
  const onHead = ({ position }: ProjectedHead) => {
    if (performance.now() - reported < PROGRESS_MS) return;
    reported = performance.now();
    onProgress(progress(positionNumber(position), 'events'));
  };
  const projector = new Projector({ store, projections, writer, batchEvents: BUILD_BATCH_EVENTS, onHead });
  onProgress(progress(began.done, 'events'));
  // A failing event does not keep what came before it from being read: the live projector meets it again, and says so.
  await projector.catchUp();
  total = positionNumber(await store.head());
  finishBuild(db, shapes, () => onProgress(progress(positionNumber(writer.head().position), 'indexes')));
}

/** Whether the last journalled event stands where the views say it does. */
async function goesWith(db: Connection, store: EventStore): Promise<boolean> {
  const { position: reached } = db.prepare('SELECT position FROM projected').get() as { position: number };
  if (reached > positionNumber(await store.head())) return false;
  const last = db.prepare('SELECT position, id FROM journal ORDER BY seq DESC LIMIT 1').get() as { position: number; id: string } | undefined;
  if (!last) return true;
  const [stored] = await store.readAll(positionText(last.position - 1), 1);
  return stored?.id === last.id && stored.position === (positionText(last.position) as StorePosition);
}
