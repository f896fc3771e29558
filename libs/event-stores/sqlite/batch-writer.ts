import type { Database as Connection, Statement } from 'better-sqlite3';
import { NO_STREAM } from '../../ledger/event-store.js';
import type { AppendRequest } from '../../ledger/event-store.js';
import { judge } from '../append-rules.js';
import type { Judgement, StreamLookup } from '../append-rules.js';
import { DamagedLog } from './damaged-log.js';
import { checksumOf } from './event-row.js';

/** What became of one append of a batch; `position` is that of its last event. */
export type Answer = { readonly kind: 'write' | 'found'; readonly position: number } | (Judgement & { readonly kind: 'conflict' });

/** Writes many appends in one transaction; each succeeds or conflicts by itself. Synchronous: it lives in the worker. */
export class BatchWriter {
  private readonly insert: Statement;
  private readonly positionAt: Statement<[string, number], number>;
  private readonly lastPosition: Statement<[], number>;
  private readonly lookup: StreamLookup;
  private readonly transaction: (requests: readonly AppendRequest[]) => Answer[];

  constructor(db: Connection, path: string) {
    this.insert = db.prepare(
      'INSERT INTO events (position, stream, revision, id, type, kind, json, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.positionAt = db.prepare<[string, number], number>('SELECT position FROM events WHERE stream = ? AND revision = ?').pluck();
    this.lastPosition = db.prepare<[], number>('SELECT ifnull(max(position), 0) FROM events').pluck();
    this.lookup = lookupIn(db, path);
    this.transaction = db.transaction((requests: readonly AppendRequest[]) => this.writeAll(requests)).immediate;
  }

  /** @throws the SQLite error, with nothing of the batch stored */
  write(requests: readonly AppendRequest[]): Answer[] {
    return this.transaction(requests);
  }

  private writeAll(requests: readonly AppendRequest[]): Answer[] {
    let position = this.lastPosition.get()!;
    return requests.map((request) => {
      const judgement = judge(request, this.lookup);
      if (judgement.kind === 'conflict') return judgement;
      const { stream, kind, expected, events } = request;
      if (judgement.kind === 'found') return { kind: 'found', position: this.positionAt.get(stream, expected + events.length)! };
      let revision = expected;
      for (const { id, type, json } of events) {
        position += 1;
        revision += 1;
        const checksum = checksumOf({ position, stream, revision, id, type, kind, json });
        this.insert.run(position, stream, revision, id, type, kind, json, checksum);
      }
      return { kind: 'write', position };
    });
  }
}

function lookupIn(db: Connection, path: string): StreamLookup {
  const recorded = db.prepare<[string], number>('SELECT revision FROM streams WHERE stream = ?').pluck();
  const head = db.prepare<[string], number | null>('SELECT max(revision) FROM events WHERE stream = ?').pluck();
  const ids = db
    .prepare<[string, number, number], string>('SELECT id FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?')
    .pluck();
  const holds = db.prepare<[string], number>('SELECT 1 FROM events WHERE id = ?').pluck();
  return {
    headOf: (stream) => {
      const revision = head.get(stream) ?? NO_STREAM;
      const expected = recorded.get(stream) ?? NO_STREAM;
      if (revision !== expected) throw new DamagedLog(path, `a stream ends at revision ${revision} instead of ${expected}`);
      return revision;
    },
    idsIn: (stream, from, count) => ids.all(stream, from, count),
    holds: (id) => holds.get(id) !== undefined,
  };
}
