import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Metadata, ServerDuplexStream, ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendReq, BatchAppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Misbehaviour } from './misbehaviour.js';
import { answerAppends } from './peer-appends.js';
import { PeerLog } from './peer-log.js';
import { ACCESS_DENIED, NO_LEADER, notLeader, UNAUTHENTICATED } from './peer-messages.js';
import { answerRead } from './peer-reads.js';
import { Wire } from './wire.js';

const LEADER = 8;
const FOLLOWER = 6;

export interface PeerMember {
  readonly port: number;
  readonly leads: boolean;
}

/** A node that speaks EventStoreDB's protocol, over a network that can fail. Several may share one log: a cluster. */
export class PeerServer {
  readonly misbehaviour = new Misbehaviour();
  /** What this node says the cluster is. */
  members: () => readonly PeerMember[] = () => [{ port: this.port, leads: true }];
  /** Calls that were begun, by name. */
  readonly calls = { read: 0, batchAppend: 0 };
  port = 0;
  private readonly server = new Server();
  private wire: Wire | undefined;

  private constructor(readonly log: PeerLog) {}

  static async start(log = new PeerLog()): Promise<PeerServer> {
    const peer = new PeerServer(log);
    peer.serve();
    const inner = await new Promise<number>((resolve, reject) => {
      peer.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
    });
    peer.wire = new Wire(inner);
    peer.port = await peer.wire.open();
    return peer;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  cut(): void {
    this.wire!.cut();
  }

  /** The connections there are stay open, and nothing passes them any more. */
  stick(): void {
    this.wire!.stick();
  }

  async down(): Promise<void> {
    await this.wire!.close();
  }

  async up(): Promise<void> {
    await this.wire!.open(this.port);
  }

  async stop(): Promise<void> {
    await this.wire!.close();
    this.server.forceShutdown();
  }

  private serve(): void {
    const context = { log: this.log, misbehaviour: this.misbehaviour, cut: () => this.cut() };
    this.server.addService(streamsServices.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
        this.calls.read += 1;
        const refused = this.refusal(call.metadata);
        if (refused) call.emit('error', refused);
        else void answerRead(call, context);
      },
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
        this.calls.batchAppend += 1;
        answerAppends(call, context, () => this.refusal(call.metadata));
      },
    });
    this.server.addService(gossipServices.GossipService, {
      read: (_: ServerUnaryCall<unknown, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) => answer(null, this.clusterInfo()),
    });
    this.server.addService(featureServices.ServerFeaturesService, {
      getSupportedMethods: (_: ServerUnaryCall<unknown, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) =>
        answer(null, features()),
    });
  }

  private refusal(metadata: Metadata): Error | undefined {
    const { denial, leader } = this.misbehaviour;
    if (denial === 'unauthenticated') return UNAUTHENTICATED() as Error;
    if (denial === 'accessDenied') return ACCESS_DENIED() as Error;
    if (leader === undefined || metadata.get('requires-leader')[0] !== 'true') return undefined;
    return (leader === 'unknown' ? NO_LEADER() : notLeader(leader.host, leader.port)) as Error;
  }

  private clusterInfo(): ClusterInfo {
    const info = new gossipMessages.ClusterInfo();
    for (const { port, leads } of this.members()) {
      const member = new gossipMessages.MemberInfo();
      const endPoint = new gossipMessages.EndPoint().setAddress('127.0.0.1').setPort(port);
      const id = new sharedMessages.UUID().setString('00000000-0000-4000-8000-000000000000');
      info.addMembers(
        member
          .setInstanceId(id)
          .setIsAlive(true)
          .setState(leads ? LEADER : FOLLOWER)
          .setHttpEndPoint(endPoint),
      );
    }
    return info;
  }
}

/** The version whose sources the peer follows. */
function features(): SupportedMethods {
  const supported = new featureMessages.SupportedMethods().setEventStoreServerVersion('23.10.6');
  for (const name of ['read', 'batchappend']) {
    const method = new featureMessages.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name);
    supported.addMethods(method);
  }
  return supported;
}
