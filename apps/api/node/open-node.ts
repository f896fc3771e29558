import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Fault } from '../../../libs/ledger/errors.js';
import type { Configuration } from '../configuration.js';
import { WaitingServer } from '../http/waiting-server.js';
import { ledgerFolder } from './data-folder.js';
import { LedgerNode } from './ledger-node.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** What opens within it needs no word about it. */
const QUICK_MS = 1_000;

/**
 * Opens the ledger of the configuration. While its log or its views are away it is tried again, for ever: meanwhile the port says that this node
 * lives, and why it is not ready.
 */
export async function openNode(configuration: Configuration, logger: Logger): Promise<LedgerNode> {
  const { host, port, dataDir, demo } = configuration;
  const isDemo = demo !== 'off';
  const folder = ledgerFolder(dataDir, isDemo);
  let problem = 'the ledger is being opened; its log or its views may be away';
  let waiting: Promise<WaitingServer> | undefined;
  const slow = setTimeout(() => {
    waiting = WaitingServer.listen(port, host, () => problem);
    // Whether it could listen shows when the server itself does.
    waiting.catch(() => undefined);
  }, QUICK_MS);
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await LedgerNode.open({ folder, kind: isDemo ? 'demo' : 'real', stores: configuration });
      } catch (error) {
        if (!(error instanceof Fault && error.category === 'UNAVAILABLE')) throw error;
        problem = error.message;
        logger.warn({ err: error }, 'the ledger cannot be reached; it is tried again');
      }
      // Nodes that start together do not come back together.
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2));
    }
  } finally {
    clearTimeout(slow);
    await waiting?.then(
      (server) => server.close(),
      () => undefined,
    );
  }
}
