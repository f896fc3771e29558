import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { record, type Recorded } from '../e2e/operations.js';
import { RunningServer } from '../e2e/running-server.js';
import { pathOf } from './repository.js';

const PARTIES = '{ parties(first: 100) { totalCount nodes { id name } } }';

async function script(name: string, ...options: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [pathOf(`infra/backup/${name}.mjs`), ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

describe('a backup of the embedded store', () => {
  const place = mkdtempSync(join(tmpdir(), 'convenant-backup-'));
  const to = join(place, 'backup');
  const keysTo = join(place, 'vault');
  let server: RunningServer;
  let registrar: string;
  const before: Recorded[] = [];
  const during: Recorded[] = [];

  const register = (name: string) => record(server, 'RegisterParty', { name, kind: 'SOCIAL_ORGANISATION', from: '2020-01-01' }, registrar);
  const restoreInto = (dataDir: string) => script('restore', '--from', to, '--keys-from', keysTo, '--to', join(dataDir, 'demo'));

  /** The backup is made while the server records without a pause. */
  beforeAll(async () => {
    server = await RunningServer.start({ demo: 'on' });
    registrar = await server.token({ role: 'registrar' });
    for (let n = 0; n < 5; n += 1) before.push(await register(`Voor de kopie ${n}`));
    let copying = true;
    const copied = script('back-up', '--from', server.folder, '--to', to, '--keys-to', keysTo).finally(() => (copying = false));
    for (let n = 0; copying; n += 1) during.push(await register(`Tijdens de kopie ${n}`));
    expect(during.length).toBeGreaterThan(0);
    expect(await copied).toMatchObject({ code: 0, said: expect.stringContaining('log.db') });
  }, 60_000);
  afterAll(async () => {
    await server.remove();
    rmSync(place, { recursive: true, force: true });
  });

  it('is whole, apart from the keys, and for its owner alone', () => {
    expect(readdirSync(to).sort()).toEqual(['log.db', 'manifest.json']);
    expect(readdirSync(keysTo).sort()).toEqual(['demo-clock.json', 'directory.db', 'keys.db', 'manifest.json', 'secrets.json']);
    for (const folder of [to, keysTo]) for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('passes the drill: restored elsewhere, verified, views built from the log and verified again', async () => {
    const drilled = await script('drill', '--backup', to, '--keys', keysTo);
    expect(drilled).toMatchObject({ code: 0, said: expect.stringContaining('the backup can be restored') });
    expect(drilled.said.match(/nothing is wrong/g)?.length).toBe(2);
    expect(drilled.said).toMatch(/[1-9]\d* rows of the views compared/);
  }, 60_000);

  it('gives back everything that was recorded before it was begun, in order, and nothing half', async () => {
    const dataDir = join(place, 'restored');
    expect(await restoreInto(dataDir)).toMatchObject({ code: 0 });
    const restored = await RunningServer.start({ dataDir, demo: 'empty' });
    try {
      const token = await restored.token({ role: 'registrar' });
      const there = ((await restored.ask(PARTIES, {}, token)).parties.nodes as { id: string }[]).map(({ id }) => id);
      expect(there).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
      const kept = during.map(({ id }) => there.includes(id));
      // What was recorded meanwhile is there up to some moment, and not after it.
      expect(kept.lastIndexOf(true)).toBe(kept.filter(Boolean).length - 1);
      // A position of the old store may come to stand for another event here.
      const stale = await restored.graphql('query ($at: Position) { parties(atLeast: $at) { totalCount } }', { at: before[0]!.position });
      expect(stale.errors?.[0]?.extensions.problems?.[0]?.problem).toBe('POSITION_OF_ANOTHER_LEDGER');
    } finally {
      await restored.stop();
    }
  }, 60_000);

  it('has a key for every sealed text in its log', () => {
    const log = new Database(join(to, 'log.db'), { readonly: true });
    const texts = log.prepare('SELECT json FROM events').pluck().all() as string[];
    log.close();
    const sealed = texts.flatMap((json) => [...json.matchAll(/"sealed":\{[^}]*"subject":"([^"]+)"/g)].map(([, subject]) => subject!));
    const keys = new Database(join(keysTo, 'keys.db'), { readonly: true });
    const kept = keys.prepare('SELECT subject FROM subject_key').pluck().all();
    keys.close();
    expect(sealed.length).toBeGreaterThan(0);
    expect(kept).toEqual(expect.arrayContaining(sealed));
  });

  it('never goes over what is there, and is not taken when a byte of it changed', async () => {
    const dataDir = join(place, 'twice');
    expect(await restoreInto(dataDir)).toMatchObject({ code: 0 });
    expect(await restoreInto(dataDir)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(await script('back-up', '--from', server.folder, '--to', to)).toMatchObject({
      code: 1,
      said: expect.stringContaining('is not empty'),
    });
    const log = readFileSync(join(to, 'log.db'));
    log[log.length >> 1]! ^= 1;
    writeFileSync(join(to, 'log.db'), log);
    expect(await restoreInto(join(place, 'changed'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('is not what was backed up'),
    });
    expect(existsSync(join(place, 'changed'))).toBe(false);
  });
});
