import { openSqliteReader } from '../../event-stores/sqlite/sqlite-reader.js';
import { PostgresViews } from '../postgres/postgres-views.js';
import { projections } from './plot.fixture.js';

/** A process that projects a log into PostgreSQL, for a test to kill. */
const [folder, connectionString, name] = process.argv.slice(2) as [string, string, string];
const store = await openSqliteReader({ folder, pollMs: 10 });
const views = new PostgresViews({ connectionString, name, store, projections, pollMs: 100, leaseMs: 1_000 });
views.onProjected(({ seq }) => process.send?.({ seq, leads: views.projects }));
