/** What the server's log holds: one record per event, its position a byte offset. */
export interface PeerRecord {
  readonly position: number;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly bytes: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly bytes: Uint8Array;
  readonly metadata: Uint8Array;
}

export type Expected = bigint | 'no_stream' | 'any' | 'stream_exists';

export type Commit =
  | { readonly kind: 'ok'; readonly revision: bigint; readonly position: number }
  | { readonly kind: 'wrongVersion'; readonly expected: Expected; readonly current: bigint }
  | { readonly kind: 'deleted' };

const NO_STREAM = -1n;
/** Number of a tombstone's event, and the $tb of a deleted stream. */
const LAST_NUMBER = 2n ** 63n - 1n;
const RECORD_OVERHEAD = 120;

/**
 * A log that decides as EventStoreDB 23.10.6 does (IndexWriter.CheckCommit, StorageWriterService): what a revision allows, which repeats it
 * recognises, what deletion and retention leave to read.
 */
export class PeerLog {
  readonly records: PeerRecord[] = [];
  /** Events that reads have looked at, those of others included. */
  considered = 0;
  private readonly streams = new Map<string, PeerRecord[]>();
  private readonly listeners = new Set<(record: PeerRecord) => void>();
  private end = 0;

  constructor() {
    // A real log begins with the server's own records.
    for (const stream of ['$users', '$settings', '$scavenges', '$user-admin']) this.system(stream, '$start', '{}');
  }

  onRecord(listener: (record: PeerRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Commit {
    const held = this.streams.get(stream) ?? [];
    const current = held.at(-1)?.revision ?? NO_STREAM;
    if (current === LAST_NUMBER) return { kind: 'deleted' };
    const softDeleted = this.settings(stream).$tb === Number(LAST_NUMBER);
    if (expected === 'stream_exists' && current === NO_STREAM) return { kind: 'wrongVersion', expected, current };
    const wanted = typeof expected === 'bigint' ? expected : expected === 'no_stream' ? NO_STREAM : current;
    if (wanted > current) return { kind: 'wrongVersion', expected, current };
    if (wanted < current) {
      const found = events.findIndex(({ id }, i) => held[Number(wanted) + 1 + i]?.id !== id);
      const last = held[Number(wanted) + events.length];
      // All there already: success, whatever the content.
      if (found === -1 && last !== undefined) return { kind: 'ok', revision: last.revision, position: last.position };
      const anew = found === 0 && expected === 'no_stream' && softDeleted;
      if (!anew) return { kind: 'wrongVersion', expected, current };
    }
    for (const event of events) this.write(stream, event);
    if (softDeleted) this.setMetadata(stream, { $tb: Number(current) + 1 });
    const last = this.streams.get(stream)!.at(-1)!;
    return { kind: 'ok', revision: last.revision, position: last.position };
  }

  /** What is left to read of a stream, or why nothing is. */
  read(stream: string): readonly PeerRecord[] | 'deleted' | undefined {
    const held = this.streams.get(stream);
    if (held === undefined) return undefined;
    if (held.at(-1)!.revision === LAST_NUMBER) return 'deleted';
    const { $tb = 0, $maxCount } = this.settings(stream);
    if ($tb === Number(LAST_NUMBER)) return undefined;
    const first = Math.max($tb, $maxCount === undefined ? 0 : Number(held.at(-1)!.revision) - $maxCount + 1);
    return held.filter(({ revision }) => revision >= BigInt(first));
  }

  setMetadata(stream: string, settings: object): void {
    this.system(`$$${stream}`, '$metadata', JSON.stringify(settings));
  }

  softDelete(stream: string): void {
    this.setMetadata(stream, { $tb: Number(LAST_NUMBER) });
  }

  tombstone(stream: string): void {
    this.store({ ...proposed('$streamDeleted', '{}'), stream, revision: LAST_NUMBER });
  }

  /** An event of somebody else. */
  foreign(stream: string, type = 'Somebodys', json = '{"not":"ours"}'): void {
    this.system(stream, type, json);
  }

  /** Drops what retention hides, as the server does at its leisure. */
  scavenge(): void {
    for (const stream of [...this.streams.keys()]) {
      const left = this.read(stream);
      const kept = new Set(left === 'deleted' ? this.streams.get(stream)!.slice(-1) : left);
      for (const record of this.streams.get(stream)!) if (!kept.has(record)) this.records.splice(this.records.indexOf(record), 1);
    }
  }

  private settings(stream: string): { $tb?: number; $maxCount?: number } {
    const latest = this.streams.get(`$$${stream}`)?.at(-1);
    return latest === undefined ? {} : (JSON.parse(Buffer.from(latest.bytes).toString()) as { $tb?: number; $maxCount?: number });
  }

  private system(stream: string, type: string, json: string): void {
    this.write(stream, proposed(type, json));
  }

  private write(stream: string, event: ProposedEvent): void {
    this.store({ ...event, stream, revision: BigInt(this.streams.get(stream)?.length ?? 0) });
  }

  private store(event: Omit<PeerRecord, 'position'>): void {
    const record: PeerRecord = { ...event, position: this.end };
    this.end += RECORD_OVERHEAD + event.bytes.length + event.metadata.length + event.type.length;
    this.records.push(record);
    const held = this.streams.get(event.stream);
    if (held) held.push(record);
    else this.streams.set(event.stream, [record]);
    for (const listener of this.listeners) listener(record);
  }
}

let systemEvents = 0;

function proposed(type: string, json: string): ProposedEvent {
  systemEvents += 1;
  const id = `00000000-0000-4000-8000-${String(systemEvents).padStart(12, '0')}`;
  return { id, type, json: true, bytes: Buffer.from(json), metadata: new Uint8Array() };
}
