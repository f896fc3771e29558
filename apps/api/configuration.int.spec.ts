import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from './configuration.js';
import { configurationPage } from './configuration/configuration-page.js';
import type { Setting } from './configuration/setting.js';
import { ALL_SETTINGS } from './configuration/settings.js';

const CLUSTER = 'esdb+discover://events.example.nl:2113';
const KEYS = 'postgres://keeper:s3cr3t-word@keys.example.nl/keys';
const VIEWS = 'postgres://convenant:s3cr3t-word@views.example.nl/convenant';

function problems(environment: Record<string, string>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('the settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convenant-settings-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('need none: one node with everything in the data folder, on loopback', () => {
    const nothing = readConfiguration({});
    expect(nothing).toMatchObject({ host: '127.0.0.1', port: 3_000, role: 'all', demo: 'on', origins: [] });
    expect([nothing.eventStore, nothing.views, nothing.secrets]).toEqual([{ kind: 'sqlite' }, { kind: 'sqlite' }, { kind: 'files' }]);
    expect(nothing.keys).toEqual({ kind: 'files' });
    expect([nothing.metricsToken, nothing.traces]).toEqual([undefined, undefined]);
  });

  it('are absent when empty, as a compose file hands them on', () => {
    const empty = Object.fromEntries(Object.keys(ALL_SETTINGS).flatMap((name) => [name, `${name}_FILE`].map((one) => [one, ''])));
    expect(readConfiguration(empty)).toEqual(readConfiguration({}));
  });

  it('say where log and views are', () => {
    const { eventStore, views, role, secrets, keys } = readConfiguration({
      CONVENANT_EVENT_STORE: CLUSTER,
      CONVENANT_EVENT_STORE_USER: 'ledger',
      CONVENANT_EVENT_STORE_PASSWORD: 'word',
      CONVENANT_VIEWS: VIEWS,
      CONVENANT_VIEWS_POOL: '25',
      CONVENANT_KEYS: KEYS,
      CONVENANT_ROLE: 'api',
      CONVENANT_SECRETS: '/run/secrets/convenant',
    });
    const credentials = { user: 'ledger', password: 'word' };
    expect(eventStore).toEqual({ kind: 'eventstoredb', connectionString: CLUSTER, prefix: 'convenant', credentials });
    expect(views).toEqual({ kind: 'postgres', url: VIEWS, listenUrl: VIEWS, pool: 25, statementMs: 10_000 });
    expect(keys).toEqual({ kind: 'postgres', url: KEYS });
    expect([role, secrets]).toEqual(['api', { kind: 'folder', folder: '/run/secrets/convenant' }]);
  });

  it('take every secret from a file, without its line ends, and say what is wrong with the file', () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'a-token-of-some-length\n');
    expect(readConfiguration({ CONVENANT_METRICS_TOKEN_FILE: file }).metricsToken).toBe('a-token-of-some-length');
    expect(problems({ CONVENANT_METRICS_TOKEN_FILE: join(folder, 'absent') })).toContain('CONVENANT_METRICS_TOKEN_FILE');
    expect(problems({ CONVENANT_METRICS_TOKEN_FILE: file, CONVENANT_METRICS_TOKEN: 'another-one-of-some-length' })).toContain(
      'one of them',
    );
    writeFileSync(file, '\n');
    expect(problems({ CONVENANT_METRICS_TOKEN_FILE: file })).toContain('is empty');
  });

  it('are refused with every problem at once, none of which shows a value', () => {
    const wrong = 'wrong s3cr3t-word';
    const said = problems(Object.fromEntries(Object.keys(ALL_SETTINGS).map((name) => [name, wrong])));
    for (const [name, { schema }] of Object.entries<Setting>(ALL_SETTINGS)) {
      if (!schema.safeParse(wrong).success) expect(said).toContain(`  ${name}: must be`);
    }
    expect(said.split('\n').length).toBeGreaterThan(12);
    expect(said).not.toContain('s3cr3t');
  });

  it.each([
    [{ CONVENANT_ROLE: 'api', CONVENANT_SECRETS: '/s' }, 'CONVENANT_EVENT_STORE and CONVENANT_VIEWS in SQLite serve one'],
    [
      { CONVENANT_ROLE: 'projector', CONVENANT_SECRETS: '/s', CONVENANT_EVENT_STORE: CLUSTER },
      'CONVENANT_ROLE: projector needs more than one node, and CONVENANT_VIEWS in SQLite serves one',
    ],
    [{ CONVENANT_ROLE: 'api', CONVENANT_EVENT_STORE: CLUSTER, CONVENANT_VIEWS: VIEWS }, 'CONVENANT_SECRETS: api needs the folder'],
    [
      { CONVENANT_ROLE: 'api', CONVENANT_EVENT_STORE: CLUSTER, CONVENANT_VIEWS: VIEWS, CONVENANT_SECRETS: '/s' },
      'CONVENANT_KEYS: api needs keys that all nodes share',
    ],
    [{ CONVENANT_KEYS: 'postgres://' }, 'CONVENANT_KEYS: must be files, or postgres://'],
    [{ CONVENANT_EVENT_STORE_USER: 'ledger' }, 'give both or neither'],
    [{ CONVENANT_HOST: '0.0.0.0' }, 'a demo ledger is served on loopback only'],
    [{ CONVENANT_EVENT_STORE: 'sqlite:./log.db' }, 'CONVENANT_EVENT_STORE: must be sqlite, or a connection string'],
    [{ CONVENANT_EVENT_STORE_PREFIX: 'a-b' }, 'CONVENANT_EVENT_STORE_PREFIX: must be letters, digits and underscores'],
    [{ CONVENANT_VIEWS: 'postgres://' }, 'CONVENANT_VIEWS: must be'],
    [{ CONVENANT_VIEWS_POOL: '101' }, 'CONVENANT_VIEWS_POOL: must be a whole number of 1 to 100'],
    [{ PORT: '0x10' }, 'PORT: must be a whole number of 0 to 65535'],
    [{ CONVENANT_METRICS_TOKEN: 'short' }, 'CONVENANT_METRICS_TOKEN: must be at least 16 characters'],
  ])('cannot be %j', (environment, said) => {
    expect(problems(environment as unknown as Record<string, string>)).toContain(said);
  });

  it('stand on the page, each with its bound, default and consequence', () => {
    const page = configurationPage();
    for (const [name, { bound, shownDefault, consequence }] of Object.entries<Setting>(ALL_SETTINGS)) {
      const [row] = page.split('\n').filter((line) => line.startsWith(`| \`${name}\``));
      for (const cell of [bound, shownDefault, consequence]) expect(row).toContain(`| ${cell} `);
    }
  });
});
