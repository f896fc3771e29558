import { describe, expect, it } from '@jest/globals';
import { DamagedLog } from '../../libs/event-stores/sqlite/damaged-log.js';
import { ledgerLife } from '../../libs/collaboration/accountability/ledger/ledger.js';
import type { StoredEvent, StorePosition } from '../../libs/ledger/event-store.js';
import { Registry } from '../../libs/ledger/registry.js';
import { checkLog } from './verify-log.js';

const registry = new Registry([ledgerLife]);

function stored(position: number, event: Partial<StoredEvent> & { readonly stream: string; readonly revision: number }): StoredEvent {
  const id = `event ${position}`;
  const type = event.type ?? 'AttemptAbandoned';
  const json = JSON.stringify({ format: 1, id, type, version: 1, stream: event.stream, revision: event.revision, data: {} });
  return { position: String(position) as StorePosition, kind: 'ledger', id, type, json, ...event };
}

function check(events: readonly StoredEvent[], damagedAfter = Number.POSITIVE_INFINITY) {
  return checkLog({
    registry,
    log: {
      head: async () => String(events.length) as StorePosition,
      readAll: async (after, limit) => {
        if (Number(after) >= damagedAfter) throw new DamagedLog('log.db', 'an event is not as it was written');
        return events.slice(Number(after), Number(after) + limit);
      },
    },
  });
}

describe('checking the log', () => {
  it('finds nothing in streams that count on', async () => {
    const events = [
      stored(1, { stream: 'a-1', revision: 0 }),
      stored(2, { stream: 'b-1', revision: 0 }),
      stored(3, { stream: 'a-1', revision: 1 }),
    ];
    expect(await check(events)).toEqual({ events: 3, streams: 2, findings: [] });
  });

  it('finds a missing revision', async () => {
    const { findings } = await check([stored(1, { stream: 'a-1', revision: 0 }), stored(2, { stream: 'a-1', revision: 2 })]);
    expect(findings).toEqual([expect.objectContaining({ code: 'REVISION_GAP', message: 'revision 1 of a-1 is missing' })]);
  });

  it('finds an event this build cannot read, and one that is another than the store says', async () => {
    const elsewhere = { ...stored(2, { stream: 'a-1', revision: 1 }), id: 'another' };
    const { findings } = await check([stored(1, { stream: 'a-1', revision: 0, type: 'Unheard' }), elsewhere]);
    expect(findings.map(({ code, revision }) => [code, revision])).toEqual([
      ['UNREADABLE_EVENT', 0],
      ['UNREADABLE_EVENT', 1],
    ]);
  });

  it('reads the events of system streams for their order only', async () => {
    expect((await check([stored(1, { stream: 'claim-tooi-x', revision: 0, kind: 'system', json: '{}' })])).findings).toEqual([]);
  });

  it('stops at damage and says so', async () => {
    expect(await check([stored(1, { stream: 'a-1', revision: 0 })], 0)).toEqual({
      events: 0,
      streams: 0,
      findings: [expect.objectContaining({ code: 'DAMAGED' })],
    });
  });
});
