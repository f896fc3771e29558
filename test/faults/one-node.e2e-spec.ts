import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TracedDisk } from '../../libs/event-stores/contract/durable-process.js';
import { codeOf, send } from '../e2e/operations.js';
import { RunningServer } from '../e2e/running-server.js';
import { Load, readiness, registered } from './load.js';

const PATIENCE_MS = 120_000;
const HOUR_MS = 3_600_000;
const PRELOAD = new URL('./shifted-clock.js', import.meta.url).href;
/** The C source is not compiled along: this file runs from dist, two folders below the checkout's root. */
const SHIM = fileURLToPath(new URL('../../../libs/event-stores/contract/sync-trace.c', import.meta.url));

let scratch: string;
let server: RunningServer;
let load: Load | undefined;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'convenant-fault-'));
});

afterEach(async () => {
  await load?.stop();
  load = undefined;
  await server.remove();
  rmSync(scratch, { recursive: true, force: true });
});

async function underLoad(environment: Readonly<Record<string, string>>): Promise<Load> {
  // A real ledger: the clock of a demo is its own.
  server = await RunningServer.start({ demo: 'off', environment });
  load = new Load(() => server, await server.token({ role: 'registrar' }, 48 * 3_600));
  await load.reaches(40);
  return load;
}

/** Every command that was sent is there once, and what is stored is whole. */
async function nothingLostOrTwice(clients: Load): Promise<void> {
  await clients.stop();
  const count = clients.sent.length;
  expect(await registered(server)).toMatchObject({ events: count, names: count });
  expect(new Set(clients.sent.map(({ recorded }) => recorded?.events[0]?.id)).size).toBe(count);
  expect(await server.verify()).toMatchObject({ exitCode: 0, events: count + 1, viewsCompared: true, total: 0 });
}

describe('one node with SQLite', () => {
  it(
    'on a disk that is full: clients are told to come again, readiness turns red and green again, nothing is lost or recorded twice',
    async () => {
      const disk = TracedDisk.build(scratch, SHIM);
      const clients = await underLoad(disk.env as Record<string, string>);
      const position = clients.sent.find(({ recorded }) => recorded)?.recorded?.position;
      const { parties: shown } = await server.ask('query ($at: Position) { parties(atLeast: $at) { totalCount } }', { at: position });
      expect(shown.totalCount).toBeGreaterThan(0);
      disk.fail('write');
      await readiness(server, 503, /The log cannot be written/);
      // What was shown can be read. The views may be behind what was recorded: they cannot be written either.
      expect((await server.ask('{ parties { totalCount } }')).parties.totalCount).toBeGreaterThanOrEqual(shown.totalCount);
      disk.mend();
      await readiness(server, 200);
      await clients.reaches(20);
      expect([...clients.faults.keys()]).toEqual(['UNAVAILABLE']);
      await nothingLostOrTwice(clients);
    },
    PATIENCE_MS,
  );

  it(
    'whose clock jumps: what would make time run backwards is refused, readiness says so, and goes by itself when the clock is right',
    async () => {
      const shift = join(scratch, 'shift');
      const clients = await underLoad({ NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT: shift });
      const jump = (ms: number) => {
        writeFileSync(`${shift}.new`, String(ms));
        renameSync(`${shift}.new`, shift);
      };
      const refused = async () => codeOf(await send(server, 'RegisterParty', { name: 'Te vroeg', kind: 'BUSINESS' }, clients.token));

      jump(-3 * HOUR_MS);
      await readiness(server, 503, /clock/);
      expect(await refused()).toBe('CLOCK_SKEW');
      jump(0);
      await readiness(server, 200);
      await clients.reaches(20);

      // Forwards it cannot know that it is wrong: what is recorded bears that time, and the right one is behind it then.
      jump(2 * HOUR_MS);
      await clients.reaches(20);
      jump(0);
      await readiness(server, 503, /clock/);
      expect(await refused()).toBe('CLOCK_SKEW');
      // Two hours pass.
      jump(2 * HOUR_MS + 60_000);
      await readiness(server, 200);
      await clients.reaches(20);
      expect([...clients.faults.keys()]).toEqual(['CLOCK_SKEW']);
      await nothingLostOrTwice(clients);
    },
    PATIENCE_MS,
  );
});
