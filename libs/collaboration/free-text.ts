import type { Envelope, LedgerEvent } from '../ledger/envelope.js';
import type { PersonalField } from '../ledger/event-definition.js';
import type { SealedText } from '../ledger/sealing.js';

/** A text as its event holds it; event and field are what a key ring needs to open it. */
export interface WrittenText {
  readonly text: string | SealedText;
  readonly event: string;
  readonly field: string;
}

/** Free text in which whoever records it may name people, themselves first: sealed under the recorder's own key. */
export function sealedByRecorder(field: string): PersonalField<any> {
  return { field, subject: (_data: unknown, envelope: Pick<Envelope, 'recordedBy'>) => envelope.recordedBy };
}

/** A sealed field of an event, as a state keeps it. */
export function written({ data, envelope }: Pick<LedgerEvent, 'data' | 'envelope'>, field: string): WrittenText {
  return { text: (data as Readonly<Record<string, string | SealedText>>)[field] ?? '', event: envelope.id, field };
}
