import { deserialize, serialize } from 'node:v8';
import Database from 'better-sqlite3';
import type { Statement } from 'better-sqlite3';
import type { Folded, FoldShelf } from '../stream-folds.js';

const CACHE_KIB = 64 * 1024;

interface ShelfRow {
  readonly revision: number;
  readonly state: Buffer;
}

/** States in a nameless temporary file, which is gone when it is closed: memory stays the same for a log of any length. */
export class SqliteFoldShelf implements FoldShelf {
  private readonly db = new Database('');
  private readonly row: Statement<[string], ShelfRow>;
  private readonly store: (folds: Iterable<readonly [string, Pick<Folded, 'revision' | 'state'>]>) => void;

  constructor() {
    this.db.pragma('journal_mode = OFF');
    this.db.pragma('synchronous = OFF');
    this.db.pragma(`cache_size = -${CACHE_KIB}`);
    this.db.exec('CREATE TABLE fold (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL, state BLOB NOT NULL) STRICT, WITHOUT ROWID');
    this.row = this.db.prepare('SELECT revision, state FROM fold WHERE stream = ?');
    const insert = this.db.prepare('INSERT OR REPLACE INTO fold VALUES (?, ?, ?)');
    this.store = this.db.transaction((folds) => {
      for (const [stream, { revision, state }] of folds) insert.run(stream, revision, serialize(state));
    });
  }

  put(folds: Iterable<readonly [string, Pick<Folded, 'revision' | 'state'>]>): void {
    this.store(folds);
  }

  find(stream: string): Pick<Folded, 'revision' | 'state'> | undefined {
    const row = this.row.get(stream);
    return row && { revision: row.revision, state: deserialize(row.state) };
  }

  clear(): void {
    this.db.exec('DELETE FROM fold');
  }

  close(): void {
    this.db.close();
  }
}
