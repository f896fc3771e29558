import { EventStoreDBClient } from '@eventstore/db-client';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import type * as shared from '@eventstore/db-client/generated/shared_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as streams from '@eventstore/db-client/generated/streams_pb.js';

/**
 * The one file that knows the client package. The package connects: it discovers the leader, holds the channel, signs calls and connects again.
 * The calls are ours, as its own ones parse the JSON of events (bytes are lost), cannot filter a read, and fail each other's appends
 * (docs/decisions/0013-eventstoredb-client.md).
 */
export const { Empty, StreamIdentifier, UUID, WrongExpectedVersion } = sharedMessages;
export const { BatchAppendReq, ReadReq } = streamsMessages;
export type ReadRequest = streams.ReadReq;
export type ReadResponse = streams.ReadResp;
export type RecordedMessage = streams.ReadResp.ReadEvent.RecordedEvent;
export type AppendMessage = streams.BatchAppendReq;
export type AppendResponse = streams.BatchAppendResp;
export type WrongExpectedVersionMessage = shared.WrongExpectedVersion;
export type ReadCall = ReturnType<StreamsClient['read']>;
export type AppendCall = ReturnType<StreamsClient['batchAppend']>;

/** gRPC status. */
const UNAVAILABLE = 14;

export interface ConnectionOptions {
  /** `esdb://…` or `esdb+discover://…`, as EventStoreDB documents it; TLS and its files are said there. */
  readonly connectionString: string;
  /** Instead of those in the connection string; the server asks for none on an insecure connection. */
  readonly credentials?: Credentials | undefined;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A connection to the leader, made when it is first needed and made again when it breaks. */
export class Connection {
  private readonly client: EventStoreDBClient;
  private readonly services = new WeakMap<object, StreamsClient>();
  private channel: { close(): void } | undefined;
  private readonly credentials: Credentials | undefined;
  private closed = false;

  constructor(options: ConnectionOptions) {
    const { address, credentials } = partsOf(options.connectionString);
    this.client = EventStoreDBClient.connectionString(address);
    // For each call that breaks, the package waits for the connection there is now, in a promise of its own that nobody awaits: if just then no
    // leader can be found, its rejection would end the process. Whoever asked for that connection is told.
    const handleError = this.client['handleError'];
    this.client['handleError'] = (service, error) => handleError(service, error).catch(() => undefined);
    this.credentials = options.credentials ?? credentials;
  }

  /** Stays the same as long as calls go to the same node. */
  get route(): unknown {
    return this.channel;
  }

  /** @param deadlineMs after which the call fails, or none for a subscription */
  read(request: ReadRequest, deadlineMs = Number.POSITIVE_INFINITY): Promise<ReadCall> {
    return this.call('read', (service) => service.read(request, ...this.callArguments(deadlineMs)));
  }

  /** One call that carries many appends. */
  batchAppend(): Promise<AppendCall> {
    return this.call('batchAppend', (service) => service.batchAppend(...this.callArguments(Number.POSITIVE_INFINITY)));
  }

  /** Nothing came back in time: later calls take another channel. By itself this one would be found dead only after its keep-alive, 20 s later. */
  async suspect(call: ReadCall | AppendCall): Promise<void> {
    const service = this.services.get(call);
    const error = Object.assign(new Error('no answer in time'), { code: UNAVAILABLE, details: '' });
    if (service && !this.closed) await this.client['handleError'](service, error);
  }

  /** The package ends its calls but leaves the channel open. */
  async close(): Promise<void> {
    this.closed = true;
    await this.client.dispose();
    this.channel?.close();
  }

  private call<Call extends ReadCall | AppendCall>(name: string, start: (service: StreamsClient) => Call): Promise<Call> {
    const create = this.client['GRPCStreamCreator']<StreamsClient, Call>(streamsServices.StreamsClient, name, (service) => {
      this.channel = service.getChannel();
      // The search for a leader cannot be called off; what it finds after closing is not used.
      if (this.closed) this.channel.close();
      const call = start(service);
      this.services.set(call, service);
      return call;
    });
    return create();
  }

  private callArguments(deadlineMs: number) {
    const { credentials } = this;
    const base = { requiresLeader: true, ...(credentials && { credentials }) };
    return Number.isFinite(deadlineMs)
      ? this.client['callArguments']({ ...base, deadline: deadlineMs })
      : this.client['callArguments'](base, { deadline: Number.POSITIVE_INFINITY });
  }
}

/** The package quotes a whole connection string in its errors, warnings and logs: it gets one without a password. */
function partsOf(connectionString: string): { address: string; credentials?: Credentials } {
  const [, scheme, username, password, rest] = /^(\s*esdb(?:\+discover)?:\/\/)([^:@/?,]+):([^@?]+)@(.*)$/s.exec(connectionString) ?? [];
  if (scheme === undefined || username === undefined || password === undefined) return { address: connectionString };
  const credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { address: `${scheme}${rest}`, credentials };
}
