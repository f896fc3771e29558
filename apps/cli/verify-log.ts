import { DamagedLog } from '../../libs/event-stores/sqlite/damaged-log.js';
import { decodeEvent } from '../../libs/ledger/codec.js';
import { BEGINNING, NO_STREAM, type EventStore, type StoredEvent, type StorePosition } from '../../libs/ledger/event-store.js';
import type { Registry } from '../../libs/ledger/registry.js';
import { messageOf } from './failure.js';

export interface LogFinding {
  readonly code: 'DAMAGED' | 'REVISION_GAP' | 'UNREADABLE_EVENT';
  /** Where it is, as far as that can be told. */
  readonly stream?: string;
  readonly revision?: number;
  readonly message: string;
}

export interface CheckedLog {
  readonly events: number;
  readonly streams: number;
  readonly findings: readonly LogFinding[];
}

interface LogCheck {
  readonly log: Pick<EventStore, 'readAll' | 'head'>;
  readonly registry: Registry;
  readonly onChecked?: (events: number) => void;
}

const BATCH = 1_000;

/**
 * Reads the whole log up to where it is now. The reader itself checks every row's checksum and that no position is missing;
 * beyond that every stream must count on without a gap, and every event must be one this build can read.
 */
export async function checkLog({ log, registry, onChecked }: LogCheck): Promise<CheckedLog> {
  const head = Number(await log.head());
  const heads = new Map<string, number>();
  const findings: LogFinding[] = [];
  let events = 0;
  for (let after: StorePosition = BEGINNING; Number(after) < head;) {
    const batch = await readBatch(log, after, Math.min(BATCH, head - Number(after)));
    // What lies behind damage cannot be reached in order.
    if (batch instanceof DamagedLog)
      return { events, streams: heads.size, findings: [...findings, { code: 'DAMAGED', message: batch.message }] };
    for (const event of batch) findings.push(...findingsOn(event, heads, registry));
    events += batch.length;
    onChecked?.(batch.length);
    after = batch.at(-1)?.position ?? after;
  }
  return { events, streams: heads.size, findings };
}

async function readBatch(log: LogCheck['log'], after: StorePosition, limit: number): Promise<readonly StoredEvent[] | DamagedLog> {
  try {
    return await log.readAll(after, limit);
  } catch (error) {
    if (error instanceof DamagedLog) return error;
    throw error;
  }
}

function findingsOn(event: StoredEvent, heads: Map<string, number>, registry: Registry): LogFinding[] {
  const { stream, revision, kind } = event;
  const expected = (heads.get(stream) ?? NO_STREAM) + 1;
  heads.set(stream, revision);
  const gap: LogFinding[] =
    revision === expected ? [] : [{ code: 'REVISION_GAP', stream, revision, message: `revision ${expected} of ${stream} is missing` }];
  if (kind === 'system') return gap;
  try {
    decodeEvent(registry, event);
    return gap;
  } catch (error) {
    return [...gap, { code: 'UNREADABLE_EVENT', stream, revision, message: messageOf(error) }];
  }
}
