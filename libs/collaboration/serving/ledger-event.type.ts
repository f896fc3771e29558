import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GraphQLScalarType } from 'graphql';
import { decodeEvent } from '../../ledger/codec.js';
import type { AudienceLevel, Envelope } from '../../ledger/envelope.js';
import { isSealed, type KeyRing, type Opened, sealContext } from '../../ledger/sealing.js';
import type { JournalEntry, Viewer } from '../../views/read-models.js';
import { InstantScalar, LocalDateScalar, PositionScalar } from '../registration/scalars.js';
import type { AskedFields } from './asked-fields.js';
import type { RequestScope } from './request-scope.js';

export const AudienceLevelEnum = { PUBLIC: 'public', PARTNERS: 'partners', INTERNAL: 'internal', CONFIDENTIAL: 'confidential' } as const;
registerEnumType(AudienceLevelEnum, {
  name: 'AudienceLevel',
  description:
    'Who may read it: PUBLIC all; PARTNERS the parties to the subject; INTERNAL the recording party; CONFIDENTIAL named parties. Auditors read all.',
});

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value: the data of an event, in the shape the event catalogue gives for its type and version.',
});

@ObjectType({ description: 'Points to one exact event: what something was based on.' })
export class Pin {
  @Field()
  stream!: string;

  @Field(() => Int)
  revision!: number;

  @Field(() => ID)
  eventId!: string;
}

@ObjectType({ description: 'In whose name it was decided (namens).' })
export class DecidedBy {
  @Field(() => ID, { nullable: true })
  party?: string;

  @Field(() => ID, { nullable: true })
  post?: string;

  @Field(() => ID, { nullable: true, description: 'Pseudonymous id of the person.' })
  actor?: string;
}

@ObjectType({ description: 'How the fact reached the ledger.' })
export class Origin {
  @Field({ description: '`firsthand`, `registeredAfterwards` (achteraf vastgelegd) or `imported`.' })
  kind!: string;

  @Field(() => String, { nullable: true })
  source?: string;

  @Field(() => ID, { nullable: true, description: 'Pseudonymous id of whoever vouches for the import.' })
  attester?: string;
}

@ObjectType({ description: 'One immutable fact of the ledger (gebeurtenis).' })
export class LedgerEvent {
  @Field(() => ID)
  id!: string;

  @Field({ description: 'E.g. `MandateGranted`; see the event catalogue.' })
  type!: string;

  @Field()
  stream!: string;

  @Field(() => Int, { description: 'Number within its stream, from 0.' })
  revision!: number;

  @Field(() => PositionScalar, { description: 'Where in the ledger; the cursor to go on after it.' })
  position!: string;

  @Field(() => InstantScalar, { description: 'When the ledger learned it (vastgelegd op).' })
  recordedAt!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Pseudonymous id of whoever recorded it; shown to the party it was recorded for, and to auditors.',
  })
  recordedBy?: string;

  @Field(() => ID, { nullable: true, description: 'The party on whose behalf it was recorded.' })
  actedFor?: string;

  @Field(() => DecidedBy, { nullable: true })
  decidedBy?: DecidedBy;

  @Field(() => LocalDateScalar, { nullable: true, description: 'When it was signed or decided (datum van de handeling).' })
  actDate?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it holds (geldig vanaf).' })
  validFrom?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds (geldig tot).' })
  validUntil?: string;

  @Field(() => Origin)
  origin!: Origin;

  @Field(() => AudienceLevelEnum)
  audience!: AudienceLevel;

  @Field(() => Pin, { nullable: true, description: 'The mandate under which it was done.' })
  mandate?: Pin;

  @Field(() => [String])
  legalBasis!: readonly string[];

  @Field(() => [Pin], { description: 'What it was based on.' })
  pins!: readonly Pin[];

  @Field({ description: 'True for a recorded attempt that was refused.' })
  refusedAttempt!: boolean;

  @Field(() => ID)
  commandId!: string;

  @Field(() => ID)
  correlationId!: string;

  @Field(() => ID)
  causationId!: string;

  @Field(() => JsonScalar, { description: 'What happened, in the shape of its type. A personal text whose key is gone reads as a marker.' })
  data!: unknown;
}

