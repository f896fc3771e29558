import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { graphqlRequest, HttpClient } from '../load/http-client.js';
import type { ResidentMemory } from '../measuring/resident-memory.js';

export type ServerQuestion = 'usage' | 'close';

export interface ServerUsage extends ResidentMemory {
  /** Appends and their transactions since the start. */
  readonly appends: number;
  readonly commits: number;
}

export type ServerAnswer =
  { readonly kind: 'serves'; readonly url: string; readonly administrator: string } | ({ readonly kind: 'usage' } & ServerUsage);

export interface ServerOptions {
  readonly dataDir: string;
  readonly demo: 'on' | 'empty' | 'off';
  /** For node itself besides those of `npm start`, e.g. `--cpu-prof`. */
  readonly execArgv?: readonly string[];
  /** Settings besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The options with which `npm start` runs node: what is measured is what is served. */
export function startOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** The product's server in a process of its own. */
export class ServedLedger {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** A token that may record and read everything. */
    readonly administrator: string,
  ) {}

  static async start({ dataDir, demo, execArgv = [], environment = {} }: ServerOptions): Promise<ServedLedger> {
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      ...environment,
      CONVENANT_DATA_DIR: dataDir,
      CONVENANT_DEMO: demo,
      CONVENANT_LOG_LEVEL: 'warn',
      PORT: '0',
    };
    const child = fork(new URL('./server-process.js', import.meta.url), { env, execArgv: [...startOptions(), ...execArgv] });
    const answer = await new Promise<ServerAnswer>((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
    });
    if (answer.kind !== 'serves') throw new Error('the server answered before it served');
    return new ServedLedger(child, answer.url, answer.administrator);
  }

  /** @throws Error when the answer holds errors */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const client = await HttpClient.open(this.url);
    try {
      const { body } = await client.send(graphqlRequest({ query, variables }, this.administrator));
      const { data, errors } = JSON.parse(body) as { data: Data; errors?: { message: string }[] };
      if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
      return data;
    } finally {
      client.close();
    }
  }

  async usage(): Promise<ServerUsage> {
    this.child.send('usage' satisfies ServerQuestion);
    const [answer] = (await once(this.child, 'message')) as [ServerAnswer];
    if (answer.kind !== 'usage') throw new Error('the server answered something else');
    return answer;
  }

  async close(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.send('close' satisfies ServerQuestion);
    await exit;
  }
}
