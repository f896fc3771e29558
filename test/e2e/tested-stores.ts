import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';

/** Which stores the servers of this run of the tests use: what is set here is all that differs. */
export const STORE = process.env['CONVENANT_TEST_STORE'] ?? 'sqlite';

/** Logs outlive the servers that write them, as their folders do. */
const peers = new Map<string, PeerServer>();

/** Settings of a server on this folder. */
export async function storeSettings(dataDir: string): Promise<Readonly<Record<string, string>>> {
  if (STORE === 'sqlite') return {};
  let peer = peers.get(dataDir);
  if (!peer) peers.set(dataDir, (peer = await PeerServer.start()));
  return { CONVENANT_EVENT_STORE: peer.connectionString };
}

export async function removeStores(dataDir: string): Promise<void> {
  const peer = peers.get(dataDir);
  peers.delete(dataDir);
  await peer?.stop();
}
