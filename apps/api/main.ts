import { readConfiguration } from './configuration.js';
import { startServer } from './server.js';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

// GraphQL asks it when it is loaded, which startServer does: outside production it checks the type of every value twice.
process.env['NODE_ENV'] ??= 'production';

try {
  const api = await startServer(readConfiguration(process.env));
  api.logger.info({ url: `${api.url}/graphql`, ledger: api.node.info }, 'Convenant serves');
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => {
      void api.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
