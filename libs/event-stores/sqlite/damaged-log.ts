import { StoreUnavailable } from '../../ledger/errors.js';

/** What is on disk is not what was written. Retrying does not help: put back a copy, or ask who changed the file. */
export class DamagedLog extends Error {
  override readonly name = 'DamagedLog';

  constructor(
    path: string,
    readonly finding: string,
  ) {
    super(`${path} is damaged: ${finding}. Put back a copy; nothing was changed.`);
  }
}

/** Our statements never change, so that a plain SQLITE_ERROR means that the tables they name are not there as they were. */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB|ERROR$)/;
const OUTAGE = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|READONLY|PROTOCOL|NOMEM)/;

/** Which of our cases an error of SQLite or the system is: one that passes, one that does not, or a mistake of ours. */
export function faultOf(error: unknown): 'damage' | 'outage' | 'mistake' {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (DAMAGE.test(String(code)) || error instanceof DamagedLog) return 'damage';
  return error instanceof StoreUnavailable || OUTAGE.test(String(code)) || syscall !== undefined ? 'outage' : 'mistake';
}

/** The error of a failed read, as the store's clients know it. */
export function readFault(error: unknown, path: string): unknown {
  if (error instanceof DamagedLog) return error;
  switch (faultOf(error)) {
    case 'damage':
      return new DamagedLog(path, (error as Error).message);
    case 'outage':
      return new StoreUnavailable(`${path} cannot be read: ${(error as Error).message}`);
    case 'mistake':
      return error;
  }
}
