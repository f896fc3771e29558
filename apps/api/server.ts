import { pino } from 'pino';
import type { Configuration } from './configuration.js';
import { loggedError } from './http/logged-error.js';
import { openNode } from './node/open-node.js';
import type { RunningApi, ServerOptions } from './serve.js';

/** Opens the ledger of the configuration and serves it. */
export async function startServer(configuration: Configuration, options: ServerOptions = {}): Promise<RunningApi> {
  const logger = pino({ level: configuration.logLevel, serializers: { err: loggedError } });
  // The ledger's threads start while what serves is loaded, which takes longer.
  const [node, { serve }] = await Promise.all([openNode(configuration, logger), import('./serve.js')]);
  return serve(node, configuration, logger, options);
}
