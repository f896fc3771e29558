import { describe, expect, it } from '@jest/globals';
import { PeerLog } from './peer-log.js';
import type { ProposedEvent } from './peer-log.js';

function event(id: string, json = '{}'): ProposedEvent {
  return { id, type: 'SampleRecorded', json: true, bytes: Buffer.from(json), metadata: new Uint8Array() };
}

function texts(log: PeerLog, stream: string): string[] {
  const held = log.read(stream);
  return Array.isArray(held) ? held.map(({ bytes }) => Buffer.from(bytes).toString()) : [];
}

describe('the peer decides as EventStoreDB does', () => {
  it('answers success to a known id with other content, and stores nothing', () => {
    const log = new PeerLog();
    const first = log.append('s', 'no_stream', [event('a', '1')]);
    expect(log.append('s', 'no_stream', [event('a', '2')])).toEqual(first);
    expect(texts(log, 's')).toEqual(['1']);
  });

  it('stores a known id again at a fresh revision, and in another stream', () => {
    const log = new PeerLog();
    log.append('s', 'no_stream', [event('a')]);
    expect(log.append('s', 0n, [event('a')])).toMatchObject({ kind: 'ok', revision: 1n });
    expect(log.append('t', 'no_stream', [event('a')])).toMatchObject({ kind: 'ok', revision: 0n });
  });

  it('says where a stream is when a part of an append stands there, or nothing of it', () => {
    const log = new PeerLog();
    log.append('s', 'no_stream', [event('a'), event('b')]);
    expect(log.append('s', 'no_stream', [event('a'), event('b'), event('c')])).toMatchObject({ kind: 'wrongVersion', current: 1n });
    expect(log.append('s', 0n, [event('c')])).toMatchObject({ kind: 'wrongVersion', current: 1n });
    expect(log.append('s', 7n, [event('c')])).toMatchObject({ kind: 'wrongVersion', current: 1n });
    expect(log.append('none', 0n, [event('c')])).toMatchObject({ kind: 'wrongVersion', current: -1n });
  });

  it('gives each event of an append a position of its own, that of the last as the answer', () => {
    const log = new PeerLog();
    const commit = log.append('s', 'no_stream', [event('a'), event('b')]);
    const [a, b] = log.read('s') as readonly { position: number }[];
    expect(a!.position).toBeLessThan(b!.position);
    expect(commit).toMatchObject({ position: b!.position });
  });

  it('lets a stream that was deleted softly begin anew at a later revision, and one deleted for good never', () => {
    const log = new PeerLog();
    log.append('s', 'no_stream', [event('a')]);
    log.softDelete('s');
    expect(log.read('s')).toBeUndefined();
    expect(log.append('s', 'no_stream', [event('b', '2')])).toMatchObject({ kind: 'ok', revision: 1n });
    expect(texts(log, 's')).toEqual(['2']);
    log.tombstone('s');
    expect(log.read('s')).toBe('deleted');
    expect(log.append('s', 1n, [event('c')])).toEqual({ kind: 'deleted' });
  });
});
