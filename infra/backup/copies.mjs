import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  chmodSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';

export const MANIFEST = 'manifest.json';

/**
 * What a ledger's folder holds that cannot be made again. Views are left out: they are built anew from the log. The log comes first: the
 * keys and names that its events need were there before them, so that a later copy of those has them.
 */
export const PARTS = {
  log: [{ name: 'log.db', kind: 'database', journal: 'wal' }],
  keys: [
    { name: 'keys.db', kind: 'database', journal: 'delete' },
    { name: 'directory.db', kind: 'database', journal: 'wal' },
    { name: 'secrets.json', kind: 'file' },
    { name: 'demo-clock.json', kind: 'file' },
  ],
};

/** One database as it is at one moment, while others write to it: never a copy of the live file. */
export function copyDatabase(from, to) {
  const database = new Database(from, { readonly: true, fileMustExist: true });
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
  const copy = new Database(to, { readonly: true, fileMustExist: true });
  try {
    const said = copy.pragma('integrity_check', { simple: true });
    if (said !== 'ok') throw new Error(`the copy ${to} is damaged: ${said}`);
  } finally {
    copy.close();
  }
  keep(to);
}

/** A copy that SQLite made has the journal of a new database; the server refuses a log that is not kept as it needs it. */
export function setJournal(path, mode) {
  const database = new Database(path, { fileMustExist: true });
  try {
    const set = database.pragma(`journal_mode = ${mode}`, { simple: true });
    if (set !== mode) throw new Error(`${path} keeps its journal as ${set}, not as ${mode}`);
  } finally {
    database.close();
  }
}

export function copyFile(from, to) {
  copyFileSync(from, to);
  keep(to);
}

/** For its owner alone, and on the disk before anybody relies on it; SQLite syncs no copy that it makes. */
function keep(path) {
  chmodSync(path, 0o600);
  sync(path);
}

export function sync(path) {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export async function digestOf(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Written last, whole or not at all: a folder without it is no backup. */
export function writeManifest(folder, manifest) {
  const path = join(folder, MANIFEST);
  writeFileSync(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  sync(folder);
  sync(dirname(folder));
}

export function readManifest(folder) {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new Error(`${folder} holds no complete backup: there is no ${MANIFEST}`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** @throws Error when there is something in it already */
export function emptyFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  return folder;
}

export const sizeOf = (path) => statSync(path).size;
