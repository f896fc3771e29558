import type { Envelope } from '../../ledger/envelope.js';
import { amsterdamDate, type LocalDate } from '../../ledger/local-date.js';
import type { Pin } from '../../ledger/refusal.js';

/** The legal date of an event: of the act, or else of its recording. */
export function dayOf({ actDate, recordedAt }: Pick<Envelope, 'actDate' | 'recordedAt'>): LocalDate {
  return actDate ?? amsterdamDate(recordedAt);
}

export function pinOf({ stream, revision, id }: Pick<Envelope, 'stream' | 'revision' | 'id'>): Pin {
  return { stream, revision, eventId: id };
}
