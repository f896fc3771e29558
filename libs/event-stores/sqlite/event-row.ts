import { crc32 } from 'node:zlib';
import type { StoredEvent, StreamKind } from '../../ledger/event-store.js';
import { positionOf } from '../contiguous-position.js';
import { DamagedLog } from './damaged-log.js';

export interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly kind: StreamKind;
  readonly json: string;
  readonly checksum: number;
}

/** The columns as a list, which comes out of the database quicker than an object: for whoever reads very many. */
export const EVENT_COLUMNS = ['position', 'stream', 'revision', 'id', 'type', 'kind', 'json', 'checksum'] as const;
export type EventColumns = readonly [number, string, number, string, string, StreamKind, string, number];

export function eventRow([position, stream, revision, id, type, kind, json, checksum]: EventColumns): EventRow {
  return { position, stream, revision, id, type, kind, json, checksum };
}

/** SQLite keeps no checksum of its pages, so a flipped bit in a text would be read as if it had been written. */
export function checksumOf(row: Omit<EventRow, 'checksum'>): number {
  return crc32(row.json, crc32(`${row.position}\n${row.stream}\n${row.revision}\n${row.id}\n${row.type}\n${row.kind}\n`));
}

export function storedEvent(row: EventRow, path: string): StoredEvent {
  // A flipped bit can also turn a text into bytes that read the same.
  const texts = [row.stream, row.id, row.type, row.kind, row.json].every((text) => typeof text === 'string');
  if (!texts || row.checksum !== checksumOf(row))
    throw new DamagedLog(path, `the event at position ${row.position} is not as it was written`);
  const { position, stream, revision, kind, id, type, json } = row;
  return { position: positionOf(position), stream, revision, kind, id, type, json };
}

/** Numbers that must follow on `first` without a hole. */
export function assertContiguous(rows: readonly EventRow[], column: 'position' | 'revision', first: number, path: string): void {
  rows.forEach((row, i) => {
    if (row[column] !== first + i) throw new DamagedLog(path, `${column} ${first + i} is missing (${row[column]} comes in its place)`);
  });
}
