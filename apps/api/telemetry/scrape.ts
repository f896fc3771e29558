import { statfs } from 'node:fs/promises';
import type { EventStore, StorePosition } from '../../../libs/ledger/event-store.js';
import { readinessOf } from '../http/readiness.js';
import { inTime } from '../node/in-time.js';
import type { LedgerNode } from '../node/ledger-node.js';
import type { NodeMetrics } from './node-metrics.js';

/** How many events are counted where positions do not tell; their texts are read for it. */
const COUNTED = 100;

/** Reads what is not counted as it happens. Nothing of it is done unless somebody scrapes. */
export async function look(node: LedgerNode, metrics: NodeMetrics): Promise<void> {
  const { ready, failure, progress } = node.views.status();
  metrics.ready.set((await readinessOf(node)).ready ? 1 : 0);
  metrics.viewsReady.set(ready ? 1 : 0);
  metrics.projectionFailed.set(failure === undefined ? 0 : 1);
  if (progress) metrics.buildProgress.set(progress.total === 0 ? 1 : Math.min(1, progress.done / progress.total));
  else metrics.buildProgress.remove();
  await Promise.all([lookAtLog(node, metrics), lookAtDisk(node.folder, metrics)]);
}

async function lookAtLog({ store, views, clock }: LedgerNode, metrics: NodeMetrics): Promise<void> {
  const { storeReachable, logPosition, projectedPosition, lagEvents, lagSeconds } = metrics;
  const projected = views.head().position;
  projectedPosition.set(Number(projected));
  try {
    const head = await inTime(store.head());
    logPosition.set(Number(head));
    // A batch may have been projected since; then there is no lag to speak of.
    const { events, since } = head === projected ? UP_TO_DATE : await inTime(behind(store, projected, head));
    lagEvents.set(events);
    lagSeconds.set(since === undefined ? 0 : Math.max(0, (Date.parse(clock.now()) - Date.parse(since)) / 1_000));
    storeReachable.set(1);
  } catch {
    // How far behind cannot be said; an old figure would be worse than none.
    for (const gauge of [logPosition, lagEvents, lagSeconds]) gauge.remove();
    storeReachable.set(0);
  }
}

interface Behind {
  readonly events: number;
  /** When the first of them was recorded. */
  readonly since: string | undefined;
}

const UP_TO_DATE: Behind = { events: 0, since: undefined };

async function behind(store: EventStore, projected: StorePosition, head: StorePosition): Promise<Behind> {
  const { contiguousPositions } = store.capabilities;
  const [first, ...others] = await store.readAll(projected, contiguousPositions ? 1 : COUNTED);
  if (!first) return UP_TO_DATE;
  const { recordedAt } = JSON.parse(first.json) as { recordedAt?: string };
  return { events: contiguousPositions ? Math.max(0, Number(head) - Number(projected)) : 1 + others.length, since: recordedAt };
}

async function lookAtDisk(folder: string, { diskFree, diskSize }: NodeMetrics): Promise<void> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk) return;
  diskFree.set(disk.bavail * disk.bsize);
  diskSize.set(disk.blocks * disk.bsize);
}
