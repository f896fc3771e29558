import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import { asked, freshDatabase } from '../../libs/privacy/testing/key-rings.js';
import { startPostgres, type PostgresServer } from '../../libs/views/testing/postgres-server.js';
import { readConfiguration } from '../api/configuration.js';
import type { RunningApi } from '../api/serve.js';
import { startServer } from '../api/server.js';
import { answerWith, convenantWith, freshFolder, removeFolders } from './run.fixture.js';

const RUN_MS = 120_000;

type Settings = Readonly<Record<string, string>>;

let postgres: PostgresServer;
let peer: PeerServer;
/** Where the demo was told, and where it was moved to. */
const [told, moved] = [freshFolder(), freshFolder()];
let embedded: Settings;
let shared: Settings;
let viewsUrl: string;
let copied: any;

/** A server in this process, beside which the command line runs in its own. */
async function serving<Answer>(settings: Settings, work: (api: RunningApi) => Promise<Answer>): Promise<Answer> {
  const api = await startServer(readConfiguration({ PORT: '0', CONVENANT_LOG_LEVEL: 'silent', ...settings }));
  const ready = async () => (await fetch(`${api.url}/health/ready`)).status === 200;
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  return work(api).finally(() => api.close());
}

beforeAll(async () => {
  [postgres, peer] = [await startPostgres(), await PeerServer.start()];
  viewsUrl = await freshDatabase(postgres);
  const keysUrl = await freshDatabase(postgres);
  embedded = { CONVENANT_DATA_DIR: told, CONVENANT_DEMO: 'on' };
  const store = peer.connectionString;
  shared = { ...embedded, CONVENANT_DATA_DIR: moved, CONVENANT_EVENT_STORE: store, CONVENANT_VIEWS: viewsUrl, CONVENANT_KEYS: keysUrl };
  await serving(embedded, async () => undefined);
  const places = ['--from', `sqlite:${join(told, 'demo')}`, '--to', `eventstoredb:${store}`, '--folder', join(moved, 'demo')];
  copied = await answerWith(embedded, 'copy', ...places, '--keys-to', keysUrl);
}, RUN_MS);
afterAll(async () => {
  await peer.stop();
  await postgres.close();
  removeFolders();
}, RUN_MS);

/** What verify finds, by the check and where it is. */
async function findings(settings: Settings): Promise<string[][]> {
  const { findings } = await answerWith(settings, 'verify');
  return findings.map(({ check, table, message }: { check: string; table?: string; message: string }) => [
    check,
    ...(table ? [table] : []),
    message,
  ]);
}

async function exported(settings: Settings): Promise<string[]> {
  const out = join(settings['CONVENANT_DATA_DIR'] as string, 'events.ndjson');
  expect(await answerWith(settings, 'export', 'events', '--out', out)).toMatchObject({ exitCode: 0 });
  // Positions are each store's own.
  return readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\{"position":"[^"]*",/, '{'));
}

describe('convenant on a log and views that are not in the folder', () => {
  it(
    'has moved keys and persons, and speaks for them',
    async () => {
      expect(copied).toMatchObject({ exitCode: 0, found: 0, withoutKey: 0, keysIn: 'postgres', generation: 2 });
      expect(copied.keys).toBeGreaterThan(0);
      const [before, { persons }] = await Promise.all([embedded, shared].map((settings) => answerWith(settings, 'person', 'list')));
      expect(persons).toHaveLength(copied.persons);
      expect(persons).toEqual(before.persons);
      expect(await answerWith(shared, 'token', '--persona', persons[0].persona)).toMatchObject({ exitCode: 0, person: persons[0].id });
    },
    RUN_MS,
  );

  it(
    'exports from EventStoreDB what it exports from SQLite',
    async () => {
      const [events, elsewhere] = await Promise.all([exported(embedded), exported(shared)]);
      expect(events.length).toBeGreaterThan(100);
      expect(elsewhere).toEqual(events);
    },
    RUN_MS,
  );

  it(
    'finds nothing in a sound ledger, wherever its log and its views are, beside its server',
    async () => {
      const elsewhere = await freshDatabase(postgres);
      const combinations: Settings[] = [{ ...embedded, CONVENANT_VIEWS: elsewhere }, { ...shared, CONVENANT_VIEWS: 'sqlite' }, shared];
      for (const settings of combinations) {
        const clean = await serving(settings, () => answerWith(settings, 'verify'));
        expect(clean).toMatchObject({ exitCode: 0, events: copied.events, viewsCompared: true, total: 0 });
        expect(clean.rows).toBeGreaterThan(copied.events);
      }
    },
    RUN_MS,
  );

  it(
    'finds what was changed in views in PostgreSQL, until they are rebuilt',
    async () => {
      const [{ schema }] = await asked(viewsUrl, 'select schema from convenant_demo.generation where built');
      const last = `(select entity from "${schema}".party order by entity limit 1)`;
      await asked(viewsUrl, `update "${schema}".party set audience = 2 where entity = ${last}`);
      await asked(viewsUrl, `delete from "${schema}".journal where seq = 5`);
      expect(await findings(shared)).toEqual([
        ['view', 'journal', 'the row is missing'],
        ['view', 'party', 'other than the log gives: audience'],
      ]);
      expect(await answerWith(shared, 'rebuild')).toMatchObject({ exitCode: 0, through: 'own server' });
      expect(await findings(shared)).toEqual([]);
    },
    RUN_MS,
  );

  it(
    'says which setting is wrong, where a store does not answer as it should',
    async () => {
      const unknown = { ...shared, CONVENANT_VIEWS: Object.assign(new URL(viewsUrl), { pathname: '/nowhere' }).href };
      const empty = { ...shared, CONVENANT_DATA_DIR: freshFolder(), CONVENANT_VIEWS: 'sqlite', CONVENANT_EVENT_STORE_PREFIX: 'nobody' };
      const [refused, nobody, { code, stderr }] = await Promise.all([
        answerWith(unknown, 'verify'),
        answerWith(empty, 'verify'),
        convenantWith(shared, 'demo', '--yes'),
      ]);
      expect(refused).toMatchObject({ exitCode: 4, error: { code: 'DATABASE' } });
      expect(nobody).toMatchObject({ exitCode: 4, error: { code: 'NO_LEDGER' } });
      expect([code, stderr]).toEqual([2, expect.stringContaining('an empty store of its own')]);
    },
    RUN_MS,
  );

  it(
    'finds a retention on a stream of ours, what it made the server drop, and looks at everything behind it',
    async () => {
      const long = peer.log.records.find(({ stream, revision }) => stream.startsWith('convenant.mandate-') && revision > 0n)!.stream;
      peer.log.setMetadata(long, { $maxCount: 1 });
      const { findings: found, events } = await answerWith(shared, 'verify');
      expect(found).toEqual([
        expect.objectContaining({ check: 'store', message: expect.stringContaining(`${long} in EventStoreDB is damaged: $maxCount`) }),
      ]);
      expect(events).toBe(copied.events);

      peer.log.scavenge();
      const gaps = (await findings(shared)).filter(([check]) => check === 'store' || check === 'revision');
      expect(gaps).toEqual([
        ['store', expect.stringContaining('$maxCount')],
        ['revision', expect.stringContaining(`${long.slice('convenant.'.length)} goes from revision -1 to `)],
      ]);
    },
    RUN_MS,
  );
});
