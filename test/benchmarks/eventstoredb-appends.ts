import { randomUUID } from 'node:crypto';
import { openEventStoreDb, type EventStoreDbEventStore } from '../../libs/event-stores/eventstoredb/eventstoredb-event-store.js';
import { BareClient } from '../../libs/event-stores/eventstoredb/peer/bare-client.js';
import { NO_STREAM } from '../../libs/ledger/event-store.js';
import { compareRates, percentile } from './measuring/samples.js';
import type { Figure, Part } from './measuring/part.js';

const SERVER = 'EVENTSTORE_URL';
const CONCURRENCY = [1, 64] as const;
const ROUNDS = 9;
const ROUND_MS = 1_000;
/** Rounds of both sides before any counts: until the compilers of client and server have seen enough. */
const WARM_UPS = 3;
const AIMED_RATIO = 0.8;
/** Bytes of a usual event: its envelope takes most of it. */
const EVENT_TEXT = 'x'.repeat(1_000);

/** Durations in milliseconds of the appends of one round. */
type Round = number[];

/** The adapter beside the package it connects with, each storing the same events; on a real server or cluster, which keeps them. */
export const eventStoreDbAppends: Part = {
  name: 'eventstoredb',
  title: 'Appends to EventStoreDB, beside the bare client',
  needs: SERVER,
  async run({ progress }) {
    const connectionString = process.env[SERVER];
    if (connectionString === undefined) throw new Error(`${SERVER} names no server.`);
    const prefix = `benchmark_${randomUUID().slice(0, 8)}`;
    const store = await openEventStoreDb({ connectionString, prefix });
    const bare = new BareClient(connectionString);
    try {
      const figures: Figure[] = [];
      for (const at of CONCURRENCY) {
        const ours = () => round(at, () => appendByStore(store));
        const theirs = () => round(at, () => appendByClient(bare, prefix));
        progress(`${at} at once, warming up`);
        for (let i = 0; i < WARM_UPS; i += 1) {
          await ours();
          await theirs();
        }
        progress(`${at} at once, ${ROUNDS} rounds`);
        figures.push(...(await compared(at, ours, theirs)));
      }
      return figures;
    } finally {
      await store.close();
      await bare.close();
    }
  },
};

async function compared(at: number, ours: () => Promise<Round>, theirs: () => Promise<Round>): Promise<Figure[]> {
  const [taken, takenBare]: [Round, Round] = [[], []];
  const rate = async (side: () => Promise<Round>, all: Round) => {
    const start = performance.now();
    const durations = await side();
    all.push(...durations);
    return durations.length / ((performance.now() - start) / 1_000);
  };
  const rates = await compareRates(
    ROUNDS,
    () => rate(ours, taken),
    () => rate(theirs, takenBare),
  );
  return [
    {
      name: `${at} at once: adapter / bare client`,
      value: rates.ratio.toFixed(2),
      detail: `${Math.round(rates.ours)}/s beside ${Math.round(rates.theirs)}/s`,
      goal: `≥ ${AIMED_RATIO}`,
      met: rates.ratio >= AIMED_RATIO,
    },
    {
      name: `${at} at once: latency`,
      value: `${percentile(taken, 50).toFixed(1)} ms`,
      detail: `p95 ${percentile(taken, 95).toFixed(1)} ms; bare ${percentile(takenBare, 50).toFixed(1)} ms, p95 ${percentile(takenBare, 95).toFixed(1)} ms`,
    },
  ];
}

/** So many writers, each with its next append when the last is stored. */
async function round(writers: number, append: () => Promise<unknown>): Promise<Round> {
  const start = performance.now();
  const durations: Round = [];
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() - start < ROUND_MS) {
        const began = performance.now();
        await append();
        durations.push(performance.now() - began);
      }
    }),
  );
  return durations;
}

function appendByStore(store: EventStoreDbEventStore): Promise<unknown> {
  const id = randomUUID();
  const json = JSON.stringify({ id, text: EVENT_TEXT });
  return store.append({ stream: `party-${id}`, kind: 'ledger', expected: NO_STREAM, events: [{ id, type: 'PartyRegistered', json }] });
}

function appendByClient(client: BareClient, prefix: string): Promise<unknown> {
  const id = randomUUID();
  return client.start(`${prefix}.party-${id}`, { id, type: 'PartyRegistered', data: { id, text: EVENT_TEXT } });
}
