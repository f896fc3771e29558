import { randomUUID } from 'node:crypto';
import { NO_STREAM } from '../../ledger/event-store.js';
import { BatchAppendReq, Empty, StreamIdentifier, UUID, WrongExpectedVersion } from './client.js';
import type { AppendCall, AppendMessage, AppendResponse, Connection, WrongExpectedVersionMessage } from './client.js';
import { answerFault, callFault } from './grpc-faults.js';
import { within } from './persistence.js';

/** An append as the server gets it. */
export interface ServerAppend {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly ServerEvent[];
}

export interface ServerEvent {
  readonly id: string;
  readonly type: string;
  readonly json: string;
  readonly metadata: Uint8Array;
}

export type ServerAnswer =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'wrongRevision'; readonly actual: number };

interface Waiting {
  readonly stream: string;
  settle(answer: ServerAnswer): void;
  fail(error: unknown): void;
}

/** One open call, with the appends it has not answered yet. */
interface OpenCall {
  readonly call: AppendCall;
  readonly waiting: Map<string, Waiting>;
  /** It gets no further appends, and is ended when those it has are through. */
  suspect: boolean;
}

const WRONG_VERSION = 'event_store.client.WrongExpectedVersion';

/**
 * Sends appends through one call and sorts the answers. When the call breaks, what it had under way is of unknown outcome and fails as such; the
 * next append opens another call.
 */
export class AppendStream {
  private open: Promise<OpenCall> | undefined;

  constructor(private readonly connection: Connection) {}

  async send(append: ServerAppend, deadlineMs: number): Promise<ServerAnswer> {
    const doing = `an append to ${append.stream}`;
    const correlation = randomUUID();
    const until = performance.now() + deadlineMs;
    const opening = (this.open ??= this.start());
    try {
      const open = await within(deadlineMs, doing, opening);
      try {
        return await within(Math.max(1, until - performance.now()), doing, exchange(open, append, correlation));
      } finally {
        if (open.waiting.delete(correlation)) this.suspect(open, opening);
        if (open.suspect && open.waiting.size === 0) open.call.cancel();
      }
    } catch (error) {
      throw callFault(error, doing, append.stream);
    }
  }

  /** It left an append without an answer. */
  private suspect(open: OpenCall, opening: Promise<OpenCall>): void {
    if (this.open === opening) this.open = undefined;
    if (open.suspect) return;
    open.suspect = true;
    void this.connection.suspect(open.call);
  }

  private start(): Promise<OpenCall> {
    const starting = this.connection.batchAppend().then((call) => {
      const open: OpenCall = { call, waiting: new Map(), suspect: false };
      const end = (error: unknown) => {
        if (this.open === starting) this.open = undefined;
        for (const { fail } of open.waiting.values()) fail(error);
        open.waiting.clear();
      };
      call.on('data', (answer: AppendResponse) => receive(open, answer));
      call.on('error', end);
      call.on('end', () => end(new Error('the server ended the call')));
      return open;
    });
    starting.catch(() => {
      if (this.open === starting) this.open = undefined;
    });
    return starting;
  }
}

function exchange({ call, waiting }: OpenCall, append: ServerAppend, correlation: string): Promise<ServerAnswer> {
  return new Promise<ServerAnswer>((settle, fail) => {
    waiting.set(correlation, { stream: append.stream, settle, fail });
    call.write(messageOf(append, correlation));
  });
}

function receive({ waiting }: OpenCall, answer: AppendResponse): void {
  const correlation = answer.getCorrelationId()?.getString() ?? '';
  const append = waiting.get(correlation);
  // An answer that came too late: its append is tried again, or was given up.
  if (append === undefined) return;
  waiting.delete(correlation);
  try {
    append.settle(answerOf(answer, append.stream));
  } catch (error) {
    append.fail(error);
  }
}

function answerOf(answer: AppendResponse, stream: string): ServerAnswer {
  const success = answer.getSuccess();
  if (success) {
    const position = success.getPosition();
    return {
      kind: 'written',
      revision: Number(success.getCurrentRevision()),
      position: position && BigInt(position.getCommitPosition()),
    };
  }
  const details = answer.getError()?.getDetails();
  const name = details?.getTypeName() ?? '';
  const wrong = details?.unpack<WrongExpectedVersionMessage>(WrongExpectedVersion.deserializeBinary, WRONG_VERSION);
  if (wrong)
    return { kind: 'wrongRevision', actual: wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : NO_STREAM };
  throw answerFault(name, answer.getError()?.getMessage() ?? name, `an append to ${stream}`, stream);
}

/** No deadline is sent: the field this protocol has for it is a time of day, which a server with another clock takes for the past. */
function messageOf({ stream, expected, events }: ServerAppend, correlation: string): AppendMessage {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const options = new BatchAppendReq.Options().setStreamIdentifier(identifier);
  if (expected === NO_STREAM) options.setNoStream(new Empty());
  else options.setStreamPosition(String(expected));
  const message = new BatchAppendReq().setCorrelationId(uuidOf(correlation)).setOptions(options).setIsFinal(true);
  for (const { id, type, json, metadata } of events) {
    const proposed = new BatchAppendReq.ProposedMessage().setId(uuidOf(id)).setData(Buffer.from(json)).setCustomMetadata(metadata);
    proposed.getMetadataMap().set('type', type).set('content-type', 'application/json');
    message.addProposedMessages(proposed);
  }
  return message;
}

function uuidOf(id: string) {
  const uuid = new UUID();
  uuid.setString(id);
  return uuid;
}
