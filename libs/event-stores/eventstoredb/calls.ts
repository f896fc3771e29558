import { StoreUnavailable } from '../../ledger/errors.js';
import type { Connection, ReadRequest, ReadResponse } from './client.js';
import { callFault } from './grpc-faults.js';
import { within } from './persistence.js';
import { recordedEvent } from './read-requests.js';
import type { RecordedEvent } from './read-requests.js';

/** The whole answer to a read. */
export interface ReadAnswer {
  readonly events: readonly RecordedEvent[];
  /** Revision of the stream's last event, where the server says it. */
  readonly lastRevision: number | undefined;
  /** False when there is no such stream. */
  readonly found: boolean;
}

export interface ReadTimes {
  readonly deadlineMs: number;
  /** For the connection, on top of the call itself. */
  readonly connectMs: number;
}

/** One read, whole or not at all: a connection that breaks in the middle fails it. */
export async function readWhole(connection: Connection, request: ReadRequest, stream: string, times: ReadTimes): Promise<ReadAnswer> {
  const doing = `a read of ${stream}`;
  try {
    return await within(times.deadlineMs + times.connectMs, doing, collect(connection, request, times.deadlineMs));
  } catch (error) {
    throw readFault(error, doing, stream);
  }
}

async function collect(connection: Connection, request: ReadRequest, deadlineMs: number): Promise<ReadAnswer> {
  const call = await connection.read(request, deadlineMs);
  call.on('error', (error: { code?: unknown }) => {
    if (error.code === DEADLINE_EXCEEDED) void connection.suspect(call);
  });
  const events: RecordedEvent[] = [];
  let lastRevision: number | undefined;
  let found = true;
  for await (const answer of call as AsyncIterable<ReadResponse>) {
    const recorded = answer.getEvent()?.getEvent();
    if (recorded) events.push(recordedEvent(recorded));
    if (answer.hasStreamNotFound()) found = false;
    if (answer.hasLastStreamPosition()) lastRevision = Number(answer.getLastStreamPosition());
  }
  return { events, lastRevision, found };
}

/** gRPC status. */
const DEADLINE_EXCEEDED = 4;

/** The server's answer to a position inside of a record; it has no code of its own. */
const BAD_POSITION = /Unexpected FilteredReadAllResult: (Error|InvalidPosition)/;

function readFault(error: unknown, doing: string, stream: string): unknown {
  if (BAD_POSITION.test(String((error as { details?: unknown }).details))) {
    return new RangeError('That is not a position of this store: was an older copy put back?');
  }
  return callFault(error, doing, stream);
}

export function assertOpen(signal: AbortSignal): void {
  if (signal.aborted) throw new StoreUnavailable('The store is closed.');
}
