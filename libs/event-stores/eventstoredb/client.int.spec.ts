import { expect, it } from '@jest/globals';
import { Connection } from './client.js';
import { PeerServer } from './peer/peer-server.js';
import { allLive } from './read-requests.js';

/** Every call that breaks makes the package look after its connection, in a promise that nobody awaits: it may not reject, as that ends the process. */
it('a call that breaks while another one finds no leader is no error of its own', async () => {
  const peer = await PeerServer.start();
  const host = `127.0.0.1:${peer.port}`;
  const connection = new Connection({ connectionString: `esdb://${host},${host}?tls=false&discoveryInterval=20&maxDiscoverAttempts=5` });
  const [first, second] = [await connection.read(allLive(['a.'])), await connection.read(allLive(['a.']))];
  for (const call of [first, second]) call.on('error', () => undefined);
  peer.members = () => [];
  await connection.suspect(first);
  const searching = connection.read(allLive(['a.'])).catch((error: unknown) => error);
  await expect(connection.suspect(second)).resolves.toBeUndefined();
  expect(await searching).toMatchObject({ message: expect.stringContaining('Failed to discover') });
  await connection.close();
  await peer.stop();
});
