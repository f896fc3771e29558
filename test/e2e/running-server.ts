import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findServer, ledgerFolder, openSecrets, type Secrets } from '../../apps/api/node/data-folder.js';
import { Tokens } from '../../libs/access/tokens.js';
import type { Actor, Role } from '../../libs/ledger/aggregate.js';
import type { StorePosition } from '../../libs/ledger/event-store.js';
import { PositionTokens } from '../../libs/ledger/position.js';
import { openFeed, type Feed, type FeedOptions } from './feed.js';
import { removeStores, storeSettings } from './tested-stores.js';
import { post, postGraphql, type Answer, type HttpAnswer, type Posted } from './http.js';

const MAIN = fileURLToPath(new URL('../../apps/api/main.js', import.meta.url));
const CLI = fileURLToPath(new URL('../../apps/cli/main.js', import.meta.url));
/** A server that is not ready by then says why in its log, which the error shows. */
const READY_WITHIN_MS = 60_000;

export interface ServerOptions {
  /** Of an earlier server; default a new folder, which `remove` takes away. */
  readonly dataDir?: string;
  readonly demo?: 'on' | 'empty' | 'off';
  /** Further settings, e.g. `CONVENANT_ORIGINS`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real server process on a folder of its own, spoken to as any client does. */
export class RunningServer {
  /** The ledger's folder inside the data folder, with its keys. */
  readonly folder: string;
  url = '';
  ledgerId = '';
  private child: ChildProcess | undefined;
  private written = '';

  private constructor(
    readonly dataDir: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.folder = ledgerFolder(dataDir, settings['CONVENANT_DEMO'] !== 'off');
  }

  /** @throws Error with what the server wrote, when it does not become ready */
  static async start({ dataDir, demo = 'empty', environment = {} }: ServerOptions = {}): Promise<RunningServer> {
    const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'convenant-e2e-'));
    const server = new RunningServer(folder, { CONVENANT_DEMO: demo, ...environment });
    try {
      await server.run();
      return server;
    } catch (error) {
      if (dataDir === undefined) await server.remove();
      throw error;
    }
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Everything the process wrote, over all its starts. */
  get log(): string {
    return this.written;
  }

  /** Ends it the hard way, as a power cut does for the process. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Asks it to stop; it answers what is in flight first. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Starts it again on the same folder; a running one is stopped first. The port may change. */
  async restart(): Promise<void> {
    await this.stop();
    await this.run();
  }

  /** Stops it and takes its folder away. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await removeStores(this.dataDir);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A token for any actor, signed with the folder's own key. */
  async token(
    { person = randomUUID(), party = null, role }: { person?: string; party?: string | null; role: Role },
    lifetimeSeconds = 3_600,
  ): Promise<string> {
    const actor: Actor = { person, party, role };
    return new Tokens(this.secrets().tokenSecret, this.ledgerId).issue(actor, lifetimeSeconds);
  }

  /** The token of a store position, as this ledger would give it; of another ledger or generation where one is named. */
  position(number: number, { ledgerId = this.ledgerId, generation = 1 } = {}): string {
    return new PositionTokens({ ledgerId, generation }, this.secrets().digestSecret).encode(String(number) as StorePosition);
  }

  /** One operation; the answer holds `data` or `errors`, never throws for a fault. */
  graphql<Data = any>(query: string, variables: object = {}, token?: string): Promise<Answer<Data>> {
    return postGraphql<Data>(this.url, query, variables, token);
  }

  /** The same, for an operation that must succeed. @throws Error with the faults */
  async ask<Data = any>(query: string, variables: object = {}, token?: string): Promise<Data> {
    const { data, errors } = await this.graphql<Data>(query, variables, token);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Until everything that was recorded by now can be read. */
  async caughtUp(): Promise<void> {
    while (!(await this.ask('{ ledgerStatus { caughtUp } }')).ledgerStatus.caughtUp) await pause(20);
  }

  /** Any request, as bytes go over the line. */
  send(path: string, request: Posted): Promise<HttpAnswer> {
    return post(`${this.url}${path}`, request);
  }

  /** Opens a subscription over a WebSocket of its own. */
  subscribe<Data = any>(query: string, variables: object = {}, options: FeedOptions = {}): Feed<Data> {
    return openFeed<Data>(this.url, query, variables, options);
  }

  /** What `convenant verify` says of what is stored, wherever that is. */
  async verify(): Promise<{ exitCode: number; events: number; viewsCompared: boolean; total: number }> {
    const child = spawn(process.execPath, [CLI, '--json', 'verify'], {
      env: await this.environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    return JSON.parse(said) as { exitCode: number; events: number; viewsCompared: boolean; total: number };
  }

  /** Moves the demo's clock forward; answers the ledger's time after it. */
  async moveClock(to: string): Promise<string> {
    const { status, text } = await this.send('/demo/clock', { body: JSON.stringify({ to }) });
    if (status !== 200) throw new Error(`the demo clock did not move: ${status} ${text}`);
    return (JSON.parse(text) as { now: string }).now;
  }

  /** Its own, or those of the folder that all nodes read. */
  private secrets(): Secrets {
    const folder = this.settings['CONVENANT_SECRETS'];
    return openSecrets(this.folder, folder === undefined ? { kind: 'files' } : { kind: 'folder', folder });
  }

  private async run(): Promise<void> {
    const env = await this.environment();
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.written += chunk.toString()));
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await this.ready(child))) {
      if (hasEnded(child) || performance.now() > deadline) {
        await this.kill();
        throw new Error(`the server did not become ready:\n${this.written}`);
      }
      await pause(20);
    }
  }

  private async environment(): Promise<NodeJS.ProcessEnv> {
    const stores = await storeSettings(this.dataDir);
    return { ...process.env, NODE_ENV: undefined, PORT: '0', CONVENANT_DATA_DIR: this.dataDir, ...stores, ...this.settings };
  }

  private async ready({ pid }: ChildProcess): Promise<boolean> {
    const found = findServer(this.folder);
    if (!found || found.pid !== pid) return false;
    const answer = await fetch(`${found.url}/health/ready`).catch(() => undefined);
    if (answer?.status !== 200) return false;
    this.url = found.url;
    this.ledgerId = ((await answer.json()) as { ledger: { ledgerId: string } }).ledger.ledgerId;
    return true;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || hasEnded(child)) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
