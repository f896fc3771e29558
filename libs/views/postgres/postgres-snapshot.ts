import { StoreUnavailable } from '../../ledger/errors.js';
import type { TableShape } from '../bitemporal.js';
import type { Documents } from '../documents.js';
import type { Sql } from '../query-dialect.js';
import { RowRoutes } from '../row-route.js';
import { SnapshotQueries, type ViewSnapshot } from '../snapshot-queries.js';
import { VIEW_LIMITS } from '../view-limits.js';
import { postgresDialect } from './postgres-dialect.js';
import type { PostgresPool, TransactionClient } from './postgres-pool.js';

export interface SnapshotSource {
  readonly pool: PostgresPool;
  readonly schema: string;
  readonly shapes: ReadonlyMap<string, TableShape>;
  readonly documents: Documents;
  readonly snapshotMs?: number;
  readonly queryMs?: number;
}

/** One transaction that sees the views as they are at its first question, until it is closed or its time is over. */
export function openPostgresSnapshot(source: SnapshotSource): ViewSnapshot {
  const transaction = new SnapshotTransaction(source);
  const run = async (query: Sql) => {
    const { sql, parameters } = postgresDialect.compile(query);
    return transaction.rows(sql, parameters);
  };
  const queries = new SnapshotQueries(postgresDialect, source.shapes, source.documents, new RowRoutes(postgresDialect, run), run);
  return Object.assign(queries, { close: () => transaction.end('closed') });
}

class SnapshotTransaction {
  private begun: Promise<TransactionClient> | undefined;
  private ended: 'closed' | 'expired' | undefined;
  private deadline: NodeJS.Timeout | undefined;

  constructor(private readonly source: SnapshotSource) {}

  async rows(text: string, values: readonly unknown[]): Promise<readonly any[]> {
    if (!this.ended) this.begun ??= this.begin();
    try {
      const client = await this.begun;
      this.assertOpen();
      return (await (client as TransactionClient).query(text, values)).rows;
    } catch (error) {
      // Whatever became of the connection, it was given up because the time was over.
      this.assertOpen();
      throw error;
    }
  }

  async end(how: 'closed' | 'expired'): Promise<void> {
    if (this.ended) return;
    this.ended = how;
    clearTimeout(this.deadline);
    const client = await this.begun?.catch(() => undefined);
    // Nothing was written, so that nothing can fail: what was read was read.
    await client?.end(how === 'expired' ? 'abandon' : 'rollback');
  }

  private async begin(): Promise<TransactionClient> {
    const { pool, schema, queryMs = VIEW_LIMITS.queryMs } = this.source;
    const client = await pool.begin({ schema, mode: 'read', statementMs: queryMs, idleMs: this.snapshotMs });
    if (!this.ended) this.deadline = setTimeout(() => void this.end('expired'), this.snapshotMs);
    return client;
  }

  private assertOpen(): void {
    if (this.ended === 'expired')
      throw new StoreUnavailable(`this read took over ${this.snapshotMs} ms in all; ask for less at a time`, VIEW_LIMITS.retryAfterMs);
    if (this.ended) throw new Error('this snapshot was closed');
  }

  private get snapshotMs(): number {
    return this.source.snapshotMs ?? VIEW_LIMITS.snapshotMs;
  }
}
