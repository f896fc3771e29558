import type { LedgerEvent } from '../ledger/envelope.js';
import type { EventDefinition } from '../ledger/event-definition.js';
import type { StoredEvent } from '../ledger/event-store.js';
import { streamOf } from '../ledger/ids.js';
import { audienceNumber, participantsText, positionNumber } from './bitemporal.js';

/** One ledger event in the journal. */
export interface JournalRow {
  readonly seq: number;
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  /** Running maximum of recordedAt. */
  readonly knownTime: string;
  readonly actor: string;
  readonly party: string | null;
  readonly audience: number;
  readonly participants: string;
  readonly causation: string;
  readonly correlation: string;
  readonly commandId: string;
  readonly json: string;
  /** Every other stream it touches. */
  readonly subjects: readonly string[];
}

/** Columns of the journal, in the order in which both databases are written. */
export const JOURNAL_COLUMNS = [
  ...['seq', 'position', 'id', 'stream', 'revision', 'type', 'recorded_at', 'known_time', 'actor', 'party', 'audience', 'participants'],
  ...['causation', 'correlation', 'command_id'],
];

export function journalRow(
  stored: StoredEvent,
  event: LedgerEvent,
  definition: EventDefinition,
  before: { seq: number; knownTime: string | null },
): JournalRow {
  const { envelope, data } = event;
  const { recordedAt, audience } = envelope;
  const touched = definition.subjects(data).map((subject) => streamOf(subject.aggregate, subject.id));
  return {
    seq: before.seq + 1,
    position: positionNumber(stored.position),
    id: stored.id,
    stream: stored.stream,
    revision: stored.revision,
    type: stored.type,
    recordedAt,
    knownTime: before.knownTime !== null && before.knownTime > recordedAt ? before.knownTime : recordedAt,
    actor: envelope.recordedBy,
    party: envelope.actedFor ?? null,
    audience: audienceNumber(audience.level),
    participants: participantsText(audience.level, audience.parties),
    causation: envelope.causationId,
    correlation: envelope.correlationId,
    commandId: envelope.commandId,
    json: stored.json,
    subjects: [...new Set(touched)].filter((stream) => stream !== stored.stream),
  };
}
