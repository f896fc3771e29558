import { tableShapes } from '../bitemporal.js';
import type { ProjectedHead } from '../read-models.js';
import { rowsSql, type Row, type RowKey, type RowsAsked, type ServedRows } from '../served-rows.js';
import type { Projection } from '../view-definition.js';
import { postgresViewsDigest } from './postgres-ddl.js';
import { PostgresPool } from './postgres-pool.js';
import { ViewGenerations } from './view-generations.js';
import { readHead } from './view-schema.js';

/** One piece of at most a few thousand rows, out of a table of any size. */
const PIECE_MS = 60_000;

interface PostgresRowsOptions {
  readonly connectionString: string;
  /** The ledger's, as its nodes give it. */
  readonly name: string;
  readonly projections: readonly Projection[];
}

class PostgresServedRows implements ServedRows {
  constructor(
    private readonly pool: PostgresPool,
    private readonly schema: string,
  ) {}

  async head(): Promise<ProjectedHead> {
    return (await readHead(this.pool, this.schema)).head;
  }

  read(asked: RowsAsked, after: RowKey | undefined): Promise<readonly Row[]> {
    const start = { schema: this.schema, mode: 'read', statementMs: PIECE_MS, idleMs: PIECE_MS } as const;
    const sql = rowsSql(asked, after, (place) => `$${place + 1}`);
    return this.pool.transaction(start, async (client) => (await client.query(sql, after)).rows);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/** The views that serve a ledger from PostgreSQL; undefined where this build has none there. Takes no part in projecting them. */
export async function openPostgresServedRows({
  connectionString,
  name,
  projections,
}: PostgresRowsOptions): Promise<ServedRows | undefined> {
  const pool = new PostgresPool({ connectionString, connections: 1 });
  try {
    const serving = await new ViewGenerations(pool, name, postgresViewsDigest(projections), tableShapes(projections)).serving();
    if (serving) return new PostgresServedRows(pool, serving.schema);
  } catch (error) {
    await pool.close();
    throw error;
  }
  await pool.close();
  return undefined;
}
