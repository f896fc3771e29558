import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Actor, Role } from '../ledger/aggregate.js';

/** Who is behind a pseudonymous id: outside the log, so that it can be changed and erased. */
export interface Person {
  /** Pseudonymous id, the only thing events know. */
  readonly id: string;
  /** Short name for the command line and the token, e.g. `college`. */
  readonly persona: string;
  readonly name: string;
  readonly party: string | null;
  readonly role: Role;
}

export class Directory {
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

  /** Adds a person, or changes the one with this id. */
  save({ id, persona, name, party, role }: Person): void {
    this.database
      .prepare(
        `INSERT INTO person (id, persona, name, party, role) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET persona = excluded.persona, name = excluded.name, party = excluded.party, role = excluded.role`,
      )
      .run(id, persona, name, party, role);
  }

  byPersona(persona: string): Person | undefined {
    return this.database.prepare('SELECT id, persona, name, party, role FROM person WHERE persona = ?').get(persona) as Person | undefined;
  }

  all(): Person[] {
    return this.database.prepare('SELECT id, persona, name, party, role FROM person ORDER BY persona').all() as Person[];
  }

  close(): void {
    this.database.close();
  }
}

export function actorOf({ id, party, role }: Person): Actor {
  return { person: id, party, role };
}
