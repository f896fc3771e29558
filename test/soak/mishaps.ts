import type { AppendFault } from '../../libs/event-stores/eventstoredb/peer/misbehaviour.js';
import type { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import type { PostgresServer } from '../../libs/views/testing/postgres-server.js';
import type { RunningServer } from '../e2e/running-server.js';
import type { Cluster } from '../faults/cluster.js';

/** What goes wrong, and how it is put right. */
export interface Mishap {
  readonly name: string;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
  /** The node that is gone meanwhile. */
  readonly killed?: RunningServer;
}

/** Everything that can be made to go wrong with these stores: what was there already is not ours to stop, and does not misbehave on demand. */
export function mishapsOf({ nodes, peer, views, keys }: Cluster): readonly Mishap[] {
  return [
    ...nodes.map((node, index) => killing(node, index)),
    ...(peer ? misbehaving(peer) : []),
    ...away('PostgreSQL of the views is away', views),
    ...away('PostgreSQL of the keys is away', keys),
  ];
}

function killing(node: RunningServer, index: number): Mishap {
  return { name: `node ${index + 1} is killed`, begin: () => node.kill(), end: () => node.restart(), killed: node };
}

function away(name: string, { stopAndStart }: PostgresServer): Mishap[] {
  return stopAndStart ? [{ name, begin: () => stopAndStart.stop(), end: () => stopAndStart.start() }] : [];
}

function misbehaving(peer: PeerServer): Mishap[] {
  const { misbehaviour } = peer;
  const appends = (name: string, fault: () => AppendFault | undefined): Mishap => ({
    name,
    begin: () => void (misbehaviour.append = fault),
    end: () => void (misbehaviour.append = () => undefined),
  });
  const subscriptions = (name: string, set: (on: boolean) => void): Mishap => ({
    name,
    begin() {
      set(true);
      peer.cut();
    },
    end() {
      set(false);
      peer.cut();
    },
  });
  return [
    { name: 'the log is away', begin: () => peer.down(), end: () => peer.up() },
    { name: 'connections to the log are cut', begin: () => peer.cut(), end: () => undefined },
    appends('appends are cut off before they are stored', () => (Math.random() < 0.1 ? 'cutBeforeStoring' : undefined)),
    appends('appends are cut off after they are stored', () => (Math.random() < 0.1 ? 'cutAfterStoring' : undefined)),
    appends('the log is slow', () => ({ answerAfterMs: 300 })),
    subscriptions('subscriptions fall silent', (on) => (misbehaviour.mute = on)),
    subscriptions('subscriptions repeat themselves', (on) => (misbehaviour.twice = on)),
  ];
}
