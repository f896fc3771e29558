import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../../libs/views/testing/postgres-server.js';
import { establishPost, registerParty } from './durable-mutations.js';
import { graphqlRequest } from './load/http-client.js';
import { LoadGenerator, type LoadResult } from './load/load.js';
import type { Figure, Part } from './measuring/part.js';
import { median, percentile } from './measuring/samples.js';
import { count } from './measuring/words.js';
import { ServedLedger } from './served/server.js';

const CLIENTS = 32;
const WARM_UP_MS = 6_000;
const LOAD_MS = 30_000;
const LOOK_MS = 100;

interface Lag {
  readonly events: number;
  readonly seconds: number;
}

/** How far the views stay behind while clients record as fast as they can: in SQLite, and in PostgreSQL on the same two cores. */
export const projectionLag: Part = {
  name: 'lag',
  title: `How far the views stay behind ${CLIENTS} clients that record for ${LOAD_MS / 1_000} s`,
  async run({ scratch, progress }) {
    progress('views in SQLite');
    const sqlite = await underLoad(join(scratch, 'lag-sqlite'));
    progress('views in PostgreSQL');
    const postgres = await startPostgres({ synced: true });
    try {
      const shared = await underLoad(join(scratch, 'lag-postgres'), { CONVENANT_VIEWS: postgres.url });
      return [figureOf('SQLite', sqlite), figureOf('PostgreSQL', shared)];
    } finally {
      await postgres.close();
    }
  },
};

async function underLoad(dataDir: string, environment: Record<string, string> = {}): Promise<{ load: LoadResult; lags: Lag[] }> {
  const server = await ServedLedger.start({ dataDir, demo: 'empty', environment });
  const generator = new LoadGenerator();
  try {
    const party = await registerParty(server);
    const request = graphqlRequest(establishPost('establishPost', 'Recorded', party), server.administrator);
    const send = (durationMs: number) =>
      generator.run({ url: server.url, request, expected: '"revision":0', clients: CLIENTS, durationMs });
    await send(WARM_UP_MS);
    const lags: Lag[] = [];
    let loaded = false;
    const loading = send(LOAD_MS).finally(() => (loaded = true));
    while (!loaded) {
      lags.push(await lagOf(server));
      await pause(LOOK_MS);
    }
    return { load: await loading, lags };
  } finally {
    generator.close();
    await server.close();
  }
}

async function lagOf({ url, administrator }: ServedLedger): Promise<Lag> {
  const answer = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${administrator}` } });
  const text = await answer.text();
  const value = (name: string) => {
    const found = new RegExp(`^convenant_${name} (\\S+)$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`no ${name} in /metrics: ${answer.status}`);
    return Number(found);
  };
  return { events: value('projection_lag_events'), seconds: value('projection_lag_seconds') };
}

/** Bounded is what does not grow: the second half of the time is compared with the first. */
function figureOf(where: string, { load, lags }: { load: LoadResult; lags: readonly Lag[] }): Figure {
  const events = lags.map((lag) => lag.events);
  const half = Math.floor(events.length / 2);
  const [first, second] = [percentile(events.slice(0, half), 95), percentile(events.slice(half), 95)];
  return {
    name: `views in ${where}: events behind`,
    value: `p95 ${count(percentile(events, 95))}`,
    detail:
      `p50 ${count(median(events))}, p95 in the first half ${count(first)} and in the second ${count(second)}; at most ` +
      `${Math.max(...lags.map(({ seconds }) => seconds)).toFixed(2)} s; ${count(Math.round(load.perSecond))} commands/s`,
    goal: 'no more in the second half than twice the first, or 100',
    met: second <= Math.max(2 * first, 100),
  };
}
