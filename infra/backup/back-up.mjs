#!/usr/bin/env node
// Copies what a ledger's folder holds and cannot be made again, also while a server writes to it.
//   node infra/backup/back-up.mjs --from data/ledger --to /backups/log-2026-11-22 [--keys-to /vault/keys-2026-11-22]
// Whoever has log and keys together can read everything: keep the keys apart where you can.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyDatabase, copyFile, digestOf, emptyFolder, PARTS, sizeOf, writeManifest } from './copies.mjs';

export async function backUp({ from, to, keysTo = join(to, 'keys') }) {
  if (!existsSync(join(from, 'secrets.json'))) throw new Error(`${from} is no ledger's folder: there is no secrets.json`);
  const made = [];
  try {
    const copied = {};
    for (const [part, files] of Object.entries(PARTS)) {
      const folder = emptyFolder(resolve(part === 'log' ? to : keysTo));
      made.push(folder);
      // With the log in EventStoreDB there is none here; that is backed up with its own means.
      const present = files.filter(({ name }) => existsSync(join(from, name)));
      copied[part] = [];
      for (const { name, kind } of present) {
        const target = join(folder, name);
        (kind === 'database' ? copyDatabase : copyFile)(join(from, name), target);
        copied[part].push({ name, bytes: sizeOf(target), sha256: await digestOf(target) });
      }
    }
    const madeAt = new Date().toISOString();
    writeManifest(resolve(keysTo), { format: 1, part: 'keys', madeAt, files: copied.keys });
    writeManifest(resolve(to), { format: 1, part: 'log', madeAt, files: copied.log });
    return copied;
  } catch (error) {
    // Half a backup must not be taken for one.
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, 'keys-to': { type: 'string' } } });
  if (!values.from || !values.to) {
    process.stderr.write('usage: back-up.mjs --from LEDGER_FOLDER --to NEW_FOLDER [--keys-to NEW_FOLDER]\n');
    process.exit(2);
  }
  const copied = await backUp({ from: values.from, to: values.to, ...(values['keys-to'] ? { keysTo: values['keys-to'] } : {}) });
  for (const { name, bytes, sha256 } of Object.values(copied).flat()) process.stdout.write(`${name} ${bytes} bytes ${sha256}\n`);
}
