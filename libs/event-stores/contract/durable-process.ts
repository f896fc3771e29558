import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppendRequest, EventStore } from '../../ledger/event-store.js';

/** What an adapter's opener module exports, for this process and for the ones that get killed. */
export interface DurableOpener {
  openWriter(folder: string): Promise<EventStore & { stats?(): { synchronous: number } }>;
  openReader(folder: string): Promise<EventStore>;
}

export type Order = { readonly kind: 'append'; readonly requests: readonly AppendRequest[] } | { readonly kind: 'close' };

export type Reply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }
  /** Per append: written, found, or the name of the error. */
  | { readonly kind: 'did'; readonly outcomes: readonly string[]; readonly synchronous: number | undefined };

const CHILD = fileURLToPath(new URL('./durable.child.js', import.meta.url));

export function forkWriter(args: readonly string[], options: ForkOptions = {}): ChildProcess {
  return fork(CHILD, args, { execArgv: [], ...options });
}

/** Ends a process the hard way and waits until the system has cleared it away. */
export async function killNine(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A writing process that does as it is told. */
export class ObedientWriter {
  private constructor(private readonly child: ChildProcess) {}

  static async start(opener: string, folder: string, env: NodeJS.ProcessEnv = {}): Promise<{ writer: ObedientWriter; opened: Reply }> {
    const child = forkWriter([opener, folder, 'obey'], { env: { ...process.env, ...env } });
    const writer = new ObedientWriter(child);
    return { writer, opened: await writer.reply() };
  }

  get pid(): number {
    return this.child.pid!;
  }

  async append(...requests: AppendRequest[]): Promise<Reply & { kind: 'did' }> {
    this.child.send({ kind: 'append', requests } satisfies Order);
    return (await this.reply()) as Reply & { kind: 'did' };
  }

  async close(): Promise<void> {
    this.child.send({ kind: 'close' } satisfies Order);
    await this.reply();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }

  kill(): Promise<void> {
    return killNine(this.child);
  }

  private async reply(): Promise<Reply> {
    const gone = once(this.child, 'exit').then(() => {
      throw new Error('The writing process ended before it replied.');
    });
    return Promise.race([once(this.child, 'message').then(([message]) => message as Reply), gone]);
  }
}

/** A disk that notes what it is asked and can be told to fail: see sync-trace.c. */
export class TracedDisk {
  private constructor(private readonly folder: string) {}

  static build(folder: string, source: string): TracedDisk {
    const library = join(folder, 'sync-trace.so');
    const run = spawnSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { encoding: 'utf8' });
    if (process.platform !== 'linux' || run.status !== 0) {
      const why = run.error?.message ?? run.stderr;
      throw new Error(
        `The proof that a sync precedes every acknowledgement needs Linux and a C compiler (apt-get install gcc libc6-dev). ${why}`,
      );
    }
    return new TracedDisk(folder);
  }

  get env(): NodeJS.ProcessEnv {
    const { folder } = this;
    return {
      LD_PRELOAD: join(folder, 'sync-trace.so'),
      TRACE_FILE: join(folder, 'trace'),
      FAIL_SYNC: join(folder, 'fail-sync'),
      FAIL_WRITE: join(folder, 'fail-write'),
    };
  }

  /** Until `mend`. */
  fail(call: 'sync' | 'write'): void {
    writeFileSync(join(this.folder, `fail-${call}`), '');
  }

  mend(): void {
    for (const call of ['sync', 'write']) rmSync(join(this.folder, `fail-${call}`), { force: true });
  }

  /** What happened since the last time, oldest first. */
  takeTrace(): string[] {
    const file = join(this.folder, 'trace');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    rmSync(file);
    return lines;
  }
}
