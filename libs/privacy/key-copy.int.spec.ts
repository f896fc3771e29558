import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Directory, Person } from '../access/directory.js';
import { copyPersons } from '../access/directory-copy.js';
import { FileDirectory } from '../access/file-directory.js';
import { PostgresDirectory } from '../access/postgres-directory.js';
import { canonicalJson } from '../ledger/codec.js';
import { type KeyRing, sealContext } from '../ledger/sealing.js';
import { type PostgresServer, startPostgres } from '../views/testing/postgres-server.js';
import { FileKeyRing } from './file-key-ring.js';
import { copyKeys, KEY_PAGE, type KeyStore, sealedSubjects, withoutKey } from './key-copy.js';
import { PostgresKeyRing } from './postgres-key-ring.js';
import { freshDatabase } from './testing/key-rings.js';

const CONTEXT = sealContext('event-1', 'note');
const STARTING_MS = 60_000;
const CLERK: Person = { id: 'p1', persona: 'clerk', name: 'Jan Jansen', party: 'q', role: 'member' };

let server: PostgresServer;
let scratch: string;
beforeAll(async () => {
  server = await startPostgres();
  scratch = mkdtempSync(join(tmpdir(), 'key-copy-'));
}, STARTING_MS);
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
}, STARTING_MS);

interface Place {
  readonly ring: KeyRing & KeyStore & { close(): void | Promise<void> };
  readonly directory: Directory;
}

const MAKE: Readonly<Record<string, () => Promise<Place>>> = {
  files: async () => {
    const folder = mkdtempSync(join(scratch, 'files-'));
    return { ring: new FileKeyRing(folder), directory: new FileDirectory(folder) };
  },
  PostgreSQL: async () => {
    const url = await freshDatabase(server);
    return { ring: new PostgresKeyRing(url), directory: new PostgresDirectory(url) };
  },
};

async function between(source: string, target: string, work: (from: Place, to: Place) => Promise<void>): Promise<void> {
  const [from, to] = [await MAKE[source]!(), await MAKE[target]!()];
  try {
    await work(from, to);
  } finally {
    for (const { ring, directory } of [from, to]) {
      await ring.close();
      await directory.close();
    }
  }
}

describe.each([
  ['files', 'PostgreSQL'],
  ['PostgreSQL', 'files'],
])('keys and persons copied from %s to %s', (source, target) => {
  it('are all there, open what was sealed before, and are found the second time', async () => {
    await between(source, target, async (from, to) => {
      const subjects = Array.from({ length: KEY_PAGE + 7 }, (_, number) => `subject-${number}`);
      await from.ring.prepare(subjects);
      await to.ring.prepare(['of-the-target']);
      const sealed = from.ring.seal('subject-500', 'a text', CONTEXT);
      expect(await copyKeys(from.ring, to.ring)).toBe(subjects.length);
      expect(await copyKeys(from.ring, to.ring)).toBe(subjects.length);
      expect(await to.ring.open(sealed, CONTEXT)).toEqual({ kind: 'text', text: 'a text' });
      expect(await withoutKey([...subjects, 'nobody', 'of-the-target'], to.ring)).toEqual(['nobody']);
      await from.directory.save(CLERK);
      for (const _ of [1, 2]) expect(await copyPersons(from.directory, to.directory)).toBe(1);
      expect(await to.directory.all()).toEqual([CLERK]);
    });
  });

  it('are refused where another is there already, and nothing is changed', async () => {
    await between(source, target, async (from, to) => {
      await from.ring.prepare(['a', 'b']);
      await to.ring.prepare(['b']);
      const there = await to.ring.page('');
      await expect(copyKeys(from.ring, to.ring)).rejects.toThrow(/another key for subject b/);
      expect(await to.ring.page('')).toEqual(there);
      await from.directory.save({ ...CLERK, id: 'p0', persona: 'auditor' });
      await from.directory.save(CLERK);
      // Another name, another persona, and then the persona another person's.
      for (const other of [
        { ...CLERK, name: 'Jan de Vries' },
        { ...CLERK, persona: 'other' },
        { ...CLERK, id: 'p2' },
      ]) {
        await to.directory.save(other);
        const before = await to.directory.all();
        await expect(copyPersons(from.directory, to.directory)).rejects.toThrow(/another person with the id or persona of clerk/);
        expect(await to.directory.all()).toEqual(before);
      }
    });
  });
});

describe('whose texts are sealed in an event', () => {
  it('is found at any depth, and not in what a text says', async () => {
    const { ring, directory } = await MAKE['files']!();
    await ring.prepare(['a', 'b']);
    const [one, two] = [ring.seal('a', 'x', CONTEXT), ring.seal('b', 'y', CONTEXT)];
    const json = canonicalJson({ data: { notes: [{ text: one }], reason: two, told: '"sealed":{"subject":"c"}' } } as never);
    expect(sealedSubjects(json).sort()).toEqual(['a', 'b']);
    expect(sealedSubjects('{"data":{"told":"sealed"}}')).toEqual([]);
    await ring.close();
    await directory.close();
  });
});
