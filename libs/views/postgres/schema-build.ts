import { breath } from '../breath.js';
import type { EventStore } from '../../ledger/event-store.js';
import { positionNumber, type TableShape } from '../bitemporal.js';
import type { FoldedLog } from '../by-stream/row-fold-thread.js';
import { Projector } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import type { BuildProgress } from '../served-read-models.js';
import type { Projection } from '../view-definition.js';
import type { PostgresPool } from './postgres-pool.js';
import { PostgresViewWriter, type WriterPlace } from './postgres-view-writer.js';
import { fillByStream, type StreamFillOptions } from './stream-fill.js';
import { addKeys, finishSchema } from './view-schema.js';

/** A log that threads of this process can read stream by stream. */
export type ByStream = FoldedLog & Pick<StreamFillOptions, 'leastEvents' | 'writeEvents'>;

export interface SchemaBuild {
  readonly pool: PostgresPool;
  readonly place: WriterPlace;
  /** How far it was when this began: what was there already is not done again. */
  readonly head: ProjectedHead;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly shapes: readonly TableShape[];
  readonly byStream?: ByStream | undefined;
  /** Asked between batches: whether to go on. @throws WriterLost */
  readonly goesOn: () => boolean;
  readonly onProgress: (progress: BuildProgress) => void;
}

/** Events per transaction: statements are few, and what they leave behind dies young. */
const BATCH_EVENTS = 3_000;

/**
 * Builds the views in a schema: most of a long log stream by stream where it can be read so, the rest in its order, then the indexes. A failing
 * event does not keep what came before it from being read.
 * @returns how far it came, and whether it may be read
 */
export async function buildSchema(build: SchemaBuild): Promise<{ readonly head: ProjectedHead; readonly finished: boolean }> {
  const { pool, place, store, projections, shapes, goesOn } = build;
  const report = new BuildReport(build, positionNumber(await store.head()));
  const head = (await fill(build, report)) ?? build.head;
  const writer = new PostgresViewWriter(pool, place, shapes, head);
  writer.bulk = true;
  if (!(await addKeys(pool, place.schema, shapes, goesOn))) return { head, finished: false };
  const onHead = (reached: ProjectedHead) => report.reach(reached, 'events');
  const projector = new Projector({ store, projections, writer, onHead, batchEvents: BATCH_EVENTS });
  await projector.hurry(goesOn);
  while (goesOn() && (await projector.step()) > 0) await breath();
  const finished = await finishSchema(pool, place.schema, shapes, () => {
    report.reach(writer.head(), 'indexes');
    return goesOn();
  });
  return { head: writer.head(), finished };
}

async function fill({ pool, place, head, shapes, byStream, goesOn }: SchemaBuild, report: BuildReport): Promise<ProjectedHead | undefined> {
  if (!byStream || head.seq > 0) return undefined;
  const { leastEvents, writeEvents, ...log } = byStream;
  const onProgress = (done: number, total: number) => report.tell({ done, total, step: 'events' });
  return fillByStream({ pool, place, shapes, log, leastEvents, writeEvents, goesOn, onProgress });
}

/** How far a build is. */
class BuildReport {
  private readonly began = performance.now();

  constructor(
    private readonly build: Pick<SchemaBuild, 'head' | 'onProgress'>,
    private readonly end: number,
  ) {}

  /** Positions may be bytes: how many events there will be follows from how many came with so much of the log. */
  reach({ seq, position }: ProjectedHead, step: BuildProgress['step']): void {
    const share = Math.min(1, positionNumber(position) / Math.max(1, this.end));
    this.tell({ done: seq, total: share > 0 ? Math.round(seq / share) : seq, step });
  }

  tell({ done, total, step }: Omit<BuildProgress, 'perSecond'>): void {
    const seconds = Math.max((performance.now() - this.began) / 1_000, 0.001);
    const perSecond = Math.max(0, Math.round((done - this.build.head.seq) / seconds));
    this.build.onProgress({ done, total: Math.max(total, done), perSecond, step });
  }
}
