import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';

/** The specs run compiled; what ships is the compiled command line, run as its own process on a folder of its own. */
const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

const folders: string[] = [];

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'convenant-cli-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function convenant(dataDir: string, ...args: string[]): Promise<Ended> {
  return convenantWith({ CONVENANT_DATA_DIR: dataDir }, ...args);
}

/** With further settings, as the server's. */
export function convenantWith(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CONVENANT_DEMO: 'empty', ...settings };
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The one JSON object that a command prints. */
export async function answer(dataDir: string, ...args: string[]): Promise<any> {
  return answerWith({ CONVENANT_DATA_DIR: dataDir }, ...args);
}

export async function answerWith(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<any> {
  const { stdout, stderr } = await convenantWith(settings, '--json', ...args);
  expect(stdout).toMatch(/^\{.*\}\n$/u);
  expect(stderr).not.toMatch(/^\s+at /mu);
  return JSON.parse(stdout);
}
