import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PeerServer } from '../../libs/event-stores/eventstoredb/peer/peer-server.js';
import { freshDatabase } from '../../libs/privacy/testing/key-rings.js';
import { startPostgres } from '../../libs/views/testing/postgres-server.js';
import { send, type Recorded } from './operations.js';
import { RunningServer } from './running-server.js';

const started: RunningServer[] = [];
const CONVENANT = fileURLToPath(new URL('../../apps/cli/main.js', import.meta.url));
const PATIENCE_MS = 120_000;
const PARTIES = '{ parties(first: 100) { totalCount nodes { id name kind } } events { totalCount } ledgerStatus { ledgerId position } }';

let peer: PeerServer;
let scratch: string;

beforeAll(async () => {
  peer = await PeerServer.start();
  scratch = mkdtempSync(join(tmpdir(), 'convenant-moving-'));
});
afterAll(async () => {
  for (const server of started) await server.remove();
  await peer.stop();
  rmSync(scratch, { recursive: true, force: true });
});

function convenant(...args: string[]): Promise<{ code: number; out: any }> {
  return convenantWith({}, ...args);
}

async function convenantWith(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<{ code: number; out: any }> {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, [CONVENANT, '--json', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: JSON.parse(text) };
}

describe('a ledger that moves from SQLite to EventStoreDB and back', () => {
  it(
    'answers the same, knows the commands it was given, and refuses positions of the store it left',
    async () => {
      const input = { commandId: randomUUID(), name: 'Welzijn Noord', kind: 'SOCIAL_ORGANISATION', from: '2024-01-01' };
      const there = await RunningServer.start({
        dataDir: join(scratch, 'first'),
        demo: 'on',
        environment: { CONVENANT_EVENT_STORE: 'sqlite' },
      });
      started.push(there);
      const registrar = await there.token({ role: 'registrar' });
      const { data } = await send(there, 'RegisterParty', input, registrar);
      const before = data?.answer as Recorded;
      await there.caughtUp();
      const was = await there.ask(PARTIES, {}, await there.token({ role: 'auditor' }));
      const to = `eventstoredb:${peer.connectionString}`;
      const busy = await convenant('copy', '--from', `sqlite:${there.folder}`, '--to', to, '--folder', join(scratch, 'second', 'demo'));
      expect([busy.code, busy.out.error.code]).toEqual([4, expect.any(String)]);
      await there.stop();

      const copied = await convenant('copy', '--from', `sqlite:${there.folder}`, '--to', to, '--folder', join(scratch, 'second', 'demo'));
      expect(copied).toMatchObject({ code: 0, out: { found: 0, generation: 2 } });
      const here = await RunningServer.start({
        dataDir: join(scratch, 'second'),
        demo: 'on',
        environment: { CONVENANT_EVENT_STORE: peer.connectionString, CONVENANT_EVENT_STORE_PREFIX: 'convenant' },
      });
      started.push(here);
      const auditor = await here.token({ role: 'auditor' });
      const { ledgerStatus, ...is } = await here.ask(PARTIES, {}, auditor);
      expect({ ...is, ledgerId: ledgerStatus.ledgerId }).toEqual({
        parties: was.parties,
        events: was.events,
        ledgerId: was.ledgerStatus.ledgerId,
      });
      const repeated = (await send(here, 'RegisterParty', input, registrar)).data?.answer as Recorded;
      expect([repeated.stream, repeated.events]).toEqual([before.stream, before.events]);
      const old = await here.graphql(`{ events(after: "${was.ledgerStatus.position}") { totalCount } }`, {}, auditor);
      expect(old.errors?.[0]?.extensions.problems).toMatchObject([{ path: 'after', problem: 'POSITION_OF_ANOTHER_LEDGER' }]);
      await here.stop();

      const back = ['copy', '--from', to, '--to', `sqlite:${join(scratch, 'third', 'demo')}`] as const;
      const returned = await convenant('--data-dir', join(scratch, 'second'), '--ledger', 'demo', ...back);
      expect(returned).toMatchObject({ code: 0, out: { generation: 3 } });
      const verified = await convenant('--data-dir', join(scratch, 'third'), '--ledger', 'demo', 'verify');
      expect(verified).toMatchObject({ code: 0, out: { total: 0, events: returned.out.events } });
    },
    PATIENCE_MS,
  );
});

describe('a ledger whose keys move to PostgreSQL and back', () => {
  it(
    'reads its sealed texts wherever they are',
    async () => {
      const postgres = await startPostgres();
      try {
        const keys = await freshDatabase(postgres);
        const sqlite = { CONVENANT_EVENT_STORE: 'sqlite', CONVENANT_KEYS: 'files' };
        const cluster = { CONVENANT_EVENT_STORE: peer.connectionString, CONVENANT_EVENT_STORE_PREFIX: 'sealed', CONVENANT_KEYS: keys };
        const [first, second, third] = ['one', 'two', 'three'].map((name) => join(scratch, name)) as [string, string, string];
        const there = await subjectsIn(first, sqlite);
        expect(there.length).toBeGreaterThan(0);
        expect(there).not.toContainEqual(expect.stringContaining('key lost'));

        const to = ['--to', `eventstoredb:${peer.connectionString}`, '--prefix', 'sealed', '--folder', join(second, 'demo')];
        const copied = await convenant('copy', '--from', `sqlite:${join(first, 'demo')}`, ...to, '--keys-to', keys);
        expect(copied).toMatchObject({ code: 0, out: { withoutKey: 0, keysIn: 'postgres' } });
        expect(await subjectsIn(second, cluster)).toEqual(there);
        expect(existsSync(join(second, 'demo', 'keys.db'))).toBe(false);

        // Told by the configuration of the nodes where the keys are.
        const from = ['--from', `eventstoredb:${peer.connectionString}`, '--prefix', 'sealed', '--to', `sqlite:${join(third, 'demo')}`];
        const back = await convenantWith(
          { ...cluster, CONVENANT_DATA_DIR: second, CONVENANT_DEMO: 'on' },
          ...['copy', ...from, '--keys-to', 'files'],
        );
        expect(back).toMatchObject({
          code: 0,
          out: { keys: copied.out.keys, persons: copied.out.persons, withoutKey: 0, keysIn: 'files' },
        });
        expect(await subjectsIn(third, sqlite)).toEqual(there);
      } finally {
        await postgres.close();
      }
    },
    PATIENCE_MS,
  );
});

/** What the decisions of a ledger are about: texts that may name people, so that they are sealed. */
async function subjectsIn(dataDir: string, environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const server = await RunningServer.start({ dataDir, demo: 'on', environment });
  started.push(server);
  const auditor = await server.token({ role: 'auditor' });
  const { decisions } = await server.ask('{ decisions(first: 100) { nodes { subject } } }', {}, auditor);
  await server.stop();
  return decisions.nodes.map(({ subject }: { subject: string }) => subject);
}
