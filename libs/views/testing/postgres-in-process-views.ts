import type { EventStore, StorePosition } from '../../ledger/event-store.js';
import { positionNumber, shapesByName, tableShapes } from '../bitemporal.js';
import { Documents } from '../documents.js';
import { postgresDialect } from '../postgres/postgres-dialect.js';
import { PostgresPool, type TransactionClient } from '../postgres/postgres-pool.js';
import { openPostgresSnapshot } from '../postgres/postgres-snapshot.js';
import { PostgresViewWriter } from '../postgres/postgres-view-writer.js';
import { createSchema, finishSchema, quick, readHead } from '../postgres/view-schema.js';
import { Projector, type ProjectorOptions } from '../projector.js';
import type { Sql } from '../query-dialect.js';
import type { ProjectedHead } from '../read-models.js';
import { RowRoutes } from '../row-route.js';
import { SnapshotQueries, type ViewSnapshot } from '../snapshot-queries.js';
import type { Projection } from '../view-definition.js';
import type { PostgresServer } from './postgres-server.js';
import type { OpenOptions, TestViews } from './view-databases.js';

const OWNER = 'the test';

/** Views in a schema of their own, without election and announcements: projected whenever `catchUp` is called. */
export class PostgresInProcessViews implements TestViews {
  readonly projector: Projector;
  private readonly listeners = new Set<(head: ProjectedHead) => void>();
  private readonly reading: Promise<TransactionClient>[] = [];
  private readonly shapes;
  private readonly documents: Documents;

  private constructor(
    private readonly pool: PostgresPool,
    private readonly schema: string,
    private readonly writer: PostgresViewWriter,
    options: ProjectorOptions,
  ) {
    this.shapes = shapesByName(options.projections);
    this.documents = new Documents(options.projections);
    const onHead = (head: ProjectedHead) => {
      options.onHead?.(head);
      this.listeners.forEach((listener) => listener(head));
    };
    this.projector = new Projector({ ...options, onHead });
  }

  static async open(
    server: PostgresServer,
    store: EventStore,
    projections: readonly Projection[],
    options: OpenOptions = {},
  ): Promise<PostgresInProcessViews> {
    const schema = server.freshName();
    const shapes = tableShapes(projections);
    const pool = new PostgresPool({ connectionString: server.url, connections: 20 });
    await pool.transaction(quick(schema), (client) => createSchema(client, schema, shapes));
    await finishSchema(pool, schema, shapes);
    await pool.query(`update "${schema}".projected set owner = $1`, [OWNER]);
    const { head } = await readHead(pool, schema);
    const writer = new PostgresViewWriter(pool, { schema, channel: schema, owner: OWNER }, shapes, head);
    return new PostgresInProcessViews(pool, schema, writer, { store, projections, writer, ...options });
  }

  async catchUp(): Promise<ProjectedHead> {
    const head = await this.projector.catchUp();
    const { failure } = this.projector;
    if (failure) throw new Error(`${failure.projection} cannot take ${failure.type} ${failure.eventId}: ${failure.message}`);
    return head;
  }

  snapshot(): ViewSnapshot {
    const { pool, schema, shapes, documents } = this;
    return openPostgresSnapshot({ pool, schema, shapes, documents });
  }

  explained(fewRows?: number): ReturnType<TestViews['explained']> {
    const plans: string[] = [];
    const transaction = this.pool.begin(quick(this.schema, 'read'));
    this.reading.push(transaction);
    const run = async (query: Sql) => {
      const client = await transaction;
      const { sql, parameters } = postgresDialect.compile(query);
      const { rows } = await client.query(`explain (costs off) ${sql}`, parameters);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return (await client.query(sql, parameters)).rows;
    };
    const routes = new RowRoutes(postgresDialect, run, fewRows);
    return { queries: new SnapshotQueries(postgresDialect, this.shapes, this.documents, routes, run), plans };
  }

  dump(): Promise<unknown> {
    return dumpSchema(this.pool, this.schema, [...this.shapes.keys()]);
  }

  async execute(sql: string): Promise<void> {
    await this.pool.transaction(quick(this.schema), (client) => client.query(sql));
  }

  async waitFor(position: StorePosition): Promise<boolean> {
    const { position: reached } = await this.catchUp();
    return positionNumber(reached) >= positionNumber(position);
  }

  head(): ProjectedHead {
    return this.writer.head();
  }

  onProjected(listener: (head: ProjectedHead) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    for (const transaction of this.reading) await (await transaction).end('commit');
    await this.pool.query(`drop schema "${this.schema}" cascade`);
    await this.pool.close();
  }
}

/** Every row of the views in a schema. */
export async function dumpSchema(pool: PostgresPool, schema: string, tables: readonly string[]): Promise<unknown> {
  return pool.transaction(quick(schema, 'read'), async (client) => {
    const dumped: unknown[] = [];
    for (const table of ['journal', 'journal_text', 'journal_subject', 'reservation', ...tables]) {
      // In which order rows came to be is nobody's business.
      const text = `(to_jsonb(t) - 'row')::text`;
      const { rows } = await client.query(`select ${text} as row from "${table}" as t order by ${text} collate "C"`);
      dumped.push([table, rows.map(({ row }) => row)]);
    }
    return dumped;
  });
}
