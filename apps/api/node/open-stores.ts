import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { EventStoreDbOptions } from '../../../libs/event-stores/eventstoredb/eventstoredb-event-store.js';
import { openSqliteEventStore } from '../../../libs/event-stores/sqlite/sqlite-event-store.js';
import { inspectSqliteLog, openSqliteReader } from '../../../libs/event-stores/sqlite/sqlite-reader.js';
import { takeWriterLock } from '../../../libs/event-stores/sqlite/writer-lock.js';
import type { LogLocation } from '../../../libs/event-stores/log-location.js';
import type { EventStore } from '../../../libs/ledger/event-store.js';
import { projections } from '../../../libs/collaboration/projections.js';
import type { ServedReadModels } from '../../../libs/views/served-read-models.js';
import type { ServedRows } from '../../../libs/views/served-rows.js';
import { openSqliteServedRows } from '../../../libs/views/sqlite/sqlite-served-rows.js';
import { openSqliteViews } from '../../../libs/views/sqlite/sqlite-views.js';
import type { Configuration } from '../configuration.js';
import { openKeys, type Keys } from './open-keys.js';

/** The clients of other databases are loaded when a ledger is in one: loading them takes a good part of a start. */
const eventStoreDb = () => import('../../../libs/event-stores/eventstoredb/eventstoredb-event-store.js');

const PROJECTIONS = new URL('../../../libs/collaboration/projections.js', import.meta.url);

/** The read models of a node, whichever database they are in. */
export interface NodeViews extends ServedReadModels {
  /** Whether this is the one node that projects; it also fires clocks and recovers. */
  readonly projects: boolean;
}

export interface Stores extends Keys {
  readonly store: EventStore;
  readonly views: NodeViews;
  close(): Promise<void>;
}

type EventStoreDbSettings = Extract<Configuration['eventStore'], { kind: 'eventstoredb' }>;

interface OpenedLog {
  readonly store: EventStore;
  readonly location: LogLocation;
}

export type StoreSettings = Pick<Configuration, 'eventStore' | 'views' | 'readers' | 'role' | 'secrets' | 'keys'>;

/** Log, views, keys and directory of a ledger as the configuration says; nothing stays open when this fails. */
export async function openStores(folder: string, settings: StoreSettings): Promise<Stores> {
  const opened: { close(): Promise<void> | void }[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  try {
    const { store, location } = await openLog(folder, settings.eventStore);
    opened.push(store);
    if (settings.eventStore.kind !== 'sqlite' && settings.views.kind === 'sqlite') {
      // Views in a folder follow one node: a second one would write them too.
      const lock = takeWriterLock(folder);
      opened.push({ close: () => lock.release() });
    }
    const views = await openViews(folder, { store, location }, settings);
    opened.push(views);
    const keyring = await openKeys(folder, settings.keys);
    opened.push(keyring.keys, keyring.directory);
    return { store, views, ...keyring, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads the log beside whoever writes it. */
export async function openLogReader(folder: string, settings: Configuration['eventStore']): Promise<EventStore> {
  if (settings.kind === 'sqlite') return openSqliteReader({ folder });
  const { openEventStoreDb } = await eventStoreDb();
  return openEventStoreDb(eventStoreDbOptions(settings));
}

/** The same for whoever looks for damage: what is damaged is told, or thrown at its place, and not at opening. */
export async function inspectLog(
  folder: string,
  settings: Configuration['eventStore'],
  onDamage: (message: string) => void,
): Promise<EventStore> {
  if (settings.kind === 'sqlite') return inspectSqliteLog(folder);
  const { inspectEventStoreDb } = await eventStoreDb();
  return inspectEventStoreDb(eventStoreDbOptions(settings), ({ message }) => onDamage(message));
}

/** The views that serve, as tables, for whoever compares them; undefined where this build has none. */
export async function openServedRows(folder: string, views: Configuration['views']): Promise<ServedRows | undefined> {
  if (views.kind === 'sqlite') return openSqliteServedRows(folder, projections);
  const { openPostgresServedRows } = await import('../../../libs/views/postgres/postgres-served-rows.js');
  return openPostgresServedRows({ connectionString: views.url, name: viewsName(folder), projections });
}

async function openLog(folder: string, settings: Configuration['eventStore']): Promise<OpenedLog> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (settings.kind === 'sqlite') {
    const store = await openSqliteEventStore({ folder });
    return { store, location: store.location };
  }
  const options = eventStoreDbOptions(settings);
  const { openEventStoreDb } = await eventStoreDb();
  return { store: await openEventStoreDb(options), location: { kind: 'eventstoredb', ...options } };
}

function eventStoreDbOptions({ connectionString, prefix, credentials }: EventStoreDbSettings): EventStoreDbOptions {
  return { connectionString, prefix, credentials: credentials && { username: credentials.user, password: credentials.password } };
}

/** Demo and real ledger may share a database, as they share a data folder. */
function viewsName(folder: string): string {
  return `convenant_${basename(folder)}`;
}

async function openViews(folder: string, { store, location }: OpenedLog, { views, readers, role }: StoreSettings): Promise<NodeViews> {
  if (views.kind === 'sqlite') return openSqliteViews({ folder, log: location, projectionsUrl: PROJECTIONS, readers });
  const { PostgresViews } = await import('../../../libs/views/postgres/postgres-views.js');
  const { url, listenUrl, pool, statementMs } = views;
  return new PostgresViews({
    connectionString: url,
    directConnectionString: listenUrl,
    connections: pool,
    queryMs: statementMs,
    name: viewsName(folder),
    store,
    projections,
    project: role !== 'api',
    ...(location.kind === 'sqlite' ? { byStream: { folder: location.folder, projectionsUrl: PROJECTIONS.href } } : {}),
  });
}
