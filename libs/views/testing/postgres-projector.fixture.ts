import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { PostgresViews } from '../postgres/postgres-views.js';
import { projections } from './plot.fixture.js';

/** A process that projects a log into PostgreSQL, for a test to kill. */
const [folder, connectionString, name, leastEvents] = process.argv.slice(2) as [string, string, string, string | undefined];
const store = await openSqliteReader({ folder, pollMs: 10 });
const projectionsUrl = new URL('./plot.fixture.js', import.meta.url).href;
const views = new PostgresViews({
  ...{ connectionString, name, store, projections, pollMs: 100, leaseMs: 1_000 },
  ...(leastEvents === undefined ? {} : { byStream: { folder, projectionsUrl, leastEvents: Number(leastEvents), writeEvents: 500 } }),
  // Then it stands still, half done, until it is killed.
  onProgress: ({ done }) => process.send?.({ done }, standStill),
});
views.onProjected(({ seq }) => process.send?.({ seq, leads: views.projects }));

function standStill(): void {
  if (leastEvents !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000);
}
