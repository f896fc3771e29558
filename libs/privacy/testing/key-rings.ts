import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { KeyRing } from '../../ledger/sealing.js';
import { type PostgresServer, startPostgres } from '../../views/testing/postgres-server.js';
import { FileKeyRing } from '../file-key-ring.js';
import { PostgresKeyRing } from '../postgres-key-ring.js';

/** Where key rings of several nodes have their keys. */
export interface KeyPlace {
  /** The ring of one more node. */
  ring(): KeyRing & { close(): void | Promise<void> };
  /** Every key that is stored, as subject and number of bytes. */
  stored(): Promise<readonly { subject: string; version: number; bytes: number }[]>;
  close(): Promise<void>;
}

export const KEY_PLACES: Readonly<Record<string, () => Promise<KeyPlace>>> = { files: inFiles, PostgreSQL: inPostgres };

async function inFiles(): Promise<KeyPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  return {
    ring: () => new FileKeyRing(folder),
    stored: async () => {
      const { default: Database } = await import('better-sqlite3');
      const file = new Database(join(folder, 'keys.db'), { readonly: true });
      try {
        return file.prepare('SELECT subject, version, length(key) AS bytes FROM subject_key ORDER BY subject').all() as never;
      } finally {
        file.close();
      }
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}

async function inPostgres(): Promise<KeyPlace> {
  const server = await startPostgres();
  const url = await freshDatabase(server);
  return {
    ring: () => new PostgresKeyRing(url),
    stored: () => asked(url, 'select subject, version, length(key) as bytes from convenant_keys.subject_key order by subject'),
    close: () => server.close(),
  };
}

/** A database of its own on a server that may be others' too: the schemas have fixed names. */
export async function freshDatabase({ url, freshName }: PostgresServer): Promise<string> {
  const name = freshName();
  await asked(url, `create database "${name}"`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

export async function asked(url: string, question: string): Promise<any> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}
