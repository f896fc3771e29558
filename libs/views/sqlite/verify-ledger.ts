import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { logPath, openLogForReading } from '../../event-stores/sqlite/log-file.js';
import { SqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import { Registry } from '../../ledger/registry.js';
import { positionNumber, tableShapes } from '../bitemporal.js';
import { Projector } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { checkLog, Findings, type Finding } from '../verification.js';
import type { Projection } from '../view-definition.js';
import { HEAD_SQL, headOf, SqliteViewWriter, type HeadRow } from './sqlite-view-writer.js';
import { SqliteFoldShelf } from './fold-shelf.js';
import { SqliteSeenEvents } from './seen-events.js';
import { compareViews } from './view-comparison.js';
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

const PROJECT_EVENTS = 5_000;

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
  readonly store: EventStore;
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
  const { db } = openViewFile(join(scratch, 'projected.db'), shapes);
  try {
    const reached = headOf(served.prepare(HEAD_SQL).get() as HeadRow);
    if (positionNumber(reached.position) > positionNumber(await store.head())) {
      findings.add({ check: 'view', message: `the views are at position ${reached.position}, beyond the end of the log` });
    }
    const upTo = earlier(reached, position);
    const head = await projectAgain({ db, shapes, projections, store, upTo, findings, onHead: progress('projection') });
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
  readonly db: Database.Database;
  readonly shapes: ReturnType<typeof tableShapes>;
  readonly projections: readonly Projection[];
  readonly store: EventStore;
  readonly upTo: StorePosition;
  readonly findings: Findings;
  readonly onHead: (done: number) => void;
}

async function projectAgain({ db, shapes, projections, store, upTo, findings, onHead }: ProjectAgain): Promise<ProjectedHead> {
  const writer = new SqliteViewWriter(db, shapes);
  const shelf = new SqliteFoldShelf();
  const report = ({ position }: ProjectedHead) => onHead(positionNumber(position));
  const projector = new Projector({ store, projections, writer, shelf, batchEvents: PROJECT_EVENTS, onHead: report });
  try {
    const head = await projector.catchUp(upTo);
    const { failure } = projector;
    if (failure) {
      const { position, eventId, projection, message } = failure;
      findings.add({ check: 'projection', position, eventId, message: `${projection}: ${message}` });
    }
    return head;
  } catch (error) {
    // The store does not give what follows; which event that is, the check of the log has said.
    findings.add({ check: 'projection', message: `the log cannot be projected further: ${(error as Error).message}` });
    return writer.head();
  } finally {
    shelf.close();
  }
}
