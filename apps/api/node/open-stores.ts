import { mkdirSync } from 'node:fs';
import { openEventStoreDb, type EventStoreDbOptions } from '../../../libs/event-stores/eventstoredb/eventstoredb-event-store.js';
import { openSqliteEventStore } from '../../../libs/event-stores/sqlite/sqlite-event-store.js';
import { takeWriterLock } from '../../../libs/event-stores/sqlite/writer-lock.js';
import type { LogLocation } from '../../../libs/event-stores/log-location.js';
import type { EventStore } from '../../../libs/ledger/event-store.js';
import type { ReadModels } from '../../../libs/views/read-models.js';
import type { ViewSnapshot } from '../../../libs/views/snapshot-queries.js';
import { openSqliteViews, type ViewsStatus } from '../../../libs/views/sqlite/sqlite-views.js';
import type { Configuration } from '../configuration.js';

const PROJECTIONS = new URL('../../../libs/collaboration/projections.js', import.meta.url);

/** The read models of a node, whichever database they are in. */
export interface NodeViews extends ReadModels {
  snapshot(): ViewSnapshot;
  status(): ViewsStatus;
  rebuild(): Promise<void>;
  close(): Promise<void>;
  /** Whether this is the one node that projects; it also fires clocks and recovers. */
  readonly projects: boolean;
}

export interface Stores {
  readonly store: EventStore;
  readonly views: NodeViews;
  close(): Promise<void>;
}

export type StoreSettings = Pick<Configuration, 'eventStore' | 'views' | 'readers' | 'role'>;

/** Log and views of a ledger as the configuration says; nothing stays open when this fails. */
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
    const views = await openViews(folder, location, settings);
    opened.push(views);
    return { store, views, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openLog(folder: string, settings: Configuration['eventStore']): Promise<{ store: EventStore; location: LogLocation }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (settings.kind === 'sqlite') {
    const store = await openSqliteEventStore({ folder });
    return { store, location: store.location };
  }
  const { connectionString, prefix, credentials } = settings;
  const options: EventStoreDbOptions = {
    connectionString,
    prefix,
    credentials: credentials && { username: credentials.user, password: credentials.password },
  };
  return { store: await openEventStoreDb(options), location: { kind: 'eventstoredb', ...options } };
}

async function openViews(folder: string, log: LogLocation, { views, readers }: StoreSettings): Promise<NodeViews> {
  if (views.kind === 'postgres') throw new Error('CONVENANT_VIEWS: views in PostgreSQL are not served yet');
  return openSqliteViews({ folder, log, projectionsUrl: PROJECTIONS, readers });
}
