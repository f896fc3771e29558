import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresDirectory } from '../access/postgres-directory.js';
import { sealContext } from '../ledger/sealing.js';
import { type PostgresServer, startPostgres } from '../views/testing/postgres-server.js';
import { PostgresKeyRing } from './postgres-key-ring.js';
import { asked, freshDatabase } from './testing/key-rings.js';

const CONTEXT = sealContext('event-1', 'note');
const STARTING_MS = 60_000;

describe('keys in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, STARTING_MS);
  afterAll(() => server.close(), STARTING_MS);

  it('have their tables made once, by however many nodes start at once', async () => {
    const url = await freshDatabase(server);
    const rings = Array.from({ length: 6 }, () => new PostgresKeyRing(url));
    const directories = Array.from({ length: 6 }, () => new PostgresDirectory(url));
    await Promise.all([...rings.map((ring, at) => ring.prepare([`p${at}`])), ...directories.map((one) => one.all())]);
    expect(await asked(url, 'select count(*)::int as keys from convenant_keys.subject_key')).toEqual([{ keys: 6 }]);
    for (const one of [...rings, ...directories]) await one.close();
  });

  it('are committed synchronously where the server does not by itself, and leave the session as it was', async () => {
    const url = await freshDatabase(server);
    await asked(url, `alter database "${new URL(url).pathname.slice(1)}" set synchronous_commit = off`);
    const ring = new PostgresKeyRing(url);
    await ring.prepare(['first']);
    await asked(url, 'create table seen (at_commit text)');
    await asked(
      url,
      `create function see() returns trigger language plpgsql as $$ begin insert into seen values (current_setting('synchronous_commit')); return null; end $$`,
    );
    await asked(
      url,
      'create constraint trigger see after insert on convenant_keys.subject_key initially deferred for each row execute function see()',
    );
    await ring.prepare(['second']);
    expect(await asked(url, 'select at_commit from seen')).toEqual([{ at_commit: 'on' }]);
    await ring.close();
  });

  it(
    'are unavailable while the server is away, but for those in memory, and come back by themselves',
    async () => {
      if (!server.stopAndStart) return;
      const url = await freshDatabase(server);
      const [ring, late, directory] = [new PostgresKeyRing(url), new PostgresKeyRing(url), new PostgresDirectory(url)];
      await ring.prepare(['p']);
      const value = ring.seal('p', 'x', CONTEXT);
      await server.stopAndStart.stop();
      const away = { category: 'UNAVAILABLE', details: { retryAfterMs: expect.any(Number) } };
      await expect(ring.prepare(['q'])).rejects.toMatchObject(away);
      await expect(late.open(value, CONTEXT)).rejects.toMatchObject(away);
      await expect(directory.all()).rejects.toMatchObject(away);
      expect(() => ring.seal('q', 'x', CONTEXT)).toThrow(/durable first/);
      expect(ring.open(value, CONTEXT)).toEqual({ kind: 'text', text: 'x' });
      await server.stopAndStart.start();
      await ring.prepare(['q']);
      expect(await late.open(ring.seal('q', 'y', CONTEXT), CONTEXT)).toEqual({ kind: 'text', text: 'y' });
      expect(await directory.all()).toEqual([]);
      for (const one of [ring, late, directory]) await one.close();
    },
    STARTING_MS,
  );
});
