import { canonicalJson, decodeEvent } from '../ledger/codec.js';
import type { Envelope } from '../ledger/envelope.js';
import { Fault } from '../ledger/errors.js';
import type { EventStore, StorePosition, StoredEvent } from '../ledger/event-store.js';
import { BEGINNING } from '../ledger/event-store.js';
import type { Registry } from '../ledger/registry.js';
import { positionNumber, positionText } from './bitemporal.js';

/** One thing that is not as it must be. */
export interface Finding {
  readonly check: 'store' | 'position' | 'revision' | 'id' | 'json' | 'envelope' | 'decode' | 'projection' | 'view';
  readonly message: string;
  readonly position?: StorePosition;
  readonly eventId?: string;
  readonly table?: string;
  /** What tells the row apart in its table; for the journal its seq. */
  readonly row?: string;
}

/** A damaged ledger may have something wrong at every event: the first ones tell enough. */
const MAX_FINDINGS = 1_000;

export class Findings {
  readonly list: Finding[] = [];
  total = 0;
  private readonly damage = new Set<string>();

  add(finding: Finding): void {
    // What a store says of itself it says at every reading.
    if (finding.check === 'store' && this.damage.size < MAX_FINDINGS) {
      const said = `${finding.position ?? ''} ${finding.message}`;
      if (this.damage.has(said)) return;
      this.damage.add(said);
    }
    this.total += 1;
    if (this.list.length < MAX_FINDINGS) this.list.push(finding);
  }
}

/** What has been seen so far, outside memory: a log may be of any length. */
export interface SeenEvents {
  /** False when the id was there before. */
  addId(id: string): boolean;
  lastRevision(stream: string): number;
  setRevision(stream: string, revision: number): void;
}

/** What one stored event must be by itself, without code that writes events: its text, its envelope, its type. */
export function eventFindings(stored: StoredEvent, registry: Registry): Finding[] {
  const found = (check: Finding['check'], message: string): Finding => ({ check, message, position: stored.position, eventId: stored.id });
  let parsed: Envelope;
  try {
    parsed = JSON.parse(stored.json) as Envelope;
  } catch {
    return [found('json', 'its text is not JSON')];
  }
  // System events are the kernel's own notes: no leaves, so their bytes carry no proof.
  if (stored.kind === 'system') return [];
  const findings: Finding[] = [];
  if (canonicalJson(parsed) !== stored.json) findings.push(found('json', 'its text is not in canonical form'));
  for (const field of ['id', 'type', 'stream', 'revision'] as const) {
    if (parsed[field] !== stored[field]) findings.push(found('envelope', `its envelope has another ${field} than the store`));
  }
  if (findings.length > 0) return findings;
  try {
    decodeEvent(registry, stored);
    return [];
  } catch (error) {
    return [found('decode', (error as Error).message)];
  }
}

export interface LogCheck {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly seen: SeenEvents;
  readonly findings: Findings;
  /** Nothing beyond it is looked at. */
  readonly upTo: StorePosition;
  /** How many events were checked. */
  readonly onProgress?: (done: number) => void;
}

const READ_EVENTS = 500;

/** Reads the whole log and checks every event and how they follow on each other. @returns how many events there were */
export async function checkLog(check: LogCheck): Promise<number> {
  const { store, registry, seen, findings, upTo, onProgress } = check;
  let events = 0;
  let last = BEGINNING;
  for await (const stored of everyEvent(check)) {
    events += 1;
    for (const finding of eventFindings(stored, registry)) findings.add(finding);
    const at = { position: stored.position, eventId: stored.id };
    const skipped = store.capabilities.contiguousPositions && positionNumber(stored.position) !== positionNumber(last) + 1;
    if (skipped) findings.add({ check: 'position', message: `position ${stored.position} follows on ${last || 'the beginning'}`, ...at });
    const revision = seen.lastRevision(stored.stream);
    if (stored.revision !== revision + 1)
      findings.add({ check: 'revision', message: `${stored.stream} goes from revision ${revision} to ${stored.revision}`, ...at });
    if (!seen.addId(stored.id)) findings.add({ check: 'id', message: 'another event has the same id', ...at });
    seen.setRevision(stored.stream, stored.revision);
    last = stored.position;
    if (events % READ_EVENTS === 0) onProgress?.(events);
  }
  if (store.capabilities.contiguousPositions && positionNumber(last) < positionNumber(upTo)) {
    findings.add({ check: 'position', message: `the log ends at ${last || 'the beginning'}, not at ${upTo}` });
  }
  return events;
}

/** Goes on behind what the store itself refuses to give, so that one damaged event does not hide the others. */
async function* everyEvent({ store, findings, upTo }: LogCheck): AsyncGenerator<StoredEvent> {
  const end = positionNumber(upTo);
  let after = 0;
  let limit = READ_EVENTS;
  while (after < end) {
    let events: readonly StoredEvent[];
    try {
      events = await store.readAll(positionText(after), limit);
    } catch (error) {
      if (limit > 1) {
        limit = limit >> 1;
        continue;
      }
      if (error instanceof Fault && error.category === 'UNAVAILABLE') throw error;
      const { message } = error as Error;
      if (!store.capabilities.contiguousPositions) {
        findings.add({ check: 'store', message });
        return;
      }
      findings.add({ check: 'store', message, position: positionText(after + 1) });
      after += 1;
      continue;
    }
    if (events.length === 0) return;
    for (const stored of events) if (positionNumber(stored.position) <= end) yield stored;
    after = positionNumber((events.at(-1) as StoredEvent).position);
    limit = Math.min(limit * 2, READ_EVENTS);
  }
}
