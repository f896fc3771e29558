import { WriterLockHeld } from '../../libs/event-stores/sqlite/writer-lock.js';
import { DamagedStream, StoreAccessDenied } from '../../libs/event-stores/eventstoredb/grpc-faults.js';
import { DamagedLog } from '../../libs/event-stores/sqlite/damaged-log.js';
import { Fault, type FaultCategory } from '../../libs/ledger/errors.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** Something the caller can do something about: one line that says what is wrong and what to do next. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  constructor(
    readonly exitCode: ExitCode,
    /** Machine-readable, for `--json`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const EXIT_OF: Readonly<Record<FaultCategory, ExitCode>> = {
  BAD_USER_INPUT: EXIT.usage,
  UNAUTHENTICATED: EXIT.unavailable,
  FORBIDDEN: EXIT.refused,
  NOT_FOUND: EXIT.usage,
  CONFLICT: EXIT.refused,
  COMMAND_ID_REUSED: EXIT.refused,
  NOT_YET: EXIT.unavailable,
  LIMIT_EXCEEDED: EXIT.refused,
  UNAVAILABLE: EXIT.unavailable,
  CLOCK_SKEW: EXIT.unavailable,
  UPGRADE_REQUIRED: EXIT.unavailable,
};

/** What is expected to go wrong, told in one line; anything else is a mistake of ours. */
export function failureOf(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  if (error instanceof WriterLockHeld) return new CliFailure(EXIT.unavailable, 'LOCKED', error.message);
  if (error instanceof DamagedLog || error instanceof DamagedStream) return new CliFailure(EXIT.unavailable, 'DAMAGED', error.message);
  if (error instanceof StoreAccessDenied) return new CliFailure(EXIT.unavailable, 'ACCESS_DENIED', error.message);
  if (error instanceof Fault) return new CliFailure(EXIT_OF[error.category], error.category, withHelp(error));
  const { code, path, syscall } = error as { code?: unknown; path?: unknown; syscall?: unknown };
  if (syscall !== undefined || /^SQLITE_/.test(String(code))) {
    const where = typeof path === 'string' ? ` (${path})` : '';
    return new CliFailure(
      EXIT.unavailable,
      String(code),
      `the data folder cannot be used${where}: ${messageOf(error)}. Check --data-dir, its owner and the free space.`,
    );
  }
  // What PostgreSQL says has five characters: a wrong password, no such database, no right to read.
  if (/^(28|3D|42501)/.test(String(code)))
    return new CliFailure(
      EXIT.unavailable,
      'DATABASE',
      `PostgreSQL refused: ${messageOf(error)}. Check CONVENANT_VIEWS and CONVENANT_KEYS, and the rights of their users.`,
    );
  return new CliFailure(
    EXIT.unexpected,
    'UNEXPECTED',
    `unexpected error: ${messageOf(error)}. Please report it with the command you gave.`,
  );
}

function withHelp(fault: Fault): string {
  if (fault.category === 'UPGRADE_REQUIRED') return `${fault.message} Use the version that wrote this ledger, or a later one.`;
  if (fault.category === 'UNAUTHENTICATED')
    return 'the server does not accept the keys of this folder; check --data-dir and --ledger, or restart the server.';
  return fault.message;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
