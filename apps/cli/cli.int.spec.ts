import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeWriterLock } from '../../libs/event-stores/sqlite/writer-lock.js';
import { readConfiguration } from '../api/configuration.js';
import { ADMINISTRATOR } from '../api/node/ledger-node.js';
import type { RunningApi } from '../api/serve.js';
import { startServer } from '../api/server.js';
import { LedgerClient } from './client/ledger-client.js';
import { answer, convenant, freshFolder, removeFolders } from './run.fixture.js';

const FIXTURES = new URL('../../../libs/interop/', import.meta.url);
const ORGANISATIONS = fileURLToPath(new URL('organisations/fixtures/tooi-organisations-sample.csv', FIXTURES));
const REGISTER = fileURLToPath(new URL('mandate-register/fixtures/mandaatregister.csv', FIXTURES));
const RUN_MS = 120_000;

async function asAdministrator({ url, node }: RunningApi): Promise<LedgerClient> {
  return new LedgerClient(url, await node.tokens.issue(ADMINISTRATOR, 3_600));
}

const TOTALS = {
  rows: 14,
  read: 9,
  reported: 5,
  grants: 19,
  firstLevel: 11,
  sub: 8,
  byKind: { machtiging: 6, signing: 2, volmacht: 4, mandaat: 7, delegation: 0 },
  byGrantor: { college: 15, mayor: 4, council: 0 },
  inForceAtStart: 18,
  awaitingConsent: 1,
  withLimit: 4,
  posts: 10,
};

const dataDir = freshFolder();
afterAll(removeFolders);

describe('convenant without a server', () => {
  it(
    'imports organisations: nothing in a dry run, all on commit, none again',
    async () => {
      const imported = (...more: string[]) => answer(dataDir, 'import', 'organisations', ORGANISATIONS, ...more);
      expect(await imported()).toMatchObject({ exitCode: 0, committed: false, organisations: { toRecord: 16, recorded: 0, found: 0 } });
      expect(await answer(dataDir, 'person', 'list')).toMatchObject({ exitCode: 4, error: { code: 'NO_LEDGER' } });
      expect(await imported('--commit')).toMatchObject({
        exitCode: 0,
        committed: true,
        organisations: { recorded: 16, found: 0, failed: 0 },
      });
      expect(await imported('--commit')).toMatchObject({ exitCode: 0, organisations: { recorded: 0, found: 16, failed: 0 } });
    },
    RUN_MS,
  );

  it(
    'imports a mandate register with the totals it adds up to: the same in a dry run, a first and a second run',
    async () => {
      const imported = (...more: string[]) => answer(dataDir, 'import', 'mandates', REGISTER, '--for', 'GM0363', ...more);
      const dryRun = await imported();
      expect(dryRun).toMatchObject({
        exitCode: 1,
        committed: false,
        totals: TOTALS,
        rows: { toRecord: 9, reported: 5 },
        mandates: { toRecord: 19, found: 0 },
      });
      const first = await imported('--commit');
      expect(first).toMatchObject({
        exitCode: 1,
        totals: TOTALS,
        rows: { recorded: 9, found: 0, reported: 5 },
        mandates: { recorded: 19, found: 0, failed: 0 },
        posts: { recorded: 10 },
      });
      expect(first.neededParties.map(({ name }: { name: string }) => name)).toEqual([
        'College van burgemeester en wethouders van Amsterdam',
        'Burgemeester van Amsterdam',
        'Organisatie van Directeur GGD regio (niet geïdentificeerd)',
      ]);
      const second = await imported('--commit');
      expect(second).toMatchObject({
        exitCode: 1,
        totals: TOTALS,
        rows: { recorded: 0, found: 9 },
        mandates: { recorded: 0, found: 19, different: 0 },
        posts: { recorded: 0, found: 10 },
      });
    },
    RUN_MS,
  );

  it(
    'does not write beside another writer, and says who has the folder',
    async () => {
      const lock = takeWriterLock(join(dataDir, 'demo'));
      try {
        const { code, stdout, stderr } = await convenant(dataDir, 'import', 'organisations', ORGANISATIONS, '--commit');
        expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
        expect(stderr).toMatch(new RegExp(`^convenant: Process ${process.pid} already writes to .*\\n$`, 'u'));
      } finally {
        lock.release();
      }
    },
    RUN_MS,
  );
});

