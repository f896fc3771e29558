#!/usr/bin/env node
// Shows that a backup can be restored: into a place of its own, which is taken away again. Production is only read.
//   node infra/backup/drill.mjs --from data/ledger                                    backs up, restores, verifies
//   node infra/backup/drill.mjs --backup /backups/log-2026-11-22 [--keys …/keys]      restores and verifies that backup
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { backUp } from './back-up.mjs';
import { restore } from './restore.mjs';

const CLI = fileURLToPath(new URL('../../apps/cli/convenant.cjs', import.meta.url));

export async function drill({ from, backup, keys, say }) {
  const place = mkdtempSync(join(tmpdir(), 'convenant-drill-'));
  try {
    const source = backup ?? join(place, 'backup');
    if (backup === undefined) await step('back up', say, () => backUp({ from, to: source }));
    const kind = kindOf(join(source, 'log.db'));
    const dataDir = join(place, 'data');
    const to = join(dataDir, kind === 'demo' ? 'demo' : 'ledger');
    await step('restore', say, () => restore({ from: source, to, ...(keys === undefined ? {} : { keysFrom: keys }) }));
    const convenant = (command) => step(`convenant ${command}`, say, () => run(dataDir, kind, command));
    await convenant('verify');
    // The views are not in a backup: they must follow from the log, and agree with it.
    await convenant('rebuild');
    await convenant('verify');
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function step(name, say, work) {
  const startedAt = performance.now();
  const said = await work();
  say(`${name}: ${typeof said === 'string' ? `${said} ` : ''}(${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
}

function run(dataDir, kind, command) {
  // No setting of the real server comes along: it might name the stores that must not be touched.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(CONVENANT|OTEL)_/.test(name)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, '--data-dir', dataDir, '--ledger', kind, command], {
    env: { ...env, CONVENANT_DEMO: kind === 'demo' ? 'empty' : 'off' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`convenant ${command} ended with ${status}:\n${stdout}${stderr}`);
  return stdout.trim();
}

/** The first event of a log says what the ledger is. */
function kindOf(log) {
  const database = new Database(log, { readonly: true, fileMustExist: true });
  try {
    const { json } = database.prepare('SELECT json FROM events ORDER BY position LIMIT 1').get();
    return JSON.parse(json).data.kind;
  } finally {
    database.close();
  }
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { from: { type: 'string' }, backup: { type: 'string' }, keys: { type: 'string' } } });
  if ((values.from === undefined) === (values.backup === undefined)) {
    process.stderr.write('usage: drill.mjs --from LEDGER_FOLDER | --backup BACKUP [--keys BACKUP]\n');
    process.exit(2);
  }
  await drill({ ...values, say: (line) => process.stdout.write(`${line}\n`) });
  process.stdout.write('the backup can be restored\n');
}
