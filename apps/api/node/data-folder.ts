import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The keys of one ledger's folder; whoever can read them is its administrator. */
export interface Secrets {
  readonly tokenSecret: Buffer;
  readonly digestSecret: Buffer;
  /** Rises when the store is replaced (moved, restored), so that positions of before are told apart. */
  readonly generation: number;
}

/** How the command line finds and authenticates to the running server. */
export interface RunningServer {
  readonly pid: number;
  readonly url: string;
  readonly secret: string;
}

/** Demo and real ledgers are different ledgers in different folders. */
export function ledgerFolder(dataDir: string, demo: boolean): string {
  return join(resolve(dataDir), demo ? 'demo' : 'ledger');
}

export function openSecrets(folder: string): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const fresh = {
      tokenSecret: randomBytes(32).toString('base64url'),
      digestSecret: randomBytes(32).toString('base64url'),
      generation: 1,
    };
    writePrivate(file, fresh);
  }
  const read = JSON.parse(readFileSync(file, 'utf8')) as { tokenSecret: string; digestSecret: string; generation: number };
  return {
    tokenSecret: Buffer.from(read.tokenSecret, 'base64url'),
    digestSecret: Buffer.from(read.digestSecret, 'base64url'),
    generation: read.generation,
  };
}

/** Puts a ledger's secrets into the folder of its next store: the same, with a generation of which no position was given out yet. */
export function nextGeneration(folder: string, { tokenSecret, digestSecret, generation }: Secrets): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const next = {
    tokenSecret: tokenSecret.toString('base64url'),
    digestSecret: digestSecret.toString('base64url'),
    generation: generation + 1,
  };
  writePrivate(join(folder, 'secrets.json'), next);
  return { tokenSecret, digestSecret, generation: next.generation };
}

export function announceServer(folder: string, server: RunningServer): () => void {
  const file = join(folder, 'server.json');
  writePrivate(file, server);
  return () => {
    if (findServer(folder)?.secret === server.secret) rmSync(file, { force: true });
  };
}

/** The server that runs on this folder, if its process still lives. */
export function findServer(folder: string): RunningServer | undefined {
  try {
    const server = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as RunningServer;
    process.kill(server.pid, 0);
    return server;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and for the owner alone. */
function writePrivate(file: string, value: object): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
