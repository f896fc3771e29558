import type { TableShape } from '../bitemporal.js';
import type { PostgresPool, TransactionClient } from './postgres-pool.js';
import { createSchema, quick } from './view-schema.js';

/** One schema of views. Those of one digest are alike; the newest that is built serves. */
export interface Generation {
  readonly schema: string;
  readonly number: number;
  readonly built: boolean;
}

/** What a schema name leaves of the 63 bytes PostgreSQL gives it, for `_<digest>_<number>`. */
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** Which views there are, of this build and of others, kept in a schema that carries the ledger's name. */
export class ViewGenerations {
  private readonly table: string;

  constructor(
    private readonly pool: PostgresPool,
    readonly name: string,
    private readonly digest: string,
    private readonly shapes: readonly TableShape[],
  ) {
    if (!NAME.test(name)) throw new Error(`${name} cannot be the name of a ledger's views: small letters, digits and _, at most 40`);
    this.table = `"${name}".generation`;
  }

  /** Makes what is not there yet; nodes that begin at once do so one after the other. */
  async prepare(): Promise<void> {
    const { rows } = await this.pool.query(`select to_regclass($1) is not null as there, current_setting('server_encoding') as encoding`, [
      this.table,
    ]);
    if (rows[0].encoding !== 'UTF8') throw new Error(`the views' database must be in UTF8, not in ${rows[0].encoding}`);
    if (rows[0].there) return;
    await this.alone(async (client) => {
      await client.query(`create schema if not exists "${this.name}"`);
      await client.query(
        `create table if not exists ${this.table} (schema text primary key, digest text not null, number integer not null,
          built boolean not null default false, used_at timestamptz not null default clock_timestamp(), unique (digest, number))`,
      );
    });
  }

  /** Of this build, the newest first. */
  async own(): Promise<readonly Generation[]> {
    const { rows } = await this.pool.query(`select schema, number, built from ${this.table} where digest = $1 order by number desc`, [
      this.digest,
    ]);
    return rows as Generation[];
  }

  /** What serves, for whoever only looks: nothing is made for it. */
  async serving(): Promise<Generation | undefined> {
    const { rows } = await this.pool.query('select to_regclass($1) is not null as there', [this.table]);
    return rows[0].there ? (await this.own()).find(({ built }) => built) : undefined;
  }

  /** The next one, to be built; one that was begun and not finished is it. */
  async begin(): Promise<Generation> {
    return this.alone(async (client) => {
      const { rows } = await client.query(
        `select schema, number, built from ${this.table} where digest = $1 order by number desc limit 1`,
        [this.digest],
      );
      const newest = rows[0] as Generation | undefined;
      if (newest && !newest.built) return newest;
      const number = (newest?.number ?? 0) + 1;
      const schema = `${this.name}_${this.digest}_${number}`;
      await client.query(`insert into ${this.table} (schema, digest, number) values ($1, $2, $3)`, [schema, this.digest, number]);
      await createSchema(client, schema, this.shapes);
      return { schema, number, built: false };
    });
  }

  /** From here on it may be read. */
  async finish(schema: string): Promise<void> {
    await this.pool.query(`update ${this.table} set built = true, used_at = clock_timestamp() where schema = $1`, [schema]);
    await this.pool.query(`select pg_notify($1, '')`, [this.name]);
  }

  /** Says that some node reads or writes these. */
  async touch(schemas: readonly string[]): Promise<void> {
    await this.pool.query(`update ${this.table} set used_at = clock_timestamp() where schema = any($1)`, [schemas]);
  }

  /** Removes what no node has used for so long: other builds' views, and what a newer generation has replaced. */
  async tidy(unusedMs: number): Promise<void> {
    const { rows } = await this.pool.query(
      `select schema from ${this.table} where used_at < clock_timestamp() - make_interval(secs => $1)`,
      [unusedMs / 1_000],
    );
    for (const { schema } of rows) {
      // Whoever uses it after all comes before or after the whole of this.
      await this.alone(async (client) => {
        const { rowCount } = await client.query(
          `delete from ${this.table} where schema = $1 and used_at < clock_timestamp() - make_interval(secs => $2)`,
          [schema, unusedMs / 1_000],
        );
        if (rowCount === 1) await client.query(`drop schema if exists "${schema}" cascade`);
      });
    }
  }

  private alone<T>(work: (client: TransactionClient) => Promise<T>): Promise<T> {
    const settings = { lock_timeout: '5s' };
    return this.pool.transaction({ ...quick(this.name), settings }, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [this.name]);
      return work(client);
    });
  }
}
