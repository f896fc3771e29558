/**
 * Every fault the kernel can raise, one class per category. The API maps each category to an `extensions.code`
 * in one exhaustive table, so that a new one does not compile until it is mapped.
 */
export type FaultCategory =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'COMMAND_ID_REUSED'
  | 'NOT_YET'
  | 'LIMIT_EXCEEDED'
  | 'UNAVAILABLE'
  | 'CLOCK_SKEW'
  | 'UPGRADE_REQUIRED';

export class Fault extends Error {
  override readonly name: string = 'Fault';

  constructor(
    readonly category: FaultCategory,
    message: string,
    /** Safe to show to the client; never holds the offending value itself. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export interface InputProblem {
  /** Dotted path inside `input`, e.g. `externalIds.0.value`. */
  readonly path: string;
  /** Machine-readable, e.g. `POSSIBLE_BSN`, `isUuid`. */
  readonly problem: string;
  readonly message: string;
}

/** All problems of an input at once, per field. */
export class BadInput extends Fault {
  override readonly name = 'BadInput';

  constructor(readonly problems: readonly InputProblem[]) {
    super('BAD_USER_INPUT', problems.map((p) => `${p.path}: ${p.message}`).join('; '), { problems });
  }
}

/** The stream is not at the revision the writer expected. */
export class ConflictError extends Fault {
  override readonly name = 'ConflictError';

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super('CONFLICT', `${stream} is at revision ${actual}, not at ${expected}`, { stream, expected, actual });
  }
}

/** The store cannot say whether or when it will answer; an idempotent retry is always safe. */
export class StoreUnavailable extends Fault {
  override readonly name = 'StoreUnavailable';

  constructor(
    message: string,
    readonly retryAfterMs = 1_000,
  ) {
    super('UNAVAILABLE', message, { retryAfterMs });
  }
}
