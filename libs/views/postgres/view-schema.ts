import type { TableShape } from '../bitemporal.js';
import type { ProjectionFailure } from '../projector.js';
import type { ProjectedHead } from '../read-models.js';
import { createIndexes, createTables } from './postgres-ddl.js';
import type { PostgresPool, TransactionClient, TransactionStart } from './postgres-pool.js';
import { headOfRow } from './postgres-view-writer.js';

const QUICK_MS = 10_000;

/** A transaction of a few short statements in one schema. */
export function quick(schema: string, mode: TransactionStart['mode'] = 'write'): TransactionStart {
  return { schema, mode, statementMs: QUICK_MS, idleMs: QUICK_MS };
}

/** Makes a schema with its tables, empty and without the indexes that only reading needs. */
export async function createSchema(client: TransactionClient, schema: string, shapes: readonly TableShape[]): Promise<void> {
  await client.query(`create schema "${schema}"`);
  await client.query(`set local search_path to "${schema}"`);
  await client.query(createTables(shapes).join('; '));
}

/** How far the views in a schema are, and what keeps them from getting further. */
export async function readHead(
  pool: PostgresPool,
  schema: string,
): Promise<{ head: ProjectedHead; failure: ProjectionFailure | undefined }> {
  const { rows } = await pool.query(`select seq, position, known_time, failure from "${schema}".projected`);
  const { failure, ...head } = rows[0];
  return { head: headOfRow(head), failure: failure === null ? undefined : (JSON.parse(failure) as ProjectionFailure) };
}

/**
 * Adds what reading needs, one index at a time, each of which stays when this is broken off. Then the tables are looked through once, so that
 * questions are planned by what is in them.
 * @returns whether it came to the end
 */
export async function finishSchema(
  pool: PostgresPool,
  schema: string,
  shapes: readonly TableShape[],
  goesOn: () => boolean = () => true,
): Promise<boolean> {
  const long = { ...quick(schema), statementMs: 0, settings: { maintenance_work_mem: '256MB' } };
  for (const index of createIndexes(shapes)) {
    if (!goesOn()) return false;
    await pool.transaction(long, (client) => client.query(index));
  }
  for (const table of ['journal', 'journal_text', 'journal_subject', 'reservation', ...shapes.map(({ name }) => name)]) {
    if (!goesOn()) return false;
    await pool.transaction(long, (client) => client.query(`analyze "${table}"`));
  }
  return true;
}
