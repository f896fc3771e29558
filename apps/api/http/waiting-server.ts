import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

const RETRY_SECONDS = 2;

/** What a node says while its log or its views cannot be reached: that it lives, that it is not ready and why, and to come again. */
export class WaitingServer {
  private constructor(private readonly server: Server) {}

  static async listen(port: number, host: string, problem: () => string): Promise<WaitingServer> {
    const server = createServer((request, response) => {
      const live = request.url === '/health/live';
      const ready = request.url === '/health/ready';
      const body = live ? { status: 'live' } : ready ? { status: 'unready', problems: [problem()] } : unavailable();
      response.writeHead(live ? 200 : 503, {
        'content-type': 'application/json',
        'retry-after': String(RETRY_SECONDS),
        connection: 'close',
      });
      response.end(JSON.stringify(body));
    });
    server.listen(port, host);
    await once(server, 'listening');
    return new WaitingServer(server);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

/** In the form of every fault of the API. */
function unavailable(): object {
  const message = 'the ledger cannot be reached just now; try again';
  return { errors: [{ message, extensions: { code: 'UNAVAILABLE', retryAfterMs: RETRY_SECONDS * 1_000 } }] };
}
