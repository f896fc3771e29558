import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from '../configuration.js';

const SECRET_BYTES = 32;

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

/** Makes the ledger's own folder; its keys are made there too, unless they stand in a folder that all nodes read. */
export function openSecrets(folder: string, secrets: Configuration['secrets'] = { kind: 'files' }): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (secrets.kind === 'folder') return readSecrets(join(secrets.folder, 'secrets.json'));
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const fresh = {
      tokenSecret: randomBytes(SECRET_BYTES).toString('base64url'),
      digestSecret: randomBytes(SECRET_BYTES).toString('base64url'),
      generation: 1,
    };
    writePrivate(file, fresh);
  }
  return readSecrets(file);
}

/** @throws Error that says what is wrong with the file, and shows nothing of it */
function readSecrets(file: string): Secrets {
  if (!existsSync(file)) throw new Error(`there is no ${file}; it is the same on every node, and never made there (CONVENANT_SECRETS)`);
  const { tokenSecret, digestSecret, generation } = parsed(file);
  const secret = (name: string, value: unknown) => {
    const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64url');
    if (bytes.length < SECRET_BYTES) throw new Error(`${file}: ${name} must be at least ${SECRET_BYTES} bytes in base64url`);
    return bytes;
  };
  if (!Number.isSafeInteger(generation) || Number(generation) < 1) throw new Error(`${file}: generation must be a whole number from 1`);
  return {
    tokenSecret: secret('tokenSecret', tokenSecret),
    digestSecret: secret('digestSecret', digestSecret),
    generation: Number(generation),
  };
}

function parsed(file: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(file, 'utf8');
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    // The parser's own message quotes the text.
    throw new Error(`${file} is no JSON`);
  }
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
