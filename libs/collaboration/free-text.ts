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

/** Free text about a natural person, named by `person` beside it: sealed under that person's key, and readable when nobody is named. */
export function sealedForPerson(field: string): PersonalField<any> {
  return { field, subject: (data: { person?: string }) => data.person };
}

/** The text of a field, with what is needed to open it should it be sealed. */
export function written({ data, envelope }: Pick<LedgerEvent, 'data' | 'envelope'>, field: string): WrittenText {
  return { text: (data as Readonly<Record<string, string | SealedText>>)[field] ?? '', event: envelope.id, field };
}

/** The same, as a property that is absent when the event says nothing. */
export function writtenIf<Property extends string>(
  event: Pick<LedgerEvent, 'data' | 'envelope'>,
  property: Property,
  field: string = property,
): { readonly [Name in Property]?: WrittenText } {
  const absent = (event.data as Readonly<Record<string, unknown>>)[field] === undefined;
  return (absent ? {} : { [property]: written(event, field) }) as { readonly [Name in Property]?: WrittenText };
}
