import { randomUUID } from 'node:crypto';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { WriterLost } from '../view-batch.js';
import type { PostgresPool } from './postgres-pool.js';
import { headOfRow } from './postgres-view-writer.js';

/** How long an owner that is not heard of keeps others out. It renews several times as often. */
export const LEASE_MS = 4_000;

export interface Term {
  readonly owner: string;
  /** Where the views were when it began. */
  readonly head: ProjectedHead;
}

/**
 * Who may write a schema: one at a time, for as long as it says so. By the clock of the database alone; that another is never written over
 * does not rest on time but on the writer naming itself in every batch.
 */
export class SchemaFence {
  private owner = randomUUID() as string;
  private readonly table: string;

  constructor(
    private readonly pool: PostgresPool,
    schema: string,
    private readonly channel: string,
    private readonly leaseMs = LEASE_MS,
  ) {
    this.table = `"${schema}".projected`;
  }

  /** Undefined while another holds it; a batch that is being written keeps the row locked, and so its writer in place. */
  async take(): Promise<Term | undefined> {
    const before = this.owner;
    this.owner = randomUUID();
    const { rows } = await this.pool.query(
      `update ${this.table} set owner = $1, renewed_at = clock_timestamp() where one = (select one from ${this.table}
        where owner is null or owner = $2 or renewed_at < clock_timestamp() - make_interval(secs => $3) for update skip locked)
        returning seq, position, known_time`,
      [this.owner, before, this.leaseMs / 1_000],
    );
    return rows[0] && { owner: this.owner, head: headOfRow(rows[0]) };
  }

  /** @throws WriterLost when another has it */
  async renew(): Promise<void> {
    const { rowCount } = await this.pool.query(`update ${this.table} set renewed_at = clock_timestamp() where owner = $1`, [this.owner]);
    if (rowCount !== 1) throw new WriterLost('another projector has taken over');
  }

  /** Lets others in at once, and tells them and all who read what it stopped at. */
  async release(failure?: ProjectionFailure): Promise<void> {
    const { rowCount } = await this.pool.query(`update ${this.table} set owner = null, failure = $2 where owner = $1`, [
      this.owner,
      failure ? JSON.stringify(failure) : null,
    ]);
    if (rowCount === 1) await this.pool.query(`select pg_notify($1, '')`, [this.channel]);
  }
}
