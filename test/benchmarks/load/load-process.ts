import { HttpClient } from './http-client.js';
import type { LoadDone, LoadOrder } from './load.js';

/** The load generator, in a process of its own: its garbage and its event loop are not the server's. */
process.on('message', (order: LoadOrder) => {
  void run(order).then((done) => process.send?.(done));
});

async function run({ url, request, expected, clients, durationMs }: LoadOrder): Promise<LoadDone> {
  const bytes = Buffer.from(request, 'base64');
  const connections = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(url)));
  const latenciesMs: number[] = [];
  const start = performance.now();
  const end = start + durationMs;
  try {
    await Promise.all(
      connections.map(async (connection) => {
        for (let sent = performance.now(); sent < end; sent = performance.now()) {
          const { status, body } = await connection.send(bytes);
          if (status !== 200 || !body.includes(expected)) throw new Error(`${status} ${body}`);
          latenciesMs.push(performance.now() - sent);
        }
      }),
    );
    return { kind: 'done', latenciesMs, seconds: (performance.now() - start) / 1_000 };
  } catch (error) {
    return { kind: 'failed', message: (error as Error).message };
  } finally {
    for (const connection of connections) connection.close();
  }
}
