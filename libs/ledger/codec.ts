import type { Envelope, LedgerEvent } from './envelope.js';
import { Fault } from './errors.js';
import type { EventDefinition } from './event-definition.js';
import type { StorableEvent, StoredEvent } from './event-store.js';
import { LIMITS } from './limits.js';
import type { Registry } from './registry.js';
import type { KeyRing } from './sealing.js';
import { isSealed, sealContext } from './sealing.js';

/** An event that is not stored yet: its data is still readable. */
export interface UnsealedEvent {
  readonly definition: EventDefinition;
  readonly envelope: Envelope;
  readonly data: Record<string, unknown>;
}

/** A stored event this build cannot read. Never skipped. */
export class UpgradeRequired extends Fault {
  override readonly name = 'UpgradeRequired';

  constructor(type: string, version: number | undefined) {
    super(
      'UPGRADE_REQUIRED',
      `this build does not know event ${type}${version === undefined ? '' : ` version ${version}`}; deploy the newer build`,
      { type, version },
    );
  }
}

/**
 * validate → seal personal fields → canonical bytes. The event that comes back is read from those bytes, so that what is
 * folded now is what will be folded ever after.
 */
export function encodeEvent(event: UnsealedEvent, keys: KeyRing): { storable: StorableEvent; event: LedgerEvent } {
  const { definition, envelope } = event;
  const checked = definition.schema.safeParse(event.data);
  if (!checked.success) {
    // A decider made data its own event definition refuses: a bug, never the client's.
    throw new Error(`${definition.type}: ${checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  }
  const json = canonicalJson({ data: seal(event, checked.data as Record<string, unknown>, keys), ...envelope });
  const bytes = Buffer.byteLength(json);
  if (bytes > LIMITS.eventBytes) {
    throw new Fault('LIMIT_EXCEEDED', `an event may have ${LIMITS.eventBytes} bytes, ${definition.type} has ${bytes}`, {
      limit: LIMITS.eventBytes,
      found: bytes,
    });
  }
  return { storable: { id: envelope.id, type: envelope.type, json }, event: parse(json) };
}

/** Stored text → event at its latest version, personal fields still sealed. */
export function decodeEvent(
  registry: Registry,
  stored: Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'json'> & { readonly type?: string },
): LedgerEvent {
  const { data, envelope } = parse(stored.json);
  if (envelope.format !== 1) throw new UpgradeRequired(String(envelope.type), envelope.format);
  if (envelope.stream !== stored.stream || envelope.revision !== stored.revision || envelope.id !== stored.id) {
    throw new Error(
      `event ${stored.id} says it is ${envelope.stream}@${envelope.revision}, but the store has it at ${stored.stream}@${stored.revision}`,
    );
  }
  if (stored.type !== undefined && stored.type !== envelope.type)
    throw new Error(`event ${stored.id} says it is ${envelope.type}, but the store calls it ${stored.type}`);
  return { type: envelope.type, envelope, data: upcast(registry, envelope, data) };
}

/** The text of an event whose place was checked when it was projected. */
export function decodeText(registry: Registry, json: string): LedgerEvent {
  return decodeParsed(registry, JSON.parse(json) as ParsedEvent);
}

/** The same text, parsed. */
export type ParsedEvent = Envelope & { readonly data: unknown };

export function decodeParsed(registry: Registry, parsed: ParsedEvent): LedgerEvent {
  const { type, envelope, data } = split(parsed);
  return { type, envelope, data: upcast(registry, envelope, data) };
}

function parse(json: string): LedgerEvent {
  return split(JSON.parse(json) as ParsedEvent);
}

function split({ data, ...envelope }: ParsedEvent): LedgerEvent {
  return { type: envelope.type, envelope, data };
}

function upcast(registry: Registry, envelope: Envelope, data: unknown): unknown {
  const definition = registry.event(envelope.type);
  if (!definition || !(Number.isInteger(envelope.version) && envelope.version >= 1 && envelope.version <= definition.version))
    throw new UpgradeRequired(envelope.type, envelope.version);
  let latest = data;
  for (let version = envelope.version; version < definition.version; version += 1) {
    const step = definition.upcasters[version - 1];
    if (!step) throw new UpgradeRequired(envelope.type, version);
    latest = step(latest);
  }
  return latest;
}

function seal({ definition, envelope }: UnsealedEvent, data: Record<string, unknown>, keys: KeyRing): Record<string, unknown> {
  if (definition.personal.length === 0) return data;
  const sealed = { ...data };
  for (const personal of definition.personal) {
    const value = sealed[personal.field];
    const subject = personal.subject(data, envelope);
    if (value === undefined || subject === undefined) continue;
    // Leaving it as it is would store a personal text that everyone can read, for ever.
    if (typeof value !== 'string')
      throw new Error(`${definition.type}.${personal.field} is declared personal, and only a text can be sealed`);
    sealed[personal.field] = keys.seal(subject, value, sealContext(envelope.id, personal.field));
  }
  return sealed;
}

/** Subjects whose keys must exist before `encodeEvent`. */
export function sealedSubjects({ definition, envelope, data }: UnsealedEvent): string[] {
  return definition.personal.flatMap((personal) =>
    data[personal.field] === undefined || isSealed(data[personal.field]) ? [] : (personal.subject(data, envelope) ?? []),
  );
}

/** RFC 8785: names in order of their UTF-16 units, numbers and texts as JavaScript writes them. Refuses what is no I-JSON. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw noJson('half a surrogate pair');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw noJson(String(value));
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : canonicalObject(value as Record<string, unknown>);
    default:
      throw noJson(typeof value);
  }
}

/** Absent fields have no place in the text. */
function canonicalObject(object: Record<string, unknown>): string {
  let fields = '';
  for (const name of Object.keys(object).sort()) {
    const field = object[name];
    if (field === undefined) continue;
    fields += `${fields === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(field)}`;
  }
  return `{${fields}}`;
}

/** The words name the kind of value, never the value. */
function noJson(kind: string): Fault {
  return new Fault('BAD_USER_INPUT', `the value cannot be exchanged as JSON: it holds ${kind}`);
}