describe('convenant beside a server', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startServer(
      readConfiguration({ PORT: '0', CONVENANT_DATA_DIR: dataDir, CONVENANT_DEMO: 'empty', CONVENANT_LOG_LEVEL: 'silent' }),
    );
  });
  afterAll(() => api.close());

  it(
    'finds through it what was imported before, in force as the register says',
    async () => {
      expect(await answer(dataDir, 'import', 'mandates', REGISTER, '--for', 'GM0363', '--commit')).toMatchObject({
        mandates: { recorded: 0, found: 19 },
      });
      const { mandateRegister } = await (
        await asAdministrator(api)
      ).ask<any>('{ mandateRegister(first: 100, validAt: "2025-07-01") { nodes { from inForce { from until } } } }');
      const since = mandateRegister.nodes.map(({ from, inForce }: any) =>
        inForce[0]?.from === from ? 'at its start' : inForce.length === 0 ? 'never' : 'otherwise',
      );
      expect(since.toSorted()).toEqual([...Array(18).fill('at its start'), 'never']);
    },
    RUN_MS,
  );

  it(
    'reports a row that came back with other content, and leaves what was recorded as it was',
    async () => {
      const changed = join(freshFolder(), 'changed.csv');
      writeFileSync(changed, readFileSync(REGISTER, 'utf8').replace('directeur het primaire besluit nam', 'directeur het besluit nam'));
      const { exitCode, mandates, readRows } = await answer(
        dataDir,
        'import',
        'mandates',
        changed,
        '--for',
        'gemeente Amsterdam',
        '--commit',
      );
      expect({ exitCode, mandates }).toMatchObject({ exitCode: 1, mandates: { recorded: 0, found: 18, different: 1, failed: 0 } });
      expect(readRows.filter(({ state }: { state: string }) => state === 'incomplete')).toMatchObject([
        { line: 10, nr: 'S2.2', mandates: [{ differences: ['restrictions'] }] },
      ]);
    },
    RUN_MS,
  );

  it(
    "says in the reader's language where a row cannot be read",
    async () => {
      const { code, stdout } = await convenant(dataDir, 'import', 'mandates', REGISTER, '--for', 'GM0363', '--lang', 'nl');
      expect(code).toBe(1);
      expect(stdout).toContain('regel 8 (S1.4), kolom 9 “Ingangsdatum”: TOO_MANY_FIELDS (verwacht 10, gevonden 11)');
      expect(stdout).toContain('19 mandaten (11 eerste niveau, 8 ondermandaat): 0 vast te leggen, 19 gevonden');
    },
    RUN_MS,
  );

  it(
    'finds a post that was established otherwise by its name, and establishes none of that name',
    async () => {
      const client = await asAdministrator(api);
      const { parties } = await client.ask<any>('{ parties(filter: { identifier: "GM0820" }) { nodes { id } } }');
      const [{ id: party }] = parties.nodes;
      const answered = await client.record('EstablishPost', {
        commandId: randomUUID(),
        name: 'Teammanager Wmo',
        party,
        from: '2024-01-01',
      });
      expect(answered.kind).toBe('recorded');
      const { posts, mandates } = await answer(dataDir, 'import', 'mandates', REGISTER, '--for', 'GM0820', '--commit');
      expect({ posts, mandates }).toMatchObject({ posts: { recorded: 9, found: 1 }, mandates: { recorded: 19 } });
      const found = await client.ask<any>(
        'query Posts($party: UUID) { posts(first: 100, filter: { party: $party, nameContains: "Teammanager Wmo" }) { nodes { id } } }',
        { party },
      );
      expect(found.posts.nodes).toHaveLength(1);
    },
    RUN_MS,
  );

  it(
    'knows persons, and gives a token for one of them that the server takes',
    async () => {
      const add = (...more: string[]) => answer(dataDir, 'person', 'add', '--persona', 'buyer', '--name', 'Een inkoper', ...more);
      expect(await add('--role', 'member')).toMatchObject({ exitCode: 2, error: { code: 'PARTY' } });
      expect(await add('--role', 'member', '--party', 'nowhere')).toMatchObject({ exitCode: 2, error: { code: 'UNKNOWN_PARTY' } });
      const { person } = await add('--role', 'member', '--party', 'gemeente Amsterdam');
      expect((await answer(dataDir, 'person', 'list')).persons).toContainEqual(person);
      const { exitCode, error } = await answer(dataDir, 'token', '--persona', 'nobody');
      expect({ exitCode, error }).toEqual({
        exitCode: 2,
        error: { code: 'UNKNOWN_PERSONA', message: expect.stringMatching(/known are: .*\bbuyer\b/u) },
      });
      const { stdout } = await convenant(dataDir, 'token', '--persona', 'buyer', '--hours', '1');
      expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/u);
      expect(await api.node.tokens.verify(stdout.trim())).toEqual({ person: person.id, party: person.party, role: 'member' });
    },
    RUN_MS,
  );

  it(
    'rebuilds the views through it, and verifies log and views beside it',
    async () => {
      expect(await answer(dataDir, 'rebuild')).toMatchObject({ exitCode: 0, through: 'running server' });
      expect(await answer(dataDir, 'verify')).toMatchObject({ exitCode: 0, viewsCompared: true, findings: [] });
    },
    RUN_MS,
  );

  it(
    'exports events as they are stored, and goes on after a position',
    async () => {
      const { stdout } = await convenant(dataDir, 'export', 'events');
      const texts = stdout.trimEnd().split('\n');
      const lines = texts.map((text) => JSON.parse(text));
      expect(lines[0]).toMatchObject({ event: { type: 'LedgerFounded', revision: 0 } });
      const granted = lines.filter(({ event }) => event.type === 'MandateGranted');
      expect(granted).toHaveLength(38);
      expect(granted.every(({ event }) => event.origin.kind === 'imported' && event.origin.source.endsWith(', mandaatregister.csv'))).toBe(
        true,
      );
      const rest = await convenant(dataDir, 'export', 'events', '--after', granted[0].position);
      expect(rest.stdout.trimEnd().split('\n')).toEqual(texts.slice(lines.indexOf(granted[0]) + 1));
      expect(await answer(dataDir, 'export', 'events', '--out', '/dev/null', '--after', 'elsewhere')).toMatchObject({ exitCode: 2 });
    },
    RUN_MS,
  );
});

