import { Empty, ReadReq, StreamIdentifier } from './client.js';
import type { ReadRequest, RecordedMessage } from './client.js';

/** Events of others that the server looks at between two answers; its own default is as small as a page. */
const SEARCH_WINDOW = 2_000;
const FORWARDS = 0;
const BACKWARDS = 1;
/** Asks the server to say at which revision the stream ends. */
const SAYS_STREAM_END = 1;

/** An event as the server gives it; numbers of 64 bits stay inside the adapter. */
export interface RecordedEvent {
  /** The server's own id of the event. */
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly metadata: Uint8Array;
}

export function streamForward(stream: string, from: number, count: number): ReadRequest {
  const options = ofStream(stream, count, FORWARDS);
  options.getStream()!.setRevision(String(from));
  return requestOf(options);
}

export function streamBackward(stream: string, count: number): ReadRequest {
  const options = ofStream(stream, count, BACKWARDS);
  options.getStream()!.setEnd(new Empty());
  return requestOf(options);
}

/** Events of streams with one of the prefixes, from a position on, the event there included. */
export function allForward(prefixes: readonly string[], from: bigint | undefined, count: number): ReadRequest {
  const options = ofAll(prefixes).setCount(String(count));
  if (from === undefined) options.getAll()!.setStart(new Empty());
  else {
    const position = new ReadReq.Options.Position();
    position.setCommitPosition(String(from)).setPreparePosition(String(from));
    options.getAll()!.setPosition(position);
  }
  return requestOf(options);
}

/** From the end back; without a prefix, of every stream there is. */
export function allBackward(prefixes: readonly string[], count: number): ReadRequest {
  const options = ofAll(prefixes).setCount(String(count)).setReadDirection(BACKWARDS);
  options.getAll()!.setEnd(new Empty());
  return requestOf(options);
}

/** What is appended from now on. */
export function allLive(prefixes: readonly string[]): ReadRequest {
  const options = ofAll(prefixes);
  options.setSubscription(new ReadReq.Options.SubscriptionOptions());
  options.getAll()!.setEnd(new Empty());
  return requestOf(options);
}

function ofStream(stream: string, count: number, direction: 0 | 1) {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const options = new ReadReq.Options();
  options.setStream(new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier));
  options.setCount(String(count)).setReadDirection(direction).setNoFilter(new Empty());
  return options.setControlOption(new ReadReq.Options.ControlOption().setCompatibility(SAYS_STREAM_END));
}

function ofAll(prefixes: readonly string[]) {
  const options = new ReadReq.Options();
  options.setAll(new ReadReq.Options.AllOptions()).setReadDirection(FORWARDS);
  if (prefixes.length === 0) return options.setNoFilter(new Empty());
  const names = new ReadReq.Options.FilterOptions.Expression();
  names.setPrefixList([...prefixes]);
  const filter = new ReadReq.Options.FilterOptions();
  return options.setFilter(filter.setStreamIdentifier(names).setMax(SEARCH_WINDOW).setCheckpointintervalmultiplier(1));
}

function requestOf(options: InstanceType<typeof ReadReq.Options>): ReadRequest {
  options.setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()));
  return new ReadReq().setOptions(options);
}

export function recordedEvent(message: RecordedMessage): RecordedEvent {
  return {
    id: message.getId()?.getString() ?? '',
    stream: textOf(message.getStreamIdentifier()?.getStreamName_asU8()),
    revision: BigInt(message.getStreamRevision()),
    position: BigInt(message.getCommitPosition()),
    type: message.getMetadataMap().get('type') ?? '',
    bytes: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** Unlike TextDecoder this keeps a byte order mark, which is a part of the text. */
export function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
