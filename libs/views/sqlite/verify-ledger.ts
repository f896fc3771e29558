import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { logPath, openLogForReading } from '../../event-stores/sqlite/log-file.js';
import { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { StorePosition } from '../../ledger/event-store.js';
import { Registry } from '../../ledger/registry.js';
import { positionNumber, tableShapes } from '../bitemporal.js';
import type { ProjectedHead } from '../read-models.js';
import { checkLog, Findings, type Finding } from '../verification.js';
import type { Projection } from '../view-definition.js';
import type { BuildProgress } from './projector-protocol.js';
import { HEAD_SQL, headOf, type HeadRow } from './sqlite-view-writer.js';
import { SqliteSeenEvents } from './seen-events.js';
import { compareViews } from './view-comparison.js';
import { buildTo, type ViewBuild } from './view-build.js';
import { viewsDigest } from './view-ddl.js';
import { openViewFile } from './view-file.js';
import { ViewFiles } from './view-files.js';

export interface VerifyProgress {
  readonly step: 'log' | 'projection' | 'views';
  /** Position reached, of the one that was fixed at the start. */
  readonly done: number;
  readonly total: number;
}

export interface VerifyOptions {
  readonly folder: string;
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

/** Checks a ledger against itself, beside a running server or without one. It changes nothing. */
export async function verifyLedger({ folder, projections, onProgress }: VerifyOptions): Promise<VerifyReport> {
  // Not by way of opening, which refuses a log whose end is damaged: here that is a finding.
  const store = new SqliteReader(openLogForReading(folder), logPath(folder), 0);
  const seen = new SqliteSeenEvents();
  const findings = new Findings();
  try {
    const position = await store.head();
    const total = positionNumber(position);
    const registry = new Registry(projections.map(({ aggregate }) => aggregate));
    const progress = (step: VerifyProgress['step']) => (done: number) => onProgress?.({ step, done, total });
    const events = await checkLog({ store, registry, seen, findings, upTo: position, onProgress: progress('log') });
    const views = await checkViews({ folder, projections, store, position, findings, progress });
    return { position, ...views, events, findings: findings.list, total: findings.total };
  } finally {
    seen.close();
    await store.close();
  }
}

interface ViewsCheck extends Pick<VerifyOptions, 'folder' | 'projections'> {
  readonly store: SqliteReader;
  readonly position: StorePosition;
  readonly findings: Findings;
  readonly progress: (step: VerifyProgress['step']) => (done: number) => void;
}

async function checkViews({
  folder,
  projections,
  store,
  position,
  findings,
  progress,
}: ViewsCheck): Promise<{ viewsPosition?: StorePosition; rows: number }> {
  const file = new ViewFiles(folder, viewsDigest(projections)).finished();
  if (file === undefined) return { rows: 0 };
  const served = new Database(file, { readonly: true, fileMustExist: true });
  const scratch = mkdtempSync(join(tmpdir(), 'convenant-verify-'));
  const shapes = tableShapes(projections);
  const again = join(scratch, 'projected.db');
  let { db } = openViewFile(again, shapes);
  try {
    const reached = headOf(served.prepare(HEAD_SQL).get() as HeadRow);
    if (positionNumber(reached.position) > positionNumber(await store.head())) {
      findings.add({ check: 'view', message: `the views are at position ${reached.position}, beyond the end of the log` });
    }
    const upTo = earlier(reached, position);
    const onProgress = ({ done }: BuildProgress) => progress('projection')(done);
    db = await projectAgain({ file: again, db, build: { store, projections, shapes, onProgress }, upTo, findings });
    const head = headOf(db.prepare(HEAD_SQL).get() as HeadRow);
    progress('views')(positionNumber(head.position));
    return { viewsPosition: head.position, rows: compareViews(served, db, shapes, head, findings) };
  } finally {
    db.close();
    served.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What was projected while the log was being checked is left for another time. */
function earlier(head: ProjectedHead, position: StorePosition): StorePosition {
  return positionNumber(head.position) < positionNumber(position) ? head.position : position;
}

interface ProjectAgain {
  readonly file: string;
  readonly db: Database.Database;
  readonly build: ViewBuild;
  readonly upTo: StorePosition;
  readonly findings: Findings;
}

/** What the log gives, by the way a rebuild goes: another one than that of views that followed the log. */
async function projectAgain({ file, db, build, upTo, findings }: ProjectAgain): Promise<Database.Database> {
  try {
    const { connection, failure } = await buildTo(file, db, positionNumber(upTo), build);
    if (failure) {
      const { position, eventId, projection, message } = failure;
      findings.add({ check: 'projection', position, eventId, message: `${projection}: ${message}` });
    }
    return connection;
  } catch (error) {
    // The store does not give what follows; which event that is, the check of the log has said.
    findings.add({ check: 'projection', message: `the log cannot be projected further: ${(error as Error).message}` });
    return db;
  }
}
