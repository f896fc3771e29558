import { createHash } from 'node:crypto';
import { OPEN, tableShapes, type TableShape } from '../bitemporal.js';
import type { Projection } from '../view-definition.js';
import { indexName, knownIndexName } from '../view-indexes.js';

/** Raise it when the journal's or a fixed table's content changes for the same events. */
const FIXED_VERSION = 1;

/** Texts are ordered by their bytes, in every database alike. */
const TYPES = { text: 'text collate "C"', integer: 'bigint' } as const;

/** `owner` is whoever may write, as long as it is renewed; `failure` is the event it cannot take; `filled` is how far a build is that goes stream by stream. */
const FIXED_TABLES = [
  `create table projected (one integer primary key check (one = 1), seq bigint not null, position bigint not null, known_time text collate "C",
    owner text, renewed_at timestamptz, failure text, filled bigint not null default 0) with (fillfactor = 50)`,
  `insert into projected values (1, 0, 0)`,
  `create table journal (seq bigint not null, position bigint not null, id text not null, stream text collate "C" not null,
    revision bigint not null, type text collate "C" not null, recorded_at text collate "C" not null, known_time text collate "C" not null,
    actor text collate "C" not null, party text collate "C", audience integer not null, participants text not null, causation text not null,
    correlation text not null, command_id text collate "C" not null)`,
  `create table journal_text (stream text collate "C" not null, seq bigint not null, json text not null)`,
  `create table journal_subject (subject text collate "C" not null, seq bigint not null)`,
  `create table reservation (row bigint generated always as identity primary key, pool text collate "C" not null,
    reservation text collate "C" not null, owner text not null, command_id text not null, amount bigint not null,
    recorded_at text collate "C" not null, made_at bigint not null, settled_at bigint not null)`,
  `create index reservation_pending on reservation (recorded_at, pool, reservation) where settled_at = ${OPEN}`,
  `create index reservation_name on reservation (pool, reservation)`,
];

const FIXED_KEYS = [
  `create unique index if not exists journal_key on journal (seq)`,
  `create unique index if not exists journal_text_of on journal_text (stream, seq)`,
];

const FIXED_INDEXES = [
  `create index if not exists journal_stream on journal (stream, seq)`,
  `create index if not exists journal_type on journal (type, seq)`,
  `create index if not exists journal_actor on journal (actor, seq)`,
  `create index if not exists journal_party on journal (party, seq) where party is not null`,
  `create unique index if not exists journal_touches on journal_subject (subject, seq)`,
  `create index if not exists journal_command on journal (command_id, seq)`,
];

/** Tables, without what finds their rows. They go into the schema that comes first in the search path. */
export function createTables(shapes: readonly TableShape[]): string[] {
  return [...FIXED_TABLES, ...shapes.map(createTable)];
}

/** All that hold what was projected. */
export function tableNames(shapes: readonly TableShape[]): string[] {
  return ['journal', 'journal_text', 'journal_subject', 'reservation', ...shapes.map(({ name }) => name)];
}

/** What writing needs that follows the log: it finds the rows to close. Each can be made again, as the others can. */
export function createKeys(shapes: readonly TableShape[]): string[] {
  const place = 'entity, row_key, valid_from, known_from';
  return [...FIXED_KEYS, ...shapes.map(({ name }) => `create unique index if not exists "${keyName(name)}" on "${name}" (${place})`)];
}

/** What reading needs; built in one go after the bulk of a build. Each can be made again. */
export function createIndexes(shapes: readonly TableShape[]): string[] {
  return [...FIXED_INDEXES, ...shapes.flatMap(tableIndexes)];
}

/** Of the index that finds the row to close, and what is known of an entity. */
export function keyName(table: string): string {
  return `${table}_key`;
}

export function openIndexName(table: string, order: number): string {
  return `${indexName(table, order)}_open`;
}

function createTable({ name, columns }: TableShape): string {
  const declared = Object.entries(columns).map(([column, type]) => `"${column}" ${TYPES[type]}`);
  const all = [
    ...['entity', 'row_key', 'valid_from', 'valid_to'].map((column) => `${column} ${TYPES.text} not null`),
    ...['known_from bigint not null', 'known_to bigint not null', 'audience integer not null', 'participants text not null'],
    ...declared,
  ];
  return `create table "${name}" (${all.join(', ')})`;
}

/**
 * Each order has two indexes: of what is known now, which most questions are about and which stays small however much history there is, and
 * of everything that was ever known. Both hold what decides whether a row qualifies, but not its readers: their list has no bound, an entry has.
 */
function tableIndexes({ name, orders, known }: TableShape): string[] {
  const index = (indexed: string, columns: readonly string[], where = '') =>
    `create index if not exists "${indexed}" on "${name}" (${columns.map((column) => `"${column}" nulls first`).join(', ')})${where}`;
  const place = ['entity', 'row_key', 'valid_from', 'valid_to'];
  return [
    ...orders.flatMap((order, number) => [
      index(indexName(name, number), [...order, ...place, 'known_from', 'known_to', 'audience']),
      index(openIndexName(name, number), [...order, ...place, 'audience'], ` where known_to = ${OPEN}`),
    ]),
    ...(known ? [index(knownIndexName(name), ['known_from', 'known_to', 'valid_from', 'valid_to', 'audience'])] : []),
  ];
}

/** Names views by what is in them: another projection version, column or index gives another name, so that they are built anew. */
export function postgresViewsDigest(projections: readonly Projection[]): string {
  const shapes = tableShapes(projections);
  const declared = projections.map(({ aggregate, tables }) => [aggregate.name, tables.map(({ name, version }) => [name, version])]);
  const text = JSON.stringify([FIXED_VERSION, declared, createTables(shapes), createKeys(shapes), createIndexes(shapes)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
