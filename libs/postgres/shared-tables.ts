import pg from 'pg';
import { Fault, StoreUnavailable } from '../ledger/errors.js';

const CONNECTIONS = 3;
const CONNECT_MS = 5_000;
const QUERY_MS = 10_000;
const IDLE_MS = 30_000;
const RETRY_MS = 1_000;
/** One lock for whoever makes tables of this kind: they are made once in the life of a ledger. */
const MAKING = 7_204_115_902;

/** Classes of errors after which the same question may succeed: connection, resources, operator, conflict, a standby. */
const PASSING = /^(08|53|57|58|40)|^(25006|55P03|25P03)$/;
/** What the driver says, which gives these no code of PostgreSQL's. */
const AWAY =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)|connection terminated|timeout exceeded|client has encountered a connection error|not queryable|query read timeout/i;

export interface TableMaking {
  /** A table as `schema.name`: when it is there, so is everything of `statements`. */
  readonly lastMade: string;
  /** Each may be run again without effect. */
  readonly statements: readonly string[];
}

export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly any[]>;

/**
 * A few tables that all nodes share. They are made when first asked for, so that a node can start before their database does. Nothing is
 * left on a connection after a transaction: a pooler may give it to others.
 */
export class SharedTables {
  private readonly pool: pg.Pool;
  private making: Promise<void> | undefined;

  constructor(
    connectionString: string,
    private readonly what: string,
    private readonly tables: TableMaking,
  ) {
    this.pool = new pg.Pool({
      connectionString,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: IDLE_MS,
      query_timeout: QUERY_MS,
      keepAlive: true,
      application_name: 'convenant',
    });
    // A connection that breaks leaves the pool by itself, and whoever uses it is told by its question; without listeners it would end the
    // process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement by itself. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly any[]> {
    await this.made();
    return this.connected((query) => query(text, values));
  }

  /** Everything or nothing, and durable when this resolves, whatever the server or the role has for a default. */
  async durably<T>(work: (query: Query) => Promise<T>): Promise<T> {
    await this.made();
    return this.transaction(work);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private made(): Promise<void> {
    this.making ??= this.make().catch((error: unknown) => {
      this.making = undefined;
      throw error;
    });
    return this.making;
  }

  /** A role that may not make anything can use what is there. */
  private async make(): Promise<void> {
    const there = await this.connected((query) => query('select to_regclass($1) as name', [this.tables.lastMade]));
    if (there[0]?.name !== null) return;
    await this.transaction(async (query) => {
      await query('select pg_advisory_xact_lock($1)', [MAKING]);
      for (const statement of this.tables.statements) await query(statement);
    });
  }

  private transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.connected(async (query) => {
      await query('begin isolation level read committed read write');
      await query(
        `select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') not in ('on', 'remote_apply')`,
      );
      const result = await work(query);
      await query('commit');
      return result;
    });
  }

  /** A connection on which something failed is given up: what it began ends with it. */
  private async connected<T>(work: (query: Query) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      const taken = client;
      const result = await work(async (text, values = []) => (await taken.query(text, [...values])).rows);
      client.release();
      return result;
    } catch (error) {
      client?.release(true);
      throw this.faultOf(error);
    }
  }

  private faultOf(error: unknown): unknown {
    if (error instanceof Fault) return error;
    const { code = '', message = '' } = error as { code?: string; message?: string };
    const passing = error instanceof pg.DatabaseError ? PASSING.test(code) : AWAY.test(code) || AWAY.test(message);
    return passing ? new StoreUnavailable(`the database of ${this.what} is away; try again`, RETRY_MS) : error;
  }
}
