import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Connection } from 'better-sqlite3';
import { checksumOf } from '../../libs/event-stores/sqlite/event-row.js';
import { createLogIfAbsent, openLogForWriting } from '../../libs/event-stores/sqlite/log-file.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../libs/event-stores/sqlite/sqlite-event-store.js';
import { NO_STREAM, type AppendRequest } from '../../libs/ledger/event-store.js';
import { compareRates } from './measuring/samples.js';
import type { Figure, Part } from './measuring/part.js';

const CONCURRENCY = [1, 64] as const;
const ROUNDS = 9;
const ROUND_MS = 700;
/** Bytes of a usual event: its envelope takes most of it. */
const EVENT_TEXT = 'x'.repeat(1_000);
const AIMED_PER_SYNC = 8;

/** The embedded store beside the least that SQLite itself needs for the same rows, on the same tables, triggers and pragmas. */
export const rawAppends: Part = {
  name: 'appends',
  title: 'Appends to the SQLite store, beside bare prepared transactions',
  async run({ scratch, progress }) {
    const store = await openSqliteEventStore({ folder: join(scratch, 'appends') });
    const bare = openBare(join(scratch, 'bare'));
    const insert = bareInsert(bare);
    try {
      const figures: Figure[] = [];
      for (const at of CONCURRENCY) {
        progress(`${at} at once, ${ROUNDS} rounds`);
        await storeRate(store, at);
        bareRate(insert, at);
        const before = store.stats();
        const compared = await compareRates(
          ROUNDS,
          () => storeRate(store, at),
          async () => bareRate(insert, at),
        );
        const after = store.stats();
        const perSync = (after.appends - before.appends) / (after.commits - before.commits);
        figures.push({
          name: `${at} at once: store / bare transactions of ${at} ${at === 1 ? 'row' : 'rows'}`,
          value: compared.ratio.toFixed(2),
          detail: `${Math.round(compared.ours)}/s beside ${Math.round(compared.theirs)}/s`,
          goal: '≥ 0.5',
          met: compared.ratio >= 0.5,
        });
        const goal = at === 1 ? {} : { goal: `≥ ${AIMED_PER_SYNC}`, met: perSync >= AIMED_PER_SYNC };
        figures.push({ name: `${at} at once: appends per sync`, value: perSync.toFixed(1), ...goal });
      }
      return figures;
    } finally {
      await store.close();
      bare.close();
    }
  },
};

/** Appends per second by so many writers, each to a new stream when its last one is on disk. */
async function storeRate(store: SqliteEventStore, writers: number): Promise<number> {
  const start = performance.now();
  let appended = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (; performance.now() - start < ROUND_MS; appended += 1) await store.append(appendRequest());
    }),
  );
  return appended / ((performance.now() - start) / 1_000);
}

function bareRate(insert: (requests: readonly AppendRequest[]) => void, rows: number): number {
  const start = performance.now();
  let appended = 0;
  for (; performance.now() - start < ROUND_MS; appended += rows) insert(Array.from({ length: rows }, appendRequest));
  return appended / ((performance.now() - start) / 1_000);
}

function appendRequest(): AppendRequest {
  const id = randomUUID();
  return {
    stream: `party-${id}`,
    kind: 'ledger',
    expected: NO_STREAM,
    events: [{ id, type: 'PartyRegistered', json: `{"id":"${id}","text":"${EVENT_TEXT}"}` }],
  };
}

function openBare(folder: string): Connection {
  mkdirSync(folder, { recursive: true });
  createLogIfAbsent(folder);
  return openLogForWriting(folder);
}

/** One transaction, one row per request: position and checksum of a row that nobody else can have written meanwhile. */
function bareInsert(db: Connection): (requests: readonly AppendRequest[]) => void {
  const statement = db.prepare(
    'INSERT INTO events (position, stream, revision, id, type, kind, json, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let position = 0;
  return db.transaction((requests: readonly AppendRequest[]) => {
    for (const { stream, kind, events } of requests) {
      for (const { id, type, json } of events) {
        position += 1;
        statement.run(position, stream, 0, id, type, kind, json, checksumOf({ position, stream, revision: 0, id, type, kind, json }));
      }
    }
  }).immediate;
}
