import { Tokens } from '../../../libs/access/tokens.js';
import { findServer, openSecrets, type RunningServer } from '../../api/node/data-folder.js';
import { ADMINISTRATOR } from '../../api/node/ledger-node.js';
import { beforeInterruption } from '../interruption.js';
import type { CliSettings } from '../settings.js';
import { httpJson } from './http-json.js';
import { LedgerClient } from './ledger-client.js';
import { withLog } from './ledger-folder.js';

interface Session {
  readonly client: LedgerClient;
  /** Where it goes: to a server that ran already, or one of our own for as long as this takes. */
  readonly through: 'running server' | 'own server';
  close(): Promise<void>;
}

/** A long import outlives an hour. */
const TOKEN_SECONDS = 12 * 3_600;
const ALIVE_WITHIN_MS = 2_000;

/**
 * The way to the ledger as its administrator, whom the data folder's key makes one. There is one writer per folder: if a
 * server runs, everything goes through it.
 */
async function openSession(settings: CliSettings): Promise<Session> {
  const { folder } = settings;
  const running = await runningServer(folder);
  if (running) {
    const token = await withLog(settings, (_, { ledgerId }) =>
      new Tokens(openSecrets(folder, settings.server.secrets).tokenSecret, ledgerId).issue(ADMINISTRATOR, TOKEN_SECONDS),
    );
    return { client: new LedgerClient(running.url, token), through: 'running server', close: async () => {} };
  }
  // Loading the server takes most of a second, which commands that only read files need not wait for.
  const { startServer } = await import('../../api/server.js');
  const api = await startServer(settings.server);
  const token = await api.node.tokens.issue(ADMINISTRATOR, TOKEN_SECONDS);
  return { client: new LedgerClient(api.url, token), through: 'own server', close: () => api.close() };
}

export async function withSession<Answer>(settings: CliSettings, work: (session: Session) => Promise<Answer>): Promise<Answer> {
  const session = await openSession(settings);
  const forget = beforeInterruption(() => session.close());
  try {
    return await work(session);
  } finally {
    forget();
    await session.close();
  }
}

/** The server that answers on this folder. A note of one that was killed may name a process that is another by now. */
export async function runningServer(folder: string): Promise<RunningServer | undefined> {
  const noted = findServer(folder);
  return noted && (await isAlive(noted.url)) ? noted : undefined;
}

async function isAlive(url: string): Promise<boolean> {
  try {
    return (await httpJson({ url: `${url}/health/live`, method: 'GET', timeoutMs: ALIVE_WITHIN_MS })).status === 200;
  } catch {
    return false;
  }
}
