import { Fault, StoreUnavailable } from '../../ledger/errors.js';
import { LIMITS } from '../../ledger/limits.js';

/** The server answers, but not to us: user, password or access rights. Retrying does not help. */
export class StoreAccessDenied extends Error {
  override readonly name = 'StoreAccessDenied';

  constructor(doing: string, answer: string) {
    super(
      `EventStoreDB refused ${doing} (${answer}). Check user and password of the connection, and that the user may read $all and write our streams.`,
    );
  }
}

/** What is in the store is not what was written. Retrying does not help: put back a copy, or ask who changed it. */
export class DamagedStream extends Error {
  override readonly name = 'DamagedStream';

  constructor(
    readonly stream: string,
    readonly finding: string,
  ) {
    super(`${stream} in EventStoreDB is damaged: ${finding}. Nothing was changed.`);
  }
}

type Trouble = 'away' | 'denied' | 'tooLarge' | 'deleted' | 'mistake';

/** By number of the gRPC status: the client package has no type for an absent server. */
const BY_CODE: Readonly<Record<number, Trouble>> = {
  1: 'away', // CANCELLED
  2: 'away', // UNKNOWN: no leader known, or a proxy's answer
  3: 'mistake', // INVALID_ARGUMENT
  4: 'away', // DEADLINE_EXCEEDED
  5: 'mistake', // NOT_FOUND
  6: 'mistake', // ALREADY_EXISTS
  7: 'denied', // PERMISSION_DENIED
  8: 'away', // RESOURCE_EXHAUSTED
  9: 'mistake', // FAILED_PRECONDITION
  10: 'away', // ABORTED: the server's own time-outs
  11: 'mistake', // OUT_OF_RANGE
  12: 'mistake', // UNIMPLEMENTED
  13: 'away', // INTERNAL: the connection broke within a message
  14: 'away', // UNAVAILABLE
  15: 'mistake', // DATA_LOSS
  16: 'denied', // UNAUTHENTICATED
};

/** By what EventStoreDB says besides, in the trailers of a call. */
const BY_EXCEPTION: Readonly<Record<string, Trouble>> = {
  'not-leader': 'away',
  'access-denied': 'denied',
  'stream-deleted': 'deleted',
  'maximum-append-size-exceeded': 'tooLarge',
};

/** By the error inside the answer to one append of many. */
const BY_DETAIL: Readonly<Record<string, Trouble>> = {
  'event_store.client.AccessDenied': 'denied',
  'event_store.client.StreamDeleted': 'deleted',
  'event_store.client.Timeout': 'away',
  'event_store.client.Unknown': 'away',
  'event_store.client.MaximumAppendSizeExceeded': 'tooLarge',
  'event_store.client.InvalidTransaction': 'mistake',
  'event_store.client.BadRequest': 'mistake',
  // Not ready, too busy, no leader: the message says which.
  'google.protobuf.Empty': 'away',
  'event_store.client.Empty': 'away',
};

/** The error of a call, as the store's clients know it. */
export function callFault(error: unknown, doing: string, stream: string): Error {
  if (error instanceof Fault || error instanceof DamagedStream || error instanceof StoreAccessDenied) return error;
  // A mistake in this program is not an outage.
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const { code, details, metadata } = error as { code?: unknown; details?: unknown; metadata?: { getMap?(): Record<string, unknown> } };
  const exception = metadata?.getMap?.()['exception'];
  // What has no status never reached a server: no address, no leader, no certificate.
  const byCode = typeof code === 'number' ? (BY_CODE[code] ?? 'mistake') : 'away';
  const trouble = BY_EXCEPTION[String(exception)] ?? byCode;
  const text = typeof details === 'string' && details !== '' ? details : String((error as Error).message);
  return faultOf(trouble, doing, stream, text);
}

/** The error inside the answer to one append. */
export function answerFault(detail: string, message: string, doing: string, stream: string): Error {
  return faultOf(BY_DETAIL[detail] ?? 'away', doing, stream, message);
}

function faultOf(trouble: Trouble, doing: string, stream: string, text: string): Error {
  switch (trouble) {
    case 'away':
      return new StoreUnavailable(`EventStoreDB did not answer to ${doing}: ${text}`);
    case 'denied':
      return new StoreAccessDenied(doing, text);
    case 'deleted':
      return new DamagedStream(stream, 'the stream was deleted');
    case 'tooLarge':
      return new Fault('LIMIT_EXCEEDED', `EventStoreDB takes less in one append than this ledger (MaxAppendSize): ${text}`, {
        limit: 'appendBytes',
        maximum: LIMITS.appendBytes,
      });
    case 'mistake':
      return new Error(`EventStoreDB did not take ${doing}: ${text}`);
    default:
      return trouble satisfies never;
  }
}
