import { describe, expect, it } from '@jest/globals';
import { Metadata, status } from '@grpc/grpc-js';
import { StoreUnavailable } from '../../ledger/errors.js';
import { answerFault, callFault, DamagedStream, StoreAccessDenied } from './grpc-faults.js';

function rpcError(code: number, exception?: string): unknown {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  return Object.assign(new Error('what the server said'), { code, details: 'what the server said', metadata });
}

const AWAY = ['CANCELLED', 'UNKNOWN', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED', 'INTERNAL', 'UNAVAILABLE'] as const;
const DENIED = ['PERMISSION_DENIED', 'UNAUTHENTICATED'] as const;

describe('the error of a call', () => {
  const faultFor = (error: unknown) => callFault(error, 'a read of x', 'x');

  it('is one that passes, one of access, or a mistake: every gRPC status is one of them', () => {
    for (const [name, code] of Object.entries(status)) {
      if (typeof code !== 'number' || code === status.OK) continue;
      const fault = faultFor(rpcError(code));
      expect([name, fault instanceof StoreUnavailable]).toEqual([name, (AWAY as readonly string[]).includes(name)]);
      expect([name, fault instanceof StoreAccessDenied]).toEqual([name, (DENIED as readonly string[]).includes(name)]);
      expect(fault.message).toContain('what the server said');
    }
  });

  it('follows what EventStoreDB says before the status', () => {
    expect(faultFor(rpcError(status.NOT_FOUND, 'not-leader'))).toBeInstanceOf(StoreUnavailable);
    expect(faultFor(rpcError(status.FAILED_PRECONDITION, 'stream-deleted'))).toBeInstanceOf(DamagedStream);
    expect(faultFor(rpcError(status.UNKNOWN, 'access-denied'))).toBeInstanceOf(StoreAccessDenied);
    expect(faultFor(rpcError(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded'))).toMatchObject({ category: 'LIMIT_EXCEEDED' });
  });

  it('without a status passes: nothing was reached', () => {
    expect(faultFor(new Error('Failed to discover after 10 attempts.'))).toBeInstanceOf(StoreUnavailable);
    expect(faultFor(new Error('Failed to discover after 10 attempts.'))).toMatchObject({ details: { retryAfterMs: 1_000 } });
  });

  it('that is known already stays what it is', () => {
    const known = new DamagedStream('x', 'gone');
    expect(faultFor(known)).toBe(known);
  });
});

describe('the error inside the answer to one append', () => {
  it.each([
    ['event_store.client.Timeout', StoreUnavailable],
    ['google.protobuf.Empty', StoreUnavailable],
    ['event_store.client.SomethingNew', StoreUnavailable],
    ['event_store.client.AccessDenied', StoreAccessDenied],
    ['event_store.client.StreamDeleted', DamagedStream],
  ])('%s', (detail, expected) => {
    expect(answerFault(detail, 'what the server said', 'an append to x', 'x')).toBeInstanceOf(expected);
  });

  it('of an append that is too large for the server names the setting', () => {
    const fault = answerFault('event_store.client.MaximumAppendSizeExceeded', '1048576', 'an append to x', 'x');
    expect(fault).toMatchObject({ category: 'LIMIT_EXCEEDED', details: { limit: 'appendBytes' } });
  });
});
