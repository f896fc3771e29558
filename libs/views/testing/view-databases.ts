import { afterAll, beforeAll } from '@jest/globals';
import type { EventStore } from '../../ledger/event-store.js';
import type { Projector, ProjectorOptions } from '../projector.js';
import type { ProjectedHead, ReadModels } from '../read-models.js';
import type { SnapshotQueries } from '../snapshot-queries.js';
import type { Projection } from '../view-definition.js';
import { InProcessViews } from './in-process-views.js';
import { PostgresInProcessViews } from './postgres-in-process-views.js';
import { startPostgres, type PostgresServer } from './postgres-server.js';

export type OpenOptions = Partial<Omit<ProjectorOptions, 'store' | 'projections' | 'writer'>>;

/** Views of a test in one of the databases: projected whenever `catchUp` is called. */
export interface TestViews extends ReadModels {
  readonly projector: Projector;
  /** @throws Error when an event cannot be projected */
  catchUp(): Promise<ProjectedHead>;
  /** Questions, with the plan of each kept; `fewRows` 0 makes every list take its order's index, as a large one does. */
  explained(fewRows?: number): { queries: SnapshotQueries; plans: string[] };
  /** Every row of every table. */
  dump(): Promise<unknown>;
  /** Tampers with the tables. */
  execute(sql: string): Promise<void>;
  close(): void | Promise<void>;
}

export interface ViewDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  open(store: EventStore, projections: readonly Projection[], options?: OpenOptions): Promise<TestViews>;
  /** How many rounds of a property test are worth their time here, of so many in memory. */
  rounds(inMemory: number): number;
}

export const sqliteInMemory: ViewDatabase = {
  name: 'SQLite',
  open: async (store, projections, options) => new InProcessViews(store, projections, options),
  rounds: (inMemory) => inMemory,
};

/** The databases views can live in; call it once in a test file, which then has a server for as long as it runs. */
export function viewDatabases(): readonly ViewDatabase[] {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await server.close();
  });
  return [
    sqliteInMemory,
    {
      name: 'PostgreSQL',
      open: (store, projections, options) => PostgresInProcessViews.open(server, store, projections, options),
      rounds: (inMemory) => Math.ceil(inMemory / 4),
    },
  ];
}
