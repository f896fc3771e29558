import { z } from 'zod';
import type { AudienceLevel, Envelope, LedgerEvent } from './envelope.js';

/** The schema language of event data. Domain files take it from here. */
export { z };

/** Names one aggregate instance; its stream is `<aggregate>-<id>`. */
export interface StreamRef {
  readonly aggregate: string;
  readonly id: string;
}

/** A personal field: sealed under its subject's key before the event is stored, opened only by field resolvers. */
export interface PersonalField<Data> {
  /** Top-level property of the data that holds the text. */
  readonly field: keyof Data & string;
  /** Pseudonymous id of the person whose key seals it; undefined leaves the field readable. */
  subject(data: Data, envelope: Pick<Envelope, 'stream' | 'recordedBy' | 'actedFor'>): string | undefined;
}

/** One declared type of event, at its latest version. */
export interface EventDefinition<Type extends string = string, Data = any> {
  readonly type: Type;
  readonly version: number;
  readonly schema: z.ZodType<Data>;
  /** `upcasters[n]` turns stored data of version n+1 into version n+2. */
  readonly upcasters: readonly ((data: any) => unknown)[];
  readonly personal: readonly PersonalField<Data>[];
  /** Default audience; an author may choose a narrower one. */
  audience(data: Data): AudienceLevel;
  /** Every stream the event touches besides its own: the journal indexes them, timelines show them. */
  subjects(data: Data): readonly StreamRef[];
  /** Parties who may read it when its audience is *partners* or *confidential*. */
  participants(data: Data): readonly string[];
}

export interface EventDefinitionInput<Data> {
  readonly version?: number;
  readonly upcasters?: readonly ((data: any) => unknown)[];
  readonly personal?: readonly PersonalField<Data>[];
  readonly audience?: AudienceLevel | ((data: Data) => AudienceLevel);
  readonly subjects?: (data: Data) => readonly StreamRef[];
  readonly participants?: (data: Data) => readonly string[];
}

export function defineEvent<Type extends string, Schema extends z.ZodType>(
  type: Type,
  schema: Schema,
  input: EventDefinitionInput<z.output<Schema>> = {},
): EventDefinition<Type, z.output<Schema>> {
  const { audience = 'public' } = input;
  return {
    type,
    version: input.version ?? 1,
    schema: schema as unknown as z.ZodType<z.output<Schema>>,
    upcasters: input.upcasters ?? [],
    personal: input.personal ?? [],
    audience: typeof audience === 'function' ? audience : () => audience,
    subjects: input.subjects ?? (() => []),
    participants: input.participants ?? (() => []),
  };
}

/** The discriminated union of the events that a record of definitions declares. */
export type EventOf<Definitions extends Record<string, EventDefinition>> = {
  [K in keyof Definitions]: Definitions[K] extends EventDefinition<infer Type, infer Data> ? LedgerEvent<Type, Data> : never;
}[keyof Definitions];
