import { spawn } from 'node:child_process';
import { describe, expect, it, jest } from '@jest/globals';
import { StoreUnavailable } from '../../ledger/errors.js';
import { BEGINNING } from '../../ledger/event-store.js';
import { appendTo, newStream } from '../contract/samples.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';
import { StoreAccessDenied } from './grpc-faults.js';
import { openOn } from './peer/open-store.js';
import { PeerServer } from './peer/peer-server.js';
import { QUICK, until, withPeer } from './peer/trial.js';

describe('opening', () => {
  it.each(['unauthenticated', 'accessDenied'] as const)('says that user or rights are wrong: %s', async (denial) => {
    const peer = await PeerServer.start();
    peer.misbehaviour.denial = denial;
    const failure = await openOn(peer, { limits: QUICK }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreAccessDenied);
    expect((failure as Error).message).toMatch(/user and password/);
    await peer.stop();
  });

  it('says that no server answers, and works once one does', async () => {
    const peer = await PeerServer.start();
    await peer.down();
    await expect(openOn(peer, { limits: { ...QUICK, retryMs: 50 } })).rejects.toBeInstanceOf(StoreUnavailable);
    const opening = openOn(peer, { limits: QUICK });
    await peer.up();
    const store = await opening;
    expect(await store.append(appendTo(newStream()))).toMatchObject({ revision: 0 });
    await store.close();
    await peer.stop();
  });

  it('refuses a prefix or an address that cannot be one', async () => {
    const connectionString = 'esdb://127.0.0.1:2113?tls=false';
    for (const prefix of ['', '$system', 'a.b', 'a-b', '1a'])
      await expect(openEventStoreDb({ connectionString, prefix })).rejects.toThrow(RangeError);
    await expect(openEventStoreDb({ connectionString: 'http://127.0.0.1:2113' })).rejects.toThrow(/esdb/);
  });

  it('keeps the password out of what the package says of an address', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const connectionString = 'esdb://convenant:geheim@127.0.0.1:2113?tlsVerifyCert=false&nodePreference=nowhere';
    const failure = await openEventStoreDb({ connectionString }).catch((error: unknown) => error);
    const said = [...warn.mock.calls.flat(), (failure as Error).stack].join('\n');
    warn.mockRestore();
    expect(said).toContain('tlsVerifyCert=false');
    expect(said).toContain('expected leader');
    expect(said).not.toContain('geheim');
  });

  it('that loses its rights later says so too, at the next call', async () => {
    await withPeer(async ({ peer, store }) => {
      await store.append(appendTo(newStream()));
      peer.misbehaviour.denial = 'accessDenied';
      await expect(store.append(appendTo(newStream()))).rejects.toBeInstanceOf(StoreAccessDenied);
      await expect(store.readStream(newStream())).rejects.toBeInstanceOf(StoreAccessDenied);
    });
  });

  it('and closing leaves nothing that keeps a process alive', async () => {
    const peer = await PeerServer.start();
    const script = `
      const { openEventStoreDb } = await import(${JSON.stringify(new URL('./eventstoredb-event-store.js', import.meta.url).href)});
      const store = await openEventStoreDb({ connectionString: process.argv[1] });
      await store.append({ stream: 'sample-1', kind: 'ledger', expected: -1, events: [{ id: '${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}', type: 'SampleRecorded', json: '{}' }] });
      for await (const item of store.subscribe('', new AbortController().signal)) if (item.kind === 'caughtUp') break;
      await store.close();
      process.stdout.write('closed');`;

    const child = spawn(process.execPath, ['--input-type=module', '-e', script, peer.connectionString], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    expect(said).toBe('closed');
    await peer.stop();
  });
});

describe('closing', () => {
  it('comes to an end while no server is to be found', async () => {
    const peer = await PeerServer.start();
    const connectionString = `esdb://127.0.0.1:${peer.port},127.0.0.1:${peer.port}?tls=false&discoveryInterval=50`;
    const store = await openOn(peer, { connectionString, limits: { ...QUICK, retryMs: 50 } });
    const feed = store.subscribe(BEGINNING, new AbortController().signal)[Symbol.asyncIterator]();
    expect((await feed.next()).value).toMatchObject({ kind: 'caughtUp' });
    const next = feed.next();
    await peer.down();
    await until(() => store.stats().outages > 0);
    await store.close();
    expect((await next).done).toBe(true);
    await peer.stop();
  });
});
