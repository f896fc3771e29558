import { existsSync } from 'node:fs';
import { BEGINNING } from '../../../libs/ledger/event-store.js';
import { logPath } from '../../../libs/event-stores/sqlite/log-file.js';
import { openSqliteReader, type SqliteReader } from '../../../libs/event-stores/sqlite/sqlite-reader.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';

export function holdsLedger(folder: string): boolean {
  return existsSync(logPath(folder));
}

/** @throws CliFailure when there is none */
export function requireLedger(folder: string): void {
  if (holdsLedger(folder)) return;
  throw new CliFailure(
    EXIT.unavailable,
    'NO_LEDGER',
    `there is no ledger in ${folder}; start the server once (npm start), or name another folder with --data-dir or --ledger.`,
  );
}

/** Reads the log itself, beside whoever writes it. @throws CliFailure when there is none */
export async function withLog<Answer>(folder: string, read: (log: SqliteReader, ledgerId: string) => Promise<Answer>): Promise<Answer> {
  requireLedger(folder);
  const log = await openSqliteReader({ folder });
  try {
    return await read(log, (await foundingIn(log, folder)).ledgerId);
  } finally {
    await log.close();
  }
}

/** Whether a demo or a real ledger was founded there, which it stays for ever. @throws CliFailure when there is none */
export async function ledgerKindIn(folder: string): Promise<'demo' | 'real'> {
  requireLedger(folder);
  const log = await openSqliteReader({ folder });
  try {
    return (await foundingIn(log, folder)).kind;
  } finally {
    await log.close();
  }
}

/** The first event says which ledger it is; without it nobody could sign for it. */
async function foundingIn(log: SqliteReader, folder: string): Promise<{ readonly ledgerId: string; readonly kind: 'demo' | 'real' }> {
  const [first] = await log.readAll(BEGINNING, 1);
  const founded =
    first?.type === 'LedgerFounded' ? (JSON.parse(first.json) as { data: { ledgerId: string; kind: 'demo' | 'real' } }) : undefined;
  if (founded) return founded.data;
  throw new CliFailure(
    EXIT.unavailable,
    'NO_LEDGER',
    `the log in ${folder} does not begin with the founding of a ledger; start the server on it once (npm start), or name another folder with --data-dir.`,
  );
}
