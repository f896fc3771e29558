#!/usr/bin/env node
// Puts a backup into an empty place. Run `convenant verify` on it before a server, and let nobody write to the old place any more.
//   node infra/backup/restore.mjs --from /backups/log-2026-11-22 [--keys-from /vault/keys-2026-11-22] --to data/ledger
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digestOf, emptyFolder, PARTS, readManifest, setJournal, sync } from './copies.mjs';

const JOURNALS = new Map(
  Object.values(PARTS)
    .flat()
    .map(({ name, journal }) => [name, journal]),
);

export async function restore({ from, to, keysFrom = join(from, 'keys') }) {
  const folder = resolve(to);
  const parts = [from, keysFrom].map((place) => ({ place: resolve(place), manifest: readManifest(resolve(place)) }));
  for (const { place, manifest } of parts) {
    for (const { name, sha256 } of manifest.files) {
      if ((await digestOf(join(place, name))) !== sha256) throw new Error(`${join(place, name)} is not what was backed up`);
    }
  }
  emptyFolder(folder);
  try {
    for (const { place, manifest } of parts) {
      for (const { name } of manifest.files) {
        copyFileSync(join(place, name), join(folder, name));
        chmodSync(join(folder, name), 0o600);
        const journal = JOURNALS.get(name);
        if (journal) setJournal(join(folder, name), journal);
        sync(join(folder, name));
      }
    }
    beginGeneration(join(folder, 'secrets.json'));
    sync(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Positions that were given out after the backup was made may come to stand for other events: a new generation of the store makes the server
 * refuse them. The time in seconds, so that two restores of one backup differ too.
 */
function beginGeneration(file) {
  const secrets = JSON.parse(readFileSync(file, 'utf8'));
  const generation = Math.max(secrets.generation + 1, Math.floor(Date.now() / 1_000));
  writeFileSync(file, `${JSON.stringify({ ...secrets, generation })}\n`, { mode: 0o600, flush: true });
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, 'keys-from': { type: 'string' } } });
  if (!values.from || !values.to) {
    process.stderr.write('usage: restore.mjs --from BACKUP [--keys-from BACKUP] --to EMPTY_LEDGER_FOLDER\n');
    process.exit(2);
  }
  await restore({ from: values.from, to: values.to, ...(values['keys-from'] ? { keysFrom: values['keys-from'] } : {}) });
  process.stdout.write(`restored into ${values.to}; check it with: npx convenant verify\n`);
}
