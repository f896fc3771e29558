import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../ledger/errors.js';
import type { KeyRing, Opened, SealedText } from '../../ledger/sealing.js';
import type { RequestScope } from './request-scope.js';
import { openText } from './told.js';

const SEALED: SealedText = { sealed: { subject: 'p', keyVersion: 1, nonce: 'n', text: 't' } };
const WRITTEN = { text: SEALED, event: 'event-1', field: 'note' };

function told(opened: Opened | Promise<Opened>, party: string | null = 'q') {
  const keys = { open: () => opened } as unknown as KeyRing;
  return openText({ serving: { keys }, viewer: { party, seesAll: false } } as unknown as RequestScope, WRITTEN);
}

describe('a personal text', () => {
  it('is told at once when its key is at hand, and later when it has to be fetched', async () => {
    expect(told({ kind: 'text', text: 'x' })).toBe('x');
    expect(await told(Promise.resolve({ kind: 'text', text: 'x' }))).toBe('x');
    expect(await told(Promise.resolve({ kind: 'keyLost' }))).toMatch(/key lost/);
    expect(told(Promise.resolve({ kind: 'text', text: 'x' }), null)).toMatch(/withheld/);
  });

  it('is unavailable to those who wait for it while its key cannot be fetched, and ends nothing when nobody does', async () => {
    const heard: unknown[] = [];
    const hear = (reason: unknown) => heard.push(reason);
    process.on('unhandledRejection', hear);
    await expect(told(Promise.reject(new StoreUnavailable('away')))).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    void told(Promise.reject(new StoreUnavailable('away')));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    expect(heard).toEqual([]);
  });
});
