import { describe, expect, it } from '@jest/globals';
import type { AppendRequest, StorePosition } from '../../ledger/event-store.js';
import { OwnAppends } from './own-appends.js';

const request: AppendRequest = {
  stream: 'party-1',
  kind: 'ledger',
  expected: 4,
  events: [
    { id: 'a', type: 'A', json: '{"a":1}' },
    { id: 'b', type: 'B', json: '{"b":2}' },
  ],
};
const written = { revision: 6, position: '12' as StorePosition, deduplicated: false };

describe('what the only writer knows without reading', () => {
  it('knows nothing of a stream it did not append to', () => {
    expect(new OwnAppends().from('party-1', 0)).toBeUndefined();
  });

  it('has nothing after its last append, and what it wrote before that', async () => {
    const own = new OwnAppends();
    await own.follow(request, Promise.resolve(written));
    expect(own.from('party-1', 7)).toEqual([]);
    expect(own.from('party-1', 5)).toEqual([
      { position: '11', stream: 'party-1', revision: 5, kind: 'ledger', id: 'a', type: 'A', json: '{"a":1}' },
      { position: '12', stream: 'party-1', revision: 6, kind: 'ledger', id: 'b', type: 'B', json: '{"b":2}' },
    ]);
  });

  it.each([
    ['part of it', 6, undefined],
    ['more than was asked for', 5, 1],
    ['what came before', 0, undefined],
  ])('leaves %s to the file', async (_, from, limit) => {
    const own = new OwnAppends();
    await own.follow(request, Promise.resolve(written));
    expect(own.from('party-1', from, limit)).toBeUndefined();
  });

  it('forgets a stream when an append fails: it may be in the log all the same', async () => {
    const own = new OwnAppends();
    await own.follow(request, Promise.resolve(written));
    await expect(own.follow({ ...request, expected: 6 }, Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(own.from('party-1', 7)).toBeUndefined();
  });

  it('forgets a stream when an append was a repeat: others may have come after', async () => {
    const own = new OwnAppends();
    await own.follow(request, Promise.resolve({ ...written, deduplicated: true }));
    expect(own.from('party-1', 7)).toBeUndefined();
    expect(own.from('party-1', 5)).toBeUndefined();
  });
});
