import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import pg from 'pg';

const SSL_REQUEST = 80_877_103;
const STARTUP = 196_608;
const HEADER = 5;
/** Authentication is over, and the server is ready. */
const WELCOME = Buffer.from([...[0x52, 0, 0, 0, 8, 0, 0, 0, 0], ...[0x5a, 0, 0, 0, 5, 0x49]]);
const [READY, TERMINATE, IDLE] = [0x5a, 0x58, 0x49];

interface ServerConnection {
  readonly socket: Socket;
  user: Socket | undefined;
  rest: Buffer;
}

/**
 * A pooler in transaction mode, as PgBouncer is: each transaction of a client goes over the connection to the server that was idle longest,
 * so that what one leaves on a connection is never found by the next.
 */
export class TransactionPooler {
  /** Transactions by connection to the server. */
  readonly transactions: number[] = [];
  private readonly idle: ServerConnection[] = [];
  private readonly waiting: ((connection: ServerConnection) => void)[] = [];
  private readonly clients = new Set<Socket>();
  private readonly all: ServerConnection[] = [];
  private readonly released = new WeakMap<Socket, () => void>();

  private constructor(
    private readonly listener: Server,
    private readonly serverUrl: string,
  ) {}

  static async start(serverUrl: string, connections: number): Promise<TransactionPooler> {
    const listener = createServer();
    const pooler = new TransactionPooler(listener, serverUrl);
    for (let made = 0; made < connections; made += 1) await pooler.connect();
    listener.on('connection', (client) => pooler.welcome(client));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return pooler;
  }

  get url(): string {
    return Object.assign(new URL(this.serverUrl), { host: `127.0.0.1:${(this.listener.address() as AddressInfo).port}` }).href;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    for (const { socket } of this.all) socket.destroy();
    this.listener.close();
    await once(this.listener, 'close');
  }

  /** The driver signs in; from then on its socket is ours. */
  private async connect(): Promise<void> {
    const driver = new pg.Client({ connectionString: this.serverUrl });
    await driver.connect();
    const { stream: socket } = (driver as unknown as { connection: { stream: Socket } }).connection;
    for (const event of ['data', 'error', 'close', 'end']) socket.removeAllListeners(event);
    const connection: ServerConnection = { socket, user: undefined, rest: Buffer.alloc(0) };
    const number = this.all.push(connection) - 1;
    this.transactions.push(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.answer(connection, number, chunk));
    this.give(connection);
  }

  private welcome(client: Socket): void {
    this.clients.add(client);
    let begun = false;
    let held: Promise<ServerConnection> | undefined;
    client.on('error', () => undefined);
    client.on('data', (chunk: Buffer) => {
      if (!begun) {
        begun = chunk.readInt32BE(4) === STARTUP;
        client.write(chunk.readInt32BE(4) === SSL_REQUEST ? 'N' : WELCOME);
        return;
      }
      if (chunk[0] === TERMINATE) return;
      held ??= this.take(client, () => (held = undefined));
      void held.then(({ socket }) => socket.write(chunk));
    });
    client.on('close', () => {
      this.clients.delete(client);
      // What it left in the middle ends with its connection to the server.
      void held?.then(async ({ socket }) => {
        socket.destroy();
        await this.connect().catch(() => undefined);
      });
    });
  }

  private async take(client: Socket, onReleased: () => void): Promise<ServerConnection> {
    const connection = this.idle.shift() ?? (await new Promise<ServerConnection>((resolve) => this.waiting.push(resolve)));
    connection.user = client;
    this.released.set(client, onReleased);
    return connection;
  }

  private give(connection: ServerConnection): void {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }

  private answer(connection: ServerConnection, number: number, chunk: Buffer): void {
    const data = Buffer.concat([connection.rest, chunk]);
    let [end, isOver] = [0, false];
    while (data.length >= end + HEADER && data.length > end + data.readInt32BE(end + 1)) {
      const [type, status] = [data[end], data[end + HEADER]];
      isOver = type === READY && status === IDLE;
      end += 1 + data.readInt32BE(end + 1);
    }
    connection.rest = data.subarray(end);
    const { user } = connection;
    if (isOver && user) {
      this.transactions[number] = (this.transactions[number] as number) + 1;
      connection.user = undefined;
      this.released.get(user)?.();
      this.give(connection);
    }
    user?.write(data.subarray(0, end));
  }
}
