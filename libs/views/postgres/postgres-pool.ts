import pg from 'pg';
import type { PoolClient, QueryConfig } from 'pg';
import { StoreUnavailable } from '../../ledger/errors.js';
import { VIEW_LIMITS } from '../view-limits.js';
import { CopyIn } from './copy-in.js';
import { faultOf } from './postgres-faults.js';

const INT8 = 20;
const NUMERIC = 1700;

/** Whole numbers of any width are numbers here: positions, amounts and counts all stay below 2^53. */
const NUMBERS = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    type === INT8 || type === NUMERIC ? Number : (pg.types.getTypeParser as (type: number, format?: string) => any)(type, format),
};

const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;
/** The longest a statement without a time of its own, or a commit, is waited for: a half-open connection gives no answer and no error. */
const ANSWER_MS = 35_000;

export interface PostgresAddress {
  readonly connectionString: string;
  /** Most connections of this process at once, besides the one that listens. */
  readonly connections: number;
}

/** How a transaction begins, with settings that end with it: nothing outlives it, so that a pooler may give its connection to others. */
export interface TransactionStart {
  readonly schema: string;
  readonly mode: 'read' | 'write';
  readonly statementMs: number;
  /** How long the server waits for the next statement before it gives the transaction up. */
  readonly idleMs: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Connections to the views' database. Every error comes out as the rest of the system knows it. */
export class PostgresPool {
  private readonly pool: pg.Pool;

  constructor({ connectionString, connections }: PostgresAddress) {
    this.pool = new pg.Pool({
      connectionString,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
      types: NUMBERS as never,
      application_name: 'convenant',
    });
    // A connection that breaks leaves the pool by itself, and whoever uses it is told by its question; without listeners it would end the
    // process. The pool's own hears idle connections only.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement by itself. */
  async query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    const client = await this.take();
    try {
      const result = await client.query(patiently(text, ANSWER_MS, values));
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw faultOf(error);
    }
  }

  /** Everything `work` does, or nothing of it. */
  async transaction<T>(start: TransactionStart, work: (client: TransactionClient) => Promise<T>): Promise<T> {
    const transaction = await this.begin(start);
    try {
      const result = await work(transaction);
      await transaction.end('commit');
      return result;
    } catch (error) {
      await transaction.end('rollback');
      throw error;
    }
  }

  async begin(start: TransactionStart): Promise<TransactionClient> {
    if (this.pool.waitingCount >= VIEW_LIMITS.waitingSnapshots)
      throw new StoreUnavailable('too many readers at once; try again', VIEW_LIMITS.retryAfterMs);
    const client = await this.take();
    try {
      await client.query(patiently(beginning(start), ANSWER_MS));
      return new TransactionClient(client, start.statementMs);
    } catch (error) {
      client.release(true);
      throw faultOf(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async take(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw faultOf(error);
    }
  }
}

/** One open transaction; its statements go one after the other, as they were asked. */
export class TransactionClient {
  private last: Promise<unknown> = Promise.resolve();
  private broken = false;
  private ended = false;

  constructor(
    private readonly client: PoolClient,
    private readonly statementMs: number,
  ) {}

  query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    // The server minds the time of a statement; this is for when no answer comes at all.
    const patience = this.statementMs === 0 ? {} : { query_timeout: this.statementMs + CONNECT_MS };
    return this.inTurn(() => this.client.query({ text, values: [...values], ...patience } as QueryConfig));
  }

  /** Writes rows in the text form of COPY. */
  copy(statement: string, chunks: readonly Uint8Array[]): Promise<void> {
    return this.inTurn(async () => {
      const copying = new CopyIn(statement, chunks);
      const patience = setTimeout(() => copying.handleError(new Error('Query read timeout')), this.statementMs + CONNECT_MS);
      this.client.query(copying as never);
      await copying.done.finally(() => clearTimeout(patience));
    });
  }

  /** Gives the connection back; one on which something is still running, or failed, is given up instead. */
  async end(how: 'commit' | 'rollback' | 'abandon'): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    try {
      if (how !== 'abandon' && !this.broken) await this.client.query(patiently(how, ANSWER_MS));
      this.client.release(how === 'abandon' || this.broken);
    } catch (error) {
      this.client.release(true);
      if (how === 'commit') throw faultOf(error);
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const asked = this.last.then(() => this.run(work));
    this.last = asked.catch(() => undefined);
    return asked;
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.ended) throw new Error('this transaction has ended');
    try {
      return await work();
    } catch (error) {
      // A statement that failed leaves the transaction useless; a connection that failed, the connection.
      if (!(error instanceof pg.DatabaseError) || error.severity === 'FATAL') this.broken = true;
      throw faultOf(error);
    }
  }
}

/** Without values it stays one message, which may hold several statements. */
function patiently(text: string, query_timeout: number, values: readonly unknown[] = []): QueryConfig {
  return { text, ...(values.length > 0 ? { values: [...values] } : {}), query_timeout } as QueryConfig;
}

function beginning({ schema, mode, statementMs, idleMs, settings = {} }: TransactionStart): string {
  const all = { statement_timeout: `${statementMs}ms`, idle_in_transaction_session_timeout: `${idleMs}ms`, ...settings };
  return [
    mode === 'read' ? 'begin isolation level repeatable read read only' : 'begin isolation level read committed read write',
    `set local search_path to "${schema}"`,
    ...Object.entries(all).map(([name, value]) => `set local ${name} to '${value}'`),
  ].join('; ');
}
