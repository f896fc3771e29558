import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecrets } from '../../apps/api/node/data-folder.js';
import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import { freshDatabase } from '../../libs/privacy/testing/key-rings.js';
import { startPostgres, type PostgresServer } from '../../libs/views/testing/postgres-server.js';
import { RunningServer } from '../e2e/running-server.js';

export type Role = 'all' | 'api' | 'projector';

/** Stores that several nodes share, as in production: a log, a database for the views, one for keys and persons, and a folder with secrets. */
export class Cluster {
  readonly nodes: RunningServer[] = [];

  private constructor(
    private readonly folder: string,
    /** Absent where the log is a real EventStoreDB (EVENTSTORE_URL): that does not misbehave on demand. */
    readonly peer: PeerServer | undefined,
    readonly views: PostgresServer,
    /** A server of its own, so that each can be away while the other is there. */
    readonly keys: PostgresServer,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'convenant-cluster-'));
    const secrets = join(folder, 'secrets');
    openSecrets(secrets);
    const log = process.env['EVENTSTORE_URL'];
    const peer = log === undefined ? await PeerServer.start() : undefined;
    const [views, keys] = await Promise.all([startPostgres(), startPostgres()]);
    return new Cluster(folder, peer, views, keys, {
      CONVENANT_DEMO: 'off',
      CONVENANT_SECRETS: secrets,
      CONVENANT_EVENT_STORE: peer?.connectionString ?? log!,
      // A ledger of its own in stores that are there for longer.
      CONVENANT_EVENT_STORE_PREFIX: views.freshName(),
      CONVENANT_VIEWS: await freshDatabase(views),
      CONVENANT_KEYS: await freshDatabase(keys),
    });
  }

  /** Starts one more node, with a data folder of its own. */
  async node(role: Role = 'all', more: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
    const environment = { ...this.environment, CONVENANT_ROLE: role, ...more };
    const node = await RunningServer.start({ demo: 'off', environment });
    this.nodes.push(node);
    return node;
  }

  async remove(): Promise<void> {
    for (const node of this.nodes) await node.remove();
    await Promise.all([this.views.close(), this.keys.close()]);
    await this.peer?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
