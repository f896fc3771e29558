import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { actorOf, type Directory, type Person } from './directory.js';
import { FileDirectory } from './file-directory.js';
import { DIRECTORY_PLACES, type DirectoryPlace } from './testing/directories.js';

const CLERK: Person = { id: 'p1', persona: 'clerk', name: 'Jan Jansen', party: 'q', role: 'member' };
const AUDITOR: Person = { id: 'p2', persona: 'auditor', name: 'Els Visser', party: null, role: 'auditor' };
const STARTING_MS = 60_000;

describe.each(Object.entries(DIRECTORY_PLACES))('a directory in %s', (_, makePlace) => {
  let place: DirectoryPlace;
  let directory: Directory;
  beforeAll(async () => {
    place = await makePlace();
  }, STARTING_MS);
  beforeEach(async () => {
    directory = await place.empty();
  });
  afterEach(() => directory.close());
  afterAll(() => place.close(), STARTING_MS);

  it('finds who is behind a persona, also after a restart', async () => {
    for (const person of [CLERK, AUDITOR]) await directory.save(person);
    await directory.close();
    directory = place.again();
    expect(await directory.byPersona('clerk')).toEqual(CLERK);
    expect(await directory.byPersona('nobody')).toBeUndefined();
    expect(await directory.all()).toEqual([AUDITOR, CLERK]);
  });

  it('lists persons by persona, byte by byte', async () => {
    const personas = ['a-b', 'ab', 'a1', 'b'];
    for (const persona of personas) await directory.save({ ...CLERK, id: persona, persona });
    expect((await directory.all()).map(({ persona }) => persona)).toEqual([...personas].sort());
  });

  it('changes a person in place, and gives no persona to two', async () => {
    await directory.save(CLERK);
    await directory.save({ ...CLERK, name: 'Jan de Vries', role: 'registrar' });
    await expect(directory.save({ ...AUDITOR, persona: 'clerk' })).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) });
    expect(await directory.all()).toEqual([{ ...CLERK, name: 'Jan de Vries', role: 'registrar' }]);
  });
});

describe('a person', () => {
  it('is known to events as a pseudonym only', () => {
    expect(actorOf(CLERK)).toEqual({ person: 'p1', party: 'q', role: 'member' });
  });

  it('stands in a file for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'directory-'));
    await new FileDirectory(folder).close();
    expect(statSync(join(folder, 'directory.db')).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});
