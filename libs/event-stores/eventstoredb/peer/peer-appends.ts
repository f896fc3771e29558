import { setTimeout as delay } from 'node:timers/promises';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendFault } from './misbehaviour.js';
import type { Expected, ProposedEvent } from './peer-log.js';
import { appendAnswer } from './peer-messages.js';
import type { ReadContext } from './peer-reads.js';

type AppendCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** Streams.BatchAppend: many appends in one call, each answered by its correlation id (Streams.BatchAppend.cs in 23.10.6). */
export function answerAppends(call: AppendCall, context: ReadContext, refusal: () => Error | undefined): void {
  call.on('data', (request: BatchAppendReq) => void answer(call, request, context, refusal));
  call.on('end', () => call.end());
}

async function answer(call: AppendCall, request: BatchAppendReq, context: ReadContext, refusal: () => Error | undefined): Promise<void> {
  const { log, misbehaviour } = context;
  const refused = refusal();
  if (refused) {
    call.emit('error', refused);
    return;
  }
  const options = request.getOptions()!;
  const stream = Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
  const correlation = request.getCorrelationId()!.getString();
  const fault: AppendFault | undefined = misbehaviour.append(stream);
  if (fault === 'cutBeforeStoring') return context.cut();
  if (fault === 'notReady') {
    call.write(appendAnswer(correlation, stream, 'notReady'));
    return;
  }
  const commit = log.append(stream, expectedOf(options), request.getProposedMessagesList().map(proposedOf));
  if (fault === 'unanswered') return;
  if (fault === 'cutAfterStoring') return context.cut();
  if (fault === 'timedOut') {
    call.write(appendAnswer(correlation, stream, 'timedOut'));
    return;
  }
  if (typeof fault === 'object') await delay(fault.answerAfterMs);
  call.write(appendAnswer(correlation, stream, commit));
}

function expectedOf(options: BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getStreamPosition());
}

function proposedOf(message: BatchAppendReq.ProposedMessage): ProposedEvent {
  return {
    id: message.getId()!.getString(),
    type: message.getMetadataMap().get('type')!,
    json: message.getMetadataMap().get('content-type') === 'application/json',
    bytes: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
