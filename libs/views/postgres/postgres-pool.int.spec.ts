import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.js';
import { PostgresPool } from './postgres-pool.js';

/** Between a client and the server; while it is silent nothing gets through, and nobody is told: as when a network goes away. */
class SilentLine {
  silent = false;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  async open(to: URL): Promise<URL> {
    this.server = createServer((client) => {
      const upstream = connect(Number(to.port), to.hostname);
      for (const [from, into] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(from);
        from.on('data', (bytes) => void (this.silent || into.write(bytes)));
        from.on('close', () => into.destroy());
        from.on('error', () => into.destroy());
      }
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const url = new URL(to);
    url.port = String((this.server.address() as AddressInfo).port);
    return url;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server?.close();
  }
}

const SHORT = { schema: 'public', mode: 'write', statementMs: 100, idleMs: 10_000 } as const;

let server: PostgresServer;
const line = new SilentLine();
let pool: PostgresPool;

beforeAll(async () => {
  server = await startPostgres();
  const url = await line.open(new URL(server.url));
  pool = new PostgresPool({ connectionString: url.href, connections: 1 });
}, 60_000);

afterAll(async () => {
  await pool.close();
  line.close();
  await server.close();
});

describe('a connection from which no answer comes', () => {
  it.each([
    ['a question', (client: Client) => client.query('select 1')],
    ['rows', (client: Client) => client.copy('copy heard (text) from stdin', [Buffer.from('one\n')])],
  ])('is given up by whoever sends %s, and the next has another', async (_, send) => {
    await pool.query('create table if not exists heard (text text)');
    const sent = pool.transaction(SHORT, async (client) => {
      line.silent = true;
      await send(client);
    });
    await expect(sent).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    line.silent = false;
    expect((await pool.query('select count(*) as rows from heard')).rows).toEqual([{ rows: 0 }]);
  });
});

type Client = Parameters<Parameters<PostgresPool['transaction']>[1]>[0];
