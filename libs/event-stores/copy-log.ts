import { BEGINNING, type EventStore, type StoredEvent } from '../ledger/event-store.js';
import { LIMITS } from '../ledger/limits.js';

const PAGE = 500;

export interface CopyProgress {
  readonly step: 'comparing' | 'copying' | 'verifying';
  /** Events so far; how many there are in all shows only at the end of a log. */
  readonly done: number;
}

export interface LogCopy {
  readonly from: EventStore;
  readonly to: EventStore;
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Each event that both hold, once, at the end. */
  readonly onVerified?: (event: StoredEvent) => void;
}

export interface CopiedLog {
  /** Events of the whole log, which both stores hold. */
  readonly events: number;
  /** Of those, how many an earlier run had copied. */
  readonly found: number;
}

/** The two logs are not, or do not stay, the same. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

/**
 * Copies a log event by event: ids, texts (with their times), streams, revisions and the order of all of it stay what they are; positions are the
 * other store's own. What an earlier run copied is compared and not copied again. At the end everything is read once more from both.
 * @throws CopyRefused when the target holds anything else, or the source was written meanwhile
 */
export async function copyLog({ from, to, onProgress = () => undefined, onVerified = () => undefined }: LogCopy): Promise<CopiedLog> {
  const before = await from.head();
  const found = await compare(from, to, { extent: 'part', onProgress: (done) => onProgress({ step: 'comparing', done }) });
  let copied = found.events;
  let run: StoredEvent[] = [];
  const flush = async () => {
    if (run.length === 0) return;
    const { stream, kind, revision } = run[0] as StoredEvent;
    await to.append({ stream, kind, expected: revision - 1, events: run.map(({ id, type, json }) => ({ id, type, json })) });
    copied += run.length;
    run = [];
    onProgress({ step: 'copying', done: copied });
  };
  for await (const event of eventsOf(from, found.last)) {
    if (!continues(run, event)) await flush();
    run.push(event);
  }
  await flush();
  const { events } = await compare(from, to, {
    extent: 'whole',
    onProgress: (done) => onProgress({ step: 'verifying', done }),
    onSame: onVerified,
  });
  if ((await from.head()) !== before)
    throw new CopyRefused('something was recorded in the source meanwhile; stop what writes it and copy again');
  return { events, found: found.events };
}

/** What comes right after each other in one stream can be appended at once: nothing of another stream stands between. */
function continues(run: readonly StoredEvent[], { stream, kind, revision, json }: StoredEvent): boolean {
  const last = run.at(-1);
  if (!last) return true;
  const bytes = run.reduce((sum, one) => sum + Buffer.byteLength(one.json), Buffer.byteLength(json));
  const fits = run.length < LIMITS.appendEvents && bytes <= LIMITS.appendBytes;
  return fits && last.stream === stream && last.kind === kind && last.revision + 1 === revision;
}

interface LogComparison {
  readonly extent: 'part' | 'whole';
  readonly onProgress: (done: number) => void;
  readonly onSame?: (event: StoredEvent) => void;
}

/** Reads both side by side. @throws CopyRefused at the first event that differs */
async function compare(
  from: EventStore,
  to: EventStore,
  { extent, onProgress, onSame }: LogComparison,
): Promise<{ events: number; last: StoredEvent | undefined }> {
  const source = eventsOf(from)[Symbol.asyncIterator]();
  let events = 0;
  let last: StoredEvent | undefined;
  for await (const copy of eventsOf(to)) {
    const { value: original } = (await source.next()) as IteratorResult<StoredEvent, undefined>;
    if (!original) throw new CopyRefused(`the target goes on with ${copy.type} ${copy.id} where the source ends; copy into an empty store`);
    const other = (['stream', 'revision', 'kind', 'id', 'type', 'json'] as const).filter((part) => copy[part] !== original[part]);
    if (other.length > 0)
      throw new CopyRefused(
        `event ${events + 1} of the target, ${copy.type} ${copy.id}, is another than the source's: ${other.join(', ')}`,
      );
    onSame?.(original);
    events += 1;
    last = original;
    if (events % PAGE === 0) onProgress(events);
  }
  if (extent === 'whole' && !(await source.next()).done)
    throw new CopyRefused(`the target ends after ${events} events, before the source does`);
  return { events, last };
}

async function* eventsOf(store: EventStore, after?: StoredEvent): AsyncGenerator<StoredEvent, undefined> {
  let position = after?.position ?? BEGINNING;
  for (;;) {
    const events = await store.readAll(position, PAGE);
    yield* events;
    const last = events.at(-1);
    if (!last) return undefined;
    position = last.position;
  }
}
