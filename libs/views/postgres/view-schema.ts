import type { TableShape } from '../bitemporal.js';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { createIndexes, createKeys, createTables, tableNames } from './postgres-ddl.js';
import type { PostgresPool, TransactionClient, TransactionStart } from './postgres-pool.js';
import { headOfRow } from './postgres-view-writer.js';

const QUICK_MS = 10_000;
/** Indexes made at the same time. */
const AT_ONCE = 2;

/** A transaction of a few short statements in one schema. */
export function quick(schema: string, mode: TransactionStart['mode'] = 'write'): TransactionStart {
  return { schema, mode, statementMs: QUICK_MS, idleMs: QUICK_MS };
}

/** Makes a schema with its tables, empty and without any index. */
export async function createSchema(client: TransactionClient, schema: string, shapes: readonly TableShape[]): Promise<void> {
  await client.query(`create schema "${schema}"`);
  await client.query(`set local search_path to "${schema}"`);
  await client.query(createTables(shapes).join('; '));
}

/** How far the views in a schema are, and what keeps them from getting further. */
export async function readHead(
  pool: PostgresPool,
  schema: string,
): Promise<{ head: ProjectedHead; failure: ProjectionFailure | undefined; filled: number }> {
  const { rows } = await pool.query(`select seq, position, known_time, failure, filled from "${schema}".projected`);
  const { failure, filled, ...head } = rows[0];
  return { head: headOfRow(head), filled, failure: failure === null ? undefined : (JSON.parse(failure) as ProjectionFailure) };
}

/** Adds what following the log needs. @returns whether it came to the end */
export function addKeys(pool: PostgresPool, schema: string, shapes: readonly TableShape[], goesOn: () => boolean): Promise<boolean> {
  return each(pool, schema, createKeys(shapes), goesOn);
}

/**
 * Adds what reading needs, each index of which stays when this is broken off. Then the tables are looked through once, so that
 * questions are planned by what is in them.
 * @returns whether it came to the end
 */
export async function finishSchema(
  pool: PostgresPool,
  schema: string,
  shapes: readonly TableShape[],
  goesOn: () => boolean = () => true,
): Promise<boolean> {
  const looks = tableNames(shapes).map((table) => `analyze "${table}"`);
  const indexed = await each(pool, schema, [...createKeys(shapes), ...createIndexes(shapes)], goesOn);
  return indexed && each(pool, schema, looks, goesOn);
}

/** A transaction whose statements take as long as they take. */
export function long(schema: string): TransactionStart {
  return { ...quick(schema), statementMs: 0, settings: { maintenance_work_mem: '256MB' } };
}

/** Some at once, as the server has more than one processor; the first fault is thrown when all have ended. */
async function each(pool: PostgresPool, schema: string, statements: readonly string[], goesOn: () => boolean): Promise<boolean> {
  const waiting = [...statements];
  const runs = Array.from({ length: AT_ONCE }, async () => {
    while (waiting.length > 0 && goesOn()) {
      const statement = waiting.shift() as string;
      await pool
        .transaction(long(schema), (client) => client.query(statement))
        .catch((error: unknown) => {
          waiting.length = 0;
          throw error;
        });
    }
  });
  const fault = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
  if (fault) throw fault.reason;
  return waiting.length === 0;
}