describe('what cannot be done', () => {
  it(
    'is told in one line, with the exit code of its kind and nothing recorded',
    async () => {
      const dataDir = freshFolder();
      const wrong = join(dataDir, 'wrong.csv');
      writeFileSync(wrong, 'a;b;c\n1;2;3\n');
      expect(await answer(dataDir, 'import', 'mandates', wrong, '--for', 'x')).toMatchObject({
        exitCode: 3,
        error: { code: 'WRONG_HEADER', message: expect.stringContaining('line 1, column 1') },
      });
      expect(await answer(dataDir, 'import', 'organisations', REGISTER)).toMatchObject({ exitCode: 3, error: { code: 'WRONG_HEADER' } });
      expect(await answer(dataDir, 'import', 'organisations', join(dataDir, 'absent.csv'))).toMatchObject({
        exitCode: 3,
        error: { code: 'UNREADABLE_FILE' },
      });
      expect(await answer(dataDir, 'import', 'mandates', REGISTER)).toMatchObject({ exitCode: 2 });
      expect(await answer(dataDir, 'token', '--persona', 'x')).toMatchObject({ exitCode: 4, error: { code: 'NO_LEDGER' } });
      expect(await answer(dataDir, 'token', '--persona', 'x', '--hours', '-1')).toMatchObject({ exitCode: 2 });
      expect((await convenant(dataDir, '--help')).code).toBe(0);
    },
    RUN_MS,
  );
});
