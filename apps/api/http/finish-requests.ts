import type { Server } from 'node:http';

/** What is still in flight by then is cut off; a repeat with the same commandId is answered by the next start. */
const WITHIN_MS = 10_000;
/** How often connections that became idle are closed: Node does so only once. */
const SWEEP_MS = 20;

/** Takes no new connections, answers what is in flight, and resolves when nothing is. */
export async function finishRequests(http: Server): Promise<void> {
  const sweep = setInterval(() => http.closeIdleConnections(), SWEEP_MS);
  const patience = setTimeout(() => http.closeAllConnections(), WITHIN_MS);
  http.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  await new Promise<void>((resolve) => http.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(patience);
}
