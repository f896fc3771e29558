import { BEGINNING } from '../../ledger/event-store.js';
import type { StorableEvent, StoredEvent, StorePosition, StreamKind } from '../../ledger/event-store.js';
import { DamagedStream } from './grpc-faults.js';
import { textOf } from './read-requests.js';
import type { RecordedEvent } from './read-requests.js';
import type { StreamNames } from './stream-names.js';

/** What the server itself writes to a stream that is deleted for good. */
const TOMBSTONE = '$streamDeleted';

/** What stands beside each event: its id and the kind of its stream. */
export function metadataOf({ id }: StorableEvent, kind: StreamKind): Uint8Array {
  return Buffer.from(JSON.stringify({ id, kind }));
}

export function storedEvent(recorded: RecordedEvent, names: StreamNames): StoredEvent {
  const { type, bytes } = recorded;
  if (type === TOMBSTONE) throw new DamagedStream(recorded.stream, 'the stream was deleted for good');
  const { id, kind } = ownMetadata(recorded);
  const revision = Number(recorded.revision);
  return { position: positionOf(recorded.position), stream: names.logical(recorded.stream), revision, kind, id, type, json: textOf(bytes) };
}

function ownMetadata({ stream, metadata, revision }: RecordedEvent): { id: string; kind: StreamKind } {
  try {
    const { id, kind } = JSON.parse(textOf(metadata)) as { id: unknown; kind: unknown };
    if (typeof id === 'string' && (kind === 'ledger' || kind === 'system')) return { id, kind };
  } catch {
    // Falls through: what is no JSON is not ours either.
  }
  throw new DamagedStream(stream, `somebody else wrote revision ${revision}: it does not say which event of ours it is`);
}

/**
 * An event's commit position: a byte in the log. Each event of an append has its own, as every record of such a write commits itself
 * (EventStoreDB since 22; 23.10.6: StorageWriterService, AllReader). Beyond 2^53 bytes, 9 PB, the views could not order them.
 */
export function positionOf(commit: bigint): StorePosition {
  if (commit <= 0n || commit > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Error(`EventStoreDB gave ${commit} as a position: this adapter needs a server from 22.10 on.`);
  }
  return String(commit) as StorePosition;
}

/** Undefined for the beginning. */
export function commitOf(position: StorePosition): bigint | undefined {
  if (position === BEGINNING) return undefined;
  if (!/^[1-9]\d{0,15}$/.test(position)) throw new RangeError('That is not a position of this store.');
  return BigInt(position);
}
