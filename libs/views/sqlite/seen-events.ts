import Database from 'better-sqlite3';
import type { Statement } from 'better-sqlite3';
import type { SeenEvents } from '../verification.js';

/** Ids and revisions in a nameless temporary file. */
export class SqliteSeenEvents implements SeenEvents {
  private readonly db = new Database('');
  private readonly insertId: Statement<[string]>;
  private readonly revision: Statement<[string], number>;
  private readonly putRevision: Statement<[string, number]>;

  constructor() {
    this.db.pragma('journal_mode = OFF');
    this.db.pragma('synchronous = OFF');
    this.db.exec('CREATE TABLE seen_id (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
    this.db.exec('CREATE TABLE seen_stream (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID');
    this.db.exec('BEGIN');
    this.insertId = this.db.prepare('INSERT OR IGNORE INTO seen_id VALUES (?)');
    this.revision = this.db.prepare<[string], number>('SELECT revision FROM seen_stream WHERE stream = ?').pluck();
    this.putRevision = this.db.prepare('INSERT OR REPLACE INTO seen_stream VALUES (?, ?)');
  }

  addId(id: string): boolean {
    return this.insertId.run(id).changes === 1;
  }

  lastRevision(stream: string): number {
    return this.revision.get(stream) ?? -1;
  }

  setRevision(stream: string, revision: number): void {
    this.putRevision.run(stream, revision);
  }

  close(): void {
    this.db.close();
  }
}
