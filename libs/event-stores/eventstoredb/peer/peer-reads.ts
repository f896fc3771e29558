import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Misbehaviour, ReadFault } from './misbehaviour.js';
import type { PeerLog, PeerRecord } from './peer-log.js';
import { caughtUp, confirmation, eventMessage, lastStreamPosition, rpcError, streamDeleted, streamNotFound } from './peer-messages.js';

const BACKWARDS = 1;

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export interface ReadContext {
  readonly log: PeerLog;
  readonly misbehaviour: Misbehaviour;
  cut(): void;
}

/** Streams.Read as the server does it (Streams.Read.cs and its enumerators in 23.10.6). */
export async function answerRead(call: ReadCall, context: ReadContext): Promise<void> {
  const options = call.request.getOptions()!;
  if (options.hasSubscription()) return follow(call, options, context);
  const stream = options.hasStream() ? nameOf(options) : '$all';
  const fault = context.misbehaviour.read(stream);
  if (fault === 'silent') return;
  if (typeof fault === 'object' && 'answerAfterMs' in fault) await delay(fault.answerAfterMs);
  const answers = options.hasStream() ? ofStream(options, context) : ofAll(options, context);
  if (answers instanceof Error) {
    call.emit('error', answers);
    return;
  }
  send(call, answers, fault, context);
}

function send(call: ReadCall, answers: readonly ReadResp[], fault: ReadFault | undefined, context: ReadContext): void {
  const until = typeof fault === 'object' && 'cutAfterEvents' in fault ? fault.cutAfterEvents : undefined;
  for (const answer of answers.slice(0, until)) {
    call.write(answer);
    if (fault === 'twice') call.write(answer);
  }
  if (until === undefined) call.end();
  // After what was written has left.
  else setTimeout(() => context.cut(), 20);
}

function ofStream(options: ReadReq.Options, { log, misbehaviour }: ReadContext): readonly ReadResp[] | Error {
  const name = nameOf(options);
  const all = log.read(name);
  if (all === 'deleted') return streamDeleted(name) as Error;
  const end = indexedOf(log, misbehaviour).at(-1)!.position;
  const held = all?.filter(({ position }) => position <= end);
  if (held === undefined || held.length === 0) return [streamNotFound(name)];
  const backwards = options.getReadDirection() === BACKWARDS;
  const from = options.getStream()!.hasRevision() ? BigInt(options.getStream()!.getRevision()) : 0n;
  const wanted = backwards ? held.toReversed() : held.filter(({ revision }) => revision >= from);
  const events = wanted.slice(0, Number(options.getCount())).map(eventMessage);
  const last = held.at(-1);
  const says = (options.getControlOption()?.getCompatibility() ?? 0) >= 1 && last !== undefined;
  return says ? [...events, lastStreamPosition(last.revision)] : events;
}

function ofAll(options: ReadReq.Options, { log, misbehaviour }: ReadContext): readonly ReadResp[] | Error {
  const backwards = options.getReadDirection() === BACKWARDS;
  const position = options.getAll()!.getPosition();
  const from = position === undefined ? 0 : Number(position.getCommitPosition());
  const records = indexedOf(log, misbehaviour);
  const start = firstFrom(records, from);
  // The server reads a record at that very byte; there must be one, or the end of the log.
  if (start < records.length && from > 0 && records[start]!.position !== from)
    return rpcError(status.UNKNOWN, 'Unexpected FilteredReadAllResult: Error') as Error;
  const matches = filterOf(options);
  const found: ReadResp[] = [];
  for (let i = backwards ? records.length - 1 : start; i >= 0 && i < records.length; i += backwards ? -1 : 1) {
    if (found.length === Number(options.getCount())) break;
    log.considered += 1;
    if (matches(records[i]!)) found.push(eventMessage(records[i]!));
  }
  return found;
}

/** Everything after a position, then live; `end` is where it starts when it is only for what is new. */
function follow(call: ReadCall, options: ReadReq.Options, { log, misbehaviour }: ReadContext): void {
  const matches = filterOf(options);
  const write = (record: PeerRecord) => {
    if (misbehaviour.mute || !matches(record)) return;
    call.write(eventMessage(record));
    if (misbehaviour.twice) call.write(eventMessage(record));
  };
  call.write(confirmation());
  const all = options.getAll()!;
  const after = all.hasPosition() ? Number(all.getPosition()!.getCommitPosition()) : -1;
  if (!all.hasEnd()) for (const record of log.records) if (record.position > after) write(record);
  call.write(caughtUp());
  const stop = log.onRecord(write);
  call.on('cancelled', stop);
  call.on('error', stop);
}

function indexedOf(log: PeerLog, { unindexed }: Misbehaviour): readonly PeerRecord[] {
  return unindexed === 0 ? log.records : log.records.slice(0, -unindexed);
}

function filterOf(options: ReadReq.Options): (record: PeerRecord) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList();
  if (prefixes === undefined) return () => true;
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

function firstFrom(records: readonly PeerRecord[], position: number): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle]!.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nameOf(options: ReadReq.Options): string {
  return Buffer.from(options.getStream()!.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
}
