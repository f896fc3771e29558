import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asked, freshDatabase } from '../../privacy/testing/key-rings.js';
import { startPostgres } from '../../views/testing/postgres-server.js';
import type { Directory } from '../directory.js';
import { FileDirectory } from '../file-directory.js';
import { PostgresDirectory } from '../postgres-directory.js';

export interface DirectoryPlace {
  empty(): Promise<Directory>;
  /** The same once more, as after a restart or from another node. */
  again(): Directory;
  close(): Promise<void>;
}

export const DIRECTORY_PLACES: Readonly<Record<string, () => Promise<DirectoryPlace>>> = { files: inFiles, PostgreSQL: inPostgres };

async function inFiles(): Promise<DirectoryPlace> {
  const root = mkdtempSync(join(tmpdir(), 'directories-'));
  let folder = root;
  return {
    empty: async () => {
      folder = mkdtempSync(join(root, 'one-'));
      return new FileDirectory(folder);
    },
    again: () => new FileDirectory(folder),
    close: async () => rmSync(root, { recursive: true }),
  };
}

async function inPostgres(): Promise<DirectoryPlace> {
  const server = await startPostgres();
  const url = await freshDatabase(server);
  return {
    empty: async () => {
      await asked(url, 'drop schema if exists convenant_directory cascade');
      return new PostgresDirectory(url);
    },
    again: () => new PostgresDirectory(url),
    close: () => server.close(),
  };
}
