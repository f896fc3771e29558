import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeWriterLock } from '../../libs/event-stores/sqlite/writer-lock.js';
import { readConfiguration } from '../api/configuration.js';
import { startServer } from '../api/server.js';
import { answer, convenant, freshFolder, removeFolders } from './run.fixture.js';

const RUN_MS = 120_000;

describe('convenant demo', () => {
  const dataDir = freshFolder();
  const serve = (demo: 'empty' | 'off') =>
    startServer(readConfiguration({ PORT: '0', CONVENANT_DATA_DIR: dataDir, CONVENANT_DEMO: demo, CONVENANT_LOG_LEVEL: 'silent' }));
  let told: any;

  beforeAll(async () => {
    told = await answer(dataDir, 'demo');
  }, RUN_MS);
  afterAll(removeFolders);

  it(
    'tells the story where there is no ledger yet, whole and in order',
    async () => {
      expect(told).toMatchObject({ exitCode: 0, now: expect.stringMatching(/^2025-10-22T08:/u) });
      expect(await answer(dataDir, 'verify')).toMatchObject({ exitCode: 0, findings: [] });
      expect((await convenant(dataDir, 'export', 'events')).stdout.trimEnd().split('\n')).toHaveLength(told.events);
      expect((await answer(dataDir, 'token', '--persona', 'college')).exitCode).toBe(0);
    },
    RUN_MS,
  );

  it(
    'leaves a demo ledger as it is without --yes, beside a server, and beside another writer',
    async () => {
      const before = (await convenant(dataDir, 'export', 'events')).stdout;
      const unconfirmed = await convenant(dataDir, 'demo');
      expect(unconfirmed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^convenant: .*Give --yes .*\n$/u) });
      const api = await serve('empty');
      try {
        expect(await answer(dataDir, 'demo', '--yes')).toMatchObject({
          exitCode: 4,
          error: { code: 'SERVER_RUNNING', message: expect.stringContaining(`process ${process.pid}`) },
        });
      } finally {
        await api.close();
      }
      const lock = takeWriterLock(join(dataDir, 'demo'));
      try {
        expect(await answer(dataDir, 'demo', '--yes')).toMatchObject({ exitCode: 4, error: { code: 'LOCKED' } });
      } finally {
        lock.release();
      }
      expect((await convenant(dataDir, 'export', 'events')).stdout).toBe(before);
    },
    RUN_MS,
  );

  it(
    'makes it another ledger with the same story; what was added is gone',
    async () => {
      await answer(dataDir, 'person', 'add', '--persona', 'passer-by', '--name', 'Een voorbijganger', '--role', 'resident');
      const anew = await answer(dataDir, 'demo', '--yes');
      expect(anew).toMatchObject({ exitCode: 0, events: told.events });
      expect(anew.ledgerId).not.toBe(told.ledgerId);
      expect((await answer(dataDir, 'token', '--persona', 'passer-by')).error.code).toBe('UNKNOWN_PERSONA');
      expect(existsSync(join(dataDir, 'demo.gone'))).toBe(false);
    },
    RUN_MS,
  );

  it(
    'never touches a real ledger',
    async () => {
      const api = await serve('off');
      await api.close();
      expect(await answer(dataDir, '--ledger', 'real', 'demo', '--yes')).toMatchObject({ exitCode: 2, error: { code: 'REAL_LEDGER' } });
      expect(existsSync(join(dataDir, 'ledger', 'log.db'))).toBe(true);
    },
    RUN_MS,
  );
});
