import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { subjectIdOf } from '../../libs/ledger/ids.js';
import type { Answer } from './http.js';
import { send, type Recorded, type Refused } from './operations.js';
import { RunningServer } from './running-server.js';
import { MANY_NODES } from './tested-stores.js';

const CLIENTS = 16;
const ROUNDS = 3;
/** Long enough for a machine that has much else to do. */
const PATIENCE_MS = 120_000;

interface Sent {
  readonly input: { readonly commandId: string; readonly name: string };
  /** Absent when the line broke before an answer came. */
  answer?: Answer<{ answer: Recorded | Refused }>;
}

describe('a server that is killed', () => {
  let server: RunningServer;
  let registrar: string;
  let kvk = 10_000_000;
  let acknowledged = 0;
  const everySent: Sent[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    registrar = await server.token({ role: 'registrar' });
  });
  afterAll(() => server.remove());

  /** Registers parties one after another until the line breaks; every one claims a number of its own. */
  const load = async (): Promise<Sent[]> => {
    const sent: Sent[] = [];
    for (;;) {
      const identifiers = [{ scheme: 'KVK', value: String((kvk += 1)) }];
      const one: Sent = { input: { commandId: randomUUID(), name: `Partij ${kvk}`, kind: 'BUSINESS', identifiers } as Sent['input'] };
      sent.push(one);
      try {
        one.answer = await send(server, 'RegisterParty', one.input, registrar);
        acknowledged += 1;
      } catch {
        return sent;
      }
    }
  };
  const resultOf = ({ data, errors }: Answer<{ answer: Recorded | Refused }>): Recorded => {
    if (data?.answer.__typename !== 'Recorded') throw new Error(JSON.stringify(errors ?? data));
    return data.answer;
  };

  it(
    'has everything it acknowledged, and answers every repeat once',
    async () => {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const enough = acknowledged + randomInt(50, 150);
        const loading = Array.from({ length: CLIENTS }, load);
        while (acknowledged < enough) await pause(randomInt(1, 10));
        await server.kill();
        const sent = (await Promise.all(loading)).flat();
        for (const { answer } of sent) if (answer) resultOf(answer);
        expect(sent.filter(({ answer }) => !answer).length).toBe(CLIENTS);
        await server.restart();
        for (const { input, answer } of sent) {
          const again = resultOf(await send(server, 'RegisterParty', input, registrar));
          expect(again.stream).toBe(`party-${subjectIdOf(input.commandId)}`);
          if (answer?.data) expect(again).toEqual(answer.data.answer);
        }
        everySent.push(...sent);
      }
      const names = everySent.map(({ input }) => input.name).sort();
      await server.caughtUp();
      expect(await namesOfParties(server)).toEqual(names);
      // One registration for each: no command was recorded twice.
      const { events, ledgerStatus } = await server.ask(
        '{ events(filter: { types: ["PartyRegistered"] }) { totalCount } ledgerStatus { caughtUp } }',
      );
      expect([events.totalCount, ledgerStatus.caughtUp]).toEqual([names.length, true]);
    },
    PATIENCE_MS,
  );

  it('is the only one on its folder, unless neither its log nor its views are in it', async () => {
    const pid = server.pid;
    const second = RunningServer.start({ dataDir: server.dataDir });
    if (MANY_NODES) {
      expect((await second).ledgerId).toBe(server.ledgerId);
      await (await second).stop();
    } else await expect(second).rejects.toThrow(`Process ${pid} already writes to ${server.folder}. Stop it (kill ${pid})`);
    // The first one noticed nothing.
    expect(server.pid).toBe(pid);
    expect((await server.ask('{ ledgerStatus { caughtUp } }')).ledgerStatus.caughtUp).toBe(true);
  });

  it('says at once which settings it cannot start with', async () => {
    const start = RunningServer.start({ environment: { CONVENANT_READERS: 'many', CONVENANT_LOG_LEVEL: 'loud' } });
    await expect(start).rejects.toThrow(/CONVENANT_LOG_LEVEL: [\s\S]*CONVENANT_READERS: |CONVENANT_READERS: [\s\S]*CONVENANT_LOG_LEVEL: /);
  });

  it(
    'answers what is in flight when it is asked to stop, and takes nothing new',
    async () => {
      const inputs = Array.from({ length: 200 }, (_, index) => ({ commandId: randomUUID(), name: `Laatste ${index}`, kind: 'BUSINESS' }));
      const answers = Promise.allSettled(inputs.map((input) => send(server, 'RegisterParty', input, registrar)));
      await pause(30);
      const feed = server.subscribe('subscription { ledgerEvents { __typename } }');
      await feed.next();
      await server.stop();
      const settled = await answers;
      const answered = settled.flatMap((one) => (one.status === 'fulfilled' ? resultOf(one.value) : []));
      // Beyond the connections that were open, nothing was taken in; what was taken in was answered in full.
      expect(answered.length).toBeGreaterThan(0);
      expect(server.log).not.toMatch(/"level":[56]0/);
      await server.restart();
      const { now } = (await server.ask('{ ledgerStatus { now } }')).ledgerStatus;
      const repeated = await Promise.all(inputs.map(async (input) => resultOf(await send(server, 'RegisterParty', input, registrar))));
      const before = new Map(answered.map((one) => [one.stream, one]));
      for (const one of repeated) {
        // Whoever got no answer was not taken in either: nothing was recorded behind anyone's back.
        if (before.has(one.stream)) expect(one).toEqual(before.get(one.stream));
        else expect(one.events[0]!.recordedAt >= now).toBe(true);
      }
      await expect(readToEnd(feed)).rejects.toMatchObject({ code: 1001 });
    },
    PATIENCE_MS,
  );

  it('is ready again by itself, at the same place', async () => {
    await server.caughtUp();
    const before = await server.ask('{ ledgerStatus { ledgerId position events } }');
    await server.kill();
    await server.restart();
    expect(await server.ask('{ ledgerStatus { ledgerId position events } }')).toEqual(before);
  });
});

async function namesOfParties(server: RunningServer): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | undefined; ;) {
    const { parties } = await server.ask(
      'query ($after: String) { parties(first: 100, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    found.push(...(parties.nodes as { name: string }[]).map(({ name }) => name));
    if (!parties.pageInfo.hasNextPage) return found.sort();
    after = parties.pageInfo.endCursor as string;
  }
}

async function readToEnd(feed: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of feed);
}
