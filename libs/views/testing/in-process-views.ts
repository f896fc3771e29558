import type Database from 'better-sqlite3';
import { Fault } from '../../ledger/errors.js';
import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import { positionNumber, shapesByName, tableShapes } from '../bitemporal.js';
import { Documents } from '../documents.js';
import { Projector, type ProjectorOptions } from '../projector.js';
import type { ProjectedHead, ReadSnapshot } from '../read-models.js';
import type { Run } from '../query-dialect.js';
import { RowRoutes } from '../row-route.js';
import { SnapshotQueries } from '../snapshot-queries.js';
import { SnapshotConnection } from '../sqlite/snapshot-connection.js';
import { sqliteDialect } from '../sqlite/sqlite-dialect.js';
import { SqliteViewWriter } from '../sqlite/sqlite-view-writer.js';
import { finishBuild, openViewFile } from '../sqlite/view-file.js';
import type { Projection } from '../view-definition.js';
import type { TestViews } from './view-databases.js';

/** Views without threads, for tests: real tables in memory, projected on the calling thread whenever `catchUp` is called. */
export class InProcessViews implements TestViews {
  readonly projector: Projector;
  readonly db: Database.Database;
  private readonly connection: SnapshotConnection;
  private readonly listeners = new Set<(head: ProjectedHead) => void>();
  private readonly shapes;
  private readonly documents: Documents;
  private readonly writer: SqliteViewWriter;

  constructor(store: EventStore, projections: readonly Projection[], options: Partial<ProjectorOptions> = {}) {
    const shapes = tableShapes(projections);
    this.shapes = shapesByName(projections);
    this.documents = new Documents(projections);
    this.db = openViewFile(':memory:', shapes).db;
    finishBuild(this.db, shapes, () => undefined);
    this.writer = new SqliteViewWriter(this.db, shapes);
    this.connection = new SnapshotConnection(this.db);
    const onHead = (head: ProjectedHead) => this.listeners.forEach((listener) => listener(head));
    this.projector = new Projector({ store, projections, writer: this.writer, onHead, ...options });
  }

  /** @throws Error when an event cannot be projected */
  async catchUp(): Promise<ProjectedHead> {
    const head = await this.projector.catchUp();
    const { failure } = this.projector;
    if (failure) throw new Error(`${failure.projection} cannot take ${failure.type} ${failure.eventId}: ${failure.message}`);
    return head;
  }

  /** One at a time; it sees what was projected when it was opened, as nothing is projected in between. */
  snapshot(): ReadSnapshot {
    if (this.db.inTransaction) throw new Fault('UNAVAILABLE', 'close the snapshot that is still open');
    const queries = this.connection.begin(this.shapes, this.documents);
    return Object.assign(queries, { close: async () => this.connection.end() });
  }

  async waitFor(position: StorePosition): Promise<boolean> {
    const { position: reached } = await this.catchUp();
    return positionNumber(reached) >= positionNumber(position);
  }

  explained(fewRows?: number): ReturnType<TestViews['explained']> {
    const plans: string[] = [];
    const run: Run = async (query) => {
      const { sql, parameters } = sqliteDialect.compile(query);
      const steps = this.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      plans.push(steps.map(({ detail }) => detail).join('; '));
      return this.db.prepare(sql).all(...parameters);
    };
    const routes = new RowRoutes(sqliteDialect, run, fewRows);
    return { queries: new SnapshotQueries(sqliteDialect, this.shapes, this.documents, routes, run), plans };
  }

  async dump(): Promise<unknown> {
    const tables = this.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
    return tables.map((table) => [table, this.db.prepare(`SELECT * FROM "${table}" ORDER BY 1`).all()]);
  }

  async execute(statement: string): Promise<void> {
    this.db.exec(statement);
  }

  head(): ProjectedHead {
    return this.writer.head();
  }

  onProjected(listener: (head: ProjectedHead) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.connection.close();
  }
}
