import { Metadata, status } from '@grpc/grpc-js';
import type { ServerErrorResponse } from '@grpc/grpc-js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import type { Commit, PeerRecord } from './peer-log.js';

const { Empty, StreamDeleted, StreamIdentifier, Timeout, UUID, WrongExpectedVersion, AllStreamPosition } = sharedMessages;
const { BatchAppendResp: Answer, ReadResp: ReadAnswer } = streamsMessages;

/** An error as EventStoreDB sends it: a status, and in the trailers which case it is. */
export function rpcError(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): Partial<ServerErrorResponse> {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const ACCESS_DENIED = () => rpcError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const UNAUTHENTICATED = () => rpcError(status.UNAUTHENTICATED, 'Unauthenticated');
export const NO_LEADER = () => rpcError(status.UNKNOWN, 'No leader info available in response');

export function notLeader(host: string, port: number) {
  return rpcError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });
}

export function streamDeleted(stream: string) {
  return rpcError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

export function eventMessage(record: PeerRecord): ReadResp {
  const { position, stream, revision, id, type, json, bytes, metadata } = record;
  const recorded = new ReadAnswer.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(id)).setStreamIdentifier(identifierOf(stream)).setStreamRevision(String(revision));
  recorded.setCommitPosition(String(position)).setPreparePosition(String(position)).setData(bytes).setCustomMetadata(metadata);
  recorded
    .getMetadataMap()
    .set('type', type)
    .set('content-type', json ? 'application/json' : 'application/octet-stream')
    .set('created', '0');
  const event = new ReadAnswer.ReadEvent();
  event.setEvent(recorded).setCommitPosition(String(position));
  return new ReadAnswer().setEvent(event);
}

export function streamNotFound(stream: string): ReadResp {
  return new ReadAnswer().setStreamNotFound(new ReadAnswer.StreamNotFound().setStreamIdentifier(identifierOf(stream)));
}

export function lastStreamPosition(revision: bigint): ReadResp {
  return new ReadAnswer().setLastStreamPosition(String(revision));
}

export function confirmation(): ReadResp {
  return new ReadAnswer().setConfirmation(new ReadAnswer.SubscriptionConfirmation().setSubscriptionId('peer'));
}

export function caughtUp(): ReadResp {
  return new ReadAnswer().setCaughtUp(new ReadAnswer.CaughtUp());
}

/** The answer to one append of a call that carries many. */
export function appendAnswer(correlation: string, stream: string, commit: Commit | 'notReady' | 'timedOut'): BatchAppendResp {
  const answer = new Answer().setCorrelationId(uuidOf(correlation)).setStreamIdentifier(identifierOf(stream));
  if (commit === 'notReady') return answer.setError(problem('Server Is Not Ready', new Empty(), 'google.protobuf.Empty'));
  if (commit === 'timedOut') return answer.setError(problem('Timeout', new Timeout(), 'event_store.client.Timeout'));
  switch (commit.kind) {
    case 'ok': {
      const position = new AllStreamPosition();
      position.setCommitPosition(String(commit.position)).setPreparePosition(String(commit.position));
      return answer.setSuccess(new Answer.Success().setCurrentRevision(String(commit.revision)).setPosition(position));
    }
    case 'wrongVersion': {
      const wrong = new WrongExpectedVersion();
      if (commit.current < 0n) wrong.setCurrentNoStream(new Empty());
      else wrong.setCurrentStreamRevision(String(commit.current));
      if (typeof commit.expected === 'bigint') wrong.setExpectedStreamPosition(String(commit.expected));
      else if (commit.expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
      else if (commit.expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
      else wrong.setExpectedAny(new Empty());
      return answer.setError(problem('WrongExpectedVersion', wrong, 'event_store.client.WrongExpectedVersion'));
    }
    case 'deleted': {
      const deleted = new StreamDeleted().setStreamIdentifier(identifierOf(stream));
      return answer.setError(problem('StreamDeleted', deleted, 'event_store.client.StreamDeleted'));
    }
  }
}

function problem(message: string, detail: { serializeBinary(): Uint8Array }, name: string) {
  const details = new anyMessages.Any();
  details.pack(detail.serializeBinary(), name);
  return new statusMessages.Status().setMessage(message).setDetails(details);
}

function identifierOf(stream: string) {
  return new StreamIdentifier().setStreamName(Buffer.from(stream));
}

function uuidOf(id: string) {
  return new UUID().setString(id);
}
