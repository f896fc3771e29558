import { join } from 'node:path';
import { graphqlRequest } from './load/http-client.js';
import { LoadGenerator, type LoadResult } from './load/load.js';
import { compareRates } from './measuring/samples.js';
import type { Figure, Part } from './measuring/part.js';
import { ServedLedger } from './served/server.js';

const CLIENTS = [1, 32] as const;
const ROUNDS = 7;
const ROUND_MS = 1_500;
/** Until the compiler has seen enough: the first thousands of requests run at half the speed. */
const WARM_UP_MS = 8_000;

/** A mutation as a client sends it, and the same with nothing to record. */
export function establishPost(field: 'establishPost' | 'noOp', type: 'Recorded' | 'NothingRecorded', party: string) {
  const query = `mutation ($input: EstablishPostInput!) { ${field}(input: $input) { ... on ${type} { position revision } } }`;
  return { query, variables: { input: { name: 'Teammanager Samenleving', party, from: '2025-01-06' } } };
}

export async function registerParty(server: ServedLedger): Promise<string> {
  const registered = await server.ask<{ registerParty: { stream: string } }>(
    'mutation { registerParty(input: { name: "Gemeente Waterstad", kind: MUNICIPALITY, from: "2025-01-01" }) { ... on Recorded { stream } } }',
  );
  return registered.registerParty.stream.slice('party-'.length);
}

/** What durability costs: recorded mutations beside ones that record nothing, over HTTP, everything else alike. */
export const durableMutations: Part = {
  name: 'mutations',
  title: 'Durable mutations over HTTP, beside no-op ones behind the same guard, validation and command bus',
  async run({ scratch, progress }) {
    const server = await ServedLedger.start({ dataDir: join(scratch, 'mutations'), demo: 'empty' });
    const load = new LoadGenerator();
    try {
      const party = await registerParty(server);
      const sides = {
        durable: graphqlRequest(establishPost('establishPost', 'Recorded', party), server.administrator),
        noOp: graphqlRequest(establishPost('noOp', 'NothingRecorded', party), server.administrator),
      };
      const send = (side: keyof typeof sides, clients: number, durationMs = ROUND_MS) =>
        load.run({ url: server.url, request: sides[side], expected: '"revision":0', clients, durationMs });
      progress('warming up');
      await send('durable', 32, WARM_UP_MS);
      await send('noOp', 32, WARM_UP_MS / 2);
      const figures: Figure[] = [];
      for (const clients of CLIENTS) {
        progress(`${clients} clients, ${ROUNDS} rounds`);
        const latencies: LoadResult[] = [];
        const before = await server.usage();
        const durable = async () => {
          const result = await send('durable', clients);
          latencies.push(result);
          return result.perSecond;
        };
        const compared = await compareRates(ROUNDS, durable, async () => (await send('noOp', clients)).perSecond);
        const after = await server.usage();
        figures.push(...figuresOf(clients, compared, latencies, (after.appends - before.appends) / (after.commits - before.commits)));
      }
      return figures;
    } finally {
      load.close();
      await server.close();
    }
  },
};

function figuresOf(
  clients: number,
  { ours, theirs, ratio }: { ours: number; theirs: number; ratio: number },
  latencies: readonly LoadResult[],
  perSync: number,
): Figure[] {
  const name = `${clients} ${clients === 1 ? 'client' : 'clients'}`;
  const goal = clients === 32 ? { goal: '≥ 0.6, aim 0.8', met: ratio >= 0.6 } : {};
  const middle = latencies[Math.floor(latencies.length / 2)] as LoadResult;
  return [
    { name: `${name}: durable / no-op`, value: ratio.toFixed(2), detail: `${Math.round(ours)}/s beside ${Math.round(theirs)}/s`, ...goal },
    {
      name: `${name}: durable, latency`,
      value: `${middle.p50Ms.toFixed(1)} ms`,
      detail: `p95 ${middle.p95Ms.toFixed(1)} ms; ${perSync.toFixed(1)} appends per sync`,
    },
  ];
}
