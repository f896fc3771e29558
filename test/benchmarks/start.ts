import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graphqlRequest, HttpClient } from './load/http-client.js';
import { median } from './measuring/samples.js';
import type { Part } from './measuring/part.js';
import { startOptions } from './served/server.js';

const STARTS = 5;
const AIMED_SECONDS = 3;
const GIVE_UP_MS = 60_000;
const LOOK_AGAIN_MS = 5;

const PRODUCT = fileURLToPath(new URL('../../apps/api/main.js', import.meta.url));
const BARE_NEST = fileURLToPath(new URL('./served/bare-nest.js', import.meta.url));

/** From starting the process to the first answer read from the demo's views, beside a Nest application that knows one constant. */
export const start: Part = {
  name: 'start',
  title: 'Start to first answer on a ledger with the demo, beside a bare Nest application',
  async run({ scratch, progress }) {
    const environment = { CONVENANT_DATA_DIR: join(scratch, 'start'), CONVENANT_DEMO: 'on', CONVENANT_LOG_LEVEL: 'warn' };
    const ours = () => secondsToAnswer(PRODUCT, environment, '{ parties(first: 1) { nodes { name } } }');
    progress('the first start, which makes the demo');
    const first = await ours();
    const seconds: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    for (let round = 0; round < STARTS; round += 1) {
      progress(`start ${round + 1} of ${STARTS}`);
      seconds.ours.push(await ours());
      seconds.bare.push(await secondsToAnswer(BARE_NEST, {}, '{ hello }'));
    }
    const [middle, bare] = [median(seconds.ours), median(seconds.bare)];
    return [
      {
        name: 'start to first answer',
        value: `${middle.toFixed(2)} s`,
        detail: `the very first, with an empty folder: ${first.toFixed(2)} s`,
        goal: `≤ ${AIMED_SECONDS} s`,
        met: middle <= AIMED_SECONDS,
      },
      { name: 'beside bare Nest with GraphQL', value: (middle / bare).toFixed(2), detail: `bare: ${bare.toFixed(2)} s` },
    ];
  },
};

async function secondsToAnswer(script: string, environment: Readonly<Record<string, string>>, query: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...startOptions(), script], {
    env: { ...process.env, NODE_ENV: 'production', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    while (!(await answers(`http://127.0.0.1:${port}`, query))) {
      if (child.exitCode !== null) throw new Error(`${script} ended with code ${child.exitCode}`);
      if (performance.now() - began > GIVE_UP_MS) throw new Error(`${script} gave no answer in ${GIVE_UP_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    return (performance.now() - began) / 1_000;
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

async function answers(url: string, query: string): Promise<boolean> {
  let client: HttpClient | undefined;
  try {
    client = await HttpClient.open(url);
    const { status, body } = await client.send(graphqlRequest({ query }));
    return status === 200 && !body.includes('"errors"');
  } catch {
    return false;
  } finally {
    client?.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
