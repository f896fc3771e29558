import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';

/** The network between client and server: it can be cut, closed, and stuck. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private listener: Server | undefined;
  private readonly stuck = new WeakSet<Socket>();

  constructor(private readonly targetPort: number) {}

  /** @returns the port that clients connect to */
  async open(port = 0): Promise<number> {
    const listener = createServer((client) => this.join(client));
    this.listener = listener;
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  }

  /** Every connection breaks; new ones are taken. */
  cut(): void {
    for (const socket of [...this.sockets]) socket.destroy();
  }

  /** The connections there are stay, and nothing passes them any more. */
  stick(): void {
    for (const socket of this.sockets) this.stuck.add(socket);
  }

  async close(): Promise<void> {
    const { listener } = this;
    this.listener = undefined;
    if (listener === undefined) return;
    const closed = once(listener, 'close');
    listener.close();
    this.cut();
    await closed;
  }

  private join(client: Socket): void {
    const server = connect(this.targetPort, '127.0.0.1');
    this.forward(client, server);
    this.forward(server, client);
  }

  private forward(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (!this.stuck.has(from)) to.write(bytes);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
