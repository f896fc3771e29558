import pg from 'pg';
import { uniquePrefix } from '../../libs/event-stores/eventstoredb/peer/open-store.js';
import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import { startPostgres, type PostgresServer } from '../../libs/views/testing/postgres-server.js';

/** Which stores the servers of this run of the tests use: what is set here is all that differs. */
const LOG = process.env['CONVENANT_TEST_STORE'] ?? 'sqlite';
const VIEWS = process.env['CONVENANT_TEST_VIEWS'] ?? 'sqlite';
/** A real EventStoreDB instead of a peer; each ledger has a prefix of its own there. */
const EVENTSTOREDB = process.env['EVENTSTORE_URL'];

/** Neither is in a server's folder: several servers may share them. */
export const MANY_NODES = LOG !== 'sqlite' && VIEWS !== 'sqlite';

/** Logs and views outlive the servers that write them, as their folders do. */
interface Stores {
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const known = new Map<string, Stores>();
let postgres: Promise<PostgresServer> | undefined;

/** Settings of a server on this folder. */
export async function storeSettings(dataDir: string): Promise<Readonly<Record<string, string>>> {
  let stores = known.get(dataDir);
  if (!stores) known.set(dataDir, (stores = await openStores()));
  return stores.settings;
}

export async function removeStores(dataDir: string): Promise<void> {
  const stores = known.get(dataDir);
  known.delete(dataDir);
  await stores?.close();
  if (known.size > 0 || !postgres) return;
  const idle = await postgres;
  postgres = undefined;
  await idle.close();
}

async function openStores(): Promise<Stores> {
  const log = LOG === 'eventstoredb' ? await eventStoreDb() : undefined;
  const database = VIEWS === 'postgres' ? await freshDatabase() : undefined;
  return {
    settings: { ...log?.settings, ...(database ? { CONVENANT_VIEWS: database } : {}) },
    close: async () => log?.close(),
  };
}

async function eventStoreDb(): Promise<Stores> {
  if (EVENTSTOREDB !== undefined) {
    return {
      settings: { CONVENANT_EVENT_STORE: EVENTSTOREDB, CONVENANT_EVENT_STORE_PREFIX: uniquePrefix() },
      close: async () => undefined,
    };
  }
  const peer = await PeerServer.start();
  return { settings: { CONVENANT_EVENT_STORE: peer.connectionString }, close: () => peer.stop() };
}

/** One server for the tests of a file, and a database for each ledger. */
async function freshDatabase(): Promise<string> {
  postgres ??= startPostgres();
  const { url, freshName } = await postgres;
  const name = freshName();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database "${name}"`).finally(() => client.end());
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
