import { createHash } from 'node:crypto';
import type { TableShape } from '../bitemporal.js';
import { OPEN, tableShapes } from '../bitemporal.js';
import type { Projection } from '../view-definition.js';
import { indexName, knownIndexName } from '../view-indexes.js';

/** Raise it when the journal's or a fixed table's content changes for the same events. */
const FIXED_VERSION = 2;

const TYPES = { text: 'TEXT', integer: 'INTEGER' } as const;

/**
 * `journal_text` is a table of its own, so that scanning the journal does not read whole events. A build writes both stream by stream: what is
 * folded together lies together, and an index puts it in the order of the log.
 */
const FIXED_TABLES = [
  `CREATE TABLE projected (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, position INTEGER NOT NULL, known_time TEXT,
    built INTEGER NOT NULL, machine_start TEXT NOT NULL, target INTEGER NOT NULL) STRICT`,
  `CREATE TABLE build_part (part INTEGER PRIMARY KEY, done TEXT NOT NULL, until TEXT NOT NULL, events INTEGER NOT NULL) STRICT`,
  `CREATE TABLE journal (row INTEGER PRIMARY KEY, seq INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    type TEXT NOT NULL, recorded_at TEXT NOT NULL, known_time TEXT NOT NULL, actor TEXT NOT NULL, party TEXT, audience INTEGER NOT NULL,
    participants TEXT NOT NULL, causation TEXT NOT NULL, correlation TEXT NOT NULL, command_id TEXT NOT NULL) STRICT`,
  `CREATE TABLE journal_text (row INTEGER PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL, json TEXT NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX journal_text_of ON journal_text (stream, seq)`,
  `CREATE TABLE journal_subject (row INTEGER PRIMARY KEY, subject TEXT NOT NULL, seq INTEGER NOT NULL) STRICT`,
  `CREATE TABLE reservation (row INTEGER PRIMARY KEY, pool TEXT NOT NULL, reservation TEXT NOT NULL, owner TEXT NOT NULL, command_id TEXT NOT NULL,
    amount INTEGER NOT NULL, recorded_at TEXT NOT NULL, made_at INTEGER NOT NULL, settled_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX reservation_pending ON reservation (recorded_at, pool, reservation) WHERE settled_at = ${OPEN}`,
  `CREATE INDEX reservation_name ON reservation (pool, reservation)`,
];

/** The journal in the order of the log, with when the ledger knew it and who may read it, so that walking along it reads nothing else. */
export const JOURNAL_INDEXES = [
  `CREATE UNIQUE INDEX IF NOT EXISTS journal_order ON journal (seq, known_time, audience, participants)`,
  `CREATE UNIQUE INDEX IF NOT EXISTS journal_touches ON journal_subject (subject, seq)`,
];

const FIXED_INDEXES = [
  ...JOURNAL_INDEXES,
  `CREATE INDEX IF NOT EXISTS journal_stream ON journal (stream, seq)`,
  `CREATE INDEX IF NOT EXISTS journal_type ON journal (type, seq)`,
  `CREATE INDEX IF NOT EXISTS journal_actor ON journal (actor, seq)`,
  `CREATE INDEX IF NOT EXISTS journal_party ON journal (party, seq)`,
  `CREATE INDEX IF NOT EXISTS journal_command ON journal (command_id, seq)`,
];

/** Tables, and the few indexes writing itself needs. */
export function createTables(shapes: readonly TableShape[]): string[] {
  return [...FIXED_TABLES, ...shapes.flatMap(createTable)];
}

/** What reading needs; built in one go after the bulk of a build, which is several times faster than keeping them up row by row. */
export function createIndexes(shapes: readonly TableShape[]): string[] {
  return [...FIXED_INDEXES, ...shapes.flatMap(tableIndexes)];
}

function createTable({ name, columns }: TableShape): string[] {
  const declared = Object.entries(columns).map(([column, type]) => `"${column}" ${TYPES[type]}`);
  const all = [
    ...['entity', 'row_key', 'valid_from', 'valid_to'].map((column) => `${column} TEXT NOT NULL`),
    ...['known_from', 'known_to', 'audience'].map((column) => `${column} INTEGER NOT NULL`),
    'participants TEXT NOT NULL',
    ...declared,
    // Finds the row to close, and what is known of an entity.
    'PRIMARY KEY (entity, row_key, valid_from, known_from)',
  ];
  return [`CREATE TABLE "${name}" (${all.join(', ')}) STRICT, WITHOUT ROWID`];
}

/** Each index holds the whole filter, so that rows which do not qualify are passed over without being read. */
function tableIndexes({ name, orders, known }: TableShape): string[] {
  const filter = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', 'known_to', 'audience', 'participants'];
  const index = (indexed: string, columns: readonly string[]) =>
    `CREATE INDEX IF NOT EXISTS "${indexed}" ON "${name}" (${columns.map((column) => `"${column}"`).join(', ')})`;
  return [
    ...orders.map((order, number) => index(indexName(name, number), [...order, ...filter])),
    ...(known ? [index(knownIndexName(name), ['known_from', 'known_to', 'valid_from', 'valid_to', 'audience', 'participants'])] : []),
  ];
}

/** Names a database by what is in it: another projection version, column or index gives another name, so that it is built anew. */
export function viewsDigest(projections: readonly Projection[]): string {
  const shapes = tableShapes(projections);
  const declared = projections.map(({ aggregate, tables }) => [aggregate.name, tables.map(({ name, version }) => [name, version])]);
  const text = JSON.stringify([FIXED_VERSION, declared, createTables(shapes), createIndexes(shapes)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
