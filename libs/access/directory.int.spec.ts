import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actorOf, Directory, type Person } from './directory.js';

const CLERK: Person = { id: 'p1', persona: 'clerk', name: 'Jan Jansen', party: 'q', role: 'member' };
const AUDITOR: Person = { id: 'p2', persona: 'auditor', name: 'Els Visser', party: null, role: 'auditor' };

describe('a directory', () => {
  let folder: string;
  let directory: Directory;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'directory-'));
    directory = new Directory(folder);
  });
  afterEach(() => {
    directory.close();
    rmSync(folder, { recursive: true });
  });

  it('finds who is behind a persona, also after a restart', () => {
    for (const person of [CLERK, AUDITOR]) directory.save(person);
    directory.close();
    directory = new Directory(folder);
    expect(directory.byPersona('clerk')).toEqual(CLERK);
    expect(directory.byPersona('nobody')).toBeUndefined();
    expect(directory.all()).toEqual([AUDITOR, CLERK]);
  });

  it('changes a person in place, and gives no persona to two', () => {
    directory.save(CLERK);
    directory.save({ ...CLERK, name: 'Jan de Vries', role: 'registrar' });
    expect(directory.all()).toEqual([{ ...CLERK, name: 'Jan de Vries', role: 'registrar' }]);
    expect(() => directory.save({ ...AUDITOR, persona: 'clerk' })).toThrow();
  });

  it('lets events know the pseudonym only', () => {
    expect(actorOf(CLERK)).toEqual({ person: 'p1', party: 'q', role: 'member' });
  });

  it('is for the owner alone', () => {
    expect(statSync(join(folder, 'directory.db')).mode & 0o777).toBe(0o600);
  });
});