/** Fields that the journal tells without an event's text. */
const IN_JOURNAL: AskedFields = ['type', 'stream', 'revision', 'recordedAt', 'position'];

export function isInJournal(fields: AskedFields): boolean {
  return fields.every((field) => IN_JOURNAL.includes(field));
}

/** Those fields of an event. */
export function presentEntry({ serving: { positions } }: Pick<RequestScope, 'serving'>, entry: JournalEntry): LedgerEvent {
  const { id, type, stream, revision, recordedAt } = entry;
  const told: Partial<LedgerEvent> = {
    ...{ id, type, stream, revision, recordedAt },
    get position() {
      return positions.encode(entry.position);
    },
  };
  return told as LedgerEvent;
}

export function presentEvent(
  { serving: { registry, positions, keys }, viewer }: Pick<RequestScope, 'serving' | 'viewer'>,
  entry: JournalEntry,
): LedgerEvent {
  const { envelope, data } = decodeEvent(registry, entry);
  const { valid, audience, mandate, ...rest } = envelope;
  return {
    ...pick(rest),
    // Worked out for those who ask.
    get position() {
      return positions.encode(entry.position);
    },
    audience: audience.level,
    ...shownPersons(viewer, envelope),
    ...(mandate ? { mandate } : {}),
    ...(valid ? { validFrom: valid.from, ...(valid.until === null ? {} : { validUntil: valid.until }) } : {}),
    legalBasis: envelope.legalBasis ?? [],
    refusedAttempt: envelope.refusedAttempt ?? false,
    data: openFields(keys, envelope, data as Record<string, unknown>, mayOpen(viewer, envelope)),
  };
}

/** Who fills a post is internal to its party: persons show to the party they acted for, and to auditors. */
function shownPersons(
  { seesAll, party }: Viewer,
  { recordedBy, actedFor, decidedBy }: Envelope,
): Pick<LedgerEvent, 'recordedBy' | 'decidedBy'> {
  if (seesAll || (party !== null && party === actedFor)) return { recordedBy, ...(decidedBy ? { decidedBy } : {}) };
  if (!decidedBy) return {};
  const { actor: _, ...shown } = decidedBy;
  return { decidedBy: shown };
}

/** The envelope's fields that the API shows as they are; salts and digests stay inside. */
function pick({
  id,
  type,
  stream,
  revision,
  recordedAt,
  actedFor,
  actDate,
  origin,
  pins,
  commandId,
  correlationId,
  causationId,
}: Omit<Envelope, 'valid' | 'audience'>) {
  return {
    id,
    type,
    stream,
    revision,
    recordedAt,
    ...(actedFor ? { actedFor } : {}),
    ...(actDate ? { actDate } : {}),
    origin,
    pins,
    commandId,
    correlationId,
    causationId,
  };
}

/** Personal texts open only for a party the event names as its reader, and for auditors; a public event's stay sealed for the public. */
function mayOpen({ seesAll, party }: Viewer, { audience }: Envelope): boolean {
  return seesAll || (party !== null && audience.parties.includes(party));
}

function openFields(
  keys: KeyRing,
  { id }: Envelope,
  data: Record<string, unknown>,
  open: boolean,
): Record<string, unknown> | Promise<Record<string, unknown>> {
  let atOnce = true;
  const fields = Object.entries(data).map(([field, value]): [string, unknown] => {
    if (!isSealed(value)) return [field, value];
    if (!open) return [field, { kind: 'withheld' }];
    const opened = keys.open(value, sealContext(id, field));
    if ('kind' in opened) return [field, shownOpened(opened)];
    atOnce = false;
    return [field, opened.then(shownOpened)];
  });
  if (atOnce) return Object.fromEntries(fields);
  const fetched = Promise.all(fields.map(async ([field, value]) => [field, await value] as const)).then(Object.fromEntries);
  // The data may not be asked for: a key that cannot be fetched is told to those who wait for it, and ends nothing else.
  fetched.catch(() => undefined);
  return fetched;
}

function shownOpened(opened: Opened): unknown {
  return opened.kind === 'text' ? opened.text : opened;
}
