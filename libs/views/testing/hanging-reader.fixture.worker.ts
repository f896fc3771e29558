import { parentPort } from 'node:worker_threads';

/** A reading thread that never comes back from counting more than one row. */
parentPort?.on('message', (request: { kind: string; id: number; method: string; args: [{ rows: number }] }) => {
  if (request.kind === 'stop') parentPort?.close();
  if (request.kind !== 'ask') return;
  if (request.method === 'count' && request.args[0].rows > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  parentPort?.postMessage({ id: request.id, value: 1 });
});
