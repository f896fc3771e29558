import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Directory, Person } from './directory.js';

/** The directory of a single node, in one file beside the log that its owner alone can read. */
export class FileDirectory implements Directory {
  private readonly database: Database.Database;

  constructor(folder: string) {
    const file = join(folder, 'directory.db');
    this.database = new Database(file);
    chmodSync(file, 0o600);
    this.database.pragma('journal_mode = WAL');
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, persona TEXT NOT NULL UNIQUE, name TEXT NOT NULL, party TEXT, role TEXT NOT NULL) STRICT',
    );
  }

  async save({ id, persona, name, party, role }: Person): Promise<void> {
    this.database
      .prepare(
        `INSERT INTO person (id, persona, name, party, role) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET persona = excluded.persona, name = excluded.name, party = excluded.party, role = excluded.role`,
      )
      .run(id, persona, name, party, role);
  }

  async byPersona(persona: string): Promise<Person | undefined> {
    return this.database.prepare('SELECT id, persona, name, party, role FROM person WHERE persona = ?').get(persona) as Person | undefined;
  }

  async all(): Promise<readonly Person[]> {
    return this.database.prepare('SELECT id, persona, name, party, role FROM person ORDER BY persona').all() as Person[];
  }

  async close(): Promise<void> {
    this.database.close();
  }
}
