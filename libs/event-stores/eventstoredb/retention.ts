import type { Connection } from './client.js';
import { readWhole } from './calls.js';
import { DamagedStream } from './grpc-faults.js';
import type { EventStoreDbLimits } from './limits.js';
import { streamBackward, textOf } from './read-requests.js';

/** Settings under which the server drops events by itself; `$tb` is also what a deletion sets. */
const RETENTION = ['$maxAge', '$maxCount', '$tb'] as const;

/**
 * Something was once set on one of our streams. What counts is what is set now, so that whoever takes a retention off again has mended it; that
 * nothing was dropped in between shows in the revisions.
 */
export async function assertNoRetention(connection: Connection, metadataStream: string, limits: EventStoreDbLimits): Promise<void> {
  const times = { deadlineMs: limits.callMs, connectMs: limits.callMs };
  const { events } = await readWhole(connection, streamBackward(metadataStream, 1), metadataStream, times);
  const [latest] = events;
  if (latest === undefined) return;
  const found = RETENTION.filter((setting) => setting in settingsOf(latest.bytes));
  if (found.length === 0) return;
  throw new DamagedStream(
    metadataStream.slice('$$'.length),
    `${found.join(', ')} is set in its metadata, so that the server drops events; take it off`,
  );
}

function settingsOf(bytes: Uint8Array): object {
  try {
    const settings: unknown = JSON.parse(textOf(bytes));
    return typeof settings === 'object' && settings !== null ? settings : {};
  } catch {
    return {};
  }
}
