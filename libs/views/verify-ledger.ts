import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../ledger/errors.js';
import type { EventStore, StorePosition } from '../ledger/event-store.js';
import { Registry } from '../ledger/registry.js';
import { positionNumber, positionText, tableShapes } from './bitemporal.js';
import type { ServedRows } from './served-rows.js';
import { SqliteSeenEvents } from './sqlite/seen-events.js';
import { SqliteServedRows } from './sqlite/sqlite-served-rows.js';
import { projectUpTo, type ViewBuild } from './sqlite/view-build.js';
import { openViewFile } from './sqlite/view-file.js';
import { checkLog, Findings, type Finding } from './verification.js';
import { compareViews } from './view-comparison.js';
import type { Projection } from './view-definition.js';

export interface VerifyProgress {
  readonly step: 'log' | 'projection' | 'views';
  /** Events, or rows of the views. */
  readonly done: number;
  /** Absent where nobody knows yet. */
  readonly total: number | undefined;
}

export interface VerifyOptions {
  /** Opens the log for whoever looks for damage: not a check at opening, which refuses what here is a finding. It may tell of damage at any reading. */
  readonly openLog: (onDamage: (message: string) => void) => Promise<EventStore>;
  /** The views that serve; undefined when there are none to compare. They stay open. */
  readonly served: ServedRows | undefined;
  readonly projections: readonly Projection[];
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifyReport {
  /** Everything up to here was checked in the log. */
  readonly position: StorePosition;
  /** Up to here the views were compared; absent when no views of this build were there. */
  readonly viewsPosition?: StorePosition;
  readonly events: number;
  readonly rows: number;
  readonly findings: readonly Finding[];
  /** All there were; `findings` holds the first of them. */
  readonly total: number;
}

type Tell = (step: VerifyProgress['step'], total: number | undefined) => (done: number) => void;

/** Checks a ledger against itself, beside running servers or without one. It changes nothing, and takes nothing over. */
export async function verifyLedger(options: VerifyOptions): Promise<VerifyReport> {
  const { openLog, served, projections, onProgress } = options;
  const findings = new Findings();
  const store = await openLog((message) => findings.add({ check: 'store', message }));
  const seen = new SqliteSeenEvents();
  try {
    const position = await endOf(store, findings);
    const registry = new Registry(projections.map(({ aggregate }) => aggregate));
    const tell: Tell = (step, total) => (done) => onProgress?.({ step, done, total });
    const known = store.capabilities.contiguousPositions ? positionNumber(position) : undefined;
    const events = await checkLog({ store, registry, seen, findings, upTo: position, onProgress: tell('log', known) });
    const views = served ? await checkViews({ store, projections, served, position, events, findings, tell }) : { rows: 0 };
    return { position, ...views, events, findings: findings.list, total: findings.total };
  } finally {
    seen.close();
    await store.close();
  }
}

/** A log whose very end is damaged is read as far as it goes. */
async function endOf(store: EventStore, findings: Findings): Promise<StorePosition> {
  try {
    return await store.head();
  } catch (error) {
    if (error instanceof Fault && error.category === 'UNAVAILABLE') throw error;
    findings.add({ check: 'store', message: (error as Error).message });
    return positionText(Number.MAX_SAFE_INTEGER);
  }
}

interface ViewsCheck {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly served: ServedRows;
  readonly position: StorePosition;
  readonly events: number;
  readonly findings: Findings;
  readonly tell: Tell;
}

async function checkViews(check: ViewsCheck): Promise<{ viewsPosition: StorePosition; rows: number }> {
  const { store, projections, served, position, events, findings, tell } = check;
  const scratch = mkdtempSync(join(tmpdir(), 'convenant-verify-'));
  const shapes = tableShapes(projections);
  const file = join(scratch, 'projected.db');
  let { db } = openViewFile(file, shapes);
  try {
    const { position: reached } = await served.head();
    // Again, as the views may have followed the log while it was being checked.
    if (positionNumber(reached) > positionNumber(await endOf(store, findings)))
      findings.add({ check: 'view', message: `the views are at position ${reached}, beyond the end of the log` });
    const progress = tell('projection', events);
    const build = { store, projections, shapes, onProgress: ({ done }: { done: number }) => progress(done) };
    db = await projectAgain({ file, db, build, upTo: earlier(reached, position), findings });
    const projected = new SqliteServedRows(db);
    const head = await projected.head();
    const rows = await compareViews({ served, projected, shapes, head, findings, onProgress: tell('views', undefined) });
    return { viewsPosition: head.position, rows };
  } finally {
    db.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What was projected while the log was being checked is left for another time. */
function earlier(a: StorePosition, b: StorePosition): StorePosition {
  return positionNumber(a) < positionNumber(b) ? a : b;
}

type Projected = Parameters<typeof projectUpTo>[1];

interface ProjectAgain {
  readonly file: string;
  readonly db: Projected;
  readonly build: ViewBuild<EventStore>;
  readonly upTo: StorePosition;
  readonly findings: Findings;
}

/** What the log gives, where it can by the way a rebuild goes: another one than that of views that followed the log. */
async function projectAgain({ file, db, build, upTo, findings }: ProjectAgain): Promise<Projected> {
  try {
    const { connection, failure } = await projectUpTo(file, db, upTo, build);
    if (failure) {
      const { position, eventId, projection, message } = failure;
      findings.add({ check: 'projection', position, eventId, message: `${projection}: ${message}` });
    }
    return connection;
  } catch (error) {
    if (error instanceof Fault && error.category === 'UNAVAILABLE') throw error;
    // The store does not give what follows; which event that is, the check of the log has said.
    findings.add({ check: 'projection', message: `the log cannot be projected further: ${(error as Error).message}` });
    return db;
  }
}
