import { existsSync } from 'node:fs';
import { BEGINNING, type EventStore } from '../../../libs/ledger/event-store.js';
import { logPath } from '../../../libs/event-stores/sqlite/log-file.js';
import { openLogReader } from '../../api/node/open-stores.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { CliSettings } from '../settings.js';

interface Founded {
  readonly ledgerId: string;
  readonly kind: 'demo' | 'real';
}

/** Whether there is a log in a folder, in SQLite. */
export function holdsLog(folder: string): boolean {
  return existsSync(logPath(folder));
}

/** Whether a ledger was begun where the settings say its log is. */
export async function holdsLedger({ folder, server }: CliSettings): Promise<boolean> {
  if (server.eventStore.kind === 'sqlite') return holdsLog(folder);
  const log = await openLogReader(folder, server.eventStore);
  try {
    return (await log.readAll(BEGINNING, 1)).length > 0;
  } finally {
    await log.close();
  }
}

/** @throws CliFailure when there is no log in SQLite */
export function requireLog(folder: string): void {
  if (holdsLog(folder)) return;
  throw new CliFailure(
    EXIT.unavailable,
    'NO_LEDGER',
    `there is no ledger in ${folder}; start the server once (npm start), or name another folder with --data-dir or --ledger.`,
  );
}

/** Reads the log itself, wherever it is, beside whoever writes it. @throws CliFailure when there is none */
export async function withLog<Answer>(
  { folder, server }: CliSettings,
  read: (log: EventStore, founded: Founded) => Promise<Answer>,
): Promise<Answer> {
  if (server.eventStore.kind === 'sqlite') requireLog(folder);
  const log = await openLogReader(folder, server.eventStore);
  try {
    return await read(log, await foundingOf(log, server.eventStore.kind === 'sqlite' ? `the log in ${folder}` : 'the log in EventStoreDB'));
  } finally {
    await log.close();
  }
}

/** The first event says which ledger it is; without it nobody could sign for it. A note of the kernel may come before it. */
async function foundingOf(log: EventStore, place: string): Promise<Founded> {
  const first = (await log.readAll(BEGINNING, 2)).find(({ kind }) => kind === 'ledger');
  if (first?.type === 'LedgerFounded') return (JSON.parse(first.json) as { data: Founded }).data;
  throw new CliFailure(
    EXIT.unavailable,
    'NO_LEDGER',
    `${place} does not begin with the founding of a ledger; start the server on it once (npm start), or name another with --data-dir or CONVENANT_EVENT_STORE.`,
  );
}
