import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { KeyRing, Opened, SealedText } from '../ledger/sealing.js';
import { KEY_PAGE, type KeyStore } from './key-copy.js';
import { KEY_BYTES, openText, sealText, type SubjectKey } from './sealing.js';

/**
 * Per-subject keys in one file beside the log, readable by the owner alone. It needs its own backup: without it the sealed
 * texts are lost, with it they can be read.
 */
export class FileKeyRing implements KeyRing, KeyStore {
  private readonly database: Database.Database;
  private select: Database.Statement<[string], SubjectKey> | undefined;
  private readonly known = new Map<string, SubjectKey>();

  constructor(folder: string, options: { readonly readOnly?: boolean } = {}) {
    const file = join(folder, 'keys.db');
    this.database = new Database(file, { readonly: options.readOnly ?? false });
    if (options.readOnly) return;
    chmodSync(file, 0o600);
    this.database.pragma('journal_mode = DELETE');
    // FULL may still lose the last key: it does not sync the folder after the journal is unlinked, and an unlinked journal that
    // comes back after a power cut takes the key away again.
    this.database.pragma('synchronous = EXTRA');
    if (this.database.pragma('synchronous', { simple: true }) !== 3) throw new Error('the key file is not written durably');
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS subject_key (subject TEXT PRIMARY KEY, version INTEGER NOT NULL, key BLOB NOT NULL) STRICT',
    );
  }

  /** A key is on disk before anything is sealed with it. */
  async prepare(subjects: readonly string[]): Promise<void> {
    const missing = [...new Set(subjects)].filter((subject) => !this.find(subject));
    if (missing.length === 0) return;
    const insert = this.database.prepare(
      'INSERT INTO subject_key (subject, version, key) VALUES (?, 1, ?) ON CONFLICT (subject) DO NOTHING',
    );
    this.database.transaction(() => missing.forEach((subject) => insert.run(subject, randomBytes(KEY_BYTES)))).immediate();
  }

  seal(subject: string, text: string, context: string): SealedText {
    const key = this.find(subject);
    if (!key) throw new Error('prepare() comes before seal(): the key must be durable first');
    return sealText(key, text, context);
  }

  open(value: SealedText, context: string): Opened {
    const key = this.find(value.sealed.subject);
    return key?.version === value.sealed.keyVersion ? { kind: 'text', text: openText(key, value, context) } : { kind: 'keyLost' };
  }

  async page(after: string): Promise<readonly SubjectKey[]> {
    const select = this.database.prepare<[string, number], SubjectKey>(
      'SELECT subject, version, key FROM subject_key WHERE subject > ? ORDER BY subject LIMIT ?',
    );
    return select.all(after, KEY_PAGE);
  }

  async held(subjects: readonly string[]): Promise<readonly SubjectKey[]> {
    return subjects.flatMap((subject) => this.find(subject) ?? []);
  }

  async take(keys: readonly SubjectKey[]): Promise<void> {
    const insert = this.database.prepare(
      'INSERT INTO subject_key (subject, version, key) VALUES (?, ?, ?) ON CONFLICT (subject) DO NOTHING',
    );
    this.database.transaction(() => keys.forEach(({ subject, version, key }) => insert.run(subject, version, key))).immediate();
  }

  close(): void {
    this.database.close();
  }

  private find(subject: string): SubjectKey | undefined {
    const known = this.known.get(subject);
    if (known) return known;
    this.select ??= this.database.prepare('SELECT subject, version, key FROM subject_key WHERE subject = ?');
    const row = this.select.get(subject);
    if (row) this.known.set(subject, row);
    return row;
  }
}
